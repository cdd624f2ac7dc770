"""Credit notes: numbered, like their original, never more than is left, and what then stands to the good."""

from datetime import date

import pytest
from django.db import DatabaseError, connection

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.actions.credit import Credit, credit, credit_in_full
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.models import CreditNote, Invoice, InvoiceLine
from selvbetjening.domain.invoicing.rules.credits import NotCredited
from selvbetjening.domain.payments.actions.give_credit import give_credit, make_void
from selvbetjening.domain.payments.actions.use_credit import use_credit, use_credit_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, DAY, Books, books, line, noon

pytestmark = pytest.mark.usefixtures("database")

LATER = date(2026, 4, 20)


def give(mine: Books, invoice: Invoice, net: int, *, at: int = 0, day: date = DAY) -> CreditNote:
    wanted = [Credit(invoice_line=mine.lines(invoice)[at].id, net_minor=net, text="Opsagt")]
    (made,) = give_credit(
        mine.organization, account=mine.account.id, lines=wanted, reason="Opsagt", actor=CLERK, at=noon(day)
    )
    return mine.note(made.credit_note)


def void(mine: Books, invoice: Invoice, *, day: date = DAY) -> CreditNote:
    made = make_void(
        mine.organization, account=mine.account.id, invoice=invoice.id, reason="Fejl", actor=CLERK, at=noon(day)
    )
    return mine.note(made.credit_note)


def test_a_number_of_its_own_and_the_original_named_crn_1_num_1_xb_25() -> None:
    mine = books()
    first, second = mine.issue(), mine.issue()
    notes = [give(mine, second, 5000, day=LATER), void(mine, first, day=LATER)]
    assert [note.number for note in notes] == [1, 2]
    note = notes[0]
    assert (note.original_number, note.original_date, note.reason) == (str(second.number), DAY, "Opsagt")
    assert (note.issued_on, note.net_minor, note.vat_minor, note.total_minor) == (LATER, 5000, 1250, 6250)
    assert note.retain_until == date(2031, 12, 31)
    paper = InvoiceSnapshot.from_data(note.snapshot)
    assert (paper.kind, paper.number, paper.original_number, paper.due_on) == ("credit_note", "1", "2", None)
    assert [(row.text, row.quantity, row.net_minor) for row in paper.lines] == [("Opsagt", 1, 5000)]
    with within(mine.organization):
        facts = [fact.data["full"] for fact in Event.objects.filter(name="invoicing.credited").order_by("data__number")]
    assert facts == [False, True]


def test_party_and_tax_state_are_the_originals_crn_2_xb_26() -> None:
    """CRN-2, XB-26: names, numbers and VAT are copied from the invoice, never from today's account."""
    mine = books(name="Gammelt Navn", party_type="business", cvr="12345674")
    invoice = mine.issue([line(10000, vat_category="AE", rate=0)])
    with within(mine.organization):
        Account.objects.filter(id=mine.account.id).update(name="Nyt Navn", cvr="", language="en")
    paper = InvoiceSnapshot.from_data(void(mine, invoice).snapshot)
    was = InvoiceSnapshot.from_data(invoice.snapshot)
    assert (paper.buyer, paper.seller, paper.language) == (was.buyer, was.seller, "da")
    assert [row.vat_category for row in paper.lines] == ["AE"]
    assert paper.lines == was.lines
    assert paper.vat_groups == was.vat_groups


def test_never_more_than_is_left_whoever_asks_crn_3() -> None:
    mine = books()
    invoice = mine.issue()
    give(mine, invoice, 15000)
    with pytest.raises(NotCredited, match="more_than_left"):
        give(mine, invoice, 5001)
    row = mine.lines(invoice)[0]
    for sql in (
        "UPDATE invoicing_invoiceline SET credited_minor = 20001 WHERE id = %s",
        "UPDATE invoicing_invoiceline SET offset_minor = 5001 WHERE id = %s",
        "UPDATE invoicing_invoiceline SET credited_minor = 14999 WHERE id = %s",
        "UPDATE invoicing_invoiceline SET net_minor = 1 WHERE id = %s",
        "DELETE FROM invoicing_invoiceline WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), within(mine.organization), connection.cursor() as cursor:
            cursor.execute(sql, [row.id])
    assert give(mine, invoice, 5000).total_minor == 6250
    with pytest.raises(NotCredited, match="nothing"):
        void(mine, invoice)


def test_eight_at_once_credit_what_is_left_once_crn_3() -> None:
    mine = books()
    invoice = mine.issue()
    answers = at_once([lambda: give(mine, invoice, 4000)] * 8)
    notes = [answer for answer in answers if isinstance(answer, CreditNote)]
    refused = [answer.reason for answer in answers if isinstance(answer, NotCredited)]
    assert (len(notes), refused) == (5, ["more_than_left"] * 3)
    assert sorted(note.number for note in notes) == [1, 2, 3, 4, 5]
    assert sum(note.vat_minor for note in notes) == invoice.vat_minor


def test_void_undoes_to_the_oere_and_is_final_crn_4_num_2_xb_28() -> None:
    mine = books()
    invoice = mine.issue([line(333, "A"), line(777, "B"), line(101, "C", rate=0)])
    give(mine, invoice, 111)
    give(mine, invoice, 333, at=1)
    void(mine, invoice)
    with within(mine.organization):
        notes = CreditNote.objects.filter(invoice_id=invoice.id)
        assert sum(note.total_minor for note in notes) == invoice.total_minor
        assert sum(note.vat_minor for note in notes) == invoice.vat_minor
    assert mine.invoice(invoice.id).credited_minor == invoice.total_minor
    for sql in (
        "DELETE FROM invoicing_creditnote",
        "UPDATE invoicing_creditnote SET reason = 'x'",
        "UPDATE invoicing_creditnoteline SET net_minor = 1",
        "DELETE FROM invoicing_invoice",
        "UPDATE invoicing_invoice SET credited_minor = 0",
    ):
        with pytest.raises(DatabaseError), within(mine.organization), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_line_below_nothing_counts_against_the_line_it_gives_back_of() -> None:
    mine = books()
    old = mine.lines(mine.issue())[0]
    upgrade = mine.issue([line(-12000, "Tilbage", credits_line=old.id), line(30000, "Fri")], day=LATER)
    with pytest.raises(NotCredited, match="more_than_left"):
        give(mine, mine.invoice(old.invoice_id), 8001)
    void(mine, upgrade, day=LATER)
    with within(mine.organization):
        again = InvoiceLine.objects.get(id=old.id)
    assert (again.creditable_minor, again.offset_minor) == (20000, 0)
    with pytest.raises(DatabaseError):
        mine.issue([line(-20001, "Tilbage", credits_line=old.id), line(30000, "Fri")], day=LATER)


def test_a_neighbours_line_is_unknown() -> None:
    mine, other = books(), books()
    foreign = mine.lines(mine.issue())[0]
    wanted = [Credit(invoice_line=foreign.id, net_minor=1)]
    with pytest.raises(NotCredited, match="unknown_line"):
        credit(other.organization, account=other.account.id, lines=wanted, reason="x", actor=CLERK, at=noon())
    with pytest.raises(NotCredited, match="unknown_line"):
        credit_in_full(
            other.organization, account=other.account.id, invoice=foreign.invoice_id, reason="x", actor=CLERK, at=noon()
        )


def test_it_pays_its_own_original_first_and_the_next_invoice_by_itself_xb_22() -> None:
    mine = books()
    old, own = mine.issue(), mine.issue(day=LATER)
    mine.pay(own, 10000)
    note = void(mine, own, day=LATER)
    assert mine.invoice(own.id).outstanding.is_zero
    assert mine.invoice(old.id).settled_minor == 10000
    assert (note.used_minor, mine.balance()) == (25000, [])
    mine.pay(old, 40000)
    assert mine.balance() == [Money(25000, "DKK")]
    euro, krone = mine.issue(currency="EUR"), mine.issue([line(10000)])
    used = use_credit_of(mine.organization, accounts=[mine.account.id], actor=CLERK, at=noon())
    assert [(each.invoice, each.amount) for each in used] == [(krone.id, Money(12500, "DKK"))]
    assert mine.invoice(euro.id).settled_minor == 0
    assert mine.balance() == [Money(12500, "DKK")]


def test_two_at_once_use_a_balance_once() -> None:
    mine = books()
    mine.pay(mine.issue(), 35000)
    mine.issue([line(20000)])
    at_once([lambda: use_credit(mine.organization, account=mine.account.id, actor=CLERK, at=noon())] * 4)
    assert mine.balance() == []
    with within(mine.organization):
        assert sorted(Invoice.objects.values_list("settled_minor", flat=True)) == [10000, 25000]
