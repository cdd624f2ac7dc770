"""Orders about mandates on the page of whoever may approve files, and that of whoever made them (BM-04)."""

from uuid import uuid4

import pytest

from selvbetjening.domain.access.models import Notice
from selvbetjening.domain.directdebit.actions.order_mandates import order_mandate
from selvbetjening.domain.directdebit.models import MandateOrder, OrderBatch
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from tests import deliveries as files
from tests import directdebit as dd
from tests.story.filetransfer.steps import browser, company

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def at_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 January 2027 at ten."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())


def held(of: files.Sender, number: str) -> MandateOrder:
    return order_mandate(
        of.id, agreement=of.agreement.id, customer_number=number, agreed_at=files.AT,
        details=BankDetails(identity="99999993", branch="9999", account="9876543"),
        actor=Actor("user", str(of.person)), at=files.AT,
    )  # fmt: skip


def test_the_notice_and_the_front_page_lead_to_the_yes() -> None:
    """BM-04, SEC-128: what is approved is shown with its account covered; it is asked for with MitID."""
    of, organization = company(files_four_eyes="always")
    of.agreement = dd.agreement(of.id, at=files.AT, role="external", data_supplier=dd.pbs_number())
    client, order = browser(organization, "approve"), held(of, "77")
    address = client.path("mft_approve_orders", order.batch_id)
    front = client.get(client.path("front")).content.decode()
    assert f'href="{address}"' in front and "venter på godkendelse" in front
    assert client.membership is not None
    react(of.id, at=files.AT)
    with within(of.id):
        notice = Notice.objects.get(membership_id=client.membership.id, code="files:approve_orders")
    assert address.endswith(notice.path)
    page = client.get(address).content.decode()
    assert "77" in page and "9999 ••••••6543" in page and "9876543" not in page
    client.confirm("files")
    shown = page.split('name="sha256" value="')[1].split('"')[0]
    said = client.post(address, {"sha256": "0" * 64}, follow=True).content.decode()
    assert "Du har godkendt" not in said
    said = client.post(address, {"sha256": shown}, follow=True).content.decode()
    assert "Du har godkendt dem" in said
    with within(of.id):
        assert MandateOrder.objects.get(id=order.id).state == "waiting"
    assert "er godkendt eller afvist" in client.get(address).content.decode()
    assert client.get(client.path("mft_approve_orders", uuid4())).status_code == 404


def test_a_no_needs_nothing_but_a_press_with_mitid() -> None:
    """BM-04: nobody is asked for anything then, and a reader may not."""
    of, organization = company(files_four_eyes="always")
    of.agreement = dd.agreement(of.id, at=files.AT, role="external", data_supplier=dd.pbs_number())
    order, client = held(of, "78"), browser(organization, "approve")
    address = client.path("mft_approve_orders", order.batch_id)
    client.confirm("files")
    assert "De er afvist" in client.post(address, {"reject": "1"}, follow=True).content.decode()
    assert order.batch_id
    with within(of.id):
        assert OrderBatch.objects.get(id=order.batch_id).state == "dropped"
    reader = browser(organization, "fetch")
    assert reader.get(reader.path("mft_approve_orders", order.batch_id)).status_code == 403
