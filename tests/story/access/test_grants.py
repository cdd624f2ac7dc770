"""Solutions given, taken, melting and renewed (BP-20, BP-21, BM-05), favourites, and what time does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.actions.favourites import MOST, choose_favourites, move_favourite, star
from selvbetjening.domain.access.actions.grants import grant_solution, mark_used, remove_solution, renew_grant
from selvbetjening.domain.access.actions.promote import demote, promote
from selvbetjening.domain.access.actions.request_access import request_access
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.actions.sweep import sweep, tidy
from selvbetjening.domain.access.models import Entitlement, Grant, Membership
from selvbetjening.domain.access.rules.invitations import WantedGrant
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from tests.story.access.world import AT, BS, OWN, TODAY, Firm, later

pytestmark = pytest.mark.usefixtures("database")


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_one_solution_for_many_at_once_from_the_next_request() -> None:
    """BP-20: bulk, all or nobody; ACC-02, USER-04, unknown actions, too long an end."""
    firm = Firm()
    people = [firm.member() for _ in range(3)]
    made = grant_solution(firm.id, memberships=[row.id for row in people], wanted=BS, by=firm.boss, at=AT)
    assert len(made) == 3 and all(firm.may(row, "bs-kundeportal.view") for row in people)
    with pytest.raises(Refused, match="USER-04"):
        grant_solution(firm.id, memberships=[people[0].id, firm.boss], wanted=OWN, by=firm.boss, at=AT)
    assert not firm.may(people[0], "selvbetjening.view"), "all or nobody"
    for wanted, code in (
        (WantedGrant(solution="bs-web"), "ACC-02"),
        (WantedGrant(solution="nonsense"), "ACC-02"),
        (WantedGrant(solution="bs-kundeportal", actions=("send",)), "unknown"),
        (WantedGrant(solution="bs-kundeportal", pbs_numbers=("1",)), "unknown"),
        (WantedGrant(solution="bs-kundeportal", is_permanent=True), "reason"),
        (WantedGrant(solution="bs-kundeportal", ends_on=TODAY), "past"),
        (WantedGrant(solution="bs-kundeportal", ends_on=date(2028, 3, 11)), "too_late"),
    ):
        with pytest.raises(Refused, match=code):
            grant_solution(firm.id, memberships=[people[0].id], wanted=wanted, by=firm.boss, at=AT)
    with pytest.raises(Membership.DoesNotExist):
        grant_solution(firm.id, memberships=[Firm().member().id], wanted=BS, by=firm.boss, at=AT)


def test_removed_is_removed_at_once_and_not_from_a_manager() -> None:
    """BP-21, USER-04: the next question is refused; a manager's own rows are not what opens."""
    firm = Firm()
    row, boss = firm.member(), firm.managers[0]
    (made,) = grant_solution(firm.id, memberships=[row.id], wanted=BS, by=firm.boss, at=AT)
    remove_solution(firm.id, grant=made.id, by=firm.boss, at=AT)
    remove_solution(firm.id, grant=made.id, by=firm.boss, at=AT)
    assert firm.may(row, "bs-kundeportal.view").code == "ACC-01"
    assert firm.facts().count("access.grant_removed") == 1
    own = firm.grant(boss)
    with pytest.raises(Refused, match="USER-04"):
        remove_solution(firm.id, grant=own.id, by=firm.boss, at=AT)
    other = Firm()
    with pytest.raises(Grant.DoesNotExist):
        remove_solution(other.id, grant=own.id, by=other.boss, at=AT)


def test_demotion_keeps_what_is_asked_for_and_nothing_else() -> None:
    """BP-29: by default no explicit grant stays."""
    firm = Firm()
    row = firm.member()
    firm.grant(row)
    firm.grant(row, "selvbetjening")
    promote(firm.id, membership=row.id, by=firm.boss, at=AT)
    demote(firm.id, membership=row.id, keep=["selvbetjening"], by=firm.boss, at=AT)
    assert firm.may(row, "selvbetjening.view") and not firm.may(row, "bs-kundeportal.view")


def test_a_grant_waits_for_the_agreement() -> None:
    """BP-20, BP-28: `waiting` until it begins; a manager has the new solution at once."""
    firm = Firm()
    row = firm.member()
    agreement = firm.entitle("bs-web", state="pending")
    (made,) = grant_solution(
        firm.id, memberships=[row.id], wanted=WantedGrant(solution="bs-web", actions=("view",)), by=firm.boss, at=AT
    )
    assert made.state == "waiting" and firm.may(row, "bs-web.view").code == "ACC-02"
    with within(firm.id):
        Entitlement.objects.filter(id=agreement.id).update(state="active", began_on=TODAY)
    assert firm.may(firm.managers[0], "bs-web.send")
    tidy(firm.id, at=AT)
    assert firm.may(row, "bs-web.view")
    with within(firm.id):
        Entitlement.objects.filter(id=agreement.id).update(state="terminated", ends_on=TODAY)
    assert firm.may(row, "bs-web.view", today=day(59)), "BP-03: the tail of sixty days"
    assert firm.may(row, "bs-web.view", today=day(60)).code == "ACC-02"


def test_what_nobody_uses_fades_and_one_press_keeps_it() -> None:
    """BM-05: sixty days, then a fortnight; used, permanent, a manager's and a sleeping user's do not fade."""
    firm = Firm()
    row, busy, asleep, kept = (firm.member() for _ in range(4))
    idle, used, dormant = firm.grant(row), firm.grant(busy), firm.grant(asleep)
    permanent = firm.grant(kept, is_permanent=True, reason="Revision")
    firm.grant(firm.managers[0])
    suspend(firm.id, membership=asleep.id, by=firm.boss, at=AT)
    mark_used(firm.id, grant=used.id, at=later(days=30))
    tidy(firm.id, at=later(days=59))
    assert firm.fresh(idle).state == "active"
    tidy(firm.id, at=later(days=60))
    tidy(firm.id, at=later(days=60))
    assert (firm.fresh(idle).state, firm.fresh(idle).fading_on) == ("fading", day(60))
    assert firm.may(row, "bs-kundeportal.view", today=day(73)), "it still opens"
    assert [firm.fresh(each).state for each in (used, dormant, permanent)] == ["active"] * 3
    with pytest.raises(Refused, match="ACC-01"):
        renew_grant(firm.id, grant=idle.id, by=busy.id, at=later(days=61))
    renew_grant(firm.id, grant=idle.id, by=row.id, at=later(days=61))
    assert firm.fresh(idle).state == "active"
    with pytest.raises(Refused, match="gone"):
        renew_grant(firm.id, grant=idle.id, by=row.id, at=later(days=62))
    tidy(firm.id, at=later(days=121))
    assert firm.fresh(idle).state == "fading"
    tidy(firm.id, at=later(days=135))
    assert firm.fresh(idle).state == "expired"
    assert firm.may(row, "bs-kundeportal.view", today=day(135)).code == "ACC-01"
    assert firm.facts().count("access.grant_fading") == 3, "two of the idle one, one of the used one"


def test_reminders_of_ends_come_once_and_anew_for_a_new_end() -> None:
    """BP-26: thirty, fourteen and three days before; the membership's own end says it for its grants."""
    firm = Firm()
    row = firm.member(ends_on=day(40))
    firm.grant(row, ends_on=day(40))
    firm.grant(row, "selvbetjening", ends_on=day(20))
    for number in range(40):
        tidy(firm.id, at=later(days=number))
    assert firm.facts().count("access.end_reminded") == 3 + 2
    tidy(firm.id, at=later(days=40))
    assert firm.fresh(row).state == "expired" and firm.fresh(row).generation == 2


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), False),
    ],
)
def test_an_end_is_a_midnight_in_copenhagen(at: datetime, open_: bool) -> None:
    """BP-26: the 29th of March 2026 begins at 23:00 UTC and has 23 hours."""
    firm = Firm()
    row = firm.member(ends_on=date(2026, 3, 29))
    tidy(firm.id, at=at)
    assert (firm.fresh(row).state == "active") is open_


def test_a_request_is_reminded_after_two_bank_days_and_over_after_fourteen() -> None:
    """BP-14: a weekend is none; asked on a Thursday before Easter it is long."""
    firm = Firm()
    user = firm.member()
    asked = datetime(2026, 4, 1, 9, tzinfo=UTC)  # the Wednesday before Easter
    task = request_access(firm.id, solution="bs-kundeportal", reason="x", ends_on=None, by=user.id, at=asked)
    tidy(firm.id, at=asked + timedelta(days=6))
    assert firm.fresh(task).reminded_at is None
    tidy(firm.id, at=asked + timedelta(days=7))
    tidy(firm.id, at=asked + timedelta(days=8))
    assert firm.facts().count("access.task_reminded") == 1
    tidy(firm.id, at=asked + timedelta(days=14))
    assert firm.fresh(task).state == "expired"


def test_invitations_run_out_and_are_forgotten() -> None:
    """BP-18, B.1: expired after its hours, off the list and erased after thirty days."""
    firm = Firm()
    sent = firm.invited()
    tidy(firm.id, at=later(hours=71))
    assert firm.fresh(sent).state == "pending"
    with within(firm.id):
        (line,) = queries.invitations(firm.id, at=later(hours=72))
        assert line.state == "expired"
    tidy(firm.id, at=later(hours=72))
    assert firm.fresh(sent).state == "expired"
    tidy(firm.id, at=later(days=34))
    with within(firm.id):
        assert queries.get_invitation(firm.id, invitation=sent.id) is None


def test_the_sweep_finds_every_company() -> None:
    """SEC-18: through the doorway it finds ids; the work is each company's own."""
    Firm()
    assert sweep(at=AT) >= 1


def test_favourites_keep_their_order() -> None:
    """BP-12: star, order, at most 24, each member's own."""
    firm = Firm()
    row, other = firm.member(), firm.member()
    for code in ("bs-kundeportal", "selvbetjening", "my-file-transfer.send"):
        star(firm.id, membership=row.id, code=code, on=True)
    star(firm.id, membership=other.id, code="bs-web", on=True)
    move_favourite(firm.id, membership=row.id, code="my-file-transfer.send", up=True)
    star(firm.id, membership=row.id, code="bs-kundeportal", on=False)
    move_favourite(firm.id, membership=row.id, code="my-file-transfer.send", up=True)
    with within(firm.id):
        found = queries.favourites_of(firm.id, membership=row.id)
    assert found == ["my-file-transfer.send", "selvbetjening"]
    choose_favourites(firm.id, membership=row.id, codes=[f"c{each}" for each in range(MOST)])
    with pytest.raises(Refused, match="too_many"):
        star(firm.id, membership=row.id, code="one more", on=True)
