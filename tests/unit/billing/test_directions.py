"""Terms and quantity changed in one act: neither hides the way that the other one goes (SU-02, XB-08)."""

from dataclasses import replace
from datetime import date
from typing import get_args
from uuid import UUID

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import QUANTITIES, any_terms, moments, standing

from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.billing.rules.offers import offer
from selvbetjening.domain.billing.rules.policy import Policy, Timing
from selvbetjening.domain.billing.rules.quotes import Offer
from selvbetjening.domain.catalog.rules.quantities import Limits

WHEN = st.sampled_from(get_args(Timing))
POLICIES = st.builds(
    Policy, upgrade=WHEN, downgrade=WHEN, interval=st.sampled_from(["price", "now", "renewal"]), quantity_up=WHEN,
    quantity_down=WHEN, full_period=st.booleans(),
)  # fmt: skip
LIMITS = st.builds(Limits, st.integers(1, 12), st.one_of(st.none(), st.integers(12, 60)), st.integers(1, 5))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_at_once_go_as_the_stricter_of_the_two_su_02_xb_08(data: st.DataObject) -> None:
    """SU-02, XB-08: now only where each alone would be now; the direction, and its permission, is that of the terms."""
    mine, other, today = _drawn(data)
    kept = other.limits.nearest(mine.quantity)
    wanted = other.limits.nearest(data.draw(QUANTITIES))
    assume(kept == mine.quantity != wanted)
    policy, move = data.draw(POLICIES), data.draw(st.sampled_from(["", "now", "renewal"]))
    facts = _facts(mine, today, policy)
    terms = offer(facts=replace(facts, target=other, quantity=kept, move=move))
    number = offer(facts=replace(facts, quantity=wanted))
    both = offer(facts=replace(facts, target=other, quantity=wanted, move=move))
    assert both.timing == ("now" if terms.timing == number.timing == "now" else "renewal")
    assert both.direction == terms.direction
    assert (both.quantity_before, both.quantity) == (mine.quantity, wanted)
    _adds_up(both, today)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_number_that_the_terms_bring_with_them_counts_as_well_su_02_xb_11(data: st.DataObject) -> None:
    """SU-02, XB-11: fewer, because the new terms are not sold in so many, are fewer."""
    mine, other, today = _drawn(data)
    kept = other.limits.nearest(mine.quantity)
    assume(kept != mine.quantity)
    policy = data.draw(POLICIES)
    made = offer(facts=replace(_facts(mine, today, policy), target=other, quantity=kept, move="now"))
    assert made.timing == (policy.quantity_up if kept > mine.quantity else policy.quantity_down)


def _drawn(data: st.DataObject) -> tuple[SubscriptionFacts, TermsFacts, date]:
    one, other = data.draw(any_terms(number=1)), data.draw(any_terms(number=2))
    period, today, anchor = data.draw(moments(of=one))
    mine = standing(one, period, quantity=data.draw(QUANTITIES), anchor_day=anchor, elsewhere=False)
    return mine, replace(other, limits=data.draw(LIMITS)), today


def _facts(mine: SubscriptionFacts, today: date, policy: Policy) -> Facts:
    return Facts(
        act="change", account=UUID(int=5), party_type="business", payment_terms_days=8, today=today,
        subscription=mine, policy=policy,
    )  # fmt: skip


def _adds_up(made: Offer, today: date) -> None:
    assert sum(line.net.minor for line in made.lines) == made.net.minor
    assert made.net + made.vat == made.charge_today - made.credited
    assert (made.effective_on == today) or made.timing == "renewal"
