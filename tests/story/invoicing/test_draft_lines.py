"""Draft lines wait for the next invoice, once, and need no subscription (XB-24)."""

import pytest
from django.db import DatabaseError

from selvbetjening.domain.invoicing.actions.draft_lines import (
    add_draft_line,
    drop_draft_line,
    issue_drafts_now,
    lines_waiting,
)
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.actions.take_lines import DraftLineGone
from selvbetjening.domain.invoicing.models import DraftLine, Invoice, InvoiceLine
from selvbetjening.domain.invoicing.rules.draft_lines import Refused
from selvbetjening.domain.payments.actions.issue_now import issue_now
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, DAY, Books, books, line, noon

pytestmark = pytest.mark.usefixtures("database")


def add(mine: Books, text: str = "Kursus", minor: int = 8000, currency: str = "DKK", quantity: int = 1) -> DraftLine:
    return add_draft_line(
        mine.organization,
        account=mine.account.id,
        text=text,
        unit_price=Money(minor, currency),
        quantity=quantity,
        actor=CLERK,
        at=noon(),
    )


def test_the_next_invoice_takes_them_and_only_that_one() -> None:
    mine = books()
    kept, dropped = add(mine, quantity=2), add(mine, "Fejl")
    drop_draft_line(mine.organization, draft_line=dropped.id, actor=CLERK, at=noon())
    with within(mine.organization):
        waits = lines_waiting(mine.organization, accounts=[mine.account.id])
    assert list(waits) == [(mine.account.id, "DKK")]
    invoice = mine.issue([line(), *waits[mine.account.id, "DKK"]])
    assert [(row.text, row.net_minor, row.starts_on) for row in mine.lines(invoice)][1] == ("Kursus", 16000, None)
    with within(mine.organization):
        assert DraftLine.objects.get(id=kept.id).invoice_line.invoice_id == invoice.id  # type: ignore[union-attr]
        assert lines_waiting(mine.organization, accounts=[mine.account.id]) == {}
    with pytest.raises(DraftLineGone):
        mine.issue(waits[mine.account.id, "DKK"])
    for gone in (kept, dropped):
        with pytest.raises(Refused, match="gone"):
            drop_draft_line(mine.organization, draft_line=gone.id, actor=CLERK, at=noon())


def test_issue_now_is_a_one_off_invoice_for_each_currency_and_the_balance_pays() -> None:
    mine = books()
    mine.pay(mine.issue(), 30000)
    add(mine)
    add(mine, "Rejse", 5000, "EUR")
    issued = issue_now(mine.organization, account=mine.account.id, issued_on=DAY, actor=CLERK, at=noon())
    assert [(made.total.currency, made.total.minor) for made in issued] == [("DKK", 10000), ("EUR", 6250)]
    assert mine.invoice(issued[0].invoice).settled_minor == 5000
    assert mine.balance() == []
    with within(mine.organization):
        assert not InvoiceLine.objects.filter(invoice_id=issued[0].invoice, subscription_id__isnull=False).exists()
    with pytest.raises(Refused, match="gone"):
        issue_drafts_now(
            mine.organization, account=mine.account.id, issued_on=DAY, by_card=lambda *_: False, actor=CLERK, at=noon()
        )


def test_five_at_once_invoice_it_once_num_1() -> None:
    mine = books()
    add(mine)
    answers = at_once(
        [lambda: issue_now(mine.organization, account=mine.account.id, issued_on=DAY, actor=CLERK, at=noon())] * 5
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused"] * 4 + ["list"]
    with within(mine.organization):
        assert list(Invoice.objects.values_list("number", flat=True)) == [1]


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"text": " "}, "text"), ({"quantity": 0}, "quantity"), ({"minor": 0}, "price"), ({"minor": -5}, "price")],
)
def test_what_cannot_wait_is_refused(values: dict[str, object], reason: str) -> None:
    mine = books()
    with pytest.raises(Refused, match=reason):
        add(mine, **values)  # type: ignore[arg-type]


def test_a_neighbour_can_neither_drop_nor_invoice_it() -> None:
    mine, other = books(), books()
    waits = add(mine)
    with pytest.raises(Refused, match="gone"):
        drop_draft_line(other.organization, draft_line=waits.id, actor=CLERK, at=noon())
    with within(mine.organization):
        stolen = lines_waiting(mine.organization, accounts=[mine.account.id])[mine.account.id, "DKK"]
    draft = Draft(other.account, "DKK", stolen)
    with pytest.raises((DraftLineGone, DatabaseError)):
        issue(other.organization, drafts=[draft], issued_on=DAY, actor=CLERK, at=noon())
