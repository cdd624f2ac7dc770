"""Whether an invoice may be deferred or paid in parts, and what that would mean; asked by pages and acts alike."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.queries.late import handed_over
from selvbetjening.domain.invoicing.rules.collection import limitation
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import Deferral, PaymentPlan
from selvbetjening.domain.payments.queries.to_pay import ToPay, to_pay
from selvbetjening.domain.payments.rules.respite import deferred_until, most_parts, planned_parts, year_begins
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Asked:
    """An invoice for which more time is asked, as it stands today."""

    owner: Organization
    invoice: Invoice
    due: ToPay
    today: date


@dataclass(frozen=True, slots=True)
class DeferOffer:
    """The new due day, or why there is none (`NoRespite.reason`). `left` is how often more the year allows it."""

    reason: str = ""
    until_on: date | None = None
    left: int = 0


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """How many parts at most, from two, or why there is no plan (`NoRespite.reason`)."""

    reason: str = ""
    most: int = 0


def asked(organization: OrganizationId, *, owner: Organization, account: UUID, invoice: UUID, today: date) -> Asked:
    """Read the invoice of this account. Raises `Invoice.DoesNotExist`."""
    found = Invoice.objects.defer("snapshot").get(organization_id=organization, account_id=account, id=invoice)
    return Asked(owner, found, to_pay(organization, invoice=found), today)


def may_defer(organization: OrganizationId, *, asked: Asked) -> DeferOffer:
    """Unpaid, undisputed, not deferred before, in no plan, and the year's number not used up."""
    most = asked.owner.choice("defers_per_year")
    mine = Deferral.objects.filter(organization_id=organization, account_id=asked.invoice.account_id)
    used = mine.filter(from_on__gt=year_begins(today=asked.today)).count()
    if reason := _refused(organization, asked):
        return DeferOffer(reason)
    if most < 1:
        return DeferOffer("off")
    if mine.filter(invoice=asked.invoice).exists():
        return DeferOffer("already")
    if used >= most:
        return DeferOffer("limit")
    days = asked.owner.choice("defer_days")
    until = deferred_until(due_on=asked.due.due_on, today=asked.today, days=days)
    return DeferOffer(until_on=until, left=most - used)


def may_plan(organization: OrganizationId, *, asked: Asked) -> PlanOffer:
    """Unpaid, undisputed, never in a plan before, and large enough for two parts."""
    if reason := _refused(organization, asked):
        return PlanOffer(reason)
    if asked.owner.choice("plan_max_parts") < 2:
        return PlanOffer("off")
    if PaymentPlan.objects.filter(organization_id=organization, invoice=asked.invoice).exists():
        return PlanOffer("already")
    smallest = asked.owner.choice("plan_min_part")
    most = most_parts(total=asked.due.now, max_parts=asked.owner.choice("plan_max_parts"), min_part_minor=smallest)
    return PlanOffer(most=most) if most >= 2 else PlanOffer("part_too_small")


def parts_for(organization: OrganizationId, *, asked: Asked, parts: int) -> list[tuple[date, Money]]:
    """The days and amounts of so many parts of all that is to be paid of it now."""
    due = to_pay(organization, invoice=asked.invoice)
    return planned_parts(total=due.now, parts=parts, due_on=due.due_on, today=asked.today)


def _refused(organization: OrganizationId, asked: Asked) -> str:
    months = asked.owner.choice("limitation_months")
    reasons = (
        ("paid", asked.due.rest.minor <= 0),
        ("disputed", not asked.due.disputed.is_zero),
        ("plan", bool(asked.due.parts)),
        ("handed_over", bool(handed_over(organization, invoices=[asked.invoice.id]))),
        ("lapsed", limitation(due_on=asked.invoice.due_on, today=asked.today, months=months) == "lapsed"),
    )
    return next((reason for reason, holds in reasons if holds), "")
