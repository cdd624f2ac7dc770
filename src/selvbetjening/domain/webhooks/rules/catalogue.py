"""The events that can be told (fenerum-api.md 15): a table. Pure.

Standard ones go to an endpoint that named none; all others only to one that named them (T19).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

CHALLENGE: Final = "webhook.challenge"
TEST: Final = "webhook.test"


@dataclass(frozen=True)
class EventKind:
    """`family` is the heading it stands under; `is_standard`: it is told to who named nothing."""

    name: str
    family: str
    is_standard: bool = False


def _kinds(family: str, *names: str, standard: bool = False) -> tuple[EventKind, ...]:
    return tuple(EventKind(name, family, standard) for name in names)


_ALL: Final = (
    *_kinds("accounts", "account.created", "account.updated", standard=True),
    *_kinds("plans", "plan_terms.created", "plan_terms.updated", standard=True),
    *_kinds("invoices", "new_invoice", "paid_invoice", standard=True),
    *_kinds("activity", "new_activity", standard=True),
    *_kinds("subscriptions", "cancel_subscription", "renew_subscription_soon", standard=True),
    *_kinds("payments", "payment.authentication_required", "payment.declined"),
    *_kinds("cards", "card_expires_this_month", "payment_card.activated", "payment_card.deactivated"),
    *_kinds(
        "betalingsservice", "betalingsservice.mandate_created", "betalingsservice.mandate_ended",
        "betalingsservice.collection_rejected",
    ),
    *_kinds(
        "self_service", "self_service.subscription_started", "self_service.subscription_changed",
        "self_service.change_scheduled", "self_service.change_removed", "self_service.subscription_cancelled",
        "self_service.subscription_reactivated", "self_service.subscription_paused",
        "self_service.subscription_resumed", "self_service.contract_withdrawn", "self_service.act_undone",
        "self_service.coupon_used", "self_service.details_updated", "self_service.recipient_added",
        "self_service.recipient_changed", "self_service.recipient_removed", "self_service.card_added",
        "self_service.card_disabled", "self_service.default_card_chosen", "self_service.invoice_deferred",
        "self_service.collection_method_changed", "self_service.account_opened", "self_service.invoice_corrected",
        "self_service.accountant_invited", "self_service.accountant_revoked", "self_service.data_export_asked",
    ),
    *_kinds(
        "disputes", "dispute.opened", "dispute.answered", "dispute.replied", "dispute.accepted",
        "dispute.partly_accepted", "dispute.rejected", "dispute.withdrawn", "dispute.escalated",
        "dispute.chargeback_opened", "dispute.chargeback_closed",
    ),
    *_kinds(
        "files", "file.received", "file.incomplete", "file.validated", "file.rejected", "file.waiting",
        "file.withdrawn", "file.processed", "file.failed", "file.quarantined", "file.ready",
    ),
)  # fmt: skip
EVENTS: Final[dict[str, EventKind]] = {kind.name: kind for kind in _ALL}
STANDARD: Final = tuple(kind.name for kind in _ALL if kind.is_standard)
#: Families of ours that can be named as a whole.
WHOLE: Final = tuple(f"{family}.*" for family in ("betalingsservice", "self_service", "dispute", "file"))


class EventsUnknown(ValueError):
    """These are no events."""

    def __init__(self, names: Collection[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


def chosen(*, names: Iterable[str]) -> list[str]:
    """The names as they are kept: each once, in the table's order. Raises `EventsUnknown`."""
    wanted = set(names)
    if strange := sorted(wanted - set(EVENTS) - set(WHOLE)):
        raise EventsUnknown(strange)
    return [name for name in (*EVENTS, *WHOLE) if name in wanted]


def wants(*, named: Collection[str] | None, event: str) -> bool:
    """Whether an endpoint is told this event; one that named none (None) is told the standard ones (T19)."""
    if named is None:
        return EVENTS[event].is_standard
    return event in named or f"{event.partition('.')[0]}.*" in named
