"""Two clicks, a resend in between, two managers at once: one membership, one role, one answer (BP-17, SEC-35)."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.confirm_person import confirm_person
from selvbetjening.domain.access.actions.grants import grant_solution
from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.promote import demote, promote
from selvbetjening.domain.access.actions.redeem import redeem
from selvbetjening.domain.access.actions.send_again import resend, revoke
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import AccessTask, Grant, Invitation, Membership
from selvbetjening.domain.access.rules.invitations import InvitationDetails
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.access.world import AT, BS, CVR, Firm, later, person

pytestmark = pytest.mark.usefixtures("database")


def members_of(firm: Firm, user: UUID) -> int:
    with within(firm.id):
        return Membership.objects.filter(organization_id=firm.id, user_id=user).count()


def test_twenty_clicks_on_one_invitation_make_one_user() -> None:
    """BP-17, SEC-57: the same person twenty times; and of two people with the forwarded link the first one only."""
    firm = Firm()
    sent = firm.invited()
    token, one, two = firm.token(sent), person(surname="Bruun"), person(surname="Bruun")
    works = [
        partial(redeem, firm.id, invitation=sent.id, token=token, user=user.id, cvr=CVR, at=AT)
        for user in [one] * 10 + [two] * 10
    ]
    answers = at_once(works)
    assert sum(1 for each in answers if not isinstance(each, Exception)) == 1
    assert {each.code for each in answers if isinstance(each, Refused)} == {"INV-01"}
    assert members_of(firm, one.id) + members_of(firm, two.id) == 1


@pytest.mark.parametrize("other", ["resend", "revoke", "suspend"])
def test_a_link_that_dies_while_it_is_pressed(other: str) -> None:
    """B.1: the lock decides: either the person is in, or the link was dead; never half."""
    firm = Firm(managers=2)
    sent = firm.invited()
    token, user = firm.token(sent), person(surname="Bruun")
    killers: dict[str, Callable[[], Any]] = {
        "resend": partial(resend, firm.id, invitation=sent.id, by=firm.boss, at=later(minutes=5)),
        "revoke": partial(revoke, firm.id, invitation=sent.id, by=firm.boss, at=AT),
        "suspend": partial(suspend, firm.id, membership=firm.boss, by=firm.managers[1].id, at=AT),
    }
    press = partial(redeem, firm.id, invitation=sent.id, token=token, user=user.id, cvr=CVR, at=AT)
    pressed, killed = at_once([press, killers[other]])
    assert not isinstance(killed, Exception) or isinstance(killed, Refused)
    state = firm.fresh(sent).state
    if isinstance(pressed, Refused):
        assert (pressed.code, members_of(firm, user.id)) == ("INV-01", 0)
        assert state in {"pending", "revoked"}
    else:
        assert (state, members_of(firm, user.id)) == ("accepted", 1)


def test_one_address_invited_by_many_at_once_is_one_invitation() -> None:
    """INV-03, BP-15: merged, not doubled, and no crash on the unique index."""
    firm = Firm(managers=2)
    details = InvitationDetails(given_name="Bo", surname="Bruun", email="bo@example.com", grants=(BS,))
    works = [partial(invite, firm.id, details=details, by=row.id, at=AT) for row in firm.managers * 4]
    answers = at_once(works)
    assert {each.code for each in answers if isinstance(each, Refused)} == {"INV-05"}
    assert [each for each in answers if isinstance(each, Exception) and not isinstance(each, Refused)] == []
    with within(firm.id):
        assert Invitation.objects.filter(organization_id=firm.id, email="bo@example.com").count() == 1


def test_a_promotion_answered_by_two_and_withdrawn_by_a_third_is_decided_once() -> None:
    """BP-29, SEC-32, SEC-35: yes, no and the demotion of who asked, all at once."""
    firm = Firm(managers=4)
    candidate = firm.member()
    promote(firm.id, membership=candidate.id, by=firm.boss, at=AT)
    with within(firm.id):
        task = AccessTask.objects.get(organization_id=firm.id)
    _, two, three, four = firm.managers
    answers = at_once(
        [
            partial(answer_task, firm.id, task=task.id, approve=True, by=two.id, at=AT),
            partial(answer_task, firm.id, task=task.id, approve=False, by=three.id, at=AT),
            partial(demote, firm.id, membership=firm.boss, keep=(), by=four.id, at=AT),
        ]
    )
    assert sum(1 for each in answers[:2] if each is None) <= 1
    decided = {"approved": "access_manager", "declined": "user", "withdrawn": "user"}
    assert firm.fresh(candidate).role == decided[firm.fresh(task).state]


def test_one_grant_of_a_solution_however_many_give_it() -> None:
    """BP-20, SEC-35: the last one counts, and only one is live."""
    firm = Firm()
    row = firm.member()
    give = partial(grant_solution, firm.id, memberships=[row.id], wanted=BS, by=firm.boss, at=AT)
    assert not [each for each in at_once([give] * 8) if isinstance(each, Exception)]
    with within(firm.id):
        live = Grant.objects.filter(organization_id=firm.id, membership=row, state="active")
        assert live.count() == 1


def test_a_person_confirmed_by_two_managers_joins_once() -> None:
    """INV-04, SEC-35."""
    firm = Firm(managers=2)
    sent = firm.invited()
    came = person(surname="Holm")
    firm.join(sent, user=came)
    works = [partial(confirm_person, firm.id, invitation=sent.id, by=row.id, at=AT) for row in firm.managers]
    answers = at_once(works)
    assert [type(each) for each in answers].count(Refused) == 1 and members_of(firm, came.id) == 1


def test_no_field_of_a_form_reaches_a_column_of_its_own() -> None:
    """SEC-25: what an invitation takes is listed; organization, state, approver and token cannot be said at all."""
    forged = {"organization_id", "state", "approved_by_id", "invited_by_id", "token_digest", "bound_cvr", "version"}
    assert forged.isdisjoint(InvitationDetails.__dataclass_fields__)
    for name in forged:
        with pytest.raises(TypeError):
            InvitationDetails(given_name="A", surname="B", email="a@example.com", **{name: "x"})  # type: ignore[arg-type]
