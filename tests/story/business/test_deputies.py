"""Who follows when no Access Manager is left: named, answered with MitID, asked, told, stopped, done (BM-11)."""

from datetime import timedelta

import pytest
from django.conf import settings

from selvbetjening.domain.access.models import Deputy, Membership, Succession
from selvbetjening.domain.access.queries import open_succession
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.door import TOLD
from selvbetjening.portals.sessions import BusinessStore
from tests import business, make, outbox
from tests.business import BusinessClient
from tests.story.login.login_steps import run_jobs

pytestmark = pytest.mark.usefixtures("database")


class Firm:
    """A company whose manager has been away for long, and a colleague."""

    def __init__(self, *, away: int = 61) -> None:
        self.ours = make.organization(name="Nordlys Træning")
        self.id = OrganizationId(self.ours.id)
        last = clock.now() - timedelta(days=away)
        self.boss = business.member(self.ours, role="access_manager", last_login_at=last)
        self.row = business.member(self.ours, who=business.user(name="Kasper Solbjerg"))
        self.kasper = business.as_member(self.ours, self.row)

    def manager(self) -> BusinessClient:
        return business.as_member(self.ours, self.boss)

    def named(self) -> None:
        """Kasper is an accepted deputy."""
        with within(self.id):
            now = clock.now()
            Deputy.objects.create(
                organization=self.ours, membership=self.row, named_by_id=self.boss.id, named_at=now, accepted_at=now
            )

    def way(self) -> Succession:
        with within(self.id):
            found = open_succession(self.id)
        assert found is not None
        return found

    def over(self) -> None:
        """The wait has passed."""
        with within(self.id):
            Succession.objects.filter(organization_id=self.id).update(due_at=clock.now() - timedelta(minutes=1))


def text(client: BusinessClient, name: str) -> str:
    answer = client.get(client.path(name))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_manager_names_and_the_user_says_yes_with_mitid_bm_11() -> None:
    """BM-11, BP-08: both want MitID afresh; the front page asks for the answer; a no, and taking it back."""
    firm = Firm()
    manager = firm.manager()
    form = {"member": str(firm.row.id)}
    assert manager.post(manager.path("deputies"), form).status_code == 401
    manager.confirm("managers")
    assert manager.post(manager.path("deputies"), form).status_code == 302
    assert "Kasper Solbjerg" in text(manager, "deputies")
    assert "udpeget til stedfortræder" in text(firm.kasper, "front")
    answer = firm.kasper.path("deputy_answer")
    assert firm.kasper.post(answer, {"accept": "1"}).status_code == 401
    firm.kasper.confirm("managers")
    assert firm.kasper.post(answer, {"accept": "1"}).status_code == 302
    with within(firm.id):
        assert Deputy.objects.get(organization_id=firm.id).accepted_at is not None
    assert firm.kasper.post(answer, {"decline": "1"}).status_code == 302
    assert firm.kasper.get(answer).headers["Location"] == firm.kasper.path("managers")
    manager.post(manager.path("deputies"), form)
    manager.post(manager.path("deputies"), {"end": str(firm.row.id)})
    with within(firm.id):
        assert not Deputy.objects.filter(organization_id=firm.id, ended_at=None).exists()


def test_a_company_without_a_manager_is_recovered_with_no_phone_call_bm_11(posted: list[outbox.Mail]) -> None:
    """BM-11: the deputy asks, everybody is told by mail and on the front page, and MitID makes the new manager."""
    firm = Firm()
    firm.named()
    colleague = business.as_member(firm.ours, business.member(firm.ours))
    page = firm.kasper.path("succession")
    assert firm.kasper.post(page, {"ask": "1"}).status_code == 302
    run_jobs(firm.ours)
    assert len({mail.to for mail in posted if "access-managers/" in mail.text}) >= 3
    assert "Kasper Solbjerg har bedt om" in text(colleague, "front")
    assert "Kasper Solbjerg har bedt om" in text(colleague, "managers")
    form = {"succession": str(firm.way().id), "finish": "1"}
    firm.kasper.confirm("managers")
    assert "Bliv Access Manager" not in text(firm.kasper, "succession")
    firm.kasper.post(page, form)
    assert firm.kasper.get(firm.kasper.path("members")).status_code == 403, "not before 72 hours"
    firm.over()
    assert "Bliv Access Manager" in text(firm.kasper, "succession")
    assert firm.kasper.post(page, form).headers["Location"] == firm.kasper.path("front")
    assert firm.kasper.get(firm.kasper.path("members")).status_code == 200


def test_one_stolen_identity_is_stopped_by_the_notices_bm_11() -> None:
    """BM-11: a manager's press stops it; another user's does not while a manager is there; without one it does."""
    firm = Firm()
    firm.named()
    colleague = business.as_member(firm.ours, business.member(firm.ours))
    page = firm.kasper.path("succession")
    firm.kasper.post(page, {"ask": "1"})
    stop = {"succession": str(firm.way().id), "stop": "1"}
    assert "Stop" not in text(colleague, "succession").partition("<h1")[2]
    colleague.post(page, stop)
    assert firm.way()
    manager = firm.manager()
    assert "Stop" in text(manager, "succession").partition("<h1")[2]
    assert manager.post(page, stop).status_code == 302
    with within(firm.id):
        assert open_succession(firm.id) is None
        Membership.objects.filter(id=firm.boss.id).update(last_login_at=clock.now() - timedelta(days=61))
    firm.kasper.post(page, {"ask": "1"})
    stop["succession"] = str(firm.way().id)
    other = Firm()
    other.manager().post(other.kasper.path("succession"), stop)
    assert firm.way(), "SEC-19: another company's page knows nothing of it"
    manager.post(page, stop)
    with within(firm.id):
        assert Succession.objects.filter(organization_id=firm.id, state="withdrawn").count() == 2


def test_nobody_asks_while_a_manager_is_here_bm_11() -> None:
    """BM-11: refused with words, on the page that it was pressed on; a user who is no deputy is not even offered it."""
    firm = Firm(away=3)
    firm.named()
    page = firm.kasper.post(firm.kasper.path("succession"), {"ask": "1"}, follow=True).content.decode()
    assert "inden for de sidste 60 dage" in page
    colleague = business.as_member(firm.ours, business.member(firm.ours))
    assert 'name="ask"' not in text(colleague, "succession")


def signatory(firm: Firm, *, signs: bool) -> BusinessClient:
    """A stranger with the company's number, and what the broker says of her."""
    person = business.user(name="Ea Ejer")
    made = business.client_for(person, cvr=firm.ours.cvr, here=firm.ours)
    session = BusinessStore(made.cookies[settings.SESSION_COOKIE_NAME].value)
    session[TOLD] = {"email": "", "signatory": signs}
    session.save()
    return made


def test_a_signatory_asks_after_a_refusal_bp_33() -> None:
    """BP-33: the broker's word that she may sign opens the page; without it the door refuses as ever."""
    firm = Firm()
    refused = signatory(firm, signs=False)
    assert refused.get(refused.path("succession")).headers["Location"] == refused.path("front")
    ea = signatory(firm, signs=True)
    front = ea.get(ea.path("front"))
    assert front.status_code == 403 and ea.path("succession") in front.content.decode()
    assert 'name="ask"' in text(ea, "succession")
    ea.post(ea.path("succession"), {"ask": "1"})
    assert firm.way().path == "signatory" and "Stop" not in text(ea, "succession").partition("<h1")[2]
