"""The addresses on `api.<base>`: every path with and without its last slash, never a redirect (section 1)."""

from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, path
from ninja.utils import normalize_path, replace_path_param_notation

from selvbetjening.portals.api.assembly import API
from selvbetjening.portals.api.console import console, error_page, schema
from selvbetjening.portals.api.door import door

app_name = "api"
#: The one path that clients call without the version, too (section 9).
INITIATE: Final = "self-service/initiate-organization"


def _patterns() -> Iterator[URLPattern]:
    for bound in API._get_bound_routers():
        for address, path_view in bound.path_operations.items():
            rights = {operation.view_func.right for operation in path_view.operations}  # type: ignore[attr-defined]
            view = door(path_view, resource=min(rights).partition(".")[0])
            name = str(path_view.operations[0].operation_id)
            route = replace_path_param_notation(normalize_path(address)).lstrip("/")
            yield path(f"api/v1/{route}", view, name=name)
            yield path(f"api/v1/{route.rstrip('/')}", view)
            if address.strip("/") == INITIATE:
                yield path(f"api/{route}", view)
                yield path(f"api/{route.rstrip('/')}", view)


urlpatterns = [
    *_patterns(),
    path("api/schema/", schema, name="schema"),
    path("api/schema", schema),
    path("api/swagger/", console, name="swagger"),
    path("api/swagger", console),
    path("api/errors/", error_page, name="errors"),
]

handler400 = "selvbetjening.portals.api.failing.bad_request"
handler403 = "selvbetjening.portals.api.failing.forbidden"
handler404 = "selvbetjening.portals.api.failing.not_found"
handler500 = "selvbetjening.portals.api.failing.server_error"
