"""Every way out closes every door in the same moment, and nothing comes back by itself (BP-22 to BP-25, SEC-28)."""

from datetime import date
from uuid import uuid4

import pytest

from selvbetjening.domain.access.actions.delete_member import delete_member, leave
from selvbetjening.domain.access.actions.deputies import accept_deputy, name_deputy
from selvbetjening.domain.access.actions.end_access import end_access
from selvbetjening.domain.access.actions.promote import demote, promote
from selvbetjening.domain.access.actions.request_access import request_access
from selvbetjening.domain.access.actions.restore import restore
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.actions.sweep import tidy
from selvbetjening.domain.access.models import AccessTask, Deputy, Grant, Invitation, Membership
from selvbetjening.domain.access.ports import Door, Ending, doors, register_door
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.identity.models import BusinessSession, LoginAttempt
from selvbetjening.domain.tenancy.within import within
from tests.story.access.world import AT, BS, OWN, TODAY, Firm, later

pytestmark = pytest.mark.usefixtures("database")


def browser(row: Membership, firm: Firm) -> BusinessSession:
    return BusinessSession.objects.create(
        key_digest=uuid4().bytes * 2, user=row.user, cvr=row.bound_cvr, created_at=AT, last_seen_at=AT,
        step_ups=[{"class": "managers", "organization": str(firm.id)}, {"class": "keys", "organization": "another"}],
    )  # fmt: skip


def attempt(row: Membership, firm: Firm) -> LoginAttempt:
    return LoginAttempt.objects.create(
        state_digest=uuid4().bytes * 2, cookie_digest=b"c" * 32, nonce_sealed=b"n", verifier_sealed=b"v", broker="b",
        issuer="i", purpose="step_up", expected_user=row.user, organization_id=firm.id, kept=b"form",
        max_age_seconds=300, created_at=AT,
    )  # fmt: skip


def test_suspension_closes_sessions_step_ups_and_kept_forms() -> None:
    """BP-22, Must show 5: state, generation and every door in one transaction; the next question is refused."""
    firm = Firm()
    row = firm.member()
    firm.grant(row)
    session, under_way = browser(row, firm), attempt(row, firm)
    assert firm.may(row, "bs-kundeportal.view")
    suspend(firm.id, membership=row.id, by=firm.boss, at=AT, reason="Sagen er under afklaring", until=date(2026, 4, 1))
    found = firm.fresh(row)
    assert (found.state, found.generation, found.state_until) == ("suspended", 2, date(2026, 4, 1))
    assert firm.may(row, "bs-kundeportal.view").code == "LOGIN-08"
    assert not BusinessSession.objects.filter(id=session.id).exists()
    gone = LoginAttempt.objects.get(id=under_way.id)
    assert gone.kept is None and gone.spent_at == AT
    suspend(firm.id, membership=row.id, by=firm.boss, at=AT)
    assert firm.facts().count("access.member_suspended") == 1
    tidy(firm.id, at=later(days=60))
    assert firm.fresh(row).state == "suspended", "SEC-30: no clock lets anybody in"


def test_a_browser_that_works_for_another_company_stays_but_for_what_it_confirmed_here() -> None:
    """SEC-28, BP-24: the other company's session is not ours to end; the step-up for this one is."""
    firm, other = Firm(), Firm()
    row = firm.member()
    other.member(user=row.user)
    session = browser(row, firm)
    suspend(firm.id, membership=row.id, by=firm.boss, at=AT)
    kept = BusinessSession.objects.get(id=session.id)
    assert kept.step_ups == [{"class": "keys", "organization": "another"}]
    assert firm.may(row, "bs-kundeportal.view").code == "LOGIN-08"
    delete_member(firm.id, membership=row.id, surname=" VINTER ", by=firm.boss, at=AT)
    with within(other.id):
        assert Membership.objects.get(organization_id=other.id, user=row.user).state == "active"


def test_invitations_requests_approvals_and_deputies_end_with_the_person() -> None:
    """SEC-28: what the person began does not go on: sent invitations, requests, an unused yes, a deputy's place."""
    firm = Firm(managers=3)
    one, two, three = firm.managers
    sent = firm.invited()
    user = firm.member()
    name_deputy(firm.id, membership=user.id, by=two.id, at=AT)
    accept_deputy(firm.id, by=user.id, at=AT)
    request_access(firm.id, solution="bs-kundeportal", reason="Vil se", ends_on=None, by=user.id, at=AT)
    suspend(firm.id, membership=one.id, by=two.id, at=AT)
    suspend(firm.id, membership=user.id, by=two.id, at=AT)
    with within(firm.id):
        assert Invitation.objects.get(id=sent.id).state == "revoked"
        assert AccessTask.objects.get(organization_id=firm.id, about=user).state == "withdrawn"
        assert Deputy.objects.get(organization_id=firm.id, membership=user).ended_at == AT
    candidate = firm.member()
    assert promote(firm.id, membership=candidate.id, by=two.id, at=AT), "two managers: it waits (BP-29)"
    demote(firm.id, membership=two.id, keep=(), by=three.id, at=AT)
    with within(firm.id):
        assert AccessTask.objects.get(organization_id=firm.id, about=candidate).state == "withdrawn"


@pytest.mark.parametrize("way", ["suspend", "delete", "leave", "expire"])
def test_each_way_out_goes_through_the_one_that_closes_doors(way: str) -> None:
    """SEC-28: a door that somebody registered is closed on every way, inside the same transaction."""
    firm = Firm()
    row = firm.member(ends_on=date(2026, 3, 20) if way == "expire" else None)
    closed: list[Ending] = []
    register_door(Door("test", (), closed.append))
    try:
        if way == "suspend":
            suspend(firm.id, membership=row.id, by=firm.boss, at=AT)
        elif way == "delete":
            delete_member(firm.id, membership=row.id, surname="Vinter", by=firm.boss, at=AT)
        elif way == "leave":
            leave(firm.id, membership=row.id, user=row.user_id, at=AT)
        else:
            tidy(firm.id, at=later(days=10))
    finally:
        register_door(Door("test", (), lambda ending: None))
    assert [(each.membership, each.user) for each in closed if each.membership == row.id] == [(row.id, row.user_id)]
    assert {"sessions", "step_ups", "invitations", "requests", "approvals"} <= {door.name for door in doors()}


def test_a_door_that_cannot_be_closed_undoes_the_end() -> None:
    """SEC-28, SEC-35: all or nothing."""
    firm = Firm()
    row = firm.member()

    def jammed(ending: Ending) -> None:
        raise RuntimeError("jammed")

    register_door(Door("test", (), jammed))
    try:
        with pytest.raises(RuntimeError), within(firm.id):
            end_access(firm.id, row=firm.fresh(row), verb="suspend", by=firm.boss, at=AT)
    finally:
        register_door(Door("test", (), lambda ending: None))
    assert firm.fresh(row).state == "active"


def test_a_restore_gives_what_is_confirmed_and_nothing_else() -> None:
    """BP-23, SEC-30: new rows for the ticked grants, the rest is gone; a manager comes back as a user."""
    firm = Firm(managers=2)
    boss, other = firm.managers
    row = firm.member()
    firm.grant(row)
    firm.grant(row, "selvbetjening")
    suspend(firm.id, membership=row.id, by=boss.id, at=AT)
    assert not restore(
        firm.id, membership=row.id, grants=[OWN], as_manager=True, ends_on=None, by=boss.id, at=later(hours=1)
    )
    assert (firm.fresh(row).generation, firm.fresh(row).role) == (3, "user")
    assert not firm.may(row, "bs-kundeportal.view") and firm.may(row, "selvbetjening.customers")
    with within(firm.id):
        assert Grant.objects.filter(organization_id=firm.id, membership=row, state="removed").count() == 2
    suspend(firm.id, membership=other.id, by=boss.id, at=AT)
    restore(firm.id, membership=other.id, grants=[], as_manager=False, ends_on=None, by=boss.id, at=AT)
    assert firm.fresh(other).role == "user"
    suspend(firm.id, membership=other.id, by=boss.id, at=AT)
    restore(firm.id, membership=other.id, grants=[], as_manager=True, ends_on=None, by=boss.id, at=AT)
    assert firm.fresh(other).role == "user", "the role was gone already; it comes back by `promote` only"


def test_a_manager_comes_back_as_one_with_the_second_one_s_yes() -> None:
    """BP-23, BP-29: with one manager at once, with two it waits."""
    firm = Firm(managers=2)
    boss, other = firm.managers
    suspend(firm.id, membership=other.id, by=boss.id, at=AT)
    assert not restore(firm.id, membership=other.id, grants=[], as_manager=True, ends_on=None, by=boss.id, at=AT)
    assert firm.fresh(other).role == "access_manager"
    third = firm.member(role="access_manager")
    suspend(firm.id, membership=third.id, by=boss.id, at=AT)
    assert restore(firm.id, membership=third.id, grants=[], as_manager=True, ends_on=None, by=boss.id, at=AT)
    assert firm.fresh(third).role == "user"


def test_a_deleted_user_can_come_back_for_thirty_days_and_is_forgotten_then() -> None:
    """BP-24, USER-03, GDP-2: undo until the thirtieth day; then name, address and invitation are erased."""
    firm = Firm()
    row = firm.fresh(Membership(id=firm.join(firm.invited()).membership))
    with pytest.raises(Refused, match="surname"):
        delete_member(firm.id, membership=row.id, surname="Brun", by=firm.boss, at=AT)
    delete_member(firm.id, membership=row.id, surname="bruun", by=firm.boss, at=AT)
    delete_member(firm.id, membership=row.id, surname="", by=firm.boss, at=AT)
    gone = firm.standing(row)
    assert gone and gone.refused == "LOGIN-07"
    tidy(firm.id, at=later(days=29))
    restore(firm.id, membership=row.id, grants=[BS], as_manager=False, ends_on=None, by=firm.boss, at=later(days=29))
    delete_member(firm.id, membership=row.id, surname="Bruun", by=firm.boss, at=later(days=29))
    with pytest.raises(Refused, match="USER-03"):
        restore(firm.id, membership=row.id, grants=[], as_manager=False, ends_on=None, by=firm.boss, at=later(days=59))
    tidy(firm.id, at=later(days=59))
    found = firm.fresh(row)
    assert (found.state, found.full_name, found.email) == ("anonymised", "", "")
    with within(firm.id):
        assert not Invitation.objects.filter(organization_id=firm.id, membership=row).exists()
    assert firm.standing(row) is None


def test_anybody_may_leave_and_nobody_for_another() -> None:
    """BP-25: suspended, or without an agreement, too; only one's own."""
    firm = Firm()
    row, other = firm.member(), firm.member()
    suspend(firm.id, membership=row.id, by=firm.boss, at=AT)
    with pytest.raises(Membership.DoesNotExist):
        leave(firm.id, membership=row.id, user=other.user_id, at=AT)
    leave(firm.id, membership=row.id, user=row.user_id, at=AT)
    leave(firm.id, membership=row.id, user=row.user_id, at=AT)
    assert firm.facts().count("access.member_deleted") == 1


def test_an_end_that_has_passed_ends_without_a_job() -> None:
    """BP-26, LOGIN-09: the day decides, not the sweep; a restore needs a new end."""
    firm = Firm()
    row = firm.member(ends_on=date(2026, 3, 11))
    firm.grant(row)
    assert firm.may(row, "bs-kundeportal.view", today=TODAY)
    assert firm.may(row, "bs-kundeportal.view", today=date(2026, 3, 11)).code == "LOGIN-09"
    with pytest.raises(Refused, match="past"):
        restore(
            firm.id, membership=row.id, grants=[], as_manager=False, ends_on=date(2026, 3, 11), by=firm.boss,
            at=later(days=1),
        )  # fmt: skip
    restore(
        firm.id, membership=row.id, grants=[BS], as_manager=False, ends_on=date(2026, 4, 11), by=firm.boss,
        at=later(days=1),
    )  # fmt: skip
    assert firm.may(row, "bs-kundeportal.view", today=date(2026, 4, 10))


def test_ids_of_a_neighbour_are_unknown() -> None:
    """SEC-19: another company's user, by every verb."""
    firm, other = Firm(), Firm()
    row = other.member()
    for act in (
        lambda: suspend(firm.id, membership=row.id, by=firm.boss, at=AT),
        lambda: delete_member(firm.id, membership=row.id, surname="Vinter", by=firm.boss, at=AT),
        lambda: promote(firm.id, membership=row.id, by=firm.boss, at=AT),
        lambda: demote(firm.id, membership=row.id, keep=(), by=firm.boss, at=AT),
    ):
        with pytest.raises(Membership.DoesNotExist):
            act()
    assert other.fresh(row).state == "active"
