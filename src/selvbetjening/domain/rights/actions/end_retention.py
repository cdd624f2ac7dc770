"""Erase what the books had to keep of erased accounts, the day after they need it no more (GDP-4, BOK-1)."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Min

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import CreditNote, CreditNoteDocument, Invoice, InvoiceDocument
from selvbetjening.domain.rights.events import RetentionEnded
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

#: What of a buyer names nobody and may stay in a document's frozen text.
_NAMELESS: Final = frozenset({"country", "country_code", "party_type", "account_code"})
_NO_NAME: Final = "–"


def end_retention(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """For each erased account whose day has come: documents go, buyers become nameless, amounts and numbers stay.

    Returns how many accounts were worked on. Records `RetentionEnded`. The database's own walls let nothing go before
    its day (BOK-1), whatever is asked here.
    """
    waiting = Erasure.objects.filter(organization_id=organization, completed_at__isnull=True, next_on__lte=today)
    with within(organization):
        due = list(waiting.select_for_update(skip_locked=True).order_by("next_on", "id"))
        for erasure in due:
            erased = sum(
                _forget(organization, erasure.account_id, model, documents, key, today)
                for model, documents, key in (
                    (Invoice, InvoiceDocument, "invoice"),
                    (CreditNote, CreditNoteDocument, "credit_note"),
                )
            )
            _go_on(organization, erasure, today, at)
            fact = RetentionEnded(account=erasure.account_id, erasure=erasure.id, documents=erased)
            record(organization, fact=fact, actor=SYSTEM, at=at)
    return len(due)


def _forget(organization: OrganizationId, account: UUID, model: Any, documents: Any, key: str, today: date) -> int:
    over = model.objects.filter(organization_id=organization, account_id=account, retain_until__lt=today)
    for row in over:
        snapshot = {**row.snapshot, "buyer": _nameless(row.snapshot.get("buyer", {}))}
        if snapshot != row.snapshot:
            model.objects.filter(organization_id=organization, id=row.id).update(snapshot=snapshot)
    return int(documents.objects.filter(organization_id=organization, **{f"{key}__in": over}).delete()[0])


def _nameless(buyer: dict[str, Any]) -> dict[str, Any]:
    blank = {key: value if key in _NAMELESS else _blank(value) for key, value in buyer.items()}
    return {**blank, "name": _NO_NAME} if "name" in blank else blank


def _blank(value: Any) -> Any:
    if isinstance(value, str):
        return ""
    return [] if isinstance(value, list) else value


def _go_on(organization: OrganizationId, erasure: Erasure, today: date, at: datetime) -> None:
    """Something issued after the erasure may have a later day; the account is done when nothing is left."""
    erasure.next_on = next_look(organization, account=erasure.account_id, since=today)
    erasure.completed_at = None if erasure.next_on else at
    erasure.save(update_fields=["next_on", "completed_at"])


def next_look(organization: OrganizationId, *, account: UUID, since: date | None) -> date | None:
    """The first day on which something of the account may go that had to stay on `since` (or ever, for None)."""
    days = []
    for model in (Invoice, CreditNote):
        mine = model._default_manager.filter(organization_id=organization, account_id=account)
        kept = mine.filter(retain_until__gte=since) if since else mine
        days.append(kept.aggregate(first=Min("retain_until"))["first"])
    return min((day + timedelta(days=1) for day in days if day), default=None)
