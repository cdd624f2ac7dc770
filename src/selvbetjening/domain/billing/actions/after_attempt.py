"""What the end of an attempt means for the collection of its invoices (gateways.md section 1, "Retry plan")."""

from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.move_collection import move_collection
from selvbetjening.domain.payments.events import ChargeFailed, ChargeNeedsCustomer, CollectionGivenUp
from selvbetjening.domain.payments.models import Attempt, CardCollection
from selvbetjening.domain.payments.ports import Failure
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.payments.rules.retry import next_try, plan_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def after_attempt(organization: OrganizationId, *, attempt: UUID, at: datetime) -> None:
    """Move the collection of every invoice of an attempt that has just ended; called in the transaction of its end.

    One that still runs (`pending`, `unknown`) has not failed: nothing is told, and nothing is tried beside it.
    Paid: the collection is done, whoever paid; what is left of the invoice is charged tomorrow. A charge that failed is
    tried again by the company's plan, or given up; one that the payer must confirm waits for her. A payment page that
    was left changes nothing. Records `ChargeFailed`, `ChargeNeedsCustomer`, `CollectionGivenUp`.
    """
    with within(organization):
        ended = Attempt.objects.get(organization_id=organization, id=attempt)
        parts = dict(ended.parts.values_list("invoice_id", "amount_minor"))
        mine = CardCollection.objects.filter(organization_id=organization, invoice_id__in=parts)
        for row in mine.select_related("invoice").defer("invoice__snapshot").order_by("id"):
            asked = Money(parts[row.invoice_id], ended.currency)
            if ended.state == "succeeded":
                _paid(organization, ended, row, at)
            elif not ended.is_live and row.attempt_id == ended.id and row.state == "running":
                _failed(organization, ended, row, asked, at)


def _paid(organization: OrganizationId, ended: Attempt, row: CardCollection, at: datetime) -> None:
    if row.invoice.outstanding.is_zero:
        move_collection(organization, collection=row.id, verb="finish", next_on=None, reason="paid")
    elif row.attempt_id == ended.id:
        tomorrow = copenhagen_day(at) + timedelta(days=1)
        move_collection(organization, collection=row.id, verb="wait", next_on=tomorrow, reason="", tries=0)


def _failed(organization: OrganizationId, ended: Attempt, row: CardCollection, asked: Money, at: datetime) -> None:
    today = copenhagen_day(at)
    if ended.state == "needs_customer":
        if move_collection(organization, collection=row.id, verb="ask", next_on=None, reason="authentication_required"):
            waits = ChargeNeedsCustomer(account=row.account_id, attempt=ended.id, invoice=row.invoice_id, amount=asked)
            record(organization, fact=waits, actor=SYSTEM, at=at)
        return
    if ended.failure_code.startswith("amount_too_small"):  # S9: with the account's next invoice
        tomorrow = today + timedelta(days=1)
        move_collection(organization, collection=row.id, verb="wait", next_on=tomorrow, reason=LEAST)
        return
    kind = ended.failure or "aborted"
    failure = Failure(kind=kind, retry=ended.retry or "later", ask_for_new_card=ended.asks_new_card)  # type: ignore[arg-type]
    plan = plan_of(text=Organization.objects.get(id=organization).choice("card_retry_days"))
    tries = row.tries + 1
    first_on = row.first_on if row.tries else today
    again = next_try(failure=failure, tries=tries, first_on=first_on, today=today, plan=plan)
    verb = "wait" if again else "give_up"
    if move_collection(
        organization, collection=row.id, verb=verb, next_on=again, reason=kind, tries=tries, first_on=first_on
    ):
        _tell(organization, ended, row, asked, again, at)


def _tell(
    organization: OrganizationId, ended: Attempt, row: CardCollection, asked: Money, again: date | None, at: datetime
) -> None:
    kind = ended.failure or "aborted"
    failed = ChargeFailed(
        account=row.account_id,
        attempt=ended.id,
        invoice=row.invoice_id,
        amount=asked,
        failure=kind,
        asks_new_card=ended.asks_new_card,
        next_on=again,
    )
    record(organization, fact=failed, actor=SYSTEM, at=at)
    if again is None:
        given_up = CollectionGivenUp(account=row.account_id, invoice=row.invoice_id, amount=asked, failure=kind)
        record(organization, fact=given_up, actor=SYSTEM, at=at)
