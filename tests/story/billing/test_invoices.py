"""Issued invoices: numbers without a gap, final once issued, documents kept with their hash, payments once."""

import hashlib
import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connection

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.actions.document_batch import document_batch
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.actions.settle import NotSettled
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.models import Invoice, InvoiceDocument, InvoiceLine
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import Payment
from selvbetjening.domain.payments.queries import balance
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.owing import summed
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 3, 10)


def line(net: int = 20000) -> DraftLine:
    return DraftLine(None, "Basis", DAY, date(2026, 4, 10), 1, net, net, 2500)


def issued(mine: Deal, count: int = 1) -> list[int]:
    drafts = [Draft(mine.account, "DKK", [line()]) for _ in range(count)]
    return [made.number for made in issue(mine.organization, drafts=drafts, issued_on=DAY, actor=ACTOR, at=noon(DAY))]


class Regret(Exception):
    """A transaction that changes its mind."""


def write(mine: Deal, seed: int) -> None:
    """One writer: issues in blocks of different size; every third transaction is rolled back."""
    draw = random.Random(seed)
    try:
        for _ in range(12):
            try:
                with within(mine.organization):
                    issued(mine, count=draw.randint(1, 3))
                    if draw.random() < 1 / 3:
                        raise Regret
            except Regret:
                continue
    finally:
        connection.close()


def test_eight_writers_leave_no_gap_num_1_xb_25() -> None:
    """NUM-1, XB-25: the counter's row is locked by the issuing transaction, and a rollback gives the numbers back."""
    mine = deal()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, [mine] * 8, range(8)))
    numbers = [invoice.number for invoice in mine.invoices()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 50


def test_an_issued_invoice_is_final_num_2_xb_28() -> None:
    """NUM-2, XB-28: the database itself refuses to change or delete it, its lines, or its document."""
    mine = deal()
    issued(mine)
    (invoice,) = mine.invoices()
    document(mine.organization, invoice=invoice.id, at=noon(DAY))
    attempts = [
        lambda: Invoice.objects.filter(id=invoice.id).update(total_minor=1),
        lambda: Invoice.objects.filter(id=invoice.id).update(snapshot={}),
        lambda: Invoice.objects.filter(id=invoice.id).delete(),
        lambda: InvoiceLine.objects.filter(invoice=invoice).update(text="x"),
        lambda: InvoiceLine.objects.filter(invoice=invoice).delete(),
        lambda: InvoiceDocument.objects.filter(invoice=invoice).update(content=b"x"),
        lambda: InvoiceDocument.objects.filter(invoice=invoice).delete(),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), within(mine.organization):
            attempt()  # type: ignore[no-untyped-call]


def test_the_document_is_made_once_and_its_hash_holds_xb_20() -> None:
    """XB-20: the bytes are kept, made from what was frozen: a new name and address tomorrow change nothing."""
    mine = deal()
    issued(mine)
    (invoice,) = mine.invoices()
    made = document(mine.organization, invoice=invoice.id, at=noon(DAY))
    assert bytes(made.content).startswith(b"%PDF-")
    assert hashlib.sha256(bytes(made.content)).hexdigest() == made.sha256
    with within(mine.organization):
        mine.account.name = "Noget andet"
        mine.account.save()
    again = document(mine.organization, invoice=invoice.id, at=noon(DAY))
    assert (again.id, bytes(again.content)) == (made.id, bytes(made.content))
    with within(mine.organization):
        assert Event.objects.filter(name="invoicing.documented").count() == 1


def test_documents_are_made_for_a_range_of_numbers_by_two_at_once_xb_20() -> None:
    """XB-20: the job after an issue makes what is missing, and two of them make each document once."""
    mine = deal()
    issued(mine, count=4)

    def batch(_: int) -> int:
        try:
            return document_batch(mine.organization, first=2, last=4, at=noon(DAY))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(batch, range(2)))
    with within(mine.organization):
        papers = InvoiceDocument.objects.filter(kind="pdf").order_by("invoice__number")
        stored = papers.values_list("invoice__number", flat=True)
        assert list(stored) == [2, 3, 4]
        assert Event.objects.filter(name="invoicing.documented").count() == 3
    assert document_batch(mine.organization, first=1, last=4, at=noon(DAY)) == 1


def test_the_snapshot_is_what_the_paper_reads_inv_1_to_inv_8() -> None:
    """INV-1 to INV-8: number, days, seller, buyer, lines, rate and VAT, frozen in the account's language (XB-19)."""
    mine = deal(language="en", party_type="business", cvr="98765433", name="Eksempel A/S")
    drafts = [Draft(mine.account, "DKK", [line(), line(-333)._replace(quantity=-1, unit_price_minor=333)])]
    issue(mine.organization, drafts=drafts, issued_on=DAY, actor=ACTOR, at=noon(DAY))
    (invoice,) = mine.invoices()
    frozen = InvoiceSnapshot.from_json(json.dumps(invoice.snapshot))
    assert json.loads(frozen.to_json()) == invoice.snapshot
    assert (frozen.number, frozen.issued_on, frozen.due_on) == ("1", DAY, date(2026, 3, 18))
    assert (frozen.seller.name, frozen.seller.cvr) == ("Nordlys Træning ApS", "12345674")
    assert (frozen.buyer.name, frozen.buyer.cvr, frozen.buyer.party_type) == ("Eksempel A/S", "98765433", "business")
    assert (frozen.net_minor, frozen.vat_minor, frozen.total_minor) == (19667, 4917, 24584)
    assert (frozen.language, frozen.payment_terms) == ("en", "Net 8 days")
    assert [(one.text, one.net_minor) for one in frozen.lines] == [("Basis", 20000), ("Basis", -333)]


def pay(mine: Deal, invoice: Invoice, minor: int, reference: str, currency: str = "DKK") -> Payment:
    return record_manual_payment(
        mine.organization,
        invoice=invoice.id,
        amount=Money(minor, currency),
        paid_on=DAY,
        reference=reference,
        actor=ACTOR,
        at=noon(DAY),
    )


def test_a_payment_settles_and_what_is_too_much_is_the_balance_py_06() -> None:
    mine = deal()
    issued(mine)
    (invoice,) = mine.invoices()
    pay(mine, invoice, 10000, "bank-1")
    with pytest.raises(NotSettled, match="currency"):
        pay(mine, invoice, 100, "bank-2", "EUR")
    with pytest.raises(Refused, match="amount"):
        pay(mine, invoice, 0, "bank-2")
    assert mine.invoices()[0].settled_minor == 10000
    with within(mine.organization):
        still = summed(items=open_items(mine.organization, account=mine.account.id).values(), today=date(2026, 3, 19))
        assert (still.count, still.total, still.overdue) == (1, Money(15000, "DKK"), 1)
    pay(mine, invoice, 15100, "bank-2")
    with within(mine.organization):
        assert balance(mine.organization, account=mine.account.id) == [Money(100, "DKK")]
        assert summed(items=open_items(mine.organization, account=mine.account.id).values(), today=DAY).count == 0
        facts = Event.objects.filter(name="payments.recorded").order_by("at", "data__settled")
        assert [fact.data["settled"] for fact in facts] == [False, True]


def test_the_same_payment_is_recorded_once_by_many_at_once() -> None:
    """The reference is the payer's own: again means the same payment; for something else it is refused."""
    mine = deal()
    issued(mine)
    (invoice,) = mine.invoices()

    def paid(_: int) -> Payment:
        try:
            return pay(mine, invoice, 7000, " bank-7 ")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert len({payment.id for payment in threads.map(paid, range(6))}) == 1
    assert mine.invoices()[0].settled_minor == 7000
    with pytest.raises(Refused, match="reference_used"):
        pay(mine, invoice, 7001, "bank-7")
