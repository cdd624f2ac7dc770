"""QuickPay's test cards (gateways.md 3.5) and what each does. Pure; no other card exists here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Outcome = Literal[
    "approved", "rejected", "expired", "capture_rejected", "refund_rejected", "cancel_rejected", "recurring_rejected",
    "secure", "once", "delayed",
]  # fmt: skip


@dataclass(frozen=True)
class Card:
    """One test card."""

    brand: str
    outcome: Outcome


@dataclass(frozen=True)
class Status:
    """How an operation ended: QuickPay's code and text, and the acquirer's."""

    code: str = "20000"
    message: str = "Approved"
    acquirer_message: str = "Approved"

    @property
    def approved(self) -> bool:
        """Whether it did what was asked for."""
        return self.code == "20000"


_ENDS: Final[Mapping[Outcome, tuple[str, str, str]]] = {
    "approved": ("0008", "0007", "0006"),
    "rejected": ("0016", "0015", "0014"),
    "expired": ("0024", "0023", "0022"),
    "capture_rejected": ("0032", "0031", "0030"),
    "refund_rejected": ("0040", "0049", "0048"),
    "cancel_rejected": ("0057", "0056", "0055"),
    "recurring_rejected": ("0065", "0064", "0063"),
    "secure": ("0073", "0072", ""),
    "once": ("0081", "0080", "0071"),
    "delayed": ("0099", "0098", "0089"),
}
_BRANDS: Final = (("visa", "100000"), ("mastercard", "100001"), ("dankort", "100002"))

CARDS: Final[Mapping[str, Card]] = {
    f"{prefix}000000{end}": Card(brand, outcome)
    for outcome, ends in _ENDS.items()
    for (brand, prefix), end in zip(_BRANDS, ends, strict=True)
    if end
}

SHOWN: Final = (
    ("1000020000000006", "approved"), ("1000000000000008", "approved"), ("1000000000000073", "secure"),
    ("1000000000000016", "declined"), ("1000000000000024", "expired"), ("1000000000000065", "later"),
    ("1000000000000032", "capture"), ("1000000000000040", "refund"), ("1000000000000099", "delayed"),
)  # fmt: skip
"""What the payment window tells of."""

REJECTED: Final = Status("40000", "Rejected", "Rejected test operation")
EXPIRED: Final = Status("40000", "Rejected", "Card expired")
SECURE: Final = Status("30100", "3D Secure is required", "3D Secure is required")


def decide(card: Card, *, operation: str, expired: bool) -> Status:
    """How an operation with the card ends. The bank's question of the payment window is answered before."""
    taking = operation in {"authorize", "recurring"}
    if taking and (expired or card.outcome == "expired"):
        return EXPIRED
    if operation == "recurring" and card.outcome == "secure":
        return SECURE
    refused = {
        "authorize": {"rejected"},
        "recurring": {"rejected", "recurring_rejected", "once"},
        "capture": {"capture_rejected"},
        "refund": {"refund_rejected"},
        "cancel": {"cancel_rejected"},
    }
    return REJECTED if card.outcome in refused.get(operation, set()) else Status()
