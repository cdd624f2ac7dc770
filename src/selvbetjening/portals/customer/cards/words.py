"""Cards, ways to pay and refusals in words."""

from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.rules.card_names import card_name

if TYPE_CHECKING:
    from selvbetjening.domain.payments.queries.cards import PaymentCard

#: The ways, as the answer to "how do you pay?".
WAYS: Final[dict[str, Promise]] = {
    "invoice": _("By invoice, which you pay yourself"),
    "payment_card": _("By card, which is charged by itself"),
    "betalingsservice": _("By Betalingsservice"),
    "direct_debit": _("By Leverandørservice"),
}
REFUSALS: Final[dict[str, Promise]] = {
    "disabled": _("The card is disabled already. Nothing was changed."),
    "expired": _("The card has expired, so it cannot be charged. Choose another one, or add a new card."),
    "no_gateway": _("This card cannot be charged any more. Choose another one, or add a new card."),
    "same": _("You pay in this way already. Nothing was changed."),
    "method": _("There is no such way to pay here. Nothing was changed."),
}


def called(card: "PaymentCard") -> str:
    """What the card is called in a sentence, as mails call it: "Visa •••• 4242"."""
    return card_name(method=card.method, brand=card.brand, last4=card.last4) or gettext("Card")


def expiry(card: "PaymentCard") -> str:
    """As it stands on the card, "04/27"; empty where the gateway told none."""
    if card.exp_month is None or card.exp_year is None:
        return ""
    return f"{card.exp_month:02d}/{card.exp_year % 100:02d}"


def called_until(card: "PaymentCard") -> str:
    """With its expiry: "Visa •••• 4242 (04/27)"."""
    until = expiry(card)
    return f"{called(card)} ({until})" if until else called(card)


def gateway_name(code: str) -> str:
    """The payment company that keeps the card."""
    return NAMES.get(code, code.replace("_", " ").capitalize())
