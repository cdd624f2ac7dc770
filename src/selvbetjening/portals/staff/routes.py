"""The operator's pages: address, view, name. A company's own pages stand in the business portal."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.staff import (
    acting,
    agreements,
    failed,
    gate,
    host_keys,
    law,
    looked,
    organizations,
    quarantine,
)

View = Callable[..., HttpResponseBase]
Route = tuple[str, View, str]

_ONE: Final = "organizations/<uuid:organization>/"

ROUTES: Final[tuple[Route, ...]] = (
    ("looked/", looked.looked, "looked"),
    ("law/", law.law, "law"),
    ("host-keys/", host_keys.host_keys, "host_keys"),
    ("organizations/", organizations.every, "organizations"),
    ("organizations/add/", organizations.add, "organization_add"),
    (_ONE, organizations.one, "organization"),
    (f"{_ONE}gate/", gate.gate_page, "organization_gate"),
    (f"{_ONE}betalingsservice/", agreements.agreements, "agreements"),
    (f"{_ONE}betalingsservice/open/", agreements.agreement_open, "agreement_open"),
    (f"{_ONE}betalingsservice/<uuid:agreement>/", agreements.agreement_change, "agreement_change"),
    (f"{_ONE}betalingsservice/<uuid:agreement>/end/", agreements.agreement_end, "agreement_end"),
    (f"{_ONE}quarantine/", quarantine.quarantine, "quarantine"),
    (f"{_ONE}quarantine/<uuid:delivery>/", quarantine.quarantine_release, "quarantine_release"),
    (f"{_ONE}failed/", failed.failed, "failed_files"),
    (f"{_ONE}failed/<uuid:delivery>/", failed.failed_file, "failed_file"),
    (f"{_ONE}act-for/", acting.act_for, "act_for"),
)
