"""Out again: by hand, by time, by the company's switch (LG-06, LG-13, LG-14, SB-07, SB-08, SEC-26, SEC-134)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.identity.actions.delete_api_user import delete_api_user
from selvbetjening.domain.identity.actions.purge import purge
from selvbetjening.domain.identity.models import LinkEvent, LoginLink, LoginRequest, PortalSession, RateCount
from selvbetjening.domain.identity.queries import api_users
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make, outbox, portal
from tests.story.login import login_steps as steps

pytestmark = pytest.mark.usefixtures("database")


def test_log_out_here_lg_13_sec_134() -> None:
    """LG-13, SEC-134: this browser is out and told to forget; the other one stays in."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    here, there = portal.client(company, anna), portal.client(company, anna)
    out = here.post("/log-ud/")
    assert (out.status_code, out.headers["Clear-Site-Data"]) == (302, '"cache", "storage"')
    assert here.get(out.headers["Location"]).status_code == 200
    assert (steps.is_in(here), steps.is_in(there)) == (False, True)


def test_log_out_everywhere_lg_13() -> None:
    """LG-13: every browser of this recipient is out; a colleague's is not."""
    company = make.organization()
    holder = make.account(company)
    anna, bo = make.recipient(holder), make.recipient(holder)
    browsers = [portal.client(company, person) for person in (anna, anna, bo)]
    assert browsers[0].post("/log-ud/alle-steder/").headers["Clear-Site-Data"]
    assert [steps.is_in(client) for client in browsers] == [False, False, True]


def test_a_get_logs_nobody_out_sec_58() -> None:
    company = make.organization()
    client = portal.client(company, make.recipient(make.account(company)))
    assert client.get("/log-ud/").status_code == 200
    assert client.get("/log-ud/alle-steder/").status_code == 405
    assert steps.is_in(client)


def test_idle_and_absolute_time_sec_26(now: steps.Watch) -> None:
    """SEC-26, LG-13: 30 minutes idle, 12 hours in all."""
    company = make.organization()
    anna = make.recipient(make.account(company))
    client = portal.client(company, anna)
    now.at += timedelta(minutes=29, seconds=59)
    assert steps.is_in(client)
    now.at += timedelta(minutes=30)
    assert not steps.is_in(client)
    client = portal.client(company, anna)
    for _ in range(35):
        now.at += timedelta(minutes=20)
        assert steps.is_in(client)
    now.at += timedelta(minutes=20)
    assert not steps.is_in(client)


def _off(company: Organization) -> None:
    Organization.objects.filter(id=company.id).update(self_service_enabled=False)


def _inactive(company: Organization) -> None:
    Organization.objects.filter(id=company.id).update(is_active=False)


def _without_feature(company: Organization) -> None:
    Organization.objects.filter(id=company.id).update(features=[])


def _without_api_user(company: Organization) -> None:
    owner = OrganizationId(company.id)
    (user,) = api_users(owner)
    delete_api_user(owner, api_user=user.id, actor=SYSTEM, at=clock.now())


def _barred(company: Organization) -> None:
    Recipient.objects.update(has_self_service_access=False)


@pytest.mark.parametrize("close", [_off, _inactive, _without_feature, _without_api_user, _barred])
def test_whatever_closes_cuts_running_logins_lg_14(close: Callable[[Organization], None]) -> None:
    """LG-14, LG-06, SB-06, SB-07, SB-08, SB-18: out at the next request; the login page is still served."""
    company = make.organization()
    client = portal.client(company, make.recipient(make.account(company)))
    assert steps.is_in(client)
    with within(OrganizationId(company.id)):
        close(company)
    refused = client.get("/")
    assert (refused.status_code, refused.headers["Location"]) == (302, "/log-ind/")
    assert client.get("/log-ind/").status_code == 200
    assert not steps.is_in(client)


def test_the_wanted_page_is_kept_and_stays_on_the_host_sec_138(posted: list[outbox.Mail]) -> None:
    """XB-05, SEC-138: from the refused page through the mail to it; a foreign address leads to the overview."""
    company = make.organization()
    for number, (wanted, target) in enumerate(
        [("/fakturaer/?page=2", "/fakturaer/?page=2"), ("//evil.example/", "/"), ("https://evil.example/", "/")]
    ):
        anna = make.recipient(make.account(company), email=f"anna{number}@example.com")
        client = steps.browser(company)
        steps.ask(client, anna.email, next=wanted)
        client.get(steps.mailed(company, posted, anna.email).path)
        assert client.post("/log-ind/fortsaet/").headers["Location"] == target


def test_old_logins_are_forgotten_gdp_6(now: steps.Watch, posted: list[outbox.Mail]) -> None:
    """GDP-6, SEC-145: networks after seven days, the log after ninety, counts after one, sessions after 12 h."""
    company = make.organization()
    owner = OrganizationId(company.id)
    anna = make.recipient(make.account(company))
    client = steps.browser(company)
    steps.ask(client, anna.email)
    client.get(steps.mailed(company, posted, anna.email).path)
    client.post("/log-ind/fortsaet/")

    def left() -> list[int]:
        with within(owner):
            networks = LoginRequest.objects.exclude(network="")
            tables = (LoginRequest, LoginLink, LinkEvent, RateCount, PortalSession)
            return [networks.count(), *(table.objects.count() for table in tables)]

    purge(owner, at=now.at)
    assert left() == [1, 1, 1, 2, 2, 1]
    purge(owner, at=now.at + timedelta(days=7, minutes=1))
    assert left() == [0, 1, 1, 2, 0, 0]
    purge(owner, at=now.at + timedelta(days=90, minutes=1))
    assert left() == [0, 0, 0, 0, 0, 0]
