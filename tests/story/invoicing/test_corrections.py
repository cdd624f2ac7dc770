"""CM-07: a customer corrects an issued invoice; the pair leaves balance and VAT as they were."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.models import Correction, CorrectionTask, CreditNote, Invoice
from selvbetjening.domain.invoicing.rules.correcting import Standing, correction_refusal
from selvbetjening.domain.organizations.actions.choose import choose
from selvbetjening.domain.payments.actions.correct_invoice import Outcome, close_correction_task, correct_invoice
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, DAY, Books, books, line, noon
from tests.story.invoicing.test_credit_notes import give

pytestmark = pytest.mark.usefixtures("database")

SOON = DAY + timedelta(days=20)
EAN = {"ean": "5798000416789", "po_number": "REK-7"}


def correct(mine: Books, invoice: Invoice, wanted: Mapping[str, str] = EAN, *, day: date = SOON) -> Outcome:
    return correct_invoice(
        mine.organization, account=mine.account.id, invoice=invoice.id, wanted=wanted, actor=CLERK, at=noon(day)
    )


def books_of(mine: Books) -> tuple[int, int, int]:
    """What the account owes, what stands to its good, and the VAT of all documents."""
    with within(mine.organization):
        sums = Invoice.objects.aggregate(owed=Sum("total_minor") - Sum("settled_minor"), vat=Sum("vat_minor"))
        back = CreditNote.objects.aggregate(vat=Sum("vat_minor"))
    return sums["owed"], sum(good.minor for good in mine.balance()), sums["vat"] - (back["vat"] or 0)


def test_the_pair_has_the_same_lines_and_due_day_and_moves_payments() -> None:
    mine = books(party_type="public", cvr="12345674")
    old = mine.issue([line(20000), line(3333, "Fri", rate=0)])
    mine.pay(old, 10000)
    other = mine.issue(day=SOON)
    before = books_of(mine)
    made = correct(mine, old, EAN | {"name": " Nyt Navn "}).made
    assert made is not None
    assert books_of(mine) == before
    new, note = mine.invoice(made.new_invoice), mine.note(made.credit_note)
    assert (new.number, new.issued_on, new.due_on, new.settled_minor) == (other.number + 1, SOON, old.due_on, 10000)
    assert mine.invoice(old.id).outstanding.is_zero
    was, now = InvoiceSnapshot.from_data(old.snapshot), InvoiceSnapshot.from_data(new.snapshot)
    assert (now.lines, now.vat_groups, now.total_minor) == (was.lines, was.vat_groups, was.total_minor)
    assert (now.buyer.ean, now.buyer.po_number, now.buyer.name) == ("5798000416789", "REK-7", "Nyt Navn")
    assert (now.buyer.cvr, now.buyer.address_lines) == (was.buyer.cvr, was.buyer.address_lines)
    paper = InvoiceSnapshot.from_data(note.snapshot)
    assert (paper.buyer, paper.original_number, paper.total_minor) == (was.buyer, was.number, was.total_minor)
    with within(mine.organization):
        assert Correction.objects.get().changed_fields == ["name", "ean", "po_number"]
        assert "REK-7" not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_late_payment_of_the_old_one_pays_the_new_one_fik_5() -> None:
    mine = books()
    older, old = mine.issue(), mine.issue()
    made = correct(mine, old).made
    assert made is not None
    mine.pay(mine.invoice(old.id), 25000)
    assert mine.invoice(made.new_invoice).outstanding.is_zero
    assert mine.invoice(older.id).settled_minor == 0


def test_three_at_once_make_one_pair() -> None:
    mine = books()
    old = mine.issue()
    answers = at_once([lambda: correct(mine, old)] * 3)
    assert sorted(answer.refused or "" for answer in answers) == ["", "corrected", "corrected"]
    with within(mine.organization):
        assert Invoice.objects.count() == 2


def test_what_may_not_be_done_alone_is_asked_of_the_company_once() -> None:
    mine = books(party_type="business")
    late = mine.issue()
    for _ in range(2):
        outcome = correct(mine, late, day=DAY + timedelta(days=61))
        assert (outcome.made, outcome.refused, outcome.asked) == (None, "too_late", True)
    with within(mine.organization):
        task = CorrectionTask.objects.get()
        assert (task.reason, task.wanted) == ("too_late", EAN)
        assert Event.objects.filter(name="invoicing.correction_asked").count() == 1
    close_correction_task(mine.organization, task=task.id, actor=CLERK, at=noon(SOON))
    choose(mine.organization, values={"accounts_closed_until": DAY.isoformat()}, actor=CLERK, at=noon(SOON))
    assert correct(mine, late).refused == "period_locked"
    assert mine.invoice(late.id).credited_minor == 0


def test_neither_twice_nor_after_a_credit_nor_for_a_neighbour() -> None:
    mine, other = books(), books()
    old, part = mine.issue(), mine.issue()
    made = correct(mine, old).made
    assert made is not None
    assert correct(mine, mine.invoice(made.new_invoice), {"ean": ""}).refused == "corrected"
    give(mine, part, 100)
    assert correct(mine, part) == Outcome(None, "credited")
    with pytest.raises(Invoice.DoesNotExist):
        correct(other, part)


BUYER: dict[str, Any] = {"name": "A", "address_lines": ["Vej 1"], "postal_code": "8000", "city": "Aarhus"}


@pytest.mark.parametrize(
    ("wanted", "standing", "refusal"),
    [
        ({"reference": "Bo"}, {}, None),
        ({"vat_number": "DK12345674"}, {}, None),
        ({"city": "Aarhus "}, {}, "nothing"),
        ({"email": "x"}, {}, "nothing"),
        ({"name": " "}, {}, "no_name"),
        ({"ean": "57980004167891"}, {}, "too_long"),
        ({"vat_number": "DE123456789"}, {}, "vat_treatment"),
        ({"vat_number": ""}, {"vat_number": "DK12345674", "reverse_charge": True}, "vat_treatment"),
        ({"ean": "1"}, {"issued_on": DAY - timedelta(days=60)}, None),
        ({"ean": "1"}, {"issued_on": DAY - timedelta(days=61)}, "too_late"),
        ({"ean": "1"}, {"credited": True}, "credited"),
        ({"ean": "1"}, {"corrected": True}, "corrected"),
        ({"ean": "1"}, {"locked_until": DAY}, "period_locked"),
        ({"ean": "1"}, {"locked_until": DAY - timedelta(days=1)}, None),
    ],
)
def test_which_corrections_a_customer_may_make(
    wanted: dict[str, str], standing: dict[str, Any], refusal: str | None
) -> None:
    given: dict[str, Any] = {"issued_on": DAY, "credited": False, "corrected": False} | standing
    locked, number = given.pop("locked_until", None), given.pop("vat_number", "")
    found = correction_refusal(
        buyer=BUYER | {"vat_number": number},
        wanted=wanted,
        standing=Standing(**given),
        today=DAY,
        locked_until=locked,
    )
    assert found == refusal
