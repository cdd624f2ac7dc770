"""Which act may still be undone (CM-03)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.billing.models import Undo
from selvbetjening.domain.billing.rules.quotes import QuoteView, offer_from_json
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class OpenUndo:
    """An act that may be undone until `open_until`; `quote` is what was confirmed."""

    id: UUID
    subscription: UUID
    open_until: datetime
    quote: QuoteView


def open_undo_of(organization: OrganizationId, *, account: UUID, subscription: UUID, at: datetime) -> OpenUndo | None:
    """The latest act on this account's subscription while it may be undone, else None; one query."""
    found = (
        Undo.objects.filter(
            organization_id=organization,
            subscription_id=subscription,
            quote__account_id=account,
            closed_reason="",
            open_until__gt=at,
        )
        .select_related("quote")
        .first()
    )
    if found is None:
        return None
    row = found.quote
    view = offer_from_json(content=row.content["offer"], id=row.id, valid_until=row.valid_until)
    return OpenUndo(found.id, subscription, found.open_until, view)
