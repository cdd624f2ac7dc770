"""What the end of an attempt means for the collection of its invoices (gateways.md section 1, "Retry plan")."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.events import ChargeFailed, ChargeNeedsCustomer, CollectionGivenUp
from selvbetjening.domain.payments.lifecycle import COLLECTION
from selvbetjening.domain.payments.models import Attempt, CardCollection
from selvbetjening.domain.payments.ports import Failure
from selvbetjening.domain.payments.rules.retry import next_try, plan_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def after_attempt(organization: OrganizationId, *, attempt: UUID, at: datetime) -> None:
    """Move the collection of every invoice of an attempt that has just ended; called in the transaction of its end.

    Paid: the collection is done, whoever paid. A charge that failed is tried again by the company's plan, or given up;
    one that the payer must confirm waits for her. A payment page that was left changes nothing. Records
    `ChargeFailed`, `ChargeNeedsCustomer`, `CollectionGivenUp`.
    """
    with within(organization):
        ended = Attempt.objects.get(organization_id=organization, id=attempt)
        invoices = list(ended.parts.values_list("invoice_id", flat=True))
        mine = CardCollection.objects.filter(organization_id=organization, invoice_id__in=invoices)
        for row in mine.select_related("invoice").defer("invoice__snapshot").order_by("id"):
            if ended.state == "succeeded" and row.invoice.outstanding.is_zero:
                _move(row, "finish", next_on=None, reason="paid")
            elif row.attempt_id == ended.id and row.state == "running":
                _failed(organization, ended, row, at)


def _failed(organization: OrganizationId, ended: Attempt, row: CardCollection, at: datetime) -> None:
    today = copenhagen_day(at)
    if ended.state == "needs_customer":
        if _move(row, "ask", next_on=None, reason="authentication_required"):
            asked = ChargeNeedsCustomer(
                account=row.account_id, attempt=ended.id, invoice=row.invoice_id, amount=ended.amount
            )
            record(organization, fact=asked, actor=SYSTEM, at=at)
        return
    kind = ended.failure or ("aborted" if ended.state != "succeeded" else "declined")
    failure = Failure(kind=kind, retry=ended.retry or "later", ask_for_new_card=ended.asks_new_card)  # type: ignore[arg-type]
    plan = plan_of(text=Organization.objects.get(id=organization).choice("card_retry_days"))
    tries = row.tries + 1
    first_on = row.first_on if row.tries else today
    again = next_try(failure=failure, tries=tries, first_on=first_on, today=today, plan=plan)
    moved = _move(row, "wait" if again else "give_up", next_on=again, reason=kind, tries=tries, first_on=first_on)
    if moved:
        _tell(organization, ended, row, kind, again, at)


def _tell(
    organization: OrganizationId, ended: Attempt, row: CardCollection, kind: str, again: date | None, at: datetime
) -> None:
    failed = ChargeFailed(
        account=row.account_id,
        attempt=ended.id,
        invoice=row.invoice_id,
        amount=ended.amount,
        failure=kind,
        asks_new_card=ended.asks_new_card,
        next_on=again,
    )
    record(organization, fact=failed, actor=SYSTEM, at=at)
    if again is None:
        given_up = CollectionGivenUp(account=row.account_id, invoice=row.invoice_id, amount=ended.amount, failure=kind)
        record(organization, fact=given_up, actor=SYSTEM, at=at)


def _move(row: CardCollection, verb: str, **values: Any) -> bool:
    """Whether this one moved it."""
    sources = COLLECTION.sources(verb)
    target = COLLECTION.after(sources[0], verb)
    mine = CardCollection.objects.filter(organization_id=row.organization_id, id=row.id, state__in=sources)
    return bool(mine.update(state=target, **values))
