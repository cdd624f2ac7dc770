"""Claim what is owed for being late, note what is paid of it, and waive what is not owed after all.

The caller holds the account's lock and records why: nothing else moves an account's money meanwhile.
"""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.invoicing.models import ClaimWaiver, Invoice, LateClaim
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

#: What is paid first of an invoice's claims: what costs the customer most trouble if it stays.
_ORDER = {"collection": 0, "fee": 1, "compensation": 2, "interest": 3}


def claim(
    organization: OrganizationId,
    *,
    invoice: Invoice,
    amounts: Sequence[tuple[str, int]],
    today: date,
    at: datetime,
    reminder: UUID | None = None,
) -> list[LateClaim]:
    """Add (kind, amount) pairs beside the invoice; nothing is added for an amount of nothing. No VAT (DUN-8)."""
    with within(organization):
        made = [
            LateClaim(
                id=new_id(),
                organization_id=organization,
                account_id=invoice.account_id,
                invoice_id=invoice.id,
                reminder_id=reminder,
                kind=kind,
                amount_minor=minor,
                currency=invoice.currency,
                claimed_on=today,
                claimed_at=at,
            )
            for kind, minor in amounts
            if minor > 0
        ]
        return LateClaim.objects.bulk_create(made)


def settle_claims(organization: OrganizationId, *, invoice: UUID, amount: Money) -> list[tuple[UUID, int]]:
    """Pay the invoice's open claims with at most `amount`, fees first; (claim, minor) for each that got something."""
    with within(organization):
        found = LateClaim.objects.select_for_update(no_key=True).filter(
            organization_id=organization, invoice_id=invoice, currency=amount.currency
        )
        left, paid = amount.minor, []
        for each in sorted(found, key=lambda claim: (_ORDER[claim.kind], claim.claimed_at, claim.id)):
            if (part := min(left, each.left_minor)) > 0:
                LateClaim.objects.filter(organization_id=organization, id=each.id).update(
                    settled_minor=F("settled_minor") + part
                )
                left -= part
                paid.append((each.id, part))
        return paid


def settle_claim(organization: OrganizationId, *, claim: UUID, minor: int) -> None:
    """Note that so much of one claim is paid. The database refuses more than is left."""
    with within(organization):
        mine = LateClaim.objects.filter(organization_id=organization, id=claim)
        mine.update(settled_minor=F("settled_minor") + minor)


def unsettle_claim(organization: OrganizationId, *, claim: UUID, minor: int) -> None:
    """Money that had paid so much of a claim left again. The database refuses more than was paid."""
    with within(organization):
        mine = LateClaim.objects.filter(organization_id=organization, id=claim)
        mine.update(settled_minor=F("settled_minor") - minor)


def waive(organization: OrganizationId, *, claims: Sequence[tuple[UUID, int]], at: datetime) -> int:
    """Ask no more for (claim, minor); never more than what is left of it. Returns how much was waived in all."""
    with within(organization):
        waived = 0
        for id_, minor in claims:
            found = LateClaim.objects.select_for_update(no_key=True).get(organization_id=organization, id=id_)
            if (part := min(minor, found.left_minor)) > 0:
                LateClaim.objects.filter(organization_id=organization, id=id_).update(
                    waived_minor=F("waived_minor") + part
                )
                ClaimWaiver.objects.create(
                    organization_id=organization,
                    claim=found,
                    amount_minor=part,
                    currency=found.currency,
                    waived_on=copenhagen_day(at),
                    waived_at=at,
                )
                waived += part
        return waived
