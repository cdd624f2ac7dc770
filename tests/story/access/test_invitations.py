"""Invited by a manager, opened by a link, redeemed with MitID (BP-15 to BP-18, annex B.1)."""

from datetime import date
from typing import Any

import pytest

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.actions.confirm_person import confirm_person, reject_person
from selvbetjening.domain.access.actions.invite import invite_many
from selvbetjening.domain.access.actions.redeem import decline, open_invitation, redeem
from selvbetjening.domain.access.actions.send_again import change_invitation, issue_token, resend, revoke
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import Entitlement, Grant, Invitation, Membership
from selvbetjening.domain.access.rules.invitations import InvitationDetails
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from tests.story.access.world import AT, BS, CVR, OWN, PARTNER, TODAY, Firm, later, person

pytestmark = pytest.mark.usefixtures("database")


def test_an_invited_colleague_gets_what_was_given_and_no_more() -> None:
    """BP-15, BP-17: pending until redeemed, then a user with the one solution; the link works once (SEC-57)."""
    firm = Firm()
    sent = firm.invited()
    assert (sent.state, sent.bound_cvr, sent.life_hours) == ("pending", CVR, 72)
    token = firm.token(sent)
    for _ in range(10):
        opened = open_invitation(firm.id, token=token, at=AT)
        assert opened and opened.id == sent.id
    with within(firm.id):
        assert not Membership.objects.filter(organization_id=firm.id, email=sent.email).exists(), "SEC-58"
    user = person(surname="Bruun")
    done = redeem(firm.id, invitation=sent.id, token=token, user=user.id, cvr=CVR, at=AT)
    row = firm.fresh(Membership(id=done.membership))
    assert (row.state, row.role, row.generation, row.ends_on) == ("active", "user", 1, None)
    assert firm.may(row, "bs-kundeportal.view")
    assert firm.may(row, "bs-kundeportal.export").code == "ACC-01"
    assert firm.may(row, "selvbetjening.view").request_kind == "request_access"
    assert firm.may(row, "my-file-transfer.send").code == "ACC-02"
    with pytest.raises(Refused, match="INV-01"):
        redeem(firm.id, invitation=sent.id, token=token, user=user.id, cvr=CVR, at=AT)
    assert sorted(firm.facts()) == ["access.grant_given", "access.member_invited", "access.member_joined"]


def test_a_grant_has_an_end_of_its_own() -> None:
    """BM-05: twelve months unless the company chose otherwise, leap days included."""
    firm = Firm()
    row = firm.fresh(Membership(id=firm.join(firm.invited(at=AT)).membership))
    with within(firm.id):
        assert Grant.objects.get(organization_id=firm.id, membership=row).ends_on == date(2027, 3, 10)
    assert firm.may(row, "bs-kundeportal.view", today=date(2027, 3, 9))
    assert not firm.may(row, "bs-kundeportal.view", today=date(2027, 3, 10)), "BP-26: the clock alone ends it"


def test_a_partner_is_bound_to_its_own_number_and_always_ends() -> None:
    """BP-16, BP-02: an external needs another CVR, a reason and an end of at most 24 months."""
    firm = Firm()
    partner: dict[str, Any] = {
        "is_external": True,
        "partner_cvr": f"DK {PARTNER}",
        "partner_name": "Tal & Bilag",
        "reason": "Bogføring",
    }
    for wrong, code in (
        ({"partner_cvr": CVR}, "own_company"),
        ({"partner_cvr": "123"}, "cvr_form"),
        ({"reason": " "}, "required"),
        ({"ends_on": date(2028, 3, 11)}, "too_late"),
        ({"ends_on": TODAY}, "past"),
        ({"role": "access_manager", "grants": ()}, "external_manager"),
    ):
        with pytest.raises(Refused, match=code):
            firm.invited(**{**partner, **wrong})
    sent = firm.invited(**partner)
    assert (sent.bound_cvr, sent.membership_ends_on) == (PARTNER, date(2027, 3, 10))
    with pytest.raises(Refused, match="INV-02"):
        firm.join(sent, cvr=CVR)
    row = firm.fresh(Membership(id=firm.join(sent, cvr=PARTNER).membership))
    assert row.is_external
    own, other = firm.standing(row), firm.standing(row, cvr=CVR)
    assert own and not own.refused
    assert other and other.refused == "LOGIN-07", "BP-02: the person changed jobs"
    over = firm.standing(row, today=date(2027, 3, 10))
    assert over and over.refused == "LOGIN-09"


def test_another_surname_waits_for_a_manager() -> None:
    """BP-17, INV-04: nobody is in before a manager said so; the person itself may not (ACC-04)."""
    firm = Firm()
    sent = firm.invited()
    came = person(surname="Holm")
    assert firm.join(sent, user=came).membership is None
    with pytest.raises(Refused, match="INV-03"):
        firm.invited(email=sent.email)
    assert firm.standing(Membership(user=came, bound_cvr=CVR)) is None
    joined = confirm_person(firm.id, invitation=sent.id, by=firm.boss, at=later(days=1))
    assert joined.user_id == came.id
    with pytest.raises(Refused, match="gone"):
        reject_person(firm.id, invitation=sent.id, by=firm.boss, at=later(days=1))
    second = firm.invited()
    firm.join(second, user=person(surname="Kvist"))
    with pytest.raises(Refused, match="gone"):
        confirm_person(firm.id, invitation=second.id, by=firm.boss, at=later(days=7))
    third = firm.invited()
    firm.join(third, user=person(surname="Kvist"))
    reject_person(firm.id, invitation=third.id, by=firm.boss, at=AT)
    assert firm.fresh(third).state == "rejected"


def test_a_link_dies_in_every_way() -> None:
    """INV-01, SEC-56, SEC-57: too late, revoked, sent again, declined, inviter gone, agreement gone, guessed."""
    firm = Firm(managers=2)
    late = firm.invited()
    token = firm.token(late)
    with pytest.raises(Refused, match="INV-01"):
        redeem(firm.id, invitation=late.id, token=token, user=person().id, cvr=CVR, at=later(hours=72))
    assert open_invitation(firm.id, token=token, at=later(hours=72)) is None
    gone = firm.invited()
    token = firm.token(gone)
    revoke(firm.id, invitation=gone.id, by=firm.boss, at=AT)
    revoke(firm.id, invitation=gone.id, by=firm.boss, at=AT)
    assert (
        open_invitation(firm.id, token=token, at=AT) is None and issue_token(firm.id, invitation=gone.id, at=AT) is None
    )
    again = firm.invited()
    old = firm.token(again)
    resend(firm.id, invitation=again.id, by=firm.managers[1].id, at=later(minutes=2))
    with pytest.raises(Refused, match="INV-01"):
        redeem(firm.id, invitation=again.id, token=old, user=person().id, cvr=CVR, at=later(minutes=3))
    assert firm.fresh(again).version == 2
    said_no = firm.invited()
    decline(firm.id, token=firm.token(said_no), at=AT)
    assert firm.fresh(said_no).state == "declined"
    resend(firm.id, invitation=said_no.id, by=firm.boss, at=later(minutes=9))
    assert firm.fresh(said_no).state == "pending"
    mine, other = firm.invited(), firm.managers[1]
    token = firm.token(mine)
    suspend(firm.id, membership=firm.boss, by=other.id, at=AT)
    assert firm.fresh(mine).state == "revoked", "BP-18: the inviter is gone"
    for guessed in ("", "x" * 43, token):
        with pytest.raises(Refused, match="INV-01"):
            redeem(firm.id, invitation=mine.id, token=guessed, user=person().id, cvr=CVR, at=AT)


def test_no_agreement_no_entry() -> None:
    """BP-18, BP-03, LOGIN-06: acceptance is refused, the row stays."""
    firm = Firm(features=[])
    with within(firm.id):
        Entitlement.objects.filter(organization_id=firm.id).update(state="blocked")
    sent = firm.invited(grants=())
    with pytest.raises(Refused, match="LOGIN-06"):
        firm.join(sent)
    assert firm.fresh(sent).state == "pending"


def test_an_address_is_invited_once_and_known_people_are_not() -> None:
    """INV-03, BP-15, SEC-67: a user is pointed to; an open invitation is written over and sent again."""
    firm, other = Firm(), Firm()
    row = firm.member(email="kendt@example.com")
    with pytest.raises(Refused, match="INV-03") as caught:
        firm.invited(email="Kendt@Example.com")
    assert caught.value.about == row.id
    other.invited(email="kendt@example.com")
    first = firm.invited(email="ny@example.com")
    second = firm.invited(email="ny@example.com", grants=(OWN,), at=later(minutes=2))
    assert (second.id, second.version) == (first.id, 2)
    with within(firm.id):
        assert [each.solution_id for each in second.grants.all()] == ["selvbetjening"]


def test_limits_of_annex_k() -> None:
    """INV-05: two minutes apart, five to an address a day, fifty by a company a day."""
    firm = Firm()
    sent = firm.invited(email="en@example.com")
    with pytest.raises(Refused, match="INV-05") as caught:
        resend(firm.id, invitation=sent.id, by=firm.boss, at=later(seconds=119))
    assert caught.value.values["again"] == later(minutes=2)
    for number in range(1, 5):
        resend(firm.id, invitation=sent.id, by=firm.boss, at=later(minutes=10 * number))
    with pytest.raises(Refused, match="INV-05") as caught:
        resend(firm.id, invitation=sent.id, by=firm.boss, at=later(hours=3))
    assert caught.value.values["again"] == later(days=1)
    revoke(firm.id, invitation=sent.id, by=firm.boss, at=later(hours=3))
    with pytest.raises(Refused, match="INV-05"):
        firm.invited(email="en@example.com", at=later(hours=4))
    row = InvitationDetails(given_name="A", surname="B", email="x@example.com")
    rows = [InvitationDetails(given_name="A", surname="B", email=f"x{each}@example.com") for each in range(25)]
    assert all(each.invitation for each in invite_many(firm.id, rows=rows, by=firm.boss, at=later(hours=5)))
    more = [InvitationDetails(given_name="A", surname="B", email=f"y{each}@example.com") for each in range(25)]
    results = invite_many(firm.id, rows=more, by=firm.boss, at=later(hours=5))
    assert sorted({each.code for each in results}) == ["", "INV-05"]
    assert sum(1 for each in results if each.invitation) == 20
    with pytest.raises(Refused, match="too_many"):
        invite_many(firm.id, rows=[row] * 26, by=firm.boss, at=AT)


def test_only_a_manager_of_this_company_invites() -> None:
    """SEC-24, SEC-19: a user, a suspended manager, another company's manager."""
    firm, other = Firm(managers=2), Firm()
    user = firm.member()
    gone = firm.managers[1]
    suspend(firm.id, membership=gone.id, by=firm.boss, at=AT)
    details = InvitationDetails(given_name="A", surname="B", email="x@example.com")
    for by in (user.id, gone.id, other.boss):
        firm.managers[0].id = by
        with pytest.raises(Refused, match="ACC-01"):
            firm.invited(email=details.email)
    with within(other.id), pytest.raises(Invitation.DoesNotExist):
        Invitation.objects.get(organization_id=firm.id)
    with pytest.raises(Invitation.DoesNotExist):
        revoke(other.id, invitation=Firm().invited().id, by=other.boss, at=AT)


def test_what_an_open_invitation_gives_can_be_changed() -> None:
    """BP-18: other solutions, another end, no mail; never more than the company has (BP-15)."""
    firm = Firm()
    sent = firm.invited()
    change_invitation(firm.id, invitation=sent.id, grants=[OWN], ends_on=date(2026, 12, 31), by=firm.boss, at=AT)
    assert firm.fresh(sent).version == 1
    row = firm.fresh(Membership(id=firm.join(sent).membership))
    assert row.ends_on == date(2026, 12, 31)
    assert not firm.may(row, "bs-kundeportal.view") and firm.may(row, "selvbetjening.customers")
    with pytest.raises(Refused, match="gone"):
        change_invitation(firm.id, invitation=sent.id, grants=[BS], ends_on=None, by=firm.boss, at=AT)


def test_the_card_before_the_login_is_the_same_for_every_dead_link() -> None:
    """BP-17: company, inviter, role and solutions for a living link; nothing at all for any other."""
    firm = Firm()
    sent = firm.invited(message="Hej\nse https://onde.example/x her", language="en")
    token = firm.token(sent)
    with within(firm.id):
        card = queries.invitation_card(firm.id, token=token, at=AT)
        assert card and card.invited_by == "Vibe Vinter" and "onde" not in card.message
        assert queries.invitation_card(firm.id, token="y" * 43, at=AT) is None
        assert queries.invitation_card(firm.id, token=token, at=later(hours=72)) is None
