"""Every request asks the gate again; what closes cuts a running login (LG-06, LG-14, SB-06 to SB-08, SB-18)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.identity.models import ApiUser, PortalSession
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from tests import make, portal
from tests.story.portal.world import World, world
from tests.story.walls.addresses import filled, portal_addresses

pytestmark = pytest.mark.usefixtures("database")


def setting(**values: Any) -> Callable[[World], object]:
    """Change the company's row."""
    return lambda ours: Organization.objects.filter(id=ours.id).update(**values)


CLOSED: dict[str, Callable[[World], object]] = {
    "organization_inactive": setting(is_active=False),
    "feature_missing": setting(features=[]),
    "self_service_disabled": setting(self_service_enabled=False),
    "api_user_missing": lambda ours: ApiUser.objects.filter(organization_id=ours.id).delete(),
}
BARRED: dict[str, Callable[[World], object]] = {
    "recipient_barred": lambda ours: Recipient.objects.filter(id=ours.recipient.id).update(
        has_self_service_access=False
    ),
    "recipient_gone": lambda ours: Recipient.objects.filter(id=ours.recipient.id).delete(),
}
#: What a closed portal still answers, and how (LG-06).
STILL = {
    "/log-ind/": 200, "/log-ind/sendt/": 200, "/brand.css": 200, "/robots.txt": 200, "/logo.png": 404,
    "/sprog/": 405, "/csp-report": 405,
    # The law's ways out stay open: CAN-2, CM-04. Where nothing is proven yet, they lead to their own first page.
    "/verificer/": 200, "/opsig-eller-fortryd/": 200, "/opsig-eller-fortryd/sendt/": 200,
    "/opsig-eller-fortryd/fortsaet/": 200, "/opsig-eller-fortryd/link/<str:token>/": 302,
    "/opsig-eller-fortryd/aftale/": 302, "/opsig-eller-fortryd/aftale/opsig/": 302,
    "/opsig-eller-fortryd/aftale/opsagt/": 302, "/opsig-eller-fortryd/aftale/fortryd/": 302,
    "/opsig-eller-fortryd/aftale/fortryd/bekraeft/": 302, "/opsig-eller-fortryd/aftale/fortrudt/": 302,
    # A mail's payment link answers for itself (PY-08); a token that is nobody's is unknown here, too.
    "/betal/<str:token>/": 404, "/betal/<str:token>/status/": 404, "/betal/<str:token>/faktura.pdf": 404,
    "/betal/<str:token>/afbryd/": 405, "/betal/<str:token>/fortryd-kort/": 405,
    # A customer's programs are told nothing, instead of being led to a page that they cannot read (CM-09).
    "/kalender/<str:token>.ics": 404, "/customer-api/v1/invoices/": 401,
    "/customer-api/v1/invoices/<uuid:invoice>/pdf/": 401, "/customer-api/v1/invoices/<uuid:invoice>/xml/": 401,
    "/customer-api/v1/credit-notes/<uuid:credit_note>/pdf/": 401,
    "/customer-api/v1/credit-notes/<uuid:credit_note>/xml/": 401,
}  # fmt: skip


def sessions(ours: World) -> int:
    with within(ours.id):
        return PortalSession.objects.filter(recipient_id=ours.recipient.id).count()


def do(ours: World, act: Callable[[World], object]) -> None:
    with within(ours.id):
        act(ours)


@pytest.mark.parametrize("case", CLOSED | BARRED)
def test_a_running_login_ends_at_its_next_request_lg_14(case: str) -> None:
    """LG-14, SB-06, SB-07, SB-08, SB-18: the login page at once, the session is gone and stays gone."""
    ours = world()
    client = ours.client()
    assert client.get("/").status_code == 200
    do(ours, (CLOSED | BARRED)[case])
    cut = client.get("/abonnementer/")
    assert (cut.status_code, cut.headers["Location"]) == (302, "/log-ind/?next=%2Fabonnementer%2F")
    assert cut.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert cut.cookies[settings.SESSION_COOKIE_NAME]["secure"]
    assert sessions(ours) == 0
    reopened = setting(is_active=True, features=["self_service"], self_service_enabled=True)
    do(ours, reopened)
    assert client.get("/").status_code == 302, "what was ended stays ended"


@pytest.mark.parametrize("case", CLOSED | BARRED)
def test_a_post_of_a_cut_login_does_nothing_lg_14(case: str) -> None:
    """LG-14: the same for an act that was on its way."""
    ours = world()
    client = ours.client()
    do(ours, (CLOSED | BARRED)[case])
    response = client.post(
        "/oplysninger/ret/", {"name": "Ny", "address_line": "Ny 1", "postal_code": "1000", "city": "K"}
    )
    assert (response.status_code, response.headers["Location"]) == (302, "/log-ind/")
    with within(ours.id):
        ours.account.refresh_from_db()
    assert ours.account.name == "Anna Eksempel"


@pytest.mark.parametrize("case", CLOSED)
def test_a_closed_portal_has_its_login_page_and_nothing_else_lg_06(case: str) -> None:
    """LG-06: the login page and the neutral answer; every other route leads there, logged in or not."""
    ours = world()
    do(ours, CLOSED[case])
    for client in (portal.client(ours.organization), ours.client()):
        for address in portal_addresses():
            response = client.get(filled(address, ours))
            if address in STILL:
                assert response.status_code == STILL[address], address
            else:
                assert response.status_code == 302, address
                assert response.headers["Location"].startswith("/log-ind/"), address
    asked = portal.client(ours.organization).post(
        "/log-ind/", {"email": "hvem@example.com"}, REMOTE_ADDR="198.51.100.7"
    )
    assert (asked.status_code, asked.headers["Location"]) == (302, "/log-ind/sendt/")


def test_barring_one_recipient_bars_no_other_of_the_account_sb_18() -> None:
    """SB-18: the other recipient of the same account stays in."""
    ours = world()
    second = portal.client(ours.organization, make.recipient(ours.account))
    do(ours, BARRED["recipient_barred"])
    assert ours.client().get("/").status_code == 302
    assert second.get("/").status_code == 200


def test_a_cut_login_on_a_page_that_is_not_there_lg_14() -> None:
    """LG-14: a public page that answers 404 ends the session, too, instead of failing on it."""
    ours = world()
    client = ours.client()
    do(ours, BARRED["recipient_barred"])
    assert client.get("/logo.png").status_code == 404
    assert sessions(ours) == 0
