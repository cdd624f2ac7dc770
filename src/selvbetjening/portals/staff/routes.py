"""The operator's pages: address, view, name. Grouped as one looks for them."""

from collections.abc import Callable
from typing import Final

from django.http.response import HttpResponseBase

from selvbetjening.portals.staff import (
    alarms,
    api_users,
    gateways,
    logs,
    looked,
    organizations,
    protection,
    register_pages,
    settings_pages,
)

View = Callable[..., HttpResponseBase]
Route = tuple[str, View, str]

_ONE: Final = "organizations/<uuid:organization>/"

EVERYWHERE: Final[tuple[Route, ...]] = (
    ("looked/", looked.looked, "looked"),
    ("law/", protection.law, "law"),
    ("organizations/", organizations.every, "organizations"),
    ("organizations/add/", organizations.add, "organization_add"),
)
COMPANY: Final[tuple[Route, ...]] = (
    (_ONE, organizations.one, "organization"),
    (f"{_ONE}settings/", settings_pages.configure_page, "organization_settings"),
    (f"{_ONE}gate/", settings_pages.gate_page, "organization_gate"),
    (f"{_ONE}acts/", settings_pages.acts_page, "organization_acts"),
    (f"{_ONE}register/", register_pages.register_page, "register"),
    (f"{_ONE}register/<slug:subject>/", register_pages.subject_page, "register_subject"),
    (f"{_ONE}looks/", settings_pages.looks_page, "organization_looks"),
    (f"{_ONE}hosts/", settings_pages.hosts_page, "organization_hosts"),
    (f"{_ONE}api-users/", api_users.api_users, "api_users"),
    (f"{_ONE}logins/", logs.logins, "logins"),
    (f"{_ONE}mails/", logs.mails, "mails"),
    (f"{_ONE}protection/", protection.protection, "protection"),
    (f"{_ONE}protection/incident/", protection.incident, "incident"),
)
MONEY: Final[tuple[Route, ...]] = (
    (f"{_ONE}gateways/", gateways.gateways, "gateways"),
    (f"{_ONE}gateways/<uuid:gateway_account>/off/", gateways.gateway_off, "gateway_off"),
    (f"{_ONE}gateways/<uuid:gateway_account>/compared/", gateways.gateway_compared, "gateway_compared"),
    (f"{_ONE}alarms/", alarms.alarms, "alarms"),
)

ROUTES: Final = (*EVERYWHERE, *COMPANY, *MONEY)
