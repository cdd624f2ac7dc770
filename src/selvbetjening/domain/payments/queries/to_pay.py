"""What is to be paid now of an invoice: the undisputed rest and what was claimed beside it (CM-06)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.invoicing.models import CreditNote, Invoice
from selvbetjening.domain.invoicing.queries.late import OpenClaims, open_claims
from selvbetjening.domain.payments.lifecycle import DisputeState
from selvbetjening.domain.payments.models import Deferral, Dispute, PaymentPlan, PaymentPlanPart
from selvbetjening.domain.payments.rules.respite import parts_left
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment and what is left of it."""

    due_on: date
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class ToPay:
    """`rest` is what is unpaid of the invoice itself, `disputed` how much of that the customer has said no to.

    `due_on` is the day that counts now, after deferral or a dispute that was turned down. `parts` is empty without an
    instalment plan that runs.
    """

    rest: Money
    disputed: Money
    claims: OpenClaims
    due_on: date
    deferred_until: date | None
    parts: list[Part]

    @property
    def now(self) -> Money:
        """What is to be paid in all, of all that is not disputed.

        Fees and interest rest with the claim that they came from: where all of it is disputed, nothing is asked for.
        """
        if self.disputed.minor and self.disputed == self.rest:
            return Money.zero(self.rest.currency)
        return self.rest - self.disputed + self.claims.total

    @property
    def resting(self) -> Money:
        """Fees and interest that wait for the answer to a dispute of all that is left."""
        return self.rest - self.disputed + self.claims.total - self.now


def only_rest(*, rest: Money, due_on: date) -> ToPay:
    """What is to be paid of an invoice that nothing stands beside: no dispute, deferral, claim or plan."""
    none = Money.zero(rest.currency)
    return ToPay(rest, none, OpenClaims(none, none, none), due_on, None, [])


def to_pay(organization: OrganizationId, *, invoice: Invoice) -> ToPay:
    """Read what is to be paid of the invoice at this moment."""
    rest = invoice.outstanding
    disputes = list(Dispute.objects.filter(organization_id=organization, invoice=invoice))
    disputed = min(rest.minor, sum(dispute.amount_minor for dispute in disputes if dispute.is_live))
    deferral = Deferral.objects.filter(organization_id=organization, invoice=invoice).first()
    days = [invoice.due_on, *(dispute.new_due_on for dispute in disputes if dispute.new_due_on)]
    if deferral:
        days.append(deferral.until_on)
    claims = open_claims(organization, invoice=invoice.id, currency=invoice.currency)
    plan = PaymentPlan.objects.filter(organization_id=organization, invoice=invoice, state="kept").first()
    return ToPay(
        rest=rest,
        disputed=Money(disputed, invoice.currency),
        claims=claims,
        due_on=max(days),
        deferred_until=deferral.until_on if deferral else None,
        parts=_parts(organization, plan, rest + claims.total) if plan else [],
    )


def undisputed(organization: OrganizationId, *, rests: Mapping[UUID, Money]) -> dict[UUID, Money]:
    """What may be asked for of these rests of invoices, where anything is: not what is disputed, nor what a credit note
    of the invoice's own is about to pay. Two queries for however many.
    """
    disputes = Dispute.objects.filter(organization_id=organization, invoice_id__in=rests)
    notes = CreditNote.objects.filter(organization_id=organization, invoice_id__in=rests)
    live = [DisputeState.OPEN, DisputeState.ANSWERED]
    gone = Counter[UUID]()
    for row in disputes.filter(state__in=live).values_list("invoice_id", "amount_minor"):
        gone[row[0]] += row[1]
    unspent = notes.filter(used_minor__lt=F("total_minor"))
    for invoice, minor in unspent.values_list("invoice_id", F("total_minor") - F("used_minor")):
        gone[invoice] += minor
    left = {invoice: Money(max(0, rest.minor - gone[invoice]), rest.currency) for invoice, rest in rests.items()}
    return {invoice: amount for invoice, amount in left.items() if amount.minor}


def _parts(organization: OrganizationId, plan: PaymentPlan, left: Money) -> list[Part]:
    found = list(PaymentPlanPart.objects.filter(organization_id=organization, plan=plan).order_by("position"))
    lefts = parts_left(amounts=[part.amount_minor for part in found], left_minor=left.minor)
    return [
        Part(part.due_on, part.amount, Money(rest, part.currency)) for part, rest in zip(found, lefts, strict=True)
    ]  # fmt: skip
