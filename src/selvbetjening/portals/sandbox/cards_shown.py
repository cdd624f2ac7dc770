"""The test cards that the start page tells of: those of the hosted pages, in the same words."""

from selvbetjening.portals.sandbox.gateways.quickpay.cards import SHOWN as QUICKPAY
from selvbetjening.portals.sandbox.gateways.stripe.cards import SHOWN as STRIPE
from selvbetjening.portals.sandbox.gateways.words import words
from selvbetjening.ui.components.values import language


def test_cards() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each gateway with its cards: number in groups of four, and what happens, in the page's language."""
    said = words(language())
    return [
        (name, [(_spaced(number), said[f"outcome_{outcome}"]) for number, outcome in shown])
        for name, shown in (("Stripe", STRIPE), ("QuickPay", QUICKPAY))
    ]


def _spaced(number: str) -> str:
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))
