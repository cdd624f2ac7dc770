"""Whoever may see some PBS numbers hears and reads of no others, on any page and in any mail (BP-13)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.access.models import Membership, Notice
from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.models import Delivery, DeliveryReceipt, Staging
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business
from tests import deliveries as files
from tests.deliveries import AT, Sender
from tests.story.filetransfer.steps import company

pytestmark = pytest.mark.usefixtures("database")
OTHER = "99999999"


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    monkeypatch.setattr(clock, "today", lambda: AT.date())


def person(organization: Organization, *numbers: str, **grant: Any) -> Membership:
    """Somebody with every action of My File Transfer, for these numbers."""
    made = business.member(organization)
    business.give(organization, made, FILE_TRANSFER, [], pbs_numbers=list(numbers), **grant)
    return made


def told(of: Sender, code: str) -> set[UUID]:
    """Who has this notice."""
    react(of.id, at=AT)
    with within(of.id):
        rows = Notice.objects.filter(organization_id=of.id, code=code)
        return set(rows.values_list("membership_id", flat=True))


def test_only_those_who_may_decide_about_its_numbers_hear_that_a_file_waits() -> None:
    """BM-04, BP-47, SEC-24: not for other numbers, nor after the grant's last day."""
    of, organization = company(files_four_eyes="always")
    inside, everywhere, outside = (
        person(organization, *numbers) for numbers in ([of.agreement.pbs_number], [], [OTHER])
    )
    late = person(organization, ends_on=AT.date())
    waits = files.send(of, files.file(of))
    assert waits.state == "awaiting_approval"
    hear = told(of, "files:approve")
    assert {inside.id, everywhere.id} <= hear
    assert not {outside.id, late.id} & hear


def test_only_those_who_may_fetch_it_hear_that_a_file_is_ready() -> None:
    """BP-48."""
    of, organization = company()
    inside, outside = person(organization, of.agreement.pbs_number), person(organization, OTHER)
    keep_output(
        of.id, output=None, solution="betalingsservice", kind="0602", pbs_number=of.agreement.pbs_number, name="a.txt",
        chunks=[b"et"], environment="production", at=AT,
    )  # fmt: skip
    hear = told(of, "files:ready")
    assert inside.id in hear and outside.id not in hear


def test_the_front_page_and_the_page_of_a_duplicate_tell_of_no_other_number() -> None:
    """BP-10, SEC-19: counts are told within the numbers, and the earlier file only to whoever may see it."""
    of, organization = company()
    first = files.send(of, files.file(of), name="a.txt")
    held = files.send(of, files.file(of), name="b.txt", at=AT + timedelta(hours=1))
    assert held.state == "held_duplicate"
    for numbers, seen in (([of.agreement.pbs_number], True), ([OTHER], False)):
        client = business.as_member(organization, person(organization, *numbers))
        page = client.get(client.path("front")).content.decode()
        assert ("1 fil er måske en dublet" in page) is seen
    client = business.as_member(organization, person(organization, of.agreement.pbs_number))
    for numbers, seen in (([of.agreement.pbs_number], True), ([OTHER], False)):
        with within(of.id):
            Delivery.objects.filter(id=first.id).update(pbs_numbers=numbers)
        for name in ("mft_delivery", "mft_duplicate"):
            shown = client.get(client.path(name, held.id))
            assert shown.status_code == 200
            assert ("a.txt" in shown.content.decode()) is seen


def test_a_receipt_about_an_upload_is_not_read_by_whoever_sees_some_numbers_only() -> None:
    """BP-13, SEC-19: an upload that became no delivery names no number; its receipt is its sender's and of whoever
    sees everything."""
    of, organization = company()
    cut = files.put(of, files.file(of)[:-60], name="hemmelig.txt")
    assert cut.outcome == "incomplete"
    files.sign(of)
    with within(of.id):
        (row,) = DeliveryReceipt.objects.filter(organization_id=of.id, delivery=None)
    everywhere, inside = person(organization), person(organization, of.agreement.pbs_number)
    for who, status in ((everywhere, 200), (inside, 404), (person(organization, OTHER), 404)):
        client = business.as_member(organization, who)
        for wanted in ("txt", "json", "sig", "xml", "html", "pdf", "old"):
            assert client.get(client.path("mft_receipt", row.id), {"fil": wanted}).status_code == status, wanted
    with within(of.id):
        Staging.objects.filter(organization_id=of.id).update(membership_id=inside.id)
    client = business.as_member(organization, inside)
    assert client.get(client.path("mft_receipt", row.id)).status_code == 200
    elsewhere = company()[1]
    stranger = business.as_member(elsewhere, person(elsewhere))
    assert stranger.get(stranger.path("mft_receipt", row.id)).status_code == 404
