"""Several at once, and what may never change: sending, payment ids, checks (EIN-4, FIK-5)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection

from selvbetjening.domain.invoicing.actions.check import check_document
from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.send import send
from selvbetjening.domain.invoicing.models import DocumentCheck, EInvoiceDelivery, FikNumber
from selvbetjening.domain.tenancy.within import within
from tests.access_point import RecordingAccessPoint
from tests.story.invoicing.books import CLERK, books, noon
from tests.story.invoicing.test_documents import PUBLIC, access_point, choose, delivery

pytestmark = pytest.mark.usefixtures("database")
__all__ = ["access_point"]


def test_two_senders_at_once_send_one(access_point: type[RecordingAccessPoint]) -> None:
    """EIN-4: the claim is one conditional UPDATE."""
    shop = books(**PUBLIC)
    document(shop.organization, invoice=shop.issue().id, at=noon())
    waiting = delivery(shop)

    def work(_: int) -> None:
        try:
            send(shop.organization, delivery=waiting.id, at=noon())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert (len(access_point.asked), delivery(shop).state, delivery(shop).attempts) == (1, "accepted", 1)


def test_payment_ids_and_checks_are_never_changed_or_removed() -> None:
    """FIK-5: kept for ever, also after the invoice was credited; a check and a receipt stay as they were."""
    shop = books(**PUBLIC)
    choose(shop, fik_creditor_number="81234567")
    invoice = shop.issue()
    check_document(shop.organization, invoice=invoice.id, at=noon())
    document(shop.organization, invoice=invoice.id, at=noon())
    credit_in_full(
        shop.organization, account=shop.account.id, invoice=invoice.id, reason="Fejl", actor=CLERK, at=noon()
    )
    attempts = [
        lambda: FikNumber.objects.update(payload="0" * 14),
        lambda: FikNumber.objects.all().delete(),
        lambda: DocumentCheck.objects.update(is_valid=False),
        lambda: EInvoiceDelivery.objects.update(address="5790000123452"),
        lambda: EInvoiceDelivery.objects.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), within(shop.organization):
            attempt()  # type: ignore[no-untyped-call]
    with within(shop.organization):
        assert FikNumber.objects.get().invoice_id == invoice.id
