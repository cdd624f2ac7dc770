"""An invoice through Betalingsservice from its issue to the money, and back (CM-05, PY-11)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.billing.actions.correct_invoice import correct_invoice
from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.issue_now import issue_now
from selvbetjening.domain.billing.actions.take_answers import take_answers
from selvbetjening.domain.directdebit.actions.mandates import end_mandate
from selvbetjening.domain.directdebit.ports import Verdict
from selvbetjening.domain.invoicing.actions.draft_lines import add_draft_line
from selvbetjening.domain.invoicing.documents.paying import how_to_pay
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import Payment, PaymentReversal
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import make
from tests.debits import DUE, ISSUED, Debits, debits
from tests.story.billing.deal import noon
from tests.story.directdebit.test_settling import Told

pytestmark = pytest.mark.usefixtures("database")
DEADLINE = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def clearing(settings: Any) -> type[Told]:
    settings.CLEARING = "tests.story.directdebit.test_settling.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {}, {}, [], False
    return Told


def payments(of: Debits) -> list[Payment]:
    with within(of.organization):
        return list(Payment.objects.filter(organization_id=of.organization))


def test_an_invoice_is_asked_for_once_and_paid_on_its_day() -> None:
    """One collection, due on the due day, of what is open, named by the invoice; its mail says when (PY-11)."""
    mine = debits()
    with_mail(mine)
    invoice = mine.issued()
    (asked,) = mine.collections()
    assert (asked.due_on, asked.pays_on, asked.reference) == (DUE, DUE, str(invoice.number))
    assert (asked.amount, asked.invoice_id) == (invoice.outstanding, invoice.id)
    assert "1. december 2026" in mine.mails("invoice_issued")[0].text
    assert "Betalingsservice" in mine.mails("invoice_issued")[0].text
    mine.react(noon(ISSUED))
    debit_day(mine.organization, at=noon(ISSUED))
    assert len(mine.collections()) == 1
    mine.days(date(2026, 11, 24), date(2026, 11, 30))
    assert mine.invoice(invoice.id).settled_minor == 0  # 17.1: 13 - scheduled is not paid
    mine.days(DUE, DUE)
    assert mine.states(invoice.id) == ["paid"]
    (paid,) = payments(mine)
    assert (paid.method, paid.amount, paid.paid_on) == ("betalingsservice", Money(25000, "DKK"), DUE)
    assert mine.invoice(invoice.id).outstanding.is_zero
    assert "Betalingsservice" in mine.mails("payment_received")[-1].text


def test_a_rejected_one_is_open_again_and_both_are_told(clearing: type[Told]) -> None:
    """17.1: 12, U21: the invoice is open, payer and company are told, and no reason is made up."""
    mine = debits()
    with_mail(mine)
    invoice = mine.issued()
    clearing.verdicts = {mine.mandate.match_key: (Verdict.REFUSED, DUE)}
    mine.days(date(2026, 11, 24), DUE)
    assert mine.states(invoice.id) == ["rejected"]
    assert mine.invoice(invoice.id).settled_minor == 0 and not payments(mine)
    assert [each["outcome"] for each in mine.facts("billing.debit_failed")] == ["rejected"]
    (told,) = mine.mails("debit_failed")
    assert "siger ikke hvorfor" in told.text
    (company,) = mine.mails("debits_failed")
    assert str(invoice.number) in company.text
    debit_day(mine.organization, at=noon(DUE) + timedelta(days=1))
    assert mine.states(invoice.id) == ["rejected"]  # it is not asked for again by itself
    assert len(mine.mails("debits_failed")) == 1


def test_what_is_charged_back_is_reversed(clearing: type[Told]) -> None:
    """15: within the refusal period the payment is taken back; the invoice is open and the books sum to nothing."""
    mine = debits()
    invoice = mine.issued()
    clearing.back = {mine.mandate.match_key: date(2026, 12, 4)}
    mine.days(date(2026, 11, 24), date(2026, 12, 4))
    assert mine.states(invoice.id) == ["charged_back"]
    assert mine.invoice(invoice.id).outstanding == invoice.total
    with within(mine.organization):
        (back,) = PaymentReversal.objects.filter(organization_id=mine.organization)
    assert back.amount_minor == payments(mine)[0].amount_minor
    assert take_answers(mine.organization, at=noon(date(2026, 12, 5))) == 0
    mine.days(date(2026, 12, 5), date(2026, 12, 9))
    assert mine.states(invoice.id) == ["charged_back"] and len(payments(mine)) == 1


def with_mail(of: Debits) -> None:
    make.recipient(of.deal.account)
    with within(of.organization):
        Organization.objects.filter(id=of.organization).update(email="firma@example.com")


@pytest.mark.parametrize(
    ("issued", "due", "pays"),
    [
        (date(2026, 12, 22), date(2027, 1, 1), date(2027, 2, 1)),  # New Year; the deadline was 21 December
        (date(2026, 12, 21), date(2027, 1, 1), date(2027, 2, 1)),  # 12.00 on the day of the deadline (11.00)
        (date(2026, 12, 18), date(2027, 1, 1), date(2027, 1, 4)),  # moved off New Year and the weekend
        (date(2028, 1, 10), date(2028, 2, 29), date(2028, 2, 29)),  # leap day
        (date(2027, 2, 10), date(2027, 3, 27), date(2027, 3, 30)),  # Easter: Saturday to Tuesday
        (date(2027, 3, 1), date(2027, 3, 28), date(2027, 4, 1)),  # summer time begins; March's deadline has passed
        (date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 2)),  # month end on a Saturday: the next month's cycle
    ],
)
def test_the_day_follows_the_calendar(issued: date, due: date, pays: date) -> None:
    """14.1, 14.2: off closed days as agreed, before the deadline of the month in which it is paid, else the next."""
    mine = debits()
    invoice = mine.issued(issued, due)
    (row,) = mine.tries(invoice.id)
    assert (row.pays_on, row.is_late) == (pays, pays.month != due.month and issued.month != 10)
    assert mine.collections()[0].pays_on == pays


def test_a_second_one_on_the_same_day_moves_on() -> None:
    """17.1: 8: one collection for a customer and day; the second goes to the next banking day, and is not too late."""
    mine = debits()
    with_mail(mine)
    first, second = mine.issued(), mine.issued()
    told = [(row.pays_on, row.is_late) for each in (first, second) for row in mine.tries(each.id)]
    assert told == [(DUE, False), (date(2026, 12, 2), False)]
    assert "for sent" not in mine.mails("invoice_issued")[-1].text


def test_too_far_ahead_waits() -> None:
    """4: at most 90 days ahead; it is asked for when it is."""
    mine = debits()
    invoice = mine.issued(date(2026, 11, 2), date(2027, 3, 1))
    assert [(row.state, row.reason) for row in mine.tries(invoice.id)] == [("waiting", "far")]
    debit_day(mine.organization, at=datetime(2026, 12, 1, 9, tzinfo=UTC))
    assert mine.states(invoice.id) == ["asked"]


def printed(of: Debits, invoice: UUID) -> str:
    snapshot = InvoiceSnapshot.from_data(of.invoice(invoice).snapshot)
    return "\n".join(how_to_pay(snapshot))


def test_the_invoice_itself_says_so_with_the_three_numbers() -> None:
    """2: PBS number, debtor group and customer number stand on every invoice; one that is taken says so first."""
    mine = debits()
    taken = printed(mine, mine.issued().id)
    assert taken.startswith("Trækkes via Betalingsservice")
    assert taken.endswith(f"PBS-nr. {mine.agreement.pbs_number}, deb.gr.nr. 00001, kundenr. {mine.deal.account.code}")
    other = debits(collection_method="payment_card")
    assert "Trækkes via" not in printed(other, other.issued().id)
    assert f"kundenr. {other.deal.account.code}" in printed(other, other.issued().id)
    end_mandate(mine.organization, mandate=mine.mandate.id, by="bank", actor=SYSTEM, at=noon(ISSUED))
    mine.react(noon(ISSUED))
    after = printed(mine, mine.issued().id)
    assert "Trækkes via" not in after and mine.agreement.pbs_number in after


def test_every_way_of_issuing_prints_it() -> None:
    """2: what is invoiced from lines that wait, and what takes the place of a wrong one, say the same."""
    mine = debits()
    numbers = f"PBS-nr. {mine.agreement.pbs_number}, deb.gr.nr. 00001, kundenr. {mine.deal.account.code}"
    add_draft_line(
        mine.organization, account=mine.deal.account.id, text="Fragt", unit_price=Money(4000, "DKK"), actor=SYSTEM,
        at=noon(ISSUED),
    )  # fmt: skip
    (waited,) = issue_now(
        mine.organization, account=mine.deal.account.id, issued_on=ISSUED, actor=SYSTEM, at=noon(ISSUED)
    )
    said = printed(mine, waited.invoice)
    assert said.startswith("Trækkes via Betalingsservice") and said.endswith(numbers)
    invoice = mine.issued()
    made = correct_invoice(
        mine.organization, account=mine.deal.account.id, invoice=invoice.id, wanted={"name": "Rettet Navn"},
        actor=SYSTEM, at=noon(ISSUED),
    ).made  # fmt: skip
    assert made is not None
    said = printed(mine, made.new_invoice)
    assert said.startswith("Trækkes via Betalingsservice") and said.endswith(numbers)
    mine.react(noon(ISSUED))
    assert mine.states(invoice.id) == ["withdrawn"] and mine.states(made.new_invoice) == ["asked"]
    other = debits(collection_method="payment_card")
    wrong = other.issued()
    later = correct_invoice(
        other.organization, account=other.deal.account.id, invoice=wrong.id, wanted={"name": "Rettet Navn"},
        actor=SYSTEM, at=noon(ISSUED),
    ).made  # fmt: skip
    assert later is not None and "Trækkes via" not in printed(other, later.new_invoice)
    assert other.agreement.pbs_number in printed(other, later.new_invoice)
