"""Agree on instalments for what is left of an invoice, inside the company's limits (CM-06)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.payments.actions.defer import hold
from selvbetjening.domain.payments.events import PaymentPlanMade
from selvbetjening.domain.payments.models import PaymentPlan, PaymentPlanPart
from selvbetjening.domain.payments.queries.respites import may_plan, parts_for
from selvbetjening.domain.payments.rules.respite import NoRespite
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money, sum_money


def make_plan(
    organization: OrganizationId, *, account: UUID, invoice: UUID, parts: int, today: date, actor: Actor, at: datetime
) -> PaymentPlan:
    """Split all that is left to pay of the invoice, with what was claimed beside it, into equal monthly parts.

    While it is kept nothing is reminded and nothing bears interest. Records `PaymentPlanMade`. Raises `NoRespite`
    (`parts` for a number outside the limits) and `Invoice.DoesNotExist`, also for another account's invoice.
    """
    with within(organization):
        found = hold(organization, account=account, invoice=invoice, today=today)
        offer = may_plan(organization, asked=found)
        if offer.reason:
            raise NoRespite(offer.reason)
        if not 2 <= parts <= offer.most:
            raise NoRespite("parts")
        planned = parts_for(organization, asked=found, parts=parts)
        total = sum_money([amount for _, amount in planned], found.invoice.currency)
        plan = PaymentPlan.objects.create(
            id=new_id(),
            organization_id=organization,
            account_id=account,
            invoice_id=invoice,
            total_minor=total.minor,
            currency=total.currency,
            made_on=today,
            made_at=at,
        )
        _store(organization, plan, planned)
        fact = PaymentPlanMade(account=account, plan=plan.id, invoice=invoice, total=total, parts=parts)
        record(organization, fact=fact, actor=actor, at=at)
    return plan


def _store(organization: OrganizationId, plan: PaymentPlan, planned: Sequence[tuple[date, Money]]) -> None:
    PaymentPlanPart.objects.bulk_create(
        PaymentPlanPart(
            id=new_id(),
            organization_id=organization,
            plan=plan,
            position=position,
            due_on=due_on,
            amount_minor=amount.minor,
            currency=amount.currency,
        )
        for position, (due_on, amount) in enumerate(planned, start=1)
    )
