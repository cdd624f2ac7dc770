"""What becomes of an invoice that is collected through Betalingsservice (CM-05, PY-11; betalingsservice.md 14, 15).

Pure; Copenhagen days, amounts in øre. Should minus was: what ought to be asked for, beside what is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from betalingsservice.identifiers import Verdict, customer_number, fold_customer_number, match_key

#: `accounts.CollectionMethod.BETALINGSSERVICE`.
METHOD: Final = "betalingsservice"
CURRENCY: Final = "DKK"

Verb = Literal["keep", "wait", "ask", "withdraw", "again", "stop"]
#: While one of these holds nothing is asked for; what was asked for is withdrawn, and waits.
WAITS: Final = frozenset({"card", "disputed", "plan"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An invoice as it stands at this moment. `now_minor` is everything unpaid and undisputed, fees and interest
    included; `due_on` the day that counts after deferral.

    `by_debit`: it is still to be paid through Betalingsservice. `has_mandate`: the account has one that is active.
    `by_card`: a card is being charged for it, or is going to be.
    """

    now_minor: int
    rest_minor: int
    due_on: date
    by_debit: bool
    has_mandate: bool
    by_card: bool = False
    plan_kept: bool = False
    handed_over: bool = False
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class With:
    """What Betalingsservice has of it: the amount, the invoice's day that counted, and until when it can be changed.

    `can_change`: nothing but the deadline stands in the way.
    """

    amount_minor: int
    due_on: date
    open_until: datetime | None
    can_change: bool = True

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be changed or withdrawn at a moment."""
        return self.can_change and (self.open_until is None or at < self.open_until)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done, and why. `again` is withdrawn and asked for as it ought to be now."""

    verb: Verb
    reason: str = ""


def decide(*, owed: Owed, was: With | None, at: datetime) -> Decision:
    """What to do about an invoice that waits (`was` None), or that was asked for.

    After the deadline the amount stands whatever happens (14.2): what is paid beside it stands to the payer's good.
    """
    reason = _not_asked(owed)
    if was is None:
        if not reason:
            return Decision("ask")
        return Decision("wait" if reason in WAITS else "stop", reason)
    if not was.is_open(at):
        return Decision("keep", "deadline")
    if reason == "method":
        # What was handed over runs to its end, as the customer was told when she changed her way to pay (PY-11).
        return Decision("keep", reason)
    if reason:
        return Decision("withdraw", reason)
    if (owed.now_minor, owed.due_on) != (was.amount_minor, was.due_on):
        return Decision("again", "changed")
    return Decision("keep")


def _not_asked(owed: Owed) -> str:
    """Why nothing is asked for, empty where something is."""
    reasons = (
        ("paid", owed.rest_minor <= 0 and owed.now_minor <= 0),
        ("handed_over", owed.handed_over),
        ("mandate", not owed.has_mandate),
        ("method", not owed.by_debit),
        ("paused", owed.paused),
        ("card", owed.by_card),
        ("plan", owed.plan_kept),
        ("disputed", owed.now_minor <= 0),
    )
    return next((code for code, holds in reasons if holds), "")


def by_debit(*, methods: Sequence[str], account_method: str, party_type: str) -> bool:
    """Whether an invoice goes through Betalingsservice: by one of its subscriptions, or by the account without any.

    A subscription's own method is empty where the account's counts. A public body pays its e-invoices (EIN-1).
    """
    if party_type == "public":
        return False
    return any((method or account_method) == METHOD for method in (methods or [""]))


def customer_number_of(*, code: str) -> str:
    """The customer number that an account has at Betalingsservice: its own code without hyphens and blanks.

    Empty where that cannot be one: longer than 15, or of other signs than letters and digits (2).
    """
    folded = fold_customer_number(code.replace("-", "").replace(" ", ""))
    return folded if customer_number(folded) is Verdict.GOOD else ""


def match_key_of(*, code: str) -> str:
    """What the account's customer number is compared by; empty where it has none."""
    return match_key(customer_number_of(code=code))


#: What a mandate that becomes active does to an account's method.
Follows = Literal["debit", "card", "same", "public"]


def after_mandate(*, method: str, party_type: str) -> Follows:
    """`debit`: invoices go through Betalingsservice from now on. Who pays by card goes on paying by card, and is asked.

    Nothing of a card payer's is changed silently; a public body pays its e-invoices (EIN-1).
    """
    if method == METHOD:
        return "same"
    if party_type == "public":
        return "public"
    return "card" if method == "payment_card" else "debit"
