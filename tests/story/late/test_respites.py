"""CM-06: "udskyd 7 dage" and instalments, inside the company's limits."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.billing.actions.hand_over import hand_over
from selvbetjening.domain.billing.queries.collecting import NotCollectable, collection_list
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.defer import defer
from selvbetjening.domain.payments.actions.make_plan import make_plan
from selvbetjening.domain.payments.models import Deferral, PaymentPlan
from selvbetjening.domain.payments.rules.respite import NoRespite, parts_left
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, noon
from tests.story.late.debts import CUSTOMER, DUE, Debts, debts, owed

pytestmark = pytest.mark.usefixtures("database")


def march(day: int) -> date:
    return date(2026, 3, day)


def later(mine: Debts, invoice: Invoice, day: date) -> Deferral:
    return defer(
        mine.organization, account=mine.account.id, invoice=invoice.id, today=day, actor=CUSTOMER, at=noon(day)
    )


def plan(mine: Debts, invoice: Invoice, day: date, parts: int = 3) -> PaymentPlan:
    return make_plan(
        mine.organization, account=mine.account.id, invoice=invoice.id, parts=parts, today=day, actor=CUSTOMER,
        at=noon(day),
    )  # fmt: skip


def test_seven_more_days_without_reminder_and_interest() -> None:
    """CM-06: deferred on 8 March to the 15th; the first letter after that day and the grace; 6 + 5 days of interest."""
    mine = debts()
    invoice = owed(mine)
    assert later(mine, invoice, march(8)).until_on == march(15)
    assert mine.due(invoice).due_on == march(15)
    mine.through(march(8), march(25))
    # Sunday the 15th counts as Monday the 16th; five days of grace
    assert mine.letters(invoice) == [(march(21), 100_00, "reminder")]
    assert mine.claimed(invoice, "interest") == 3_67  # 11 · 0.3339


def test_deferred_before_the_due_date_it_counts_from_there() -> None:
    mine = debts()
    assert later(mine, owed(mine), date(2026, 2, 22)).until_on == DUE + timedelta(days=7)


def test_the_limits_of_deferral() -> None:
    """CM-06: once for each invoice, twice a year for each account; two at once defer once."""
    mine = debts()
    first, second, third = owed(mine), owed(mine), owed(mine)
    made = at_once([lambda: later(mine, first, march(3))] * 4)
    assert sum(isinstance(each, Deferral) for each in made) == 1
    later(mine, second, march(3))
    for invoice, reason in ((first, "already"), (third, "limit")):
        with pytest.raises(NoRespite, match=reason):
            later(mine, invoice, march(4))
    later(mine, third, march(3) + timedelta(days=365))
    mine.pay(owed(mine), 1250_00)
    off = debts(choices={"defers_per_year": 0})
    with pytest.raises(NoRespite, match="off"):
        later(off, owed(off), march(3))


def test_a_kept_plan_is_left_in_peace_and_finished() -> None:
    """CM-06: three equal parts, the remainder on the last; paid in time, no letter and no interest at all."""
    mine = debts()
    invoice = owed(mine)
    plan(mine, invoice, march(5))
    parts = mine.due(invoice).parts
    assert [(part.due_on, part.amount.minor) for part in parts] == [
        (march(12), 416_67), (date(2026, 4, 12), 416_67), (date(2026, 5, 12), 416_66)
    ]  # fmt: skip
    for part in parts:
        mine.through(march(6), part.due_on)
        mine.pay(invoice, part.amount.minor, day=part.due_on)
    mine.through(date(2026, 5, 13), date(2026, 5, 14))
    assert mine.letters(invoice) == []
    assert mine.due(invoice).now.is_zero
    assert len(mine.facts("payments.plan_finished")) == 1


def test_a_broken_plan_gives_no_new_fees_dun_2() -> None:
    """DUN-2, CM-06: the part of 12 April is missed; letters go on where they stopped, all of them free."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, march(9))
    plan(mine, invoice, march(10))
    assert mine.due(invoice).now.minor == 1250_00 + 100_00 + 2_34
    mine.pay(invoice, 450_78, day=march(17))
    mine.through(march(10), date(2026, 6, 30))
    assert len(mine.facts("payments.plan_broken")) == 1
    assert [fee for _, fee, _ in mine.letters(invoice)] == [100_00, 0, 0]
    assert mine.letters(invoice)[1][0] > date(2026, 4, 22)
    assert mine.claimed(invoice, "fee") == 100_00
    with pytest.raises(NoRespite, match="already"):
        plan(mine, invoice, date(2026, 7, 1))


def test_the_limits_of_plans() -> None:
    """CM-06: parts within number and size; nothing for a paid, small or disputed invoice, or when switched off."""
    mine = debts()
    invoice = owed(mine)
    for parts in (1, 4, -1):
        with pytest.raises(NoRespite, match="parts"):
            plan(mine, invoice, march(3), parts)
    with pytest.raises(NoRespite, match="part_too_small"):
        plan(mine, owed(mine, 15_000), march(3), 2)
    paid = owed(mine)
    mine.pay(paid, 1250_00)
    with pytest.raises(NoRespite, match="paid"):
        plan(mine, paid, march(3))
    with pytest.raises(Invoice.DoesNotExist):
        plan(debts(), invoice, march(3))
    off = debts(choices={"plan_max_parts": 0})
    with pytest.raises(NoRespite, match="off"):
        plan(off, owed(off), march(3))


def test_hand_over_after_the_demand_and_once_dun_6_col_1_col_2() -> None:
    """DUN-6, COL-1, COL-2: not before the deadline is over; 100 kr. once; no letter after; lapsed ones never."""
    mine = debts()
    invoice = owed(mine)
    mine.through(DUE, march(29))

    def give(day: date) -> int:
        made = hand_over(mine.organization, invoice=invoice.id, today=day, actor=CLERK, at=noon(day))
        return int(made.total_minor)

    with pytest.raises(NotCollectable, match="deadline"):
        give(date(2026, 4, 10))
    with within(mine.organization):
        (listed,) = collection_list(mine.organization, today=date(2026, 4, 11))
    assert (listed.reason, listed.total.minor) == ("", 1559_02)
    assert at_once([lambda: give(date(2026, 4, 11))] * 3) == [1659_02] * 3
    assert mine.claimed(invoice, "collection") == 100_00
    with within(mine.organization):
        assert collection_list(mine.organization, today=date(2026, 4, 12)) == []
    other = owed(mine)
    with pytest.raises(NotCollectable, match="no_demand"):
        hand_over(mine.organization, invoice=other.id, today=march(20), actor=CLERK, at=noon(march(20)))
    with within(mine.organization):
        soon = collection_list(mine.organization, today=date(2028, 9, 1))
        gone = collection_list(mine.organization, today=date(2029, 3, 1))
    assert [(each.invoice.id, each.age, each.reason) for each in soon] == [(other.id, "soon", "no_demand")]
    assert [(each.age, each.reason) for each in gone] == [("lapsed", "lapsed")]
    mine.through(date(2029, 3, 1), date(2029, 3, 2))
    assert mine.letters(other) == []


def test_fees_on_top_take_nothing_from_the_parts() -> None:
    """More left than the parts come to, as with a fee after the plan was made: each part stands whole."""
    assert parts_left(amounts=[100_00, 50_00], left_minor=170_00) == [100_00, 50_00]
    assert parts_left(amounts=[100_00, 50_00], left_minor=120_00) == [70_00, 50_00]
