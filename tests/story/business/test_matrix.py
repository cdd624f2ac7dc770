"""Every address of the business portal × every role (BM-12, SEC-19, SEC-24): generated, each cell asserted.

What a cell must answer follows from what the view declares, so a new address is in the matrix as soon as it is there;
one that names an unknown row fails until tests/business_rows.py can make it.
"""

import re
from typing import Any

import pytest
from django.urls import get_resolver

from selvbetjening.config import hosts
from selvbetjening.domain.access.permissions import FILE_TRANSFER, MANAGE, SELVBETJENING, codes
from selvbetjening.portals.gate import LOGGED_IN
from tests import business, make, portal
from tests.business_rows import ROWS, Firm, filled
from tests.story.walls.addresses import walk

pytestmark = pytest.mark.usefixtures("database")

ROUTES: dict[str, Any] = dict(sorted(walk(get_resolver(hosts.BUSINESS).url_patterns)))
COMPANY = "/v/<uuid:organization>/"
#: Pages about one's own membership: an operator who acts for the company has none.
OF_MEMBERS = {f"{COMPANY}adgang/{part}" for part in ("", "tryk/", "anmod/", "forlad/")} | {
    f"{COMPANY}access-managers/stedfortraeder/",
    *(f"{COMPANY}notifikationer/{part}" for part in ("", "laest/", "valg/", "adresse/")),
}
#: Let in, there is nothing to show or to press yet: no logo, no alarm, no file that the scanner has let pass.
NOTHING_YET = {f"{COMPANY}selvbetjening/{part}" for part in ("udseende/logo.png", "alarmer/")} | {
    f"{COMPANY}my-file-transfer/leverancer/<uuid:delivery>/{part}" for part in ("fil/", "linje/<int:line>/")
}
#: An upload that is under way is its sender's own, here the manager's: a colleague finds nothing (SEC-19).
OF_SENDERS = f"{COMPANY}my-file-transfer/uploads/<uuid:upload>/finish/"
#: An SFTP user and its keys are its holder's and the Access Managers' (BP-42): a colleague finds nothing.
OF_HOLDERS = "<uuid:ssh_"
#: What pages outside the companies answer to a form that holds nothing.
_SAID = ("INV-01", "LOGIN-04", "LOGIN-10")
#: Public pages that lead whoever is not in to the login.
_LEAD_ON = ("/", "/log-ud/")
ROLES = ("anonymous", "recipient", "uninvited", "without", "with", "suspended", "other", "manager", "staff")
_CODE = re.compile(r"<code>((?:LOGIN|ACC|INV|USER)-\d\d)</code>")


@pytest.fixture(scope="module")
def firms(database: str) -> tuple[Firm, Firm]:
    return Firm(), Firm(make.organization(name="Fjordbyg Software", cvr="92222209"))


def browser(role: str, firm: Firm, other: Firm) -> Any:
    """A fresh browser of this role, as seen from the first company."""
    ours = firm.organization
    match role:
        case "anonymous":
            return business.stranger(ours)
        case "recipient":
            made = portal.client(ours, make.recipient(make.account(ours)))
            made.host = business.HOST
            return made
        case "uninvited":
            return business.client_for(business.user(), cvr=ours.cvr, here=ours)
        case "without":
            return business.as_member(ours, business.member(ours))
        case "with":
            return business.as_member(ours, business.member(ours, grants={SELVBETJENING: [], FILE_TRANSFER: []}))
        case "suspended":
            return business.as_member(ours, business.member(ours, state="suspended", grants={SELVBETJENING: []}))
        case "other":
            return business.as_member(other.organization, other.manager)
        case "manager":
            return business.as_member(ours, firm.manager)
        case _:
            return business.as_operator(ours)


def expected(address: str, view: Any, role: str, method: str) -> str:
    """The cell, from what the view says of itself."""
    if getattr(view, "public", False):
        return "in"
    if role in {"anonymous", "recipient"}:
        return "login"
    if not address.startswith(COMPANY):
        return "in"
    if role == "other":
        return "404"
    if code := {"uninvited": "LOGIN-07", "suspended": "LOGIN-08"}.get(role):
        return "in" if code in getattr(view, "open_when_refused", ()) else code
    if role == "staff":
        return _of_operators(address, view)
    permission = view.permission
    allowed = permission == LOGGED_IN or role == "manager" or (role == "with" and permission != MANAGE)
    if not allowed:
        return "ACC-01"
    if role == "with" and address == OF_SENDERS and method == "post":
        return "404"
    if method == "post" and getattr(view, "step_up", None):
        return "ACC-03"
    return "404" if role == "with" and OF_HOLDERS in address else "in"


def _of_operators(address: str, view: Any) -> str:
    """An operator works in the company's Selvbetjening, sends no file and manages nobody (SEC-34, BP-33)."""
    if address in OF_MEMBERS:
        return "404"
    is_members = view.permission == MANAGE or view.permission.startswith(FILE_TRANSFER)
    return "ACC-01" if is_members or address.endswith("/besked/") else "in"


def answered(response: Any) -> str:
    """The cell as it is."""
    if response.status_code in {301, 302}:
        return (
            "login"
            if response.headers["Location"].startswith("/log-ind/?") or response.headers["Location"] == "/log-ind/"
            else "in"
        )
    if response.status_code == 404 and "<code>INV-01</code>" not in response.content.decode():
        return "404"
    if response.status_code == 401 and "WWW-Authenticate" in response.headers:  # a program is asked for its password
        return "in"
    # 422: a program that sends what is not understood was let in, and is told so.
    if response.status_code in {200, 202, 204, 405, 409, 422}:
        return "in"
    found = _CODE.search(response.content.decode())
    return found[1] if found else f"bare {response.status_code}"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_answers_every_role_bm_12(role: str, method: str, firms: tuple[Firm, Firm]) -> None:
    """BM-12, BP-78, SEC-19, SEC-24: let in, led to the login, refused with a code, or nothing there. Never bare."""
    ours, theirs = firms
    wrong = {}
    client = None
    for address, view in ROUTES.items():
        wanted = expected(address, view, role, method)
        # What is only looked at, or refused, leaves browser and rows as they are for the next address.
        idle = address.startswith(COMPANY) and (method == "get" or wanted != "in")
        if client is None or not idle:
            client = browser(role, ours, theirs)
        response = getattr(client, method)(filled(address, ours, keep=idle))
        found = answered(response)
        if not address.startswith(COMPANY) and wanted == "in":
            # What it says of a made-up token or of a broker that is not up has its code; it asks for no login.
            found = "in" if found in {*_SAID, "404"} or (found == "login" and address in _LEAD_ON) else found
        if address in NOTHING_YET and wanted == "in" and found == "404":
            found = wanted
        if (address in OF_MEMBERS or OF_HOLDERS in address) and response.status_code == 405:
            found = wanted
        if not idle:
            client = None
        if found != wanted:
            wrong[address] = f"{found}, wanted {wanted}"
    assert wrong == {}


def test_rows_of_another_company_are_not_there_sec_19(firms: tuple[Firm, Firm]) -> None:
    """SEC-19: one's own company in the path with another one's rows answers 404, to get and to post."""
    ours, theirs = firms
    named = [address for address in ROUTES if address.startswith(COMPANY) and address.count("<uuid:") > 1]
    assert len(named) > 15
    wrong = {}
    for address in named:
        for method in ("get", "post"):
            client = browser("manager", ours, theirs)
            if action_class := getattr(ROUTES[address], "step_up", None):
                client.confirm(action_class)
            response = getattr(client, method)(filled(address, ours, of=theirs, keep=True))
            if response.status_code not in {404, 405}:
                wrong[f"{method} {address}"] = response.status_code
    assert wrong == {}


def test_every_permission_asked_for_is_one() -> None:
    """SEC-24: a page asks for a code that exists."""
    asked = {view.permission for view in ROUTES.values() if not getattr(view, "public", False)}
    assert asked <= {LOGGED_IN, *codes()}
    assert {LOGGED_IN, MANAGE} < asked


def test_every_name_in_an_address_has_a_row() -> None:
    """A new kind of row wants a line in tests/business_rows.py."""
    named = {name for address in ROUTES for name in re.findall(r"<\w+:(\w+)>", address)}
    assert named <= set(ROWS)
