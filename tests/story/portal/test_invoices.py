"""Invoices: one flat list, each with lines and VAT, and the stored PDF."""

import hashlib
from datetime import date

from tests.story.portal.world import NOW, World, text_of

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.models import InvoiceDocument
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money


def test_the_list_holds_invoices_of_ended_subscriptions(ours: World) -> None:
    """XB-15: an invoice stays reachable when its subscription is over."""
    with within(ours.id):
        Subscription.objects.filter(id=ours.subscription.id).update(state="ended", ends_on=date(2026, 4, 1))
    words = text_of(ours.client(language="en").get("/fakturaer/"))
    assert "Invoice 1 1 March 2026 9 March 2026 Overdue DKK 250.00" in words
    assert "ended on 31 March 2026" in text_of(ours.client(language="en").get(f"/abonnementer/{ours.subscription.id}/"))
    assert ours.client().get(f"/fakturaer/{ours.invoice.id}/").status_code == 200


def test_an_invoice_says_what_it_is_for_and_how_to_pay(ours: World) -> None:
    """SB-04: lines, VAT, total, what is left, and the number to write on the payment."""
    words = text_of(ours.client(language="en").get(f"/fakturaer/{ours.invoice.id}/"))
    for fact in ("DKK 200.00", "DKK 50.00", "Total incl. VAT DKK 250.00", "25 %", "Left to pay DKK 250.00"):
        assert fact in words
    assert "Pay DKK 250.00 now. It was to be paid by 9 March 2026." in words
    assert "Write invoice 1 on the payment." in words


def test_a_quantity_given_back_has_the_minus_of_the_amounts(ours: World) -> None:
    until = date(2026, 4, 1)
    given = [DraftLine(None, "Basis", date(2026, 3, 11), until, quantity, 20000, 20000 * quantity, 2500)
             for quantity in (2, -1)]  # fmt: skip
    with within(ours.id):
        draft = Draft(Account.objects.get(id=ours.account.id), "DKK", given)
    (made,) = issue(ours.id, drafts=[draft], issued_on=date(2026, 3, 11), actor=SYSTEM, at=NOW)
    words = text_of(ours.client(language="en").get(f"/fakturaer/{made.invoice}/"))
    assert "\N{MINUS SIGN}1 DKK 200.00 25 % \N{MINUS SIGN}DKK 200.00" in words


def test_a_payment_shows(ours: World) -> None:
    with within(ours.id):
        record_manual_payment(
            ours.id, invoice=ours.invoice.id, amount=Money(10000, "DKK"), paid_on=date(2026, 3, 5), reference="bank-1",
            actor=SYSTEM, at=NOW,
        )  # fmt: skip
    words = text_of(ours.client(language="en").get(f"/fakturaer/{ours.invoice.id}/"))
    assert "5 March 2026 DKK 100.00" in words
    assert "Left to pay DKK 150.00" in words
    with within(ours.id):
        record_manual_payment(
            ours.id, invoice=ours.invoice.id, amount=Money(15000, "DKK"), paid_on=date(2026, 3, 6), reference="bank-2",
            actor=SYSTEM, at=NOW,
        )  # fmt: skip
    words = text_of(ours.client(language="en").get(f"/fakturaer/{ours.invoice.id}/"))
    assert "Paid" in words
    assert "How to pay" not in words
    assert "Nothing is waiting to be paid." in text_of(ours.client(language="en").get("/"))


def test_the_pdf_is_the_stored_bytes(ours: World) -> None:
    """SB-04, XB-20: one document, the same bytes each time, named after the invoice (SEC-134: not cached)."""
    first, second = (ours.client().get(f"/fakturaer/{ours.invoice.id}/pdf/") for _ in range(2))
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Content-Disposition"] == 'attachment; filename="faktura-1.pdf"'
    assert first.headers["Cache-Control"] == "no-store"
    with within(ours.id):
        stored = InvoiceDocument.objects.get(invoice=ours.invoice, kind="pdf")
    assert stored.sha256 == hashlib.sha256(first.content).hexdigest()


def test_pages_beyond_the_list_show_its_last(ours: World) -> None:
    client = ours.client()
    for page in ("0", "2", "999999", "9" * 30, "x", "-1", "²"):
        answer = client.get("/fakturaer/", {"page": page})
        assert answer.status_code == 200
        assert f"/fakturaer/{ours.invoice.id}/" in answer.content.decode()
