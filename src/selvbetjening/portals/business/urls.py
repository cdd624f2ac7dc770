"""The business portal's addresses: Danish words, one include for each part; a company's pages under `/v/<company>/`."""

from importlib import import_module
from typing import Any, Final

from django.urls import include, path

from selvbetjening.portals.business.selvbetjening.urls import ROUTES

app_name = "business"
PARTS: Final = ("login", "invitation", "public", "front", "people", "ends", "notices", "log", "files")

parts: list[Any] = [path("", include(import_module(f"{__package__}.{part}.urls"))) for part in PARTS]
parts += [path(f"v/<uuid:organization>/selvbetjening/{route}", view, name=name) for route, view, name in ROUTES]

urlpatterns = [path("", include((parts, app_name)))]

handler400 = "selvbetjening.config.errors.bad_request"
handler403 = "selvbetjening.config.errors.forbidden"
handler404 = "selvbetjening.config.errors.not_found"
handler500 = "selvbetjening.config.errors.server_error"
