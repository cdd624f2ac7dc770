"""What a borrowed browser gets nowhere with: managers, their invitations, payment details want MitID afresh (BP-08)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.access.actions.invite import invite
from selvbetjening.domain.access.actions.send_again import revoke
from selvbetjening.domain.access.models import Invitation, Membership, ReviewRow
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.access.rules.invitations import InvitationDetails
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.stepping_up import opened
from tests import business, make
from tests.business import BusinessClient

pytestmark = pytest.mark.usefixtures("database")
WAYS = ["member_suspend", "member_delete", "member_end", "remove", "shorten"]


def pressed(client: BusinessClient, ours: Organization, other: Membership, way: str) -> Any:
    """The answer to taking this user's access by one of the ways there are."""
    form = {"reason": "", "surname": other.surname, "decision": way}
    form["ends_on"] = (clock.today() + timedelta(days=1)).isoformat()
    if way.startswith("member"):
        return client.post(client.path(way, other.id), form)
    client.post(client.path("review"), {})
    with within(OrganizationId(ours.id)):
        row = ReviewRow.objects.get(membership_id=other.id, grant_id=None)
    return client.post(client.path("review_decide", row.id), form)


def as_is(ours: Organization, other: Membership) -> tuple[str, object]:
    with within(OrganizationId(ours.id)):
        found = Membership.objects.get(id=other.id)
    return found.state, found.ends_on


@pytest.mark.parametrize("way", WAYS)
def test_a_manager_is_removed_with_mitid_afresh_only_bp_08(way: str) -> None:
    """BP-08: whoever could not take the role away takes the access away neither; with MitID it is done."""
    ours = make.organization()
    client, other = business.as_manager(ours), business.member(ours, role="access_manager")
    assert client.post(client.path("member_demote", other.id), {}).status_code == 401
    asked = pressed(client, ours, other, way)
    assert asked.status_code == 401
    assert client.get(asked.context["back"]).status_code == 200, "whoever thinks better of it comes to a page"
    kept = opened(asked.context["kept"], digest=client.digest)
    assert kept is not None and (kept.path, kept.back) == (asked.wsgi_request.path, asked.context["back"])
    assert as_is(ours, other) == ("active", None)
    client.confirm("managers")
    assert pressed(client, ours, other, way).status_code == 302
    assert as_is(ours, other) != ("active", None)


@pytest.mark.parametrize("way", WAYS)
def test_any_other_user_is_removed_without_bp_22(way: str) -> None:
    """BP-22, BP-24, BP-26: quick and plain where nobody's role as Access Manager is at stake."""
    ours = make.organization()
    client, other = business.as_manager(ours), business.member(ours)
    assert pressed(client, ours, other, way).status_code == 302
    assert as_is(ours, other) != ("active", None)


def test_a_managers_invitation_is_sent_again_with_mitid_afresh_only_bp_29() -> None:
    """BP-08, BP-29, annex B.1: a withdrawn one does not come to life by a plain press; withdrawing is one."""
    ours = make.organization()
    here, client = OrganizationId(ours.id), business.as_manager(ours)
    assert client.membership is not None
    me, at = client.membership.id, clock.now() - timedelta(days=5)
    details = InvitationDetails(given_name="Kasper", surname="Solbjerg", email="k@firma.example", role="access_manager")
    sent = invite(here, details=details, by=me, at=at)

    def press(what: str) -> tuple[int, str]:
        answer = client.post(client.path("invitation_press", sent.id), {what: "1"})
        with within(here):
            return answer.status_code, Invitation.objects.get(id=sent.id).state

    revoke(here, invitation=sent.id, by=me, at=at + timedelta(hours=1))
    assert press("resend") == (401, "revoked")
    assert press("") == (401, "revoked")
    client.confirm("managers")
    assert press("resend") == (302, "pending")
    other = business.as_manager(ours)
    assert other.post(other.path("invitation_press", sent.id), {"revoke": "1"}).status_code == 302


def test_where_customers_pay_to_is_changed_with_mitid_afresh_only_bp_08() -> None:
    """BP-08, SEC-04: the bank account that every invoice names; the rest of the page needs no MitID."""
    ours = make.organization(payment_instructions="Reg. 0000 konto 0000000000")
    client = business.as_member(ours, business.member(ours, grants={SELVBETJENING: ["view", "settings"]}))
    form = {"name": "Nordlys Træning ApS", "country": "DK", "language": "da", "payment_terms_days": "8",
            "login_link_minutes": "10", "payment_instructions": "Reg. 0000 konto 0000000000"}  # fmt: skip

    def sent(**more: str) -> tuple[int, str, str]:
        answer = client.post(client.path("sb_general"), form | more)
        with within(OrganizationId(ours.id)):
            ours.refresh_from_db()
        return answer.status_code, ours.name, ours.payment_instructions

    theirs = "Reg. 6666 konto 6666666666"
    assert sent() == (302, "Nordlys Træning ApS", "Reg. 0000 konto 0000000000")
    assert sent(name="Andet", payment_instructions=theirs) == (401, "Nordlys Træning ApS", "Reg. 0000 konto 0000000000")
    client.confirm("managers")
    assert sent(payment_instructions=theirs)[0] == 401, "another act was confirmed"
    client.confirm("payment_details")
    assert sent(payment_instructions=theirs) == (302, "Nordlys Træning ApS", theirs)


def test_what_is_missing_is_named_for_who_has_the_solution_bm_12() -> None:
    """BM-12: "no access to Selvbetjening" is not said to somebody who stands in it; who can help is."""
    ours = make.organization()
    boss = business.member(ours, role="access_manager")
    some = business.as_member(ours, business.member(ours, grants={SELVBETJENING: ["view"]}))
    page = some.get(some.path("sb_general")).content.decode()
    assert "Du må ikke ændre indstillinger i Selvbetjening. En Access Manager kan give dig lov." in page
    assert "ACC-01" in page and "Du har ikke adgang til" not in page and boss.email in page
    none = business.as_member(ours, business.member(ours))
    assert "Du har ikke adgang til Selvbetjening" in none.get(none.path("sb_general")).content.decode()
