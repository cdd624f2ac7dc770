"""Offers: which way, when, how much, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import any_terms, moments, paid, standing, terms

from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.billing.rules.facts import Facts, ScheduledFacts, TermsFacts, digest
from selvbetjening.domain.billing.rules.offers import offer
from selvbetjening.domain.billing.rules.quotes import Act, Offer, offer_as_json, offer_from_json
from selvbetjening.domain.billing.rules.standing import up_to_date
from selvbetjening.domain.catalog.rules.prices import Pricing
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period

MARCH, TENTH = Period(date(2026, 3, 1), date(2026, 4, 1)), date(2026, 3, 10)
BASIS, FREE = terms(20000), terms(30000, name="Fri", number=2)
MINE = standing(BASIS, MARCH, quantity=1, anchor_day=1)


def facts(act: Act = "change", **values: object) -> Facts:
    given_: dict[str, object] = {"subscription": MINE, "target": FREE if act == "change" else None, "today": TENTH}
    return Facts(act=act, account=UUID(int=5), party_type="consumer", payment_terms_days=8, **{**given_, **values})  # type: ignore[arg-type]


@given(st.data())
def test_every_offer_adds_up_and_never_owes_the_customer(data: st.DataObject) -> None:
    """XB-23, SU-05: lines sum to the net, net and VAT to the total, which is never negative."""
    one, other = data.draw(any_terms(number=1)), data.draw(any_terms(number=2))
    period, today, anchor = data.draw(moments(of=one))
    mine = standing(one, period, quantity=data.draw(st.integers(1, 9)), anchor_day=anchor)
    made = offer(facts=facts(subscription=mine, target=other, today=today))
    assert sum(line.net.minor for line in made.lines) == made.net.minor
    assert made.net + made.vat == made.charge_today
    assert made.charge_today.minor >= 0
    assert made.next_on == period.ends_on  # SU-03
    assert made.effective_on == (today if made.timing == "now" else period.ends_on)
    assert (made.timing == "now") <= (made.direction == "upgrade")
    assert bool(made.first_due_on) == (made.charge_today.minor > 0)


@given(st.data())
def test_an_offer_survives_its_row(data: st.DataObject) -> None:
    """CM-02: what is stored is what was computed."""
    one, other = data.draw(any_terms(number=1)), data.draw(any_terms(number=2))
    period, today, anchor = data.draw(moments(of=one))
    act: Act = data.draw(st.sampled_from(["change", "cancel", "start"]))
    mine = None if act == "start" else standing(one, period, quantity=2, anchor_day=anchor)
    made = offer(facts=facts(act, subscription=mine, target=other, today=today))
    at = datetime(2026, 3, 10, 12, tzinfo=UTC)
    view = offer_from_json(content=offer_as_json(offer=made), id=UUID(int=3), valid_until=at)
    assert all(getattr(view, name) == getattr(made, name) for name in Offer.__slots__)
    assert (view.id, view.valid_until, view.plan("en")) == (UUID(int=3), at, made.plan_en)


def test_every_fact_counts_in_the_digest_cm_02() -> None:
    """CM-02: subscription, terms, price, VAT, planned change, day, party and what was charged."""
    present = facts()
    charged = paid(20000, MARCH)
    planned = ScheduledFacts(UUID(int=8), BASIS, 1, MARCH.ends_on)
    changed = [
        replace(present, today=date(2026, 3, 11)),
        replace(present, party_type="business"),
        replace(present, payment_terms_days=14),
        replace(present, account=UUID(int=6)),
        replace(present, act="start"),
        replace(present, quantity=2),
        *(replace(present, target=target) for target in _other_terms(FREE)),
        *(replace(present, subscription=replace(MINE, terms=own)) for own in _other_terms(BASIS)),
        replace(present, subscription=replace(MINE, state="cancelled")),
        replace(present, subscription=replace(MINE, quantity=2)),
        replace(present, subscription=replace(MINE, renews_on=date(2026, 5, 1))),
        replace(present, subscription=replace(MINE, ends_on=MARCH.ends_on)),
        replace(present, subscription=replace(MINE, charged=(charged,))),
        replace(present, subscription=replace(MINE, scheduled=planned)),
    ]
    assert digest(facts=present) == digest(facts=replace(present))
    assert len({digest(facts=each) for each in (present, *changed)}) == len(changed) + 1


def _other_terms(own: TermsFacts) -> list[TermsFacts]:
    return [
        replace(own, pricing=replace(own.pricing, unit_price=own.pricing.unit_price + Money(1, "DKK"))),
        replace(own, vat_basis_points=0),
        replace(own, interval=Interval("year", 1)),
        replace(own, id=UUID(int=77)),
        replace(own, plan_da="Andet"),
    ]


def test_a_late_run_makes_no_difference() -> None:
    """The offer of a day is the same before and after the billing run of that day, planned change included."""
    today = date(2026, 4, 3)
    planned = ScheduledFacts(UUID(int=8), terms(10000, number=3), 1, MARCH.ends_on)
    before = replace(MINE, scheduled=planned)
    april = Period(MARCH.ends_on, date(2026, 5, 1))
    after = standing(planned.terms, april, quantity=1, anchor_day=1, charged=paid(10000, april))
    assert up_to_date(mine=before, today=today) == after
    assert up_to_date(mine=after, today=today) is after
    made = offer(facts=facts(subscription=after, today=today))
    assert (made.direction, made.net.minor) == ("upgrade", 28000 - 9333)


def test_before_it_begins_a_change_costs_nothing_and_a_cancellation_ends_it() -> None:
    future = replace(MINE, period_starts_on=date(2026, 5, 1), renews_on=date(2026, 5, 1))
    made = offer(facts=facts(subscription=future))
    assert (made.timing, made.effective_on, made.lines) == ("renewal", date(2026, 5, 1), ())
    assert offer(facts=facts("cancel", subscription=future)).ends_on == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (facts(target=BASIS), "same_terms"),
        (facts(target=replace(FREE, offered=False)), "plan_not_offered"),
        (facts(target=replace(FREE, pricing=Pricing("per_unit", Money(1, "EUR"), Money(0, "EUR")))), "other_currency"),
        (facts(subscription=replace(MINE, state="cancelled", ends_on=MARCH.ends_on)), "cancelled"),
        (facts(subscription=replace(MINE, scheduled=ScheduledFacts(UUID(int=8), FREE, 1, TENTH))), "already_scheduled"),
        (facts("cancel", subscription=replace(MINE, state="ended", ends_on=TENTH)), "ended"),
        (facts("reactivate"), "not_cancelled"),
        (facts("start", subscription=None, target=FREE, quantity=0), "quantity"),
    ],
)
def test_refusals_su_03(wanted: Facts, reason: str) -> None:
    """SU-03 and the others: each with its code."""
    with pytest.raises(Refused) as refusal:
        offer(facts=wanted)
    assert refusal.value.reason == reason
