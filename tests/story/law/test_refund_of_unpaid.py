"""A withdrawal pays back what was paid, and never what was only invoiced (WDR-7)."""

from datetime import date

import pytest

from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_withdraw import quote_withdraw
from selvbetjening.domain.billing.models import LegalAct
from selvbetjening.domain.billing.queries.paying_back import paid_back_of, would_pay_back
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.payments.actions.correct_invoice import correct_invoice
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.payments.queries import balance
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

DAY = date(2026, 3, 10)


def changed() -> Deal:
    """Basis, 250.00 incl. VAT, and the same day to the plan of 375.00: two invoices, 250.00 and 125.00."""
    mine = deal(party_type="consumer")
    subscription = mine.started(DAY)
    wanted = {"account": mine.account.id, "subscription": subscription.id, "at": noon(DAY)}
    mine.confirm(quote_change(mine.organization, terms=mine.free.id, **wanted).id, DAY)  # type: ignore[arg-type]
    assert [invoice.total_minor for invoice in mine.invoices()] == [25000, 12500]
    return mine


def pay(mine: Deal, place: int, minor: int) -> None:
    record_manual_payment(
        mine.organization, invoice=mine.invoices()[place].id, amount=Money(minor, "DKK"), paid_on=DAY,
        reference=f"bank {place}", actor=ACTOR, at=noon(DAY),
    )  # fmt: skip


def withdrawn(mine: Deal) -> tuple[list[int], list[int], list[Money]]:
    """The refunds, what is left to pay of each invoice, and the balance after the withdrawal."""
    with within(mine.organization):
        subscription = mine.invoices()[0].lines.all()[0].subscription_id
    assert subscription
    quote = quote_withdraw(mine.organization, account=mine.account.id, subscription=subscription, at=noon(DAY))
    with within(mine.organization):
        promised = would_pay_back(
            mine.organization, account=mine.account.id, subscription=subscription, credited=quote.credited, at=noon(DAY)
        )
    mine.confirm(quote.id, DAY)
    with within(mine.organization):
        tasks = [task.amount_minor for task in RefundTask.objects.all()]
        act = LegalAct.objects.get(subscription_id=subscription)
        assert promised == paid_back_of(mine.organization, legal_act=act)
        assert promised.paid_back.minor == sum(tasks)
        good = balance(mine.organization, account=mine.account.id)
    return tasks, [invoice.outstanding.minor for invoice in mine.invoices()], good


def test_nothing_is_paid_back_where_nothing_was_paid_wdr_7() -> None:
    """WDR-7: after a change the later invoice is credited for all of it; the earlier, unpaid one is settled first."""
    assert withdrawn(changed()) == ([], [0, 0], [])


@pytest.mark.parametrize(("place", "paid"), [(0, 25000), (0, 10000), (1, 12500)])
def test_what_was_paid_comes_back_to_the_oere_wdr_7(place: int, paid: int) -> None:
    mine = changed()
    pay(mine, place, paid)
    assert withdrawn(mine) == ([paid], [0, 0], [])


def test_another_contract_is_not_settled_with_the_refund_wdr_7() -> None:
    """WDR-7: the other subscription's open invoice stays open, and the refund is whole."""
    mine = changed()
    mine.started(DAY)
    pay(mine, 0, 25000)
    assert withdrawn(mine) == ([25000], [0, 0, 25000], [])


def test_an_invoice_that_a_later_one_gave_back_of_is_not_corrected_cm_07() -> None:
    """CM-07, CRN-3: refused in words, not a fault: the new invoice could not credit what is given back already."""
    mine = changed()
    first = mine.invoices()[0]
    answer = correct_invoice(
        mine.organization, account=mine.account.id, invoice=first.id, wanted={"name": "Nyt Navn"}, actor=ACTOR,
        at=noon(DAY),
    )  # fmt: skip
    assert (answer.made, answer.refused) == (None, "credited")
