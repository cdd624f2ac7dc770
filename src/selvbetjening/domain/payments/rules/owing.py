"""What is to be paid now of an invoice and of an account, as far as amounts go. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One invoice of which something is unpaid, or beside which something is: fees and interest, `beside`.

    `due_on` is the day that counts now; `in_plan` that it is paid in instalments.
    """

    invoice: UUID
    rest: Money
    disputed: Money
    beside: Money
    due_on: date
    deferred_until: date | None
    in_plan: bool

    @property
    def now(self) -> Money:
        """What is to be paid; fees and interest rest while all of the invoice is disputed."""
        rests = not self.rest.is_zero and self.disputed == self.rest
        return Money.zero(self.rest.currency) if rests else self.rest - self.disputed + self.beside

    def is_overdue(self, *, today: date) -> bool:
        """Whether its day is over and nothing excuses it."""
        return self.due_on < today and not self.in_plan and self.now.minor > 0


@dataclass(frozen=True, slots=True)
class OpenSum:
    """What an account has to pay now. `total` is in the currency with most invoices in it, `more` in the others.

    `beside` is what of `total` is fees and interest; `disputed` counts the invoices with something disputed. `due_on`
    is the next day to pay by, None where every one is past its own, is paid in parts or by a card by itself.
    """

    count: int
    total: Money
    overdue: int
    beside: Money
    disputed: int = 0
    more: tuple[Money, ...] = ()
    due_on: date | None = None


def summed(*, items: Iterable[OpenItem], today: date, charged: Collection[UUID] = ()) -> OpenSum:
    """What these come to. `charged` are invoices that a card pays by itself: nobody has a day to pay them by."""
    found = list(items)
    owing = [item for item in found if item.now.minor > 0]
    by_hand = [item for item in owing if item.invoice not in charged]
    counts = Counter(item.now.currency for item in owing)
    currencies = sorted(counts, key=lambda currency: (-counts[currency], currency))
    totals = [sum((i.now for i in owing if i.now.currency == code), Money.zero(code)) for code in currencies]
    first = currencies[0] if currencies else "DKK"
    return OpenSum(
        count=len(owing),
        total=totals[0] if totals else Money.zero(first),
        overdue=sum(item.is_overdue(today=today) for item in owing),
        beside=sum((item.beside for item in owing if item.now.currency == first), Money.zero(first)),
        disputed=sum(not item.disputed.is_zero for item in found),
        more=tuple(totals[1:]),
        due_on=min((item.due_on for item in by_hand if item.due_on >= today and not item.in_plan), default=None),
    )
