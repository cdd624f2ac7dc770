"""Any acts on any days: the ledger is the sum of what was agreed for each day (XB-23, SU-05, issue 3 "Must show" 3)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.unit.billing.facts_strategy import terms
from tests.unit.billing.ledger import Book

from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.billing.rules.charged import Charged
from selvbetjening.domain.billing.rules.facts import CouponWish, Facts, SubscriptionFacts
from selvbetjening.domain.billing.rules.making import Decision
from selvbetjening.domain.billing.rules.offers import decide
from selvbetjening.domain.billing.rules.policy import Policy
from selvbetjening.domain.billing.rules.standing import bill_lines, due_of, up_to_date
from selvbetjening.domain.catalog.rules.prices import Pricing, Tier
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

ZERO, FAR = Money(0, "DKK"), date(2099, 1, 1)
MONTH = Interval("month", 1)
TIERS = (Tier(5, Money(9_901, "DKK"), ZERO), Tier(None, Money(7_007, "DKK"), Money(1_500, "DKK")))
POOL = (
    terms(19_999, number=1),
    terms(30_001, number=2, name="Fri"),
    terms(199_900, interval=Interval("year", 1), number=3),
    terms(7_003, interval=Interval("week", 1), number=4),
    terms(8_801, interval=Interval("day", 10), number=5),
    replace(terms(0, number=6), pricing=Pricing("graduated", ZERO, Money(2_500, "DKK"), TIERS)),
    replace(terms(0, number=7), pricing=Pricing("volume", ZERO, ZERO, TIERS)),
    replace(terms(25_003, number=8), charging="backward"),
    replace(terms(21_001, number=9), trial_days=14),
    replace(terms(90_001, interval=Interval("month", 3), number=10), commitment=MONTH, notice=MONTH),
)
POLICY = Policy(downgrade="now", quantity_down="now", cancel_kinds=("today", "refund"))
IDS = count(1000)


@dataclass
class Player:
    """One subscription, its ledger by line, and the book of what was agreed."""

    dice: Random
    party: str
    mine: SubscriptionFacts | None = None
    book: Book | None = None
    asked: int = 0
    left: dict[UUID, int] | None = None

    def facts(self, act: str, today: date, **wish: Any) -> Facts:
        about = {"subscription": self.mine} if self.mine else {}
        known: dict[str, Any] = {"account": UUID(int=5), "party_type": self.party, "payment_terms_days": 8}
        return Facts(act=act, today=today, policy=self.policy(), **{**known, **about, **wish})  # type: ignore[arg-type]

    def policy(self) -> Policy:
        return self.dice.choice(
            [POLICY, Policy(), replace(POLICY, full_period=True, interval="now"), replace(POLICY, interval="now")]
        )

    def run(self, today: date) -> None:
        """The billing run: each bill is a stretch of the book."""
        if self.mine is None or self.book is None:
            return
        due = due_of(mine=self.mine, today=today)
        if due.resumed_on:
            self.book.runs.append([due.resumed_on, FAR])
        for bill in due.periods:
            self.asked += sum(line.net.minor for line in bill_lines(mine=self.mine, bill=bill))
            run, base = bill.run, max(bill.current.starts_on, self.mine.trial_ends_on or date.min)
            self.book.ask(*_days(bill.days), run.terms, run.quantity, base, self.mine.anchor_day, self.mine.discounts)
        after = up_to_date(mine=self.mine, today=today)
        ended = after.ends_on is not None and after.ends_on <= today
        self.keep(replace(after, state="ended") if ended else after)

    def keep(self, after: SubscriptionFacts) -> None:
        """Every line of the ledger gets an id of its own; what is left of one never grows."""
        lines, self.left = [], self.left or {}
        for charged in after.charged:
            named = []
            for line in charged.lines:
                if line.line.int < 1000:
                    line = line._replace(line=UUID(int=next(IDS)))
                assert 0 <= line.left.minor <= self.left.get(line.line, line.left.minor)
                self.left[line.line] = line.left.minor
                named.append(line)
            lines.append(Charged(tuple(named)))
        self.mine = replace(after, charged=tuple(lines), id=UUID(int=77))

    def act(self, today: date) -> None:
        wish = self.wish(today)
        try:
            made = decide(facts=self.facts(today=today, **wish))
        except Refused:
            return
        if self.mine is not None and wish["act"] == "change" and made.offer.timing == "renewal":
            planned = replace(made.after.scheduled, id=UUID(int=next(IDS))) if made.after.scheduled else None
            made = replace(made, after=replace(made.after, scheduled=planned))
        self.agree(wish, made, today)

    def wish(self, today: date) -> dict[str, Any]:
        dice = self.dice
        if self.mine is None:
            return {"act": "start", "target": dice.choice(POOL), "quantity": dice.randint(1, 9)}
        wishes: list[dict[str, Any]] = [
            {"act": "change", "target": dice.choice(POOL)},
            {"act": "change", "quantity": dice.randint(1, 9)},
            {"act": "change", "target": dice.choice(POOL), "quantity": dice.randint(1, 9)},
            {"act": "pause", "until": dice.choice([None, today + timedelta(days=dice.randint(1, 70))])},
            {"act": "resume"},
            {"act": "resume"},
            {"act": "cancel", "kind": dice.choice(["renewal", "renewal", "today", "refund"])},
            {"act": "reactivate"},
            {"act": "reactivate"},
            {"act": "coupon", "coupon": self.coupon()},
        ]
        return dice.choice(wishes)

    def coupon(self) -> CouponWish:
        percent = self.dice.choice([None, 1_250, 3_333])
        return CouponWish(UUID(int=9), "X", percent, None if percent else Money(2_001, "DKK"), self.dice.randint(1, 3))

    def agree(self, wish: dict[str, Any], made: Decision, today: date) -> None:  # noqa: C901 - act by act
        """Write the act into the book, in the book's own words."""
        before, after, offer = self.mine, made.after, made.offer
        if before is None or self.book is None:
            self.book = Book(runs=[[today, FAR]], free_until=after.trial_ends_on or date.min)
            self.keep(replace(after, renews_on=after.trial_ends_on or today, period_starts_on=today, charged=()))
            self.run(today)
            return
        if offer.papers != "none":
            self.asked += offer.net.minor
        if before.terms.backward and offer.effective_on <= today and wish["act"] in ("change", "pause", "cancel"):
            since = before.charged_until or before.period_starts_on
            if wish.get("kind") == "refund" and before.state == "active":
                self.book.forgiven.append((since, today))
            elif before.state == "active":
                self._ask(before, since, today)
        if made.back_from:
            self.book.cut(made.back_from)
        match wish["act"]:
            case "change" if offer.timing == "now" and not after.terms.backward and offer.papers != "none":
                self._ask(after, today, after.renews_on)
            case "pause":
                self.book.runs[-1][1] = today
            case "resume":
                self.book.runs.append([today, FAR])
                if not after.terms.backward:
                    self._ask(after, today, after.renews_on)
            case "cancel":
                self.book.runs[-1][1] = min(self.book.runs[-1][1], offer.effective_on)
                if wish["kind"] == "refund" and made.back_from:
                    self.book.forgiven.append((made.back_from, today))
            case "reactivate":
                self.book.runs[-1][1] = FAR
                if before.ends_on and before.ends_on < after.renews_on and not after.terms.backward:
                    self._ask(after, before.ends_on, after.renews_on)
        ended = after.ends_on is not None and after.ends_on <= today
        self.keep(replace(after, state="ended") if ended else after)

    def _ask(self, of: SubscriptionFacts, starts_on: date, ends_on: date) -> None:
        base = max(of.period_starts_on, of.trial_ends_on or date.min)
        if self.book:
            self.book.ask(starts_on, ends_on, of.terms, of.quantity, base, of.anchor_day, of.discounts)

    def check(self) -> None:
        if self.mine is None or self.book is None:
            return
        mine, book = self.mine, self.book
        assert self.asked == book.total
        assert abs(self.asked - book.exact) <= len(book.stretches)
        until = (mine.charged_until or mine.period_starts_on) if mine.terms.backward else mine.renews_on
        if mine.state in ("ended", "paused"):
            until = FAR
        ends = [min(end, mine.ends_on or FAR) for _, end in book.runs]
        book.runs = [[start, end] for (start, _), end in zip(book.runs, ends, strict=True)]
        limit = until if until != FAR else max((end for _, end in book.runs), default=date.min)
        covered, should = book.covered, book.should_cover(limit)
        assert [day for day, times in covered.items() if times > 1] == []  # no day is billed twice
        assert (set(covered) - should, should - set(covered)) == (set(), set())  # nor left out, nor for nothing


def _days(period: Any) -> tuple[date, date]:
    return period.starts_on, period.ends_on


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(st.integers(0, 2**32), st.dates(date(2026, 1, 1), date(2028, 3, 1)))
def test_any_thirty_changes_on_five_subscriptions_cost_what_each_day_cost_xb_23(seed: int, today: date) -> None:
    """XB-23, SU-05: to the øre under the rule of rounding; credit never exceeds; no day twice, and none left out."""
    dice = Random(seed)
    players = [Player(dice, dice.choice(["business", "consumer"])) for _ in range(5)]
    for player in players:
        player.act(today)
    for _ in range(30):
        today += timedelta(days=dice.choice([0, 0, 1, 3, 9, 20, 45]))
        for player in players:
            player.run(today)
        dice.choice(players).act(today)
        for player in players:
            player.check()
