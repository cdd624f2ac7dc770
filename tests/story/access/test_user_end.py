"""No access outlives its user, and nobody's time grows by itself (BP-16, BP-17, BP-23, BP-26)."""

from datetime import date

import pytest

from selvbetjening.domain.access.actions.grants import grant_solution, renew_grant
from selvbetjening.domain.access.actions.restore import restore
from selvbetjening.domain.access.actions.review import begin_review, decide_review_row
from selvbetjening.domain.access.actions.send_again import change_invitation
from selvbetjening.domain.access.actions.set_end import set_end
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import Grant, Invitation, InvitedGrant, Membership, ReviewRow
from selvbetjening.domain.access.queries.invitations import invitation_card
from selvbetjening.domain.access.rules.invitations import WantedGrant
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.within import within
from tests.story.access.world import AT, BS, OWN, PARTNER, Firm, later

pytestmark = pytest.mark.usefixtures("database")

END = date(2026, 6, 1)


def partner(firm: Firm) -> Invitation:
    return firm.invited(is_external=True, partner_cvr=PARTNER, reason="Bogholder", ends_on=END, grants=(BS, OWN))


def ends(firm: Firm, row: Membership) -> set[date | None]:
    with within(firm.id):
        live = Grant.objects.filter(organization_id=firm.id, membership=row).exclude(state="removed")
        return set(live.values_list("ends_on", flat=True))


def test_an_invited_partner_s_access_ends_with_the_partner_bp_16() -> None:
    """BP-16, BP-17, BP-26: in the invitation, on its page, in its mail, and when it is accepted or changed."""
    firm = Firm()
    sent = partner(firm)
    with within(firm.id):
        asked = InvitedGrant.objects.filter(organization_id=firm.id, invitation=sent)
        assert set(asked.values_list("ends_on", flat=True)) == {END}
        card = invitation_card(firm.id, token=firm.token(sent), at=AT)
        assert card and card.ends_on == END
        react(firm.id, at=AT)
        mail = Message.objects.get(organization_id=firm.id, to_address=sent.email)
    assert "1. juni 2026" in mail.text
    change_invitation(firm.id, invitation=sent.id, grants=[BS], ends_on=date(2026, 5, 1), by=firm.boss, at=AT)
    with within(firm.id):
        assert asked.get().ends_on == date(2026, 5, 1)
    joined = firm.join(sent, cvr=PARTNER)
    assert ends(firm, Membership(id=joined.membership)) == {date(2026, 5, 1)}


def test_a_grant_never_outlives_its_user_bp_26() -> None:
    """BP-20, BP-26, BM-05: given, renewed or permanent; and the user's end drawn nearer draws them along."""
    firm = Firm()
    row = firm.member(ends_on=END)
    [given] = grant_solution(firm.id, memberships=[row.id], wanted=BS, by=firm.boss, at=AT)
    forever = WantedGrant(solution="selvbetjening", is_permanent=True, reason="Revisor")
    grant_solution(firm.id, memberships=[row.id], wanted=forever, by=firm.boss, at=AT)
    assert ends(firm, row) == {END}
    renew_grant(firm.id, grant=given.id, by=firm.boss, at=AT)
    assert ends(firm, row) == {END}
    set_end(firm.id, membership=row.id, ends_on=date(2026, 5, 1), by=firm.boss, at=AT)
    assert ends(firm, row) == {date(2026, 5, 1)}
    set_end(firm.id, membership=row.id, ends_on=None, by=firm.boss, at=AT)
    assert ends(firm, row) == {date(2026, 5, 1)}, "more time for the user is none for the solutions"
    set_end(firm.id, membership=row.id, ends_on=END, by=firm.boss, at=AT)
    begin_review(firm.id, by=firm.boss, at=AT)
    with within(firm.id):
        line = ReviewRow.objects.get(organization_id=firm.id, membership_id=row.id, grant_id=None)
    near = date(2026, 4, 1)
    decide_review_row(firm.id, row=line.id, decision="shorten", ends_on=near, by=firm.boss, at=AT)
    assert ends(firm, row) == {near}


def test_a_restored_partner_keeps_the_end_there_was_bp_23() -> None:
    """BP-16, BP-23: saying nothing gives no more time, an end that has passed is set anew, and there always is one."""
    firm = Firm()
    joined = firm.join(partner(firm), cvr=PARTNER)
    row = firm.fresh(Membership(id=joined.membership))
    suspend(firm.id, membership=row.id, by=firm.boss, at=AT)
    restore(firm.id, membership=row.id, grants=[BS], as_manager=False, ends_on=None, by=firm.boss, at=later(hours=1))
    assert firm.fresh(row).ends_on == END and ends(firm, row) == {END}
    suspend(firm.id, membership=row.id, by=firm.boss, at=later(hours=2))
    with pytest.raises(Refused, match="required ends_on"):
        restore(firm.id, membership=row.id, grants=[], as_manager=False, ends_on=None, by=firm.boss, at=later(days=90))
