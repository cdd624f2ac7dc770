"""Acts on what has not begun, and the day that a page names is the day of the offer (SU-02, SU-04, CAN-1)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import any_terms, moments, standing, terms

from selvbetjening.domain.billing.rules.changing import takes_effect
from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts
from selvbetjening.domain.billing.rules.offers import decide
from selvbetjening.domain.billing.rules.policy import Policy
from selvbetjening.domain.billing.rules.standing import due_of
from selvbetjening.kernel.periods import Period

TODAY, BEGINS, PAID_FROM = date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 24)


def facts(act: str, mine: SubscriptionFacts, today: date = TODAY) -> Facts:
    return Facts(act, UUID(int=5), "business", 8, today, subscription=mine)  # type: ignore[arg-type]


def trial() -> SubscriptionFacts:
    """Two free weeks that begin in nine days."""
    waits = standing(terms(20_000), Period(BEGINS, PAID_FROM), quantity=1, anchor_day=PAID_FROM.day, elsewhere=False)
    return replace(waits, trial_ends_on=PAID_FROM, started_on=BEGINS)


def test_a_trial_that_never_begins_ends_on_its_first_day_su_04() -> None:
    """SU-04: nobody is told that it runs to the end of the trial; taken back, the trial is as it was."""
    cancelled = decide(facts=facts("cancel", trial()))
    assert (cancelled.offer.ends_on, cancelled.offer.effective_on, cancelled.offer.legal) == (
        BEGINS,
        BEGINS,
        ("agreed.not_begun",),
    )
    assert due_of(mine=cancelled.after, today=PAID_FROM).periods == ()
    again = decide(facts=facts("reactivate", cancelled.after)).after
    assert (again.period_starts_on, again.renews_on, again.ends_on) == (BEGINS, PAID_FROM, None)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.booleans(), st.sampled_from(["now", "renewal"]))
def test_the_day_that_is_shown_is_the_day_of_the_offer_su_02(data: st.DataObject, elsewhere: bool, when: str) -> None:
    """SU-02: also where another system billed the period, so that nothing can be given back of it."""
    one, other = data.draw(any_terms(number=1)), data.draw(any_terms(number=2))
    period, today, anchor = data.draw(moments(of=one))
    mine = standing(one, period, quantity=2, anchor_day=anchor, elsewhere=elsewhere)
    policy = Policy(downgrade=when, full_period=data.draw(st.booleans()))  # type: ignore[arg-type]
    wish = replace(facts("change", mine, today), target=other, quantity=3, policy=policy)
    shown = takes_effect(facts=wish, terms=other, quantity=3)
    assert shown == decide(facts=wish).offer.effective_on


def test_what_another_system_billed_waits_for_its_end_su_02() -> None:
    """SU-02: a cheaper interval at once would give back what we did not charge: it waits for the renewal."""
    march = Period(TODAY, date(2026, 4, 1))
    mine = standing(terms(20_000), march, quantity=40, anchor_day=1)
    wish = replace(facts("change", mine, date(2026, 3, 15)), policy=Policy(downgrade="now"))
    assert takes_effect(facts=wish, terms=terms(10_000, number=2), quantity=40) == march.ends_on
    ours = replace(mine, elsewhere=False)
    assert (
        takes_effect(facts=replace(wish, subscription=ours), terms=terms(10_000, number=2), quantity=40) == wish.today
    )


@pytest.mark.parametrize("days", [0, 1, 9])
def test_what_has_not_begun_changes_on_its_first_day_su_02(days: int) -> None:
    """SU-02: no day before it begins, and no day of the trial."""
    mine = replace(trial(), trial_ends_on=None, renews_on=BEGINS)
    today = BEGINS - timedelta(days=days)
    wish = facts("change", mine, today)
    wanted = terms(90_000, number=2)
    assert takes_effect(facts=wish, terms=wanted, quantity=1) == BEGINS
