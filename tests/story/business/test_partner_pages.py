"""What a partner sees before saying yes, and what a manager sees who lets one in again (BP-16, BP-17, BP-23)."""

from datetime import timedelta

import pytest

from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.send_again import issue_token
from selvbetjening.domain.access.models import Grant, Membership
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.access.rules.invitations import InvitationDetails, WantedGrant
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.ids import OrganizationId
from tests import business, make

pytestmark = pytest.mark.usefixtures("database")


def test_the_sheet_says_what_may_be_done_and_until_when_bp_17() -> None:
    """BP-16, BP-17: before the login and where yes is said, each solution with its actions, and the user's own end."""
    ours = make.organization()
    here = OrganizationId(ours.id)
    boss = business.member(ours, role="access_manager")
    end = clock.today() + timedelta(days=40)
    details = InvitationDetails(
        given_name="Kasper", surname="Solbjerg", email="k@partner.example", is_external=True, reason="Bogholder",
        partner_cvr=business.ELSEWHERE, ends_on=end,
        grants=(WantedGrant(solution=SELVBETJENING, actions=("view", "money")),),
    )  # fmt: skip
    sent = invite(here, details=details, by=boss.id, at=clock.now() - timedelta(hours=1))
    token = issue_token(here, invitation=sent.id, at=clock.now())
    assert token is not None
    partner = business.user(name="Kasper Solbjerg")
    client = business.client_for(partner, cvr=business.ELSEWHERE, here=ours)
    client.get(f"/invitation/{ours.id}/{token['token']}/")
    for address in ("/invitation/", "/invitation/svar/"):
        page = client.get(address).content.decode()
        assert "se, penge" in page
        assert page.count(format_day(end, "da")) == 2, "the user's end, and the solution's"
    client.post("/invitation/svar/", {})
    with within(here):
        row = Membership.objects.get(user=partner)
        assert (row.ends_on, Grant.objects.get(membership=row).ends_on) == (end, end)


def test_the_page_that_restores_a_partner_keeps_the_end_bp_23() -> None:
    """BP-16, BP-23: the earlier day stands in the field and counts, and without a day nobody is let in."""
    ours = make.organization()
    end = clock.today() + timedelta(days=40)
    row = business.member(ours, is_external=True, ends_on=end, state="suspended", grants={SELVBETJENING: ["view"]})
    boss = business.as_manager(ours)
    address = boss.path("member_restore", row.id)
    assert f'value="{end.isoformat()}"' in boss.get(address).content.decode()
    assert boss.post(address, {"grants": [SELVBETJENING], "ends_on": ""}).status_code == 200
    with within(OrganizationId(ours.id)):
        assert Membership.objects.get(id=row.id).state == "suspended"
    assert boss.post(address, {"grants": [SELVBETJENING], "ends_on": end.isoformat()}).status_code == 302
    with within(OrganizationId(ours.id)):
        live = Grant.objects.get(membership_id=row.id, state="active")
        assert (Membership.objects.get(id=row.id).ends_on, live.ends_on) == (end, end)
