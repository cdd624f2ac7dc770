"""What one reminder letter may cost, whatever the company has set: caps, count and gaps of renteloven § 9 b."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from selvbetjening.kernel.days import days_between
from selvbetjening.kernel.law import law
from selvbetjening.kernel.wording import gettext_noop

#: The most that one letter may cost in øre, everything included, from each day on.
FEE_CAPS: Final = ((date.min, 100_00),)
MOST_FEES: Final = 3
DAYS_BETWEEN_FEES: Final = 10


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A reminder that was sent; the day is Copenhagen's, the fee in øre, nothing for a free one."""

    sent_on: date
    fee_minor: int


@dataclass(frozen=True, slots=True)
class Fee:
    """What a letter costs in øre, and the rules that made it less than the company wanted."""

    minor: int
    reasons: tuple[str, ...] = ()


@law(
    "DUN-1",
    source="renteloven § 9 b, stk. 1",
    setting="reminder_fee",
    uncertain=gettext_noop("the amount may be changed by date"),
)
def capped_fee(*, wanted_minor: int, on: date) -> int:
    """A reminder letter costs at most 100 kr., everything included, for all customers."""
    cap = next(cap for since, cap in reversed(FEE_CAPS) if since <= on)
    return max(0, min(wanted_minor, cap))


@law("DUN-2", source="renteloven § 9 b, stk. 2")
def fees_left(*, earlier: Sequence[SentLetter]) -> int:
    """At most three reminders of the same claim cost something, for its whole life."""
    return max(0, MOST_FEES - sum(letter.fee_minor > 0 for letter in earlier))


@law(
    "DUN-2",
    source="renteloven § 9 b, stk. 2",
    uncertain=gettext_noop("a broken instalment plan is read as: no new fee at all"),
)
def plan_allows_fee(*, plan_broken: bool) -> bool:
    """A broken instalment plan gives no new fees."""
    return not plan_broken


@law("DUN-3", source="renteloven § 9 b, stk. 2")
def far_enough(*, earlier: Sequence[SentLetter], on: date) -> bool:
    """Between two reminders that cost something lie at least ten days; free ones may be closer."""
    return all(
        days_between(letter.sent_on, on) >= DAYS_BETWEEN_FEES for letter in earlier if letter.fee_minor > 0
    )  # fmt: skip


@law("DUN-4", source="renteloven § 9 b, stk. 2")
def dispute_allows_fee(*, earlier: Sequence[SentLetter], disputed: bool) -> bool:
    """While the claim is disputed, the second and the third reminder cost nothing."""
    return not (disputed and earlier)


@law("DUN-9", source="markedsføringsloven § 3, renteloven § 9 b", party="consumer")
def kinds_of_claim(*, party: str) -> frozenset[str]:
    """A consumer who pays late owes fees, interest and one collection fee, and no other late fee whatever its name."""
    owed = frozenset({"fee", "interest", "collection"})
    return owed if party == "consumer" else owed | {"compensation"}


def fee_of_letter(
    *, wanted_minor: int, on: date, earlier: Sequence[SentLetter], disputed: bool, plan_broken: bool = False
) -> Fee:
    """What the letter of this day may cost: the company's fee, brought down by every rule that says so (DUN-1 to 4).

    `earlier` are all letters of the claim, in any order; `disputed` says whether some of it is disputed today.
    """
    broken = tuple(
        rule
        for rule, holds in (
            ("DUN-2", fees_left(earlier=earlier) > 0 and plan_allows_fee(plan_broken=plan_broken)),
            ("DUN-3", far_enough(earlier=earlier, on=on)),
            ("DUN-4", dispute_allows_fee(earlier=earlier, disputed=disputed)),
        )
        if not holds
    )
    if broken and wanted_minor > 0:
        return Fee(0, broken)
    fee = capped_fee(wanted_minor=wanted_minor, on=on)
    return Fee(fee, ("DUN-1",) if fee < wanted_minor else ())
