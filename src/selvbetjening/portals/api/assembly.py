"""The API with all its resources."""

from typing import Final

from selvbetjening.portals.api.application import Api, make_api
from selvbetjening.portals.api.resources import RESOURCES


def _assembled() -> Api:
    api = make_api()
    for resource in RESOURCES:
        api.add_router("", resource.router)
    return api


API: Final = _assembled()
