"""What a second manager's yes is worth, and who comes in by an old link (BP-22, BP-29, SEC-30 to SEC-32)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.actions.answer_task import answer_task
from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.policies import set_policies
from selvbetjening.domain.access.actions.send_again import issue_token, revoke
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.models import AccessTask, Invitation, Membership
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.access.rules.invitations import InvitationDetails
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make

pytestmark = pytest.mark.usefixtures("database")


def wanted(**values: Any) -> InvitationDetails:
    return InvitationDetails(**{"given_name": "Kasper", "surname": "Solbjerg", "email": "k@firma.example"} | values)


def test_a_suspended_user_does_not_let_herself_in_again_with_an_old_link_bp_22_sec_30() -> None:
    """BP-22, BP-23, SEC-30: nobody comes back but by a manager's restore; a second invitation of hers is dead."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    boss = business.member(ours, role="access_manager")
    kasper = business.user(name="Kasper Solbjerg")
    second = invite(here, details=wanted(email="privat@firma.example"), by=boss.id, at=clock.now() - timedelta(hours=1))
    row = business.member(ours, who=kasper, grants={SELVBETJENING: []})
    token = issue_token(here, invitation=second.id, at=clock.now())
    suspend(here, membership=row.id, by=boss.id, at=clock.now(), reason="Mistanke om svindel")
    client = business.as_member(ours, row)
    assert "LOGIN-08" in client.get(client.path("front")).content.decode()
    assert token is not None
    client.get(f"/invitation/{ours.id}/{token['token']}/")
    client.post("/invitation/svar/", {})
    with within(here):
        assert Membership.objects.get(id=row.id).state == "suspended"
    assert client.get(client.path("front")).status_code == 403


@pytest.mark.parametrize("after", ["revoked by the second", "second suspended"])
def test_a_manager_invitation_sent_again_wants_a_second_yes_bp_29(after: str) -> None:
    """BP-29, BP-22, SEC-28, SEC-32: a yes that was taken back, or whose giver is gone, is no yes for a new sending."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    first, second, third = (business.member(ours, role="access_manager") for _ in range(3))
    at = clock.now() - timedelta(days=5)
    sent = invite(here, details=wanted(role="access_manager"), by=first.id, at=at)
    with within(here):
        task = AccessTask.objects.get(organization_id=here, kind="promote")
    answer_task(here, task=task.id, approve=True, by=second.id, at=at)
    revoke(here, invitation=sent.id, by=second.id, at=at + timedelta(hours=1))
    if after == "second suspended":
        suspend(here, membership=second.id, by=third.id, at=at + timedelta(hours=2))
    client = business.as_member(ours, first)
    client.confirm("managers")
    client.post(client.path("invitation_press", sent.id), {"resend": "1"})
    with within(here):
        assert Invitation.objects.get(id=sent.id).state == "awaiting_approval"


def test_the_second_manager_sees_whom_the_yes_is_for_sec_31_sec_32() -> None:
    """BP-29, SEC-31, SEC-32, SEC-157: the page names the person; a yes is bound to what was shown."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    first, second = (business.member(ours, role="access_manager") for _ in range(2))
    invite(here, details=wanted(role="access_manager"), by=first.id, at=clock.now() - timedelta(hours=3))
    with within(here):
        task = AccessTask.objects.get(organization_id=here, kind="promote")
    client = business.as_member(ours, second)
    page = client.get(client.path("task", task.id)).content.decode()
    assert "Solbjerg" in page or "k@firma.example" in page


def test_an_invitation_swapped_after_it_was_shown_is_not_approved_sec_32() -> None:
    """SEC-32: the approval is bound to the content; the first manager puts another name under the second's press."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    first, second = (business.member(ours, role="access_manager") for _ in range(2))
    sent = invite(here, details=wanted(role="access_manager"), by=first.id, at=clock.now() - timedelta(hours=3))
    with within(here):
        task = AccessTask.objects.get(organization_id=here, kind="promote")
    client = business.as_member(ours, second)
    client.get(client.path("task", task.id))
    invite(here, details=wanted(role="access_manager", given_name="Egon", surname="Olsen"), by=first.id, at=clock.now())
    client.confirm("managers")
    client.post(client.path("task", task.id), {"approve": "1"})
    with within(here):
        found = Invitation.objects.get(id=sent.id)
    assert (found.surname, found.state) != ("Olsen", "pending")


def test_the_second_manager_sees_which_rule_is_weakened_sec_31_sec_32() -> None:
    """SEC-31, SEC-32: "A weaker rule" names the rule (here: two persons for a new Access Manager)."""
    ours = make.organization()
    first, second = (business.member(ours, role="access_manager") for _ in range(2))
    client = business.as_member(ours, first)
    client.confirm("policies")
    form = {"invitation_hours": "72", "grant_months": "12", "external_months": "12", "unused_days": "60",
            "deleted_user_days": "30"}  # fmt: skip
    assert client.post(client.path("policies"), form).status_code == 302
    with within(OrganizationId(ours.id)):
        task = AccessTask.objects.get(kind="weaken_policy")
    other = business.as_member(ours, second)
    main = other.get(other.path("task", task.id)).content.decode().partition("<dl")[2].partition("</dl>")[0]
    assert "Ikke oplyst" not in main, main


def test_a_partner_is_no_manager_once_the_company_lets_none_be_bp_16_sec_32() -> None:
    """BP-16, SEC-32: a rule made stricter counts for invitations that are out; promotion asks it, `redeem` does not."""
    ours = make.organization(choices={"external_managers": True})
    here = OrganizationId(ours.id)
    boss = business.member(ours, role="access_manager")
    details = wanted(role="access_manager", is_external=True, partner_cvr=business.ELSEWHERE, reason="Bogholder")
    sent = invite(here, details=details, by=boss.id, at=clock.now() - timedelta(hours=1))
    token = issue_token(here, invitation=sent.id, at=clock.now())
    assert token is not None
    set_policies(here, values={"external_managers": False}, by=boss.id, at=clock.now())
    partner = business.user(name="Kasper Solbjerg")
    client = business.client_for(partner, cvr=business.ELSEWHERE, here=ours)
    client.get(f"/invitation/{ours.id}/{token['token']}/")
    client.post("/invitation/svar/", {})
    with within(here):
        assert not Membership.objects.filter(user=partner, role="access_manager", state="active").exists()


def test_a_yes_of_a_suspended_manager_counts_no_more_while_the_person_waits_bp_22() -> None:
    """BP-22, SEC-28: also where the invited person has come under another surname and waits for "it is her"."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    first, second = (business.member(ours, role="access_manager") for _ in range(2))
    sent = invite(here, details=wanted(role="access_manager"), by=first.id, at=clock.now() - timedelta(hours=3))
    with within(here):
        task = AccessTask.objects.get(organization_id=here, kind="promote")
    answer_task(here, task=task.id, approve=True, by=second.id, at=clock.now() - timedelta(hours=2))
    token = issue_token(here, invitation=sent.id, at=clock.now())
    assert token is not None
    egon = business.user(name="Egon Olsen")
    stranger = business.client_for(egon, cvr=ours.cvr, here=ours)
    stranger.get(f"/invitation/{ours.id}/{token['token']}/")
    stranger.post("/invitation/svar/", {})
    suspend(here, membership=second.id, by=first.id, at=clock.now())
    client = business.as_member(ours, first)
    client.confirm("managers")
    client.post(client.path("invitation_confirm", sent.id), {})
    with within(here):
        assert not Membership.objects.filter(user=egon, role="access_manager", state="active").exists()


def shown_to(client: business.BusinessClient, task: AccessTask) -> str:
    """What binds the press to the page, as the page's form holds it."""
    return str(client.get(client.path("task", task.id)).context["seal"])


def test_a_yes_is_for_what_the_page_showed_and_the_new_content_is_shown_sec_31_sec_157() -> None:
    """SEC-31, SEC-32, SEC-157: name, address, number and role stand there; a change in between answers 409."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    first, second = (business.member(ours, role="access_manager") for _ in range(2))
    sent = invite(here, details=wanted(role="access_manager"), by=first.id, at=clock.now() - timedelta(hours=3))
    with within(here):
        task = AccessTask.objects.get(organization_id=here, kind="promote")
    client = business.as_member(ours, second)
    page = client.get(client.path("task", task.id)).content.decode()
    for words in ("Kasper Solbjerg", "k@firma.example", ours.cvr, "Access Manager"):
        assert words in page
    old = shown_to(client, task)
    invite(here, details=wanted(role="access_manager", given_name="Egon", surname="Olsen"), by=first.id, at=clock.now())
    client.confirm("managers")
    answer = client.post(client.path("task", task.id), {"approve": "1", "shown": old})
    assert answer.status_code == 409 and "Egon Olsen" in answer.content.decode()
    with within(here):
        assert Invitation.objects.get(id=sent.id).state == "awaiting_approval"
    now = {"approve": "1", "shown": shown_to(client, task)}
    assert client.post(client.path("task", task.id), now).status_code == 302
    with within(here):
        assert Invitation.objects.get(id=sent.id).state == "pending"
