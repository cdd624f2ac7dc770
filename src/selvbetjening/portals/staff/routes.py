"""The operator's pages: address, view, name. A company's own pages stand in the business portal."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.staff import acting, gate, law, looked, organizations

View = Callable[..., HttpResponseBase]
Route = tuple[str, View, str]

_ONE: Final = "organizations/<uuid:organization>/"

ROUTES: Final[tuple[Route, ...]] = (
    ("looked/", looked.looked, "looked"),
    ("law/", law.law, "law"),
    ("organizations/", organizations.every, "organizations"),
    ("organizations/add/", organizations.add, "organization_add"),
    (_ONE, organizations.one, "organization"),
    (f"{_ONE}gate/", gate.gate_page, "organization_gate"),
    (f"{_ONE}act-for/", acting.act_for, "act_for"),
)
