"""What must be said and asked before a contract is made: forbrugeraftaleloven §§ 8 to 16, betalingsloven § 121."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final

from selvbetjening.domain.billing.rules.law.withdrawal import withdrawal_deadline
from selvbetjening.kernel.law import law
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.kernel.wording import gettext_noop

#: Approved words for the button that obliges to pay, Danish and English, by the code that the setting holds.
ORDER_LABELS: Final = {
    "order": ("Bestil med betalingspligt", "Order with obligation to pay"),
    "buy": ("Køb med betalingspligt", "Buy with obligation to pay"),
}

#: Which version of the words a customer said yes to; kept with the yes (ORD-5, ORD-8).
TEXT_VERSION: Final = "2026-11"


@dataclass(frozen=True, slots=True)
class OrderWords:
    """What stands right above the order button, each as one sentence in the reader's language.

    `price_after_trial` and `binding` are empty where there is no trial and no binding; all else must be there.
    """

    characteristics: str
    total: str
    each_period: str
    duration: str
    how_to_end: str
    withdrawal: str
    where_to_withdraw: str
    binding: str = ""
    price_after_trial: str = ""


@law("ORD-1", source="forbrugeraftaleloven § 12", party="consumer")
def missing_words(*, words: OrderWords, has_binding: bool, has_trial: bool) -> tuple[str, ...]:
    """Right before ordering: what it is, the total, each period's price, binding, duration, how to end, the trial.

    Returns the names of what is not said; the button may stand only where it is empty.
    """
    optional = {"binding": has_binding, "price_after_trial": has_trial}
    return tuple(
        field.name
        for field in fields(words)
        if optional.get(field.name, True) and not getattr(words, field.name).strip()
    )


@law("ORD-1", source="forbrugeraftaleloven § 12", party="consumer")
def lowest_total(*, payments: Sequence[Money], given_back: Money) -> Money:
    """The lowest total in a binding period: every payment that falls until the earliest end, less what comes back."""
    return sum_money(payments, given_back.currency) - given_back


@law("ORD-2", source="forbrugeraftaleloven § 12, stk. 2", party="all", setting="order_button_label")
def order_button_label(*, code: str) -> tuple[str, str]:
    """The button says that the order obliges to pay; its words are from an approved list, da and en; else the first."""
    return ORDER_LABELS.get(code) or ORDER_LABELS["order"]


@law("ORD-3", source="forbrugeraftaleloven § 13", party="all")
def ticked_beforehand(*, costs_extra: bool, wanted: bool) -> bool:
    """Nothing that costs extra, and no consent, is chosen for the customer: a box is ticked by the customer alone."""
    return wanted and not costs_extra


@law("ORD-4", source="forbrugeraftaleloven § 13", party="consumer")
def missing_in_confirmation(*, terms: bool, price: bool, withdrawal_text: bool, form: bool) -> tuple[str, ...]:
    """The confirmation on a durable medium holds the terms, the price, the withdrawal information and the form."""
    there = {"terms": terms, "price": price, "withdrawal_text": withdrawal_text, "form": form}
    return tuple(name for name, given in there.items() if not given)


@law("ORD-5", source="forbrugeraftaleloven § 16", party="consumer")
def service_starts_on(*, party: str, ordered_on: date, wanted_on: date, asked_to_start: bool) -> date:
    """Service begins within the withdrawal period only on express request; else the day after it, day 15."""
    if party != "consumer" or asked_to_start:
        return wanted_on
    return max(wanted_on, withdrawal_deadline(contracted_on=ordered_on) + timedelta(days=1))


@law("ORD-6", source="forbrugeraftaleloven (finansielle aftaler); markedsføringsloven § 5", party="all")
def choice_looks() -> tuple[str, str]:
    """To keep and to end look alike: the kind of button of each, the same size and the same colour."""
    return "secondary", "secondary"


@law(
    "ORD-7",
    source="betalingsloven § 121",
    party="consumer",
    uncertain=gettext_noop("which company cards may carry a surcharge"),
)
def card_surcharge(*, party: str, company_card: bool, cost: Money) -> Money:
    """No surcharge on a consumer's card; on a company's card no more than it costs."""
    if party == "consumer" or not company_card:
        return Money.zero(cost.currency)
    return cost


@law("ORD-8", source="værgemålsloven § 1", party="consumer", setting="ask_adult")
def must_be_adult(*, party: str, ask_adult: bool, says_adult: bool) -> bool:
    """Minors cannot bind themselves: whether the order must wait for the person to say that they are of age."""
    return party == "consumer" and ask_adult and not says_adult
