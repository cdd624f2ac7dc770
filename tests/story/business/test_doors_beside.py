"""What the door notes and offers: refusals in the log of logins, a new identity, ended sessions, the idle end."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from selvbetjening.domain.access.models import AccessTask, Grant, Membership
from selvbetjening.domain.access.permissions import KUNDEPORTAL, SELVBETJENING
from selvbetjening.domain.identity.models import LoginEvidence, User
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.door import TOLD
from selvbetjening.portals.sandbox.mitid.people import ISSUER, subject_of
from selvbetjening.portals.sessions import BusinessStore
from tests import business, make
from tests.business import BusinessClient
from tests.mitid import Broker, mitid
from tests.story.business.steps import log_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def broker(database: str) -> Iterator[Broker]:
    with mitid() as running:
        yield running


def told(client: BusinessClient, email: str) -> BusinessClient:
    """As if the broker had told this address at the login."""
    session = BusinessStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    session[TOLD] = {"email": email, "signatory": False}
    session.save()
    return client


def test_each_refusal_of_a_company_is_written_down_once_annex_a_3() -> None:
    """Annex A.3 no. 12, BP-05, LOGIN-05 to LOGIN-09: code and reference stand in the log, the same number each time."""
    ours = make.organization()
    yesterday = clock.today() - timedelta(days=1)
    cases = {
        "LOGIN-07": business.client_for(business.user(), cvr=ours.cvr, here=ours),
        "LOGIN-08": business.as_member(ours, business.member(ours, state="suspended")),
        "LOGIN-09": business.as_member(ours, business.member(ours, ends_on=yesterday)),
    }
    for code, client in cases.items():
        pages = [client.get(client.path("front")).content.decode() for _ in range(2)]
        reference = LoginEvidence.objects.filter(outcome=code).order_by("-at")[0].reference
        assert all(reference in page for page in pages), code
        assert LoginEvidence.objects.filter(reference=reference, cvr=ours.cvr).count() == 1
    before = LoginEvidence.objects.filter(outcome="LOGIN-05").count()
    unknown = business.client_for(business.user(), cvr="12121213")
    for _ in range(2):
        assert unknown.get("/mine-virksomheder/").status_code == 403
    assert LoginEvidence.objects.filter(outcome="LOGIN-05").count() == before + 1


def test_a_new_identity_asks_whether_it_is_the_same_person_login_12() -> None:
    """BP-09, LOGIN-12, SEC-38: no link by mail alone; a manager sees both names and says yes with MitID afresh."""
    ours = make.organization()
    manager = business.as_manager(ours)
    old = business.member(ours, email="kasper@firma.example", grants={SELVBETJENING: []})
    nobody = told(business.client_for(business.user(), cvr=ours.cvr, here=ours), "anden@firma.example")
    assert "LOGIN-07" in nobody.get(nobody.path("front")).content.decode()
    fresh = business.user(name="Kasper Solbjerg")
    kasper = told(business.client_for(fresh, cvr=ours.cvr, here=ours), "Kasper@firma.example")
    page = kasper.get(kasper.path("front"))
    assert page.status_code == 403 and "LOGIN-12" in page.content.decode()
    assert kasper.path("same_person") in page.content.decode()
    for _ in range(2):
        assert "er blevet spurgt" in kasper.post(kasper.path("same_person"), {}).content.decode()
    assert kasper.get(kasper.path("front")).status_code == 403
    with within(OrganizationId(ours.id)):
        task = AccessTask.objects.get(organization_id=ours.id, kind="same_person")
    answer = manager.get(manager.path("task", task.id))
    shown, yes = answer.content.decode(), {"approve": "1", "shown": answer.context["seal"]}
    assert "Kasper Solbjerg" in shown and "Astrid Nordby" in shown
    assert manager.post(manager.path("task", task.id), yes).status_code == 401
    manager.confirm("managers")
    assert manager.post(manager.path("task", task.id), yes).status_code == 302
    assert kasper.get(kasper.path("front")).status_code == 200
    with within(OrganizationId(ours.id)):
        assert Membership.objects.get(id=old.id).user_id == fresh.id
        assert not Grant.objects.filter(organization_id=ours.id, membership=old, state="active").exists()


def test_a_manager_ends_a_users_sessions_here_only_sec_33() -> None:
    """SEC-33: every browser logs in again for this company; another company's pages stay open; the log says who."""
    ours, theirs = make.organization(), make.organization(cvr="92222209")
    manager, person = business.as_manager(ours), business.user()
    row = business.member(ours, who=person, grants={SELVBETJENING: []})
    business.member(theirs, who=person, bound_cvr=ours.cvr)
    one, two = (business.as_member(ours, row) for _ in range(2))
    assert one.get(one.path("front")).status_code == 200
    assert manager.post(manager.path("member_sessions", row.id), {}).status_code == 302
    for client in (one, two):
        sent = client.get(client.path("front"))
        assert sent.status_code == 302 and "igen=1" in sent.headers["Location"]
        assert "Dit besøg blev afsluttet" in client.get(sent.headers["Location"]).content.decode()
    assert one.get(f"/v/{theirs.id}/").status_code == 200
    afresh = business.as_member(ours, row)
    assert afresh.get(afresh.path("front")).status_code == 200
    assert afresh.get(afresh.path("member_sessions", row.id)).status_code == 403
    assert "sessioner" in manager.get(manager.path("log")).content.decode()


def test_an_advice_is_put_off_for_ninety_days_and_comes_back_bp_30(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-30: snoozed by the one who presses, never removed; a user may not; an unknown advice changes nothing."""
    ours = make.organization()
    first = business.as_manager(ours)
    assert "kun én Access Manager" in first.get(first.path("front")).content.decode()
    first.post(first.path("snooze"), {"advice": "rubbish"})
    assert "kun én Access Manager" in first.get(first.path("front")).content.decode()
    assert first.post(first.path("snooze"), {"advice": "two_managers"}).status_code == 302
    assert "kun én Access Manager" not in first.get(first.path("front")).content.decode()
    now = clock.now()
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: now + timedelta(days=91)))
    assert first.membership is not None
    again = business.as_member(ours, first.membership)
    assert "kun én Access Manager" in again.get(again.path("front")).content.decode()


def test_one_solution_for_many_users_all_or_nobody_bp_20() -> None:
    """BP-20, ACC-02: in one go; a manager and another company's user are no choices."""
    ours, theirs = make.organization(), make.organization(cvr="92222209")
    business.entitle(ours, KUNDEPORTAL)
    manager = business.as_manager(ours)
    rows = [business.member(ours) for _ in range(3)]
    strange = business.member(theirs)
    form = {"solution": KUNDEPORTAL, "members": [str(row.id) for row in (*rows, strange)]}
    assert manager.post(manager.path("grant_many"), form).status_code == 200
    with within(OrganizationId(ours.id)):
        assert not Grant.objects.filter(organization_id=ours.id).exists()
    form["members"] = [str(row.id) for row in rows]
    assert manager.post(manager.path("grant_many"), form).status_code == 302
    with within(OrganizationId(ours.id)):
        assert Grant.objects.filter(organization_id=ours.id, solution_id=KUNDEPORTAL, state="active").count() == 3
    nobody = manager.get(manager.path("grant_many") + "?q=zzzz").content.decode()
    assert "Ingen passer" in nobody


def test_every_page_says_when_the_visit_ends_bp_07(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-07: in words at the foot for whoever has no JavaScript, never past the login's own end; a press renews."""
    ours, now = make.organization(), clock.now()
    shift = {"by": timedelta()}
    monkeypatch.setattr(clock._Clock, "source", staticmethod(lambda: now + shift["by"]))
    client = business.as_manager(ours)
    page = client.get(client.path("front")).content.decode()
    assert 'data-idle-left="1800"' in page and "business/idle.js" in page and "bliver du logget ud" in page
    assert "<script>" not in page, "the policy lets no script stand in a page (SEC-132)"
    short = business.client_for(business.user(), cvr=ours.cvr, ends_at=now + timedelta(minutes=10))
    assert 'data-idle-last="600"' in short.get("/mine-sessioner/").content.decode()
    for minutes in (28, 56):
        shift["by"] = timedelta(minutes=minutes)
        assert client.post("/mine-sessioner/bliv/", {}).status_code == 204
    assert client.get(client.path("front")).status_code == 200
    assert "idle.js" not in business.stranger(ours).get("/log-ind/").content.decode()


def _known(key: str, cvr: str) -> User:
    """The person's row, as an earlier login would have made it."""
    values = {"given_name": "Astrid", "surname": "Nordby", "created_at": business.AT}
    return User.objects.get_or_create(issuer=ISSUER, subject=subject_of(key, cvr), defaults=values)[0]


def test_the_brokers_own_session_is_ended_as_a_choice_bp_07(broker: Broker) -> None:
    """BP-07, annex A.4: here first, then at the broker with the way back; without the choice only here."""
    ours = make.organization(cvr="12345674")
    business.member(ours, role="access_manager", who=_known("astrid", "12345674"))
    client = BusinessClient(here=ours)
    log_in(client, broker)
    assert client.get("/log-ud/").status_code == 200
    sent = client.post("/log-ud/", {"broker": "1"})
    assert client.get("/mine-sessioner/").status_code == 302, "ours is over, whatever the broker does"
    onward = urlsplit(sent.headers["Location"])
    assert onward.netloc == urlsplit(broker.base).netloc
    assert parse_qs(onward.query)["post_logout_redirect_uri"] == ["https://erhverv.portal.test/log-ind/"]
    log_in(client, broker)
    assert client.post("/log-ud/", {}).headers["Location"] == "/log-ind/?farvel=1"
