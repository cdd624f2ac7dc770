"""The solution's pages: address below `my-file-transfer/`, view, name; and its menu."""

from typing import Final

from django.urls import path

from selvbetjening.portals.business.filetransfer import urls as of_files
from selvbetjening.portals.business.guides import urls as of_guides
from selvbetjening.portals.business.sshkeys import urls as of_keys

NAME: Final = "My File Transfer"
ROUTES: Final = (*of_files.ROUTES, *of_keys.ROUTES, *of_guides.ROUTES)
MENU: Final = (("", (*of_files.MENU, *of_keys.MENU, *of_guides.MENU)),)

urlpatterns = [
    *(path(route, view, name=name) for route, view, name in of_files.PUBLIC),
    *(path(f"v/<uuid:organization>/my-file-transfer/{route}", view, name=name) for route, view, name in ROUTES),
]
