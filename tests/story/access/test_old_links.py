"""Links that are out when somebody is shut out, or when rules become stricter (BP-22, BP-29, SEC-30, SEC-32)."""

from typing import Any

import pytest

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.confirm_person import confirm_person
from selvbetjening.domain.access.actions.delete_member import delete_member
from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.actions.send_again import change_invitation, resend
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import AccessTask, Invitation, Membership
from selvbetjening.domain.access.queries.asked import digest
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.identity.models import User
from selvbetjening.domain.tenancy.within import within
from tests.story.access.world import AT, PARTNER, TODAY, Firm, later, person

pytestmark = pytest.mark.usefixtures("database")


def bo() -> User:
    return person(surname="Bruun", given_name="Bo")


def open_task(firm: Firm) -> AccessTask:
    with within(firm.id):
        return AccessTask.objects.get(organization_id=firm.id, state="open")


def test_a_deleted_user_comes_back_by_a_later_invitation_only_sec_30() -> None:
    """BP-23, BP-24, SEC-30: an older link is refused as any stranger is; one sent since the end is a manager's yes."""
    firm, who = Firm(), bo()
    old = firm.invited()
    row = firm.member(user=who, surname="Bruun")
    delete_member(firm.id, membership=row.id, surname="Bruun", by=firm.boss, at=later(hours=1))
    with pytest.raises(Refused, match="LOGIN-07"):
        firm.join(old, user=who, at=later(hours=2))
    assert firm.fresh(row).state == "deleted"
    resend(firm.id, invitation=old.id, by=firm.boss, at=later(hours=3))
    assert firm.join(old, user=who, at=later(hours=4)).membership == row.id


def test_a_suspended_user_comes_back_by_no_invitation_at_all_bp_22() -> None:
    """BP-22, BP-23, LOGIN-08: not by one sent later, not by a manager who confirms her; her own are withdrawn."""
    firm, who = Firm(), person(surname="Holm")
    mine, other = firm.invited(), firm.invited()
    assert firm.join(other, user=who).membership is None
    row = firm.member(user=who, email=mine.email)
    with pytest.raises(Refused, match="INV-03"):
        confirm_person(firm.id, invitation=other.id, by=firm.boss, at=AT)
    suspend(firm.id, membership=row.id, by=firm.boss, at=later(hours=1))
    assert (firm.fresh(mine).state, firm.fresh(other).state) == ("revoked", "rejected")
    late = firm.invited(at=later(hours=2))
    with pytest.raises(Refused, match="LOGIN-08"):
        firm.join(late, user=who, at=later(hours=3))
    assert firm.fresh(row).state == "suspended"


def test_a_yes_taken_back_while_the_person_waits_is_asked_for_anew_bp_29() -> None:
    """BP-22, BP-29: a third manager's yes makes her a manager; without one she is a user, and the question stays."""
    for answered in (True, False):
        firm = Firm(managers=3)
        second, third = firm.managers[1], firm.managers[2]
        sent = firm.invited(role="access_manager", grants=())
        answer_task(firm.id, task=open_task(firm).id, approve=True, by=second.id, at=AT)
        assert firm.join(sent, user=person(surname="Holm")).membership is None
        suspend(firm.id, membership=second.id, by=third.id, at=later(hours=1))
        assert (firm.fresh(sent).state, firm.fresh(sent).approved_by_id) == ("awaiting_confirmation", None)
        if answered:
            answer_task(firm.id, task=open_task(firm).id, approve=True, by=third.id, at=later(hours=2))
        row = confirm_person(firm.id, invitation=sent.id, by=firm.boss, at=later(hours=3))
        assert row.role == ("access_manager" if answered else "user")
        if not answered:
            answer_task(firm.id, task=open_task(firm).id, approve=True, by=third.id, at=later(hours=4))
        assert firm.fresh(row).role == "access_manager"


def test_a_rule_made_stricter_counts_for_links_that_are_out_sec_32() -> None:
    """BP-16, BP-29, SEC-32: two persons asked for since, and no partner as manager any more."""
    firm = Firm()
    sent = firm.invited(role="access_manager", grants=())
    second = firm.member(role="access_manager")
    row = firm.fresh(Membership(id=firm.join(sent).membership))
    assert row.role == "user" and open_task(firm).about_id == row.id
    answer_task(firm.id, task=open_task(firm).id, approve=True, by=second.id, at=AT)
    assert firm.fresh(row).role == "access_manager"
    other = Firm(choices={"external_managers": True})
    values: dict[str, Any] = {"is_external": True, "partner_cvr": PARTNER, "reason": "Bogholder"}
    partner = other.invited(role="access_manager", grants=(), **values)
    set_policies(other.id, values={"external_managers": False}, by=other.boss, at=AT)
    with pytest.raises(Refused, match="INV-01"):
        other.join(partner, cvr=PARTNER)
    with pytest.raises(Refused, match="external_manager"):
        resend(other.id, invitation=partner.id, by=other.boss, at=later(hours=1))


def test_a_yes_is_void_for_another_end_and_for_another_content_sec_32() -> None:
    """SEC-31, SEC-32: an end moved after the yes asks anew; what was shown before is no yes for what is now."""
    firm = Firm(managers=2)
    sent = firm.invited(role="access_manager", grants=())
    with within(firm.id):
        seen = digest(firm.id, task=open_task(firm))
    answer_task(firm.id, task=open_task(firm).id, approve=True, by=firm.managers[1].id, at=AT, shown=seen)
    ends_on = TODAY.replace(year=2027)
    change_invitation(firm.id, invitation=sent.id, grants=[], ends_on=ends_on, by=firm.boss, at=later(hours=1))
    with within(firm.id):
        assert Invitation.objects.get(id=sent.id).state == "awaiting_approval"
    with pytest.raises(Refused, match="changed"):
        answer_task(firm.id, task=open_task(firm).id, approve=True, by=firm.managers[1].id, at=AT, shown=seen)
