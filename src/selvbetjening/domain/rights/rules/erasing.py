"""What goes at once when somebody is to be forgotten, and what must stay until when (GDP-4). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from selvbetjening.domain.invoicing.rules.retention import YEARS, financial_year_end
from selvbetjening.kernel.law import law

#: How long the file of an export may be fetched (SEC-123), and how long secrets of links are kept (GDP-6).
EXPORT_LIFE: Final = timedelta(hours=24)
TOKEN_LIFE: Final = timedelta(hours=24)
#: When an export that was not begun, or was begun so often, is taken to be lost, and when it is given up.
NOT_BEGUN: Final = timedelta(minutes=15)
EACH_TRY: Final = timedelta(hours=2)
GIVEN_UP: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the books must keep: a code for what it is, how many, and the last day on which they must."""

    what: str
    count: int
    until: date


@law("GDP-4", source="databeskyttelsesforordningen art. 17, stk. 3, litra b og e; bogføringsloven § 12")
def behind_the_books(*, kept: Sequence[Kept]) -> tuple[Kept, ...]:
    """A contract is what its invoices are for: it stays as long as the last document that is kept."""
    documents = [each.until for each in kept if each.what in ("invoices", "credit_notes")]
    return tuple(
        Kept(each.what, each.count, max([each.until, *documents])) if each.what == "contracts" else each
        for each in kept
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nobody is erased now: the contract is still running, money is still owed, or a dispute is open."""

    reason: str


@law("GDP-4", source="databeskyttelsesforordningen art. 17, stk. 1 og 3, litra b; bogføringsloven § 12")
def may_be_erased(
    *, running_subscriptions: int, open_invoices: int, open_disputes: int, open_refunds: int
) -> Refusal | None:
    """Whoever has a running contract, owes or is owed money, or disputes, is needed for that; else they may go."""
    if running_subscriptions:
        return Refusal("subscriptions_running")
    if open_disputes:
        return Refusal("disputes_open")
    if open_refunds:
        return Refusal("refunds_open")
    if open_invoices:
        return Refusal("invoices_open")
    return None


@law("GDP-4", source="databeskyttelsesforordningen art. 17, stk. 3, litra b; bogføringsloven § 12")
def still_kept(*, kept: Sequence[Kept], today: date) -> tuple[Kept, ...]:
    """Accounting material stays through its last day; what is over goes the day after."""
    return tuple(each for each in kept if today <= each.until)


@law("BOK-1", source="bogføringsloven § 12; databeskyttelsesforordningen art. 5, stk. 1, litra e")
def oldest_kept(*, today: date, financial_year_ends: str) -> date:
    """The first day of the oldest financial year whose material must still be kept: what is older may go."""
    year = financial_year_end(on=today, last_day=financial_year_ends).year - YEARS - 1
    return financial_year_end(on=date(year, 1, 1), last_day=financial_year_ends) + timedelta(days=1)


def first_day(*, days: Sequence[date]) -> date | None:
    """The day after the first of these last days; None for none."""
    return min((day + timedelta(days=1) for day in days), default=None)


@law("GDP-6", source="databeskyttelsesforordningen art. 5, stk. 1, litra e", setting="login_log_days")
def forget_before(*, at: datetime, days: int) -> datetime:
    """Technical data are kept 90 days, or what the company chose between 7 and 365; what is older goes."""
    return at - timedelta(days=min(max(days, 7), 365))


@law("GDP-3", source="databeskyttelsesforordningen art. 15 og 20")
def export_open(*, expires_at: datetime | None, at: datetime) -> bool:
    """The file with one's own data may be fetched for a day, then it is made anew."""
    return expires_at is not None and at < expires_at


def export_lost(*, asked_at: datetime, attempt: int, at: datetime) -> bool:
    """Whether nobody is making it any more: each try is given two hours, so that no two chase one another for ever."""
    return at - asked_at >= (EACH_TRY * attempt or NOT_BEGUN)
