"""Let an act be undone for a while (CM-03)."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.billing.actions.bill_due import close_undos
from selvbetjening.domain.billing.models import Quote, Undo
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.actions.amend import Standing
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def open_undo(
    organization: OrganizationId,
    *,
    quote: Quote,
    subscription: Subscription,
    before: Standing | None,
    extra: dict[str, str | None],
    at: datetime,
) -> None:
    """Keep how the subscription stood before the act; an act before this one cannot be undone any more.

    A withdrawal is a legal act and is not undone.
    """
    with within(organization):
        close_undos(organization, subscriptions=[subscription.id], reason="later_act", at=at)
        hours = Organization.objects.only("choices").get(id=organization).choice("undo_hours")
        if not hours or quote.act == "withdraw":
            return
        Undo.objects.create(
            organization_id=organization,
            quote=quote,
            subscription=subscription,
            before={"row": as_json(before) if before else None, **extra},
            after={"row": as_json(Standing.of(subscription))},
            open_until=at + timedelta(hours=hours),
        )


def as_json(standing: Standing) -> dict[str, Any]:
    """A standing as JSON: days and ids as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
        for name, value in asdict(standing).items()
    }


def from_json(content: dict[str, Any]) -> Standing:
    """The inverse of `as_json`."""
    days = {name for name in content if name.endswith(("_on", "_until"))}
    read: dict[str, Any] = {
        name: date.fromisoformat(value) if name in days and value else value for name, value in content.items()
    }
    return Standing(**{**read, "terms_id": UUID(content["terms_id"])})
