"""Addresses below `my-file-transfer/`: view and name; and the entry of the solution's menu."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.business.guides import reading

ROUTES: Final[tuple[tuple[str, Callable[..., HttpResponseBase], str], ...]] = (
    ("vejledninger/", reading.guides, "guides"),
    ("vejledninger/<slug:guide>/<slug:speech>/", reading.guide, "guide"),
)
MENU: Final[tuple[tuple[Promise, str], ...]] = ((_("Read more and find help"), "guides"),)
