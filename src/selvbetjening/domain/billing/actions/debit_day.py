"""The daily look at Betalingsservice: mandates, answers, what is to be asked for. May run twice, late, or be killed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.db.models import Exists, OuterRef, Q

from selvbetjening.domain.billing.actions.give_up_debit import note_silent
from selvbetjening.domain.billing.actions.link_mandates import Linked, link_mandates
from selvbetjening.domain.billing.actions.sync_debit import sync_debit
from selvbetjening.domain.billing.actions.take_answers import take_answers
from selvbetjening.domain.billing.actions.tell_debits import tell_debits
from selvbetjening.domain.billing.lifecycle import LIVE_DEBIT, DebitState
from selvbetjening.domain.billing.models import InvoiceCollection, MandateLink
from selvbetjening.domain.billing.queries.debited import waiting_ids
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.debits")


@dataclass(frozen=True, slots=True)
class DebitDay:
    """What a look did: mandates, answers taken, and invoices asked for, changed or withdrawn."""

    mandates: Linked
    answers: int
    moved: int


def debit_day(organization: OrganizationId, *, at: datetime) -> DebitDay:
    """Link mandates, take answers, bring every invoice that can still be changed into line, and tell the company.

    Answers before new asking: an invoice whose money came is not asked for again. Records what the called actions
    record.
    """
    mandates = link_mandates(organization, at=at)
    answers = take_answers(organization, at=at)
    with within(organization):
        invoices = waiting_ids(organization, asked_too=True)
    moved = sync_debits(organization, invoices=invoices, at=at)
    tell_debits(organization, at=at)
    note_silent(organization, at=at)
    return DebitDay(mandates, answers, moved)


def sync_debits(organization: OrganizationId, *, invoices: list[UUID], at: datetime) -> int:
    """Each in a transaction of its own; how many changed. One that goes wrong does not stop the others."""
    moved = 0
    for invoice in invoices:
        try:
            moved += sync_debit(organization, invoice=invoice, at=at) not in (None, "keep", "wait")
        except Exception as trouble:
            log.error("debit went wrong", organization=str(organization), invoice=str(invoice), exc_info=trouble)
    return moved


@job(name="billing.debit_day")
def debit_day_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for a whole look."""
    debit_day(organization, at=at)


@job(name="billing.waiting_debits")
def waiting_debits_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for what waits: a card that paid nothing in the end, a day that is possible now."""
    with within(organization):
        invoices = waiting_ids(organization)
    sync_debits(organization, invoices=invoices, at=at)


def sweep_debits(*, at: datetime) -> int:
    """Wake the look of each active organization that has anything to do with Betalingsservice; how many.

    Reads ids only through the doorway (SEC-18); one too many finds nothing to do.
    """
    mine = {"organization_id": OuterRef("id")}
    agreed = CreditorAgreement.objects.filter(**mine, state="active", is_test=False)
    debits = InvoiceCollection.objects.filter(**mine, state__in=[state.value for state in LIVE_DEBIT])
    links = MandateLink.objects.filter(**mine, ended_at__isnull=True)
    return _wake(
        debit_day_job, Q(Exists(agreed)) | Q(Exists(debits)) | Q(Exists(links)), at, "who collects through the bank"
    )


def sweep_waiting_debits(*, at: datetime) -> int:
    """Wake what waits to be asked for; how many organizations."""
    waiting = InvoiceCollection.objects.filter(organization_id=OuterRef("id"), state=DebitState.WAITING)
    return _wake(waiting_debits_job, Q(Exists(waiting)), at, "whose invoices wait for the bank")


def _wake(wanted: object, who: Q, at: datetime, reason: str) -> int:
    with doorway(reason=f"debit sweep: {reason}", actor=SYSTEM, at=at) as alias:
        found = Organization.objects.using(alias).filter(who, is_active=True).order_by("id")
        ids = [OrganizationId(id_) for id_ in found.values_list("id", flat=True)]
    for organization in ids:
        with within(organization):
            wanted.defer(organization)  # type: ignore[attr-defined]
    return len(ids)
