"""What is charged is decided from one statement (`card_collections._READ`): it says what reading everything says."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.queries.card_collections import Ready, ready
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.story.cards.standings import TOTAL, Case, written
from tests.story.cards.till import DUE, Till, another, till

CARD, BY_HAND = "payment_card", "invoice"
#: Each thing that may stand beside an invoice alone, so that none hides behind another.
ALONE = [
    Case(),
    Case(paid=10000),
    Case(paid=TOTAL),
    Case(dispute="whole"),
    Case(dispute="part"),
    Case(dispute="rejected"),
    Case(dispute="withdrawn"),
    Case(deferred=True),
    Case(plan="kept"),
    Case(plan="broken"),
    Case(claim="open"),
    Case(claim="waived"),
    Case(claim="paid"),
    Case(paid=TOTAL, claim="open"),
    Case(handed_over=True),
    Case(methods=(BY_HAND,)),
    Case(methods=(CARD,)),
    Case(methods=("", BY_HAND)),
    Case(methods=(BY_HAND, BY_HAND)),
]
ANY = st.builds(
    Case,
    paid=st.sampled_from([0, 10000, TOTAL]),
    dispute=st.sampled_from(["", "whole", "part", "rejected", "withdrawn"]),
    deferred=st.booleans(),
    plan=st.sampled_from(["", "kept", "broken", "done"]),
    claim=st.sampled_from(["", "open", "waived", "paid"]),
    handed_over=st.booleans(),
    methods=st.lists(st.sampled_from(["", CARD, BY_HAND]), max_size=2).map(tuple),
)


def read(mine: Till, rows: list[CardCollection]) -> list[Ready]:
    with within(mine.organization):
        return ready(mine.organization, account=mine.account, rows=rows, today=DUE)


def slow(mine: Till, invoice: UUID) -> tuple[int, Money, object]:
    with within(mine.organization):
        asked = to_pay(mine.organization, invoice=Invoice.objects.get(id=invoice))
        return asked.rest.minor, asked.now, asked.due_on


def saved(method: str = CARD) -> Till:
    mine = till()
    mine.save()
    mine.method(method)
    return mine


@pytest.mark.parametrize("method", [CARD, BY_HAND])
def test_each_alone_and_all_at_once_in_their_order(method: str) -> None:
    """CM-05, CM-06, DUN-6: read together, each row says its own; the last asked for comes last."""
    mine = saved(method)
    rows = [written(mine, case) for case in ALONE]
    found = read(mine, rows)
    assert [each.row.id for each in found] == [row.id for row in rows]
    for case, each in zip(ALONE, found, strict=True):
        assert each.standing == case.standing(account_method=method), case
        assert (each.standing.rest_minor, each.now, each.standing.due_on) == slow(mine, each.row.invoice_id), case


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(ANY, min_size=1, max_size=3))
def test_any_that_stand_together(cases: list[Case]) -> None:
    """Whatever stands beside an invoice, the short way of reading it and the long one agree, to the øre."""
    mine = saved()
    rows = [written(mine, case) for case in cases]
    for case, each in zip(cases, read(mine, rows), strict=True):
        assert each.standing == case.standing(account_method=CARD), case
        assert (each.standing.rest_minor, each.now, each.standing.due_on) == slow(mine, each.row.invoice_id), case


@pytest.mark.parametrize(
    ("case", "state", "reason", "charged"),
    [
        (Case(), "done", "paid", [TOTAL]),
        (Case(claim="open"), "done", "paid", [TOTAL + 10000]),
        (Case(paid=10000, claim="waived"), "done", "paid", [15000 + 5000]),
        (Case(dispute="whole"), "waiting", "disputed", []),
        (Case(dispute="part"), "waiting", "disputed", []),
        (Case(plan="kept"), "waiting", "plan", []),
        (Case(deferred=True), "waiting", "deferred", []),
        (Case(dispute="rejected"), "waiting", "deferred", []),
        (Case(handed_over=True), "stopped", "handed_over", []),
        (Case(methods=(BY_HAND,)), "stopped", "method", []),
        (Case(paid=TOTAL, claim="open"), "done", "paid", [10000]),
    ],
)
def test_only_what_may_be_charged_is(case: Case, state: str, reason: str, charged: list[int]) -> None:
    """From the row to the gateway: who says no, pays in parts or was handed over keeps her money."""
    mine = saved()
    row = written(mine, case)
    mine.collect(DUE)
    found = mine.row()
    assert (found.id, found.state, found.reason) == (row.id, state, reason)
    assert mine.paid() == charged


def test_a_small_one_that_is_disputed_by_now_does_not_go_along() -> None:
    """S9: what waits for the next invoice is judged anew, and what merely waits is not taken before its own day."""
    mine = saved()
    disputed, small, waits = (
        written(mine, Case(dispute="whole")),
        written(mine, Case()),
        written(mine, Case(), due_on=DUE + timedelta(days=9)),
    )
    due = written(mine, Case())
    with within(mine.organization):
        for row in (disputed, small):
            row.reason, row.next_on = LEAST, DUE + timedelta(days=3)
            row.save(update_fields=["reason", "next_on"])
    assert mine.collect(DUE) == 1
    (order,) = mine.book.asked("charge")
    assert order.amount == Money(2 * TOTAL, "DKK")
    with within(mine.organization):
        states = dict(CardCollection.objects.values_list("id", "state"))
    assert states == {due.id: "done", small.id: "done", disputed.id: "waiting", waits.id: "waiting"}


@pytest.mark.parametrize(
    ("currency", "month", "pays", "expired"),
    [("DKK", 12, True, False), ("DKK", 2, False, True), ("", 2, False, True), ("EUR", 2, False, False)],
)
def test_only_a_card_that_could_pay_is_called_expired(currency: str, month: int, pays: bool, expired: bool) -> None:
    """CD-04: said to be expired is a card that could pay this, but for its date; one for euro is no reason."""
    mine = till(gateway="quickpay")
    mine.save(another(exp_month=month, exp_year=2026), currency=currency)
    (found,) = read(mine, [written(mine, Case())])
    assert (found.card is not None, found.expired) == (pays, expired)
