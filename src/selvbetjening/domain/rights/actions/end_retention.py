"""Erase what had to be kept of erased people and accounts, the day after it must be no more (GDP-4, BOK-1)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Min

from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.models import CreditNote, Invoice
from selvbetjening.domain.rights.actions.forget_documents import NO_NAME, forget_credit_notes, forget_invoices
from selvbetjening.domain.rights.events import RetentionEnded
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.rights.queries import removable
from selvbetjening.domain.rights.rules.erasing import first_day
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId


def end_retention(organization: OrganizationId, *, today: date, at: datetime) -> int:
    """For each erasure whose day has come: documents and receipts go, names become nameless, amounts and digests stay.

    Returns how many erasures were worked on. Records `RetentionEnded`. The database's own walls let nothing go before
    its day (BOK-1), whatever is asked here.
    """
    waiting = Erasure.objects.filter(organization_id=organization, completed_at__isnull=True, next_on__lte=today)
    with within(organization):
        due = list(waiting.select_for_update(skip_locked=True).order_by("next_on", "id"))
        for erasure in due:
            erased = _forget_acts(organization, erasure, today)
            if erasure.recipient_id is None:
                erased += _forget_documents(organization, erasure.account_id, today)
                erased += _forget_contracts(organization, erasure.account_id, today)
            _go_on(organization, erasure, today, at)
            fact = RetentionEnded(account=erasure.account_id, erasure=erasure.id, documents=erased)
            record(organization, fact=fact, actor=SYSTEM, at=at)
    return len(due)


def next_look(organization: OrganizationId, *, account: UUID, since: date | None) -> date | None:
    """The first day on which something of the account may go that had to stay on `since` (or ever, for None)."""
    days = []
    for model in (Invoice, CreditNote, LegalAct):
        mine = model._default_manager.filter(organization_id=organization, account_id=account)
        kept = mine.filter(retain_until__gte=since) if since else mine
        days.append(kept.aggregate(first=Min("retain_until"))["first"])
    contracts = Contract.objects.filter(organization_id=organization, account_id=account, content_erased_on=None)
    for until in contracts.values_list("retain_until", flat=True):
        day = max([until, *_last_documents(organization, account)])
        if since is None or day >= since:
            days.append(day)
    return first_day(days=[day for day in days if day])


def _forget_documents(organization: OrganizationId, account: UUID, today: date) -> int:
    invoices = list(removable.old_invoices(organization, today=today).filter(account_id=account))
    erased = forget_invoices(organization, invoices=invoices, today=today)
    notes = list(removable.old_credit_notes(organization, today=today).filter(account_id=account))
    return erased + forget_credit_notes(organization, notes=notes, today=today)


def _forget_acts(organization: OrganizationId, erasure: Erasure, today: date) -> int:
    """The declarations of the account, or only those that named the person; digest and code stay for who has a copy."""
    mine = LegalAct.objects.filter(organization_id=organization, account_id=erasure.account_id, content_erased_on=None)
    if erasure.recipient_id is not None:
        mine = mine.filter(id__in=_acts_in(erasure))
    return mine.filter(retain_until__lt=today).update(
        name=NO_NAME, receipt_address="", statement="", receipt=b"", content_erased_on=today
    )


def _forget_contracts(organization: OrganizationId, account: UUID, today: date) -> int:
    if any(day >= today for day in _last_documents(organization, account)):
        return 0
    mine = Contract.objects.filter(organization_id=organization, account_id=account, content_erased_on=None)
    return mine.filter(retain_until__lt=today).update(confirmation=b"", content_erased_on=today)


def _last_documents(organization: OrganizationId, account: UUID) -> list[date]:
    """The last day of the invoices and of the credit notes, where there are any."""
    found = []
    for model in (Invoice, CreditNote):
        mine = model._default_manager.filter(organization_id=organization, account_id=account)
        found.append(mine.aggregate(last=Max("retain_until"))["last"])
    return [day for day in found if day]


def _acts_in(erasure: Erasure) -> list[UUID]:
    return [UUID(id_) for each in erasure.kept for id_ in each.get("ids", ())]


def _go_on(organization: OrganizationId, erasure: Erasure, today: date, at: datetime) -> None:
    """Something issued after the erasure may have a later day; it is done when nothing is left."""
    if erasure.recipient_id is None:
        erasure.next_on = next_look(organization, account=erasure.account_id, since=today)
    else:
        left = LegalAct.objects.filter(organization_id=organization, id__in=_acts_in(erasure), content_erased_on=None)
        erasure.next_on = first_day(days=list(left.values_list("retain_until", flat=True)))
    erasure.completed_at = None if erasure.next_on else at
    erasure.save(update_fields=["next_on", "completed_at"])
