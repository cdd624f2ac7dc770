"""Addresses of the import, below `selvbetjening/`."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.business.selvbetjening.importing import pages

Route = tuple[str, Callable[..., HttpResponseBase], str]

ROUTES: Final[tuple[Route, ...]] = (
    ("indlaesning/", pages.imports, "sb_imports"),
    ("indlaesning/skabelon/", pages.template_file, "sb_import_template"),
    ("indlaesning/<uuid:file_import>/", pages.one, "sb_import"),
    ("indlaesning/<uuid:file_import>/udfoer/", pages.press_page, "sb_import_press"),
)
