"""The first half of the story, without a browser: login, the only manager, invitations, suspension, restore."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from selvbetjening.domain.access.models import Membership
from selvbetjening.domain.access.permissions import FILE_TRANSFER, KUNDEPORTAL, SELVBETJENING
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sandbox.mitid.people import ISSUER, subject_of
from tests import business, make, outbox
from tests.business import BusinessClient
from tests.mitid import Broker, mitid
from tests.story.business.steps import by_mitid, confirmed, hidden, log_in
from tests.story.login.login_steps import run_jobs

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def broker(database: str) -> Iterator[Broker]:
    with mitid() as running:
        yield running


def known(key: str, cvr: str, name: str) -> Any:
    """The person's row, as an earlier login would have made it."""
    given, _, surname = name.partition(" ")
    values = {"given_name": given, "surname": surname, "created_at": business.AT}
    return User.objects.get_or_create(issuer=ISSUER, subject=subject_of(key, cvr), defaults=values)[0]


@pytest.fixture
def nordlys() -> Any:
    ours = make.organization(name="Nordlys Træning")
    business.entitle(ours, KUNDEPORTAL, FILE_TRANSFER)
    business.member(ours, who=known("astrid", "12345674", "Astrid Nordby"), role="access_manager")
    return ours


@pytest.fixture
def astrid(nordlys: Any, broker: Broker) -> BusinessClient:
    client = BusinessClient(here=nordlys)
    assert log_in(client, broker, wanted=client.path("front")).headers["Location"] == client.path("front")
    return client


def mailed(posted: list[outbox.Mail], ours: Any, email: str) -> str:
    """The path of the invitation's link in the newest mail to this address."""
    run_jobs(ours)
    mail = [each for each in posted if each.to == email][-1]
    found = re.search(r"https://erhverv\.portal\.test(/invitation/[^\s/]+/[A-Za-z0-9_-]{43}/)", mail.text)
    assert found, mail.text
    return found[1]


def invite(client: BusinessClient, **values: Any) -> Any:
    """The form, the summary, the press."""
    form = {"role": "user", "hours": "72", "language": "da", **values}
    summary = client.post(client.path("invite"), form)
    assert summary.status_code == 200
    return client.post(client.path("invite"), {**hidden(summary), **form, "confirmed": "1"})


def test_login_makes_a_new_session_each_time_sec_26(nordlys: Any, broker: Broker, astrid: BusinessClient) -> None:
    """BP-01, BP-07, SEC-26, SEC-52: another key at login, the old one is dead; another browser's answer is refused."""
    before = astrid.cookies[settings.SESSION_COOKIE_NAME].value
    log_in(astrid, broker)
    assert astrid.cookies[settings.SESSION_COOKIE_NAME].value != before
    thief = BusinessClient(here=nordlys)
    thief.cookies[settings.SESSION_COOKIE_NAME] = before
    assert thief.get(thief.path("front")).headers["Location"].startswith("/log-ind/")
    asked = BusinessClient(here=nordlys).post("/log-ind/", {})
    refused = by_mitid(thief, broker, asked)
    assert refused.status_code == 400 and "LOGIN-04" in refused.content.decode()


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"cancel": True}, "LOGIN-01"),
        ({"company": "private"}, "LOGIN-02"),
        ({"level": "low"}, "LOGIN-03"),
        ({"age": 32400}, "LOGIN-04"),
    ],
)
def test_a_login_that_does_not_count_says_why_bp_05(chosen: dict[str, Any], code: str, broker: Broker) -> None:
    """BP-01, BP-05: each has its own page with the way on, and nobody is logged in."""
    client = BusinessClient()
    page = log_in(client, broker, **chosen)
    assert f"<code>{code}</code>" in page.content.decode()
    assert "Log ind med MitID" in page.content.decode()
    assert client.get("/mine-virksomheder/").headers["Location"].startswith("/log-ind/")


def test_a_company_that_nobody_knows_and_a_person_whom_nobody_added(nordlys: Any, broker: Broker) -> None:
    """BP-02, BP-04, LOGIN-05, LOGIN-07, BP-31: who can help is said as far as the company shows it."""
    client = BusinessClient(here=nordlys)
    log_in(client, broker, person="ulrik")
    assert "LOGIN-05" in client.get("/mine-virksomheder/").content.decode()
    log_in(client, broker, person="kasper")
    page = client.get(client.path("front")).content.decode()
    assert "LOGIN-07" in page and "Astrid" not in page and client.path("message") in page
    sent = client.post(client.path("message"), {"email": "kasper@firma.example", "text": "Luk mig ind"})
    assert sent.status_code == 302


def test_the_colleague_becomes_the_second_manager_bp_29(
    nordlys: Any, astrid: BusinessClient, broker: Broker, posted: list[outbox.Mail]
) -> None:
    """BP-08, BP-15, BP-17, BP-29, BP-30: MitID afresh, the filled-in form survives, and the link is for one person."""
    assert "kun én Access Manager" in astrid.get(astrid.path("front")).content.decode()
    asked = invite(astrid, given_name="Kasper", surname="Solbjerg", email="kasper@firma.example", role="access_manager")
    key = astrid.cookies[settings.SESSION_COOKIE_NAME].value
    assert confirmed(astrid, broker, asked).status_code == 302
    assert astrid.cookies[settings.SESSION_COOKIE_NAME].value != key, "annex A.4: another key after a step-up"
    link = mailed(posted, nordlys, "kasper@firma.example")
    kasper = BusinessClient(here=nordlys)
    for _ in range(3):  # SEC-58: looking changes nothing
        assert kasper.get(link).headers["Location"] == "/invitation/"
    page = kasper.get("/invitation/").content.decode()
    assert "Nordlys Træning" in page and "Astrid Nordby" in page and link not in page
    answer = by_mitid(kasper, broker, kasper.post("/invitation/", {}), person="kasper")
    assert answer.headers["Location"] == "/invitation/svar/"
    assert kasper.post("/invitation/svar/", {}).headers["Location"] == kasper.path("front")
    assert kasper.get(kasper.path("members")).status_code == 200
    assert "kun én Access Manager" not in astrid.get(astrid.path("front")).content.decode()
    again = BusinessClient(here=nordlys)
    again.get(link)
    assert "INV-01" in again.get("/invitation/").content.decode()


def test_the_bookkeeper_sees_two_solutions_only_bp_16(
    nordlys: Any, astrid: BusinessClient, broker: Broker, posted: list[outbox.Mail]
) -> None:
    """BP-02, BP-13, BP-16, BM-10: another CVR number, bound; two solutions until a day; the acting frame."""
    until = (clock.today() + timedelta(days=90)).isoformat()
    values = {
        "given_name": "Birgit", "surname": "Talhus", "email": "birgit@taltabel.example", "is_external": "on",
        "partner_cvr": "96666623", "partner_name": "Tal & Tabeller", "reason": "Bogføring", "ends_on": until,
        f"has_{SELVBETJENING}": "on", f"has_{KUNDEPORTAL}": "on", "access_ends_on": until,
    }  # fmt: skip
    assert invite(astrid, **values).status_code == 302
    link = mailed(posted, nordlys, "birgit@taltabel.example")
    birgit = BusinessClient(here=nordlys)
    birgit.get(link)
    wrong = by_mitid(birgit, broker, birgit.post("/invitation/", {}), person="kasper")
    assert wrong.headers["Location"] == "/invitation/svar/"
    assert "INV-02" in birgit.post("/invitation/svar/", {}).content.decode()
    by_mitid(birgit, broker, birgit.post("/invitation/", {}), person="birgit")
    assert birgit.post("/invitation/svar/", {}).status_code == 302
    page = birgit.get(birgit.path("front")).content.decode()
    assert "Selvbetjening" in page and "BS Kundeportal" in page and "My File Transfer" not in page
    assert "Du handler for <b>Nordlys Træning</b>" in page and "Ekstern" in page
    assert "Nordlys Træning" in birgit.get("/overblik/").content.decode()


def test_suspension_counts_from_the_next_click_bp_22(nordlys: Any, astrid: BusinessClient) -> None:
    """Must show 5, BP-22, BP-23, SEC-27, SEC-30: a session that is open is refused, invitations die, a restore asks."""
    row = business.member(nordlys, grants={SELVBETJENING: ["view"], KUNDEPORTAL: []})
    open_page = business.as_member(nordlys, row)
    assert open_page.get(open_page.path("selvbetjening")).status_code == 200
    done = astrid.post(astrid.path("member_suspend", row.id), {"reason": "Orlov"})
    assert done.status_code == 302
    # The suspension ends the person's sessions too; whichever door is asked first, nothing is let in.
    next_click = open_page.get(open_page.path("selvbetjening"))
    assert next_click.status_code in {302, 403}
    afresh = business.as_member(nordlys, row)
    refused = afresh.get(afresh.path("selvbetjening"))
    assert refused.status_code == 403 and "LOGIN-08" in refused.content.decode()
    assert afresh.get(afresh.path("leave")).status_code == 200, "BP-25"
    kept = astrid.post(astrid.path("member_restore", row.id), {"grants": [SELVBETJENING], "ends_on": ""})
    assert kept.status_code == 302
    afresh = business.as_member(nordlys, row)
    front = afresh.get(afresh.path("front")).content.decode()
    assert afresh.get(afresh.path("selvbetjening")).status_code == 200
    assert "BS Kundeportal" not in front
    with within(OrganizationId(nordlys.id)):
        assert Membership.objects.get(id=row.id).generation == 3


def test_a_step_up_counts_for_its_class_and_company_only_sec_31(nordlys: Any, astrid: BusinessClient) -> None:
    """BP-08, SEC-31: a confirmation of one class opens no other, of one company no other, and lasts five minutes."""
    astrid.confirm("policies")
    assert astrid.post(astrid.path("export"), {"kind": "csv"}).status_code == 401
    astrid.confirm("export")
    file = astrid.post(astrid.path("export"), {"kind": "csv"})
    assert file.status_code == 200 and "Astrid" in file.content.decode("utf-8-sig")
    other = make.organization(name="Fjordbyg", cvr="12345674")
    business.member(other, who=known("astrid", "12345674", "Astrid Nordby"), role="access_manager")
    there = BusinessClient(here=other)
    there.cookies = astrid.cookies
    assert there.post(there.path("export"), {"kind": "csv"}).status_code == 401


def test_a_form_of_another_company_is_refused_acc_05(nordlys: Any, astrid: BusinessClient) -> None:
    """BP-06: each tab acts for the company in its own path."""
    other = make.organization(name="Fjordbyg", cvr="92222209")
    answer = astrid.post(astrid.path("favourites"), {"add": SELVBETJENING, "virksomhed": str(other.id)})
    assert answer.status_code == 409 and "ACC-05" in answer.content.decode()


def test_the_last_manager_stays_user_01(nordlys: Any, astrid: BusinessClient) -> None:
    """BP-32: leaving, suspending and deleting the only manager are refused with the way out."""
    page = astrid.post(astrid.path("leave"), {}).content.decode()
    assert "mindst én aktiv Access Manager" in page


def test_favourites_are_kept_in_order_bp_12(nordlys: Any, astrid: BusinessClient) -> None:
    """BP-11, BP-12: stars by plain posts, first on the front page; a search forgives case and letters."""
    for press in ({"add": SELVBETJENING}, {"add": KUNDEPORTAL}, {"up": KUNDEPORTAL}):
        assert astrid.post(astrid.path("favourites"), press).status_code == 302
    page = astrid.get(astrid.path("front")).content.decode()
    assert page.index("BS Kundeportal</h3>") < page.index("Selvbetjening</h3>")
    found = astrid.get(astrid.path("find") + "?q=OPKRAEVNINGER").content.decode()
    assert "BS Web</h3>" in found and "My File Transfer</h3>" not in found
    assert "Intet blev fundet" in astrid.get(astrid.path("find") + "?q=zzzz").content.decode()
