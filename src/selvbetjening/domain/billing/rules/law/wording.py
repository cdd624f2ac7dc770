"""The sentences that stand above the order button, and again in the confirmation, Danish and English (ORD-1, ORD-4)."""

from dataclasses import dataclass
from datetime import date, timedelta

from selvbetjening.domain.billing.rules.law.cancelling import ONE_MONTH, SIX_MONTHS, after
from selvbetjening.domain.billing.rules.law.ordering import OrderWords
from selvbetjening.domain.billing.rules.law.withdrawal import has_right, withdrawal_deadline
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval

_UNITS = {
    "day": ("dag", "dage", "day", "days"),
    "week": ("uge", "uger", "week", "weeks"),
    "month": ("måned", "måneder", "month", "months"),
    "year": ("år", "år", "year", "years"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the sentences are made of. Amounts include VAT; `withdraw_url` is the page of the withdrawal function.

    `free_until` is the first day after the trial, None without one; `trial_used`: there was one before. `next_on` is
    the day of the next charge, `least` what a binding costs at the least, as the engine counts it.
    """

    language: Language
    party: str
    plan: str
    description: str
    quantity: int
    unit: str
    charge_today: Money
    each_period: Money | None
    next_on: date | None
    interval: Interval
    ordered_on: date
    starts_on: date
    free_until: date | None
    commitment: Interval | None
    notice: Interval | None
    long_binding: bool
    exempt_reason: str
    offer_b2b: bool
    withdraw_url: str
    least: Money | None = None
    trial_used: bool = False

    @property
    def bound_until(self) -> date | None:
        """The first day without binding: for a consumer six months from the order at most (CAN-1)."""
        if self.commitment is None:
            return None
        agreed = after(day=self.starts_on, interval=self.commitment)
        if self.party != "consumer" or self.long_binding:
            return agreed
        return min(agreed, after(day=self.ordered_on, interval=SIX_MONTHS))

    @property
    def may_withdraw(self) -> bool:
        """Whether this customer will be able to withdraw."""
        return has_right(party=self.party, offer_b2b=self.offer_b2b) and not self.exempt_reason


def order_words(*, order: Order) -> OrderWords:
    """Every sentence of ORD-1 for this order; those that do not apply are empty."""
    return OrderWords(
        characteristics=_characteristics(order),
        total=_either(
            order,
            "Du betaler {} inkl. moms nu. Der kommer ingen gebyrer oveni.",
            "You pay {} incl. VAT now. Nothing comes on top.",
        ).format(format_money(order.charge_today, order.language)),
        each_period=_each(order),
        duration=_either(
            order,
            "Aftalen begynder {} og løber, til den opsiges.",
            "The contract begins on {} and runs until cancelled.",
        ).format(format_day(order.starts_on, order.language)),
        how_to_end=_ending(order),
        withdrawal=_withdrawal(order),
        where_to_withdraw=_where(order),
        binding=_binding(order),
        price_after_trial=_after_trial(order),
    )


def _length(interval: Interval, language: Language) -> str:
    """ "1 måned", "14 days"."""
    at = (0 if interval.count == 1 else 1) + (2 if language == "en" else 0)
    return f"{interval.count} {_UNITS[interval.unit][at]}"


def _either(order: Order, danish: str, english: str) -> str:
    return english if order.language == "en" else danish


def _characteristics(order: Order) -> str:
    many = f"{order.quantity} {order.unit}" if order.unit else (f"{order.quantity} ×" if order.quantity > 1 else "")
    name = f"{order.plan}, {many}" if order.unit else f"{many} {order.plan}".strip()
    return f"{name}: {order.description}" if order.description else f"{name}."


def _each(order: Order) -> str:
    if order.each_period is None or order.next_on is None:
        return _either(order, "Der opkræves ikke mere.", "Nothing more is charged.")
    price, day = format_money(order.each_period, order.language), format_day(order.next_on, order.language)
    danish, english = "hver {1}. {0}", "every {1} {0}s"
    if order.interval.count == 1:
        danish, english = ("hvert {0}" if order.interval.unit == "year" else "hver {0}"), "every {0}"
    unit = _UNITS[order.interval.unit][2 if order.language == "en" else 0]
    often = _either(order, danish, english).format(unit, order.interval.count)
    words = _either(order, "Derefter {} inkl. moms {}, første gang {}.", "Then {} incl. VAT {}, first on {}.")
    return words.format(price, often, day)


def _binding(order: Order) -> str:
    until = order.bound_until
    if until is None or order.least is None:
        return ""
    return _either(
        order,
        "Du er bundet til og med {}. I den tid betaler du mindst {} inkl. moms.",
        "You are bound up to and including {}. In that time you pay at least {} incl. VAT.",
    ).format(format_day(until - timedelta(days=1), order.language), format_money(order.least, order.language))


def _ending(order: Order) -> str:
    ways = _either(
        order,
        "Du opsiger her i selvbetjeningen eller ved at skrive til os.",
        "You cancel here in self-service or by writing to us.",
    )
    notice, capped = order.notice, order.party == "consumer"
    if (
        notice
        and capped
        and after(day=order.starts_on, interval=notice) > after(day=order.starts_on, interval=ONE_MONTH)
    ):
        notice = ONE_MONTH
    if notice:
        words = _either(order, "Varslet er {}.", "The notice is {}.").format(_length(notice, order.language))
    elif capped:
        words = _either(
            order,
            "Aftalen slutter med den betalte periode, dog senest en måned efter opsigelsen.",
            "It ends with the period paid for, a month after the cancellation at the latest.",
        )
    else:
        words = _either(order, "Aftalen slutter med den betalte periode.", "It ends with the period paid for.")
    return f"{ways} {words}"


def _withdrawal(order: Order) -> str:
    if order.exempt_reason:
        words = _either(order, "Du kan ikke fortryde: {}", "You cannot withdraw: {}")
        return words.format(order.exempt_reason)
    if not order.may_withdraw:
        return _either(order, "Virksomheder har ikke fortrydelsesret.", "Companies have no right of withdrawal.")
    last = format_day(withdrawal_deadline(contracted_on=order.ordered_on), order.language)
    return _either(
        order,
        "Du kan fortryde til og med {}. Har du bedt os begynde før, betaler du for de dage, du har haft.",
        "You may withdraw up to and including {}. If you asked us to begin before, you pay for the days you have had.",
    ).format(last)


def _where(order: Order) -> str:
    if not order.may_withdraw:
        return _either(order, "Der er intet at fortryde på nettet.", "There is nothing to withdraw from online.")
    return _either(
        order,
        "Du fortryder på abonnementets side, fra fakturaen eller på {}",
        "You withdraw on the subscription's page, from the invoice or at {}",
    ).format(order.withdraw_url)


def _after_trial(order: Order) -> str:
    if order.trial_used:
        return _either(
            order,
            "Du har haft den gratis prøvetid før, så du betaler fra første dag.",
            "You have had the free trial before, so you pay from the first day.",
        )
    if order.free_until is None or order.each_period is None:
        return ""
    return _either(
        order,
        "Prøvetiden er gratis til og med {}. Derefter koster det {} inkl. moms for hver periode.",
        "The trial is free up to and including {}. After that each period costs {} incl. VAT.",
    ).format(
        format_day(order.free_until - timedelta(days=1), order.language),
        format_money(order.each_period, order.language),
    )
