"""The right of withdrawal: forbrugeraftaleloven §§ 18 to 25, and the withdrawal function of 19 June 2026."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from selvbetjening.domain.billing.rules.law.cancelling import Unlawful, after
from selvbetjening.kernel.holidays import next_working_day
from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import Money, share
from selvbetjening.kernel.periods import Interval, Period
from selvbetjening.kernel.wording import gettext_noop

FOURTEEN_DAYS: Final = timedelta(days=14)
FUNCTION_SINCE: Final = date(2026, 6, 19)
_TWELVE_MONTHS: Final = Interval("month", 12)

#: Approved words, Danish and English, by the code that the setting holds.
WITHDRAW_LABELS: Final = {
    "here": ("Fortryd aftale her", "Withdraw from contract here"),
    "contract": ("Fortryd aftale", "Withdraw from contract"),
}
CONFIRM_LABELS: Final = {"confirm": ("Bekræft fortrydelse", "Confirm withdrawal")}


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Whether the customer may withdraw today, and what it costs.

    `last_day` is the last day on which the notice may be sent, None where there is no right at all. `pay_for_days` is
    how many days of service must be paid for; `refund` is what is paid back of what was paid, None where nothing was
    said about a payment. Reasons are codes with the rule's id in front.
    """

    open: bool
    last_day: date | None
    pay_for_days: int
    refund: Money | None
    reasons: tuple[str, ...]


@law("WDR-1", source="forbrugeraftaleloven §§ 18-19", party="consumer", uncertain=gettext_noop("the table of holidays"))
def withdrawal_deadline(*, contracted_on: date) -> date:
    """Fourteen days from the contract; a last day that is no working day moves to the next one."""
    return next_working_day(contracted_on + FOURTEEN_DAYS)


@law("WDR-8", source="forbrugeraftaleloven § 20", party="consumer")
def last_day(*, contracted_on: date, informed_on: date | None) -> date:
    """Where the information came late the fourteen days count from then, and are twelve months longer at most.

    `informed_on` is the day of the ORD-4 confirmation, None where it was never sent.
    """
    ordinary = withdrawal_deadline(contracted_on=contracted_on)
    most = next_working_day(after(day=contracted_on + FOURTEEN_DAYS, interval=_TWELVE_MONTHS))
    if informed_on is None:
        return most
    return max(ordinary, min(withdrawal_deadline(contracted_on=informed_on), most))


@law("WDR-9", source="forbrugeraftaleloven § 18, stk. 2", party="consumer")
def is_exempt(*, exempt: bool, reason_shown: str) -> bool:
    """An exception takes the right away only where its reason was shown before the order."""
    return exempt and bool(reason_shown.strip())


@law("WDR-10", source="forbrugeraftaleloven § 2", party="business_and_public", setting="offer_withdrawal_b2b")
def has_right(*, party: str, offer_b2b: bool) -> bool:
    """Consumers have the right always, others where the company gives it."""
    return party == "consumer" or offer_b2b


@law("WDR-8", source="forbrugeraftaleloven § 25", party="consumer", uncertain=gettext_noop("the proportion is by days"))
def days_to_pay(*, started_on: date, today: date, started_on_request: bool, informed: bool) -> int:
    """Days of service before the notice are paid for when begun on express request and duly informed; else none."""
    if not (started_on_request and informed):
        return 0
    return max(0, (today - started_on).days)


@law("WDR-2", source="forbrugeraftaleloven, withdrawal function", party="consumer", since=FUNCTION_SINCE,
     setting="withdraw_label", uncertain=gettext_noop("number of the Danish act and the exact label"))  # fmt: skip
def withdrawal(
    *,
    party: str,
    contracted_on: date,
    today: date,
    started_on: date,
    started_on_request: bool,
    informed_on: date | None,
    exempt: bool = False,
    exempt_reason: str = "",
    offer_b2b: bool = False,
    performed_on: date | None = None,
    paid: Money | None = None,
    paid_for: Period | None = None,
) -> Withdrawal:
    """The function is there for the whole period and not a day less, for everybody who has the right.

    `started_on` is the first day of service, `performed_on` the day on which all of it was delivered. `paid` is what
    was charged, incl. VAT, for the days `paid_for`. The day of the notice itself is not paid for.
    """
    if not has_right(party=party, offer_b2b=offer_b2b):
        return _closed("WDR-10.business")
    if is_exempt(exempt=exempt, reason_shown=exempt_reason):
        return _closed("WDR-9.exempt")
    until = last_day(contracted_on=contracted_on, informed_on=informed_on)
    if today > until:
        return _closed("WDR-1.too_late", until)
    if performed_on is not None and performed_on <= today and started_on_request and informed_on is not None:
        return _closed("WDR-8.performed", until)
    used = days_to_pay(
        started_on=started_on, today=today, started_on_request=started_on_request, informed=informed_on is not None
    )
    reasons = ["WDR-1.in_time"] + (["WDR-8.days_used"] if used else [])
    if informed_on is None:
        reasons.append("WDR-8.not_informed")
    refund = _refund(paid, paid_for, used)
    return Withdrawal(open=True, last_day=until, pay_for_days=used, refund=refund, reasons=tuple(reasons))


def _closed(reason: str, until: date | None = None) -> Withdrawal:
    return Withdrawal(open=False, last_day=until, pay_for_days=0, refund=None, reasons=(reason,))


def _refund(paid: Money | None, paid_for: Period | None, used: int) -> Money | None:
    if paid is None:
        return None
    whole = paid_for.days if paid_for else max(1, used)
    return paid - share(paid, min(used, whole), whole)


@law("WDR-2", source="forbrugeraftaleloven, withdrawal function", party="consumer", since=FUNCTION_SINCE,
     setting="withdraw_label", uncertain=gettext_noop("the exact label"))  # fmt: skip
def withdraw_label(*, code: str) -> tuple[str, str]:
    """The entry is clearly labelled, in words from the approved list: Danish and English; else the list's first."""
    return WITHDRAW_LABELS.get(code) or WITHDRAW_LABELS["here"]


@law("WDR-3", source="forbrugeraftaleloven, withdrawal function", party="consumer", since=FUNCTION_SINCE)
def missing_in_declaration(*, name: str, contract: str, receipt_address: str) -> tuple[str, ...]:
    """The declaration asks for a name, the contract and an address for the receipt, and for nothing else."""
    given = {"name": name, "contract": contract, "receipt_address": receipt_address}
    return tuple(field for field, value in given.items() if not value.strip())


@law("WDR-4", source="forbrugeraftaleloven, withdrawal function", party="consumer", since=FUNCTION_SINCE,
     setting="withdraw_confirm_label", uncertain=gettext_noop("the exact label"))  # fmt: skip
def confirm_label(*, code: str) -> tuple[str, str]:
    """The second step is one control that says confirm, in words from the approved list."""
    return CONFIRM_LABELS.get(code) or CONFIRM_LABELS["confirm"]


@law("WDR-5", source="forbrugeraftaleloven, withdrawal function", party="consumer", since=FUNCTION_SINCE)
def time_of_notice(*, submitted_at: datetime, processed_at: datetime) -> datetime:
    """The receipt names the time of submission, however much later it was worked on. Raises `Unlawful`."""
    if submitted_at > processed_at:
        raise Unlawful("submitted_after_processing", "WDR-5")
    return submitted_at


@law("WDR-6", source="forbrugeraftaleloven § 8", party="consumer", since=FUNCTION_SINCE)
def tells_where(*, words: str, address: str) -> bool:
    """Before and after the order the customer is told where the withdrawal function is."""
    return bool(address) and address in words


@law("WDR-7", source="forbrugeraftaleloven § 22", party="consumer")
def refund_due_on(*, noticed_on: date) -> date:
    """The money is back within fourteen days of the notice, without a fee."""
    return noticed_on + FOURTEEN_DAYS


@law("WDR-7", source="forbrugeraftaleloven § 22", party="consumer")
def refund_way(*, paid_by: str) -> str:
    """By the same means as it was paid: a card's money to the card, everything else to the bank."""
    return "card" if paid_by == "payment_card" else "bank"
