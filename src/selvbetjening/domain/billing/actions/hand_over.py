"""Hand an unpaid invoice over to collection, after its demand has run out (DUN-6, COL-1, COL-2)."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.collecting import NotCollectable, collectable
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.claims import claim
from selvbetjening.domain.invoicing.events import ClaimHandedOver
from selvbetjening.domain.invoicing.models import HandOver, Invoice
from selvbetjening.domain.invoicing.queries.late import claims_of
from selvbetjening.domain.invoicing.rules.collection import collection_fee
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money


def hand_over(organization: OrganizationId, *, invoice: UUID, today: date, actor: Actor, at: datetime) -> HandOver:
    """Note that the claim went to collection: no letter follows, and the fee of at most 100 kr. is added once.

    Twice the same hands over once and returns the first. Records `ClaimHandedOver`. Raises `NotCollectable` with a
    reason code, and `Invoice.DoesNotExist`.
    """
    with within(organization):
        holder = Invoice.objects.only("account_id").get(organization_id=organization, id=invoice).account_id
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=holder)
        if before := HandOver.objects.filter(organization_id=organization, invoice_id=invoice).first():
            return before
        found = collectable(organization, invoice=invoice, today=today)
        if found.reason:
            raise NotCollectable(found.reason)
        fee = _fee(organization, found.invoice)
        claim(organization, invoice=found.invoice, amounts=[("collection", fee)], today=today, at=at)
        total = found.total + Money(fee, found.invoice.currency)
        made = HandOver.objects.create(
            id=new_id(),
            organization_id=organization,
            account_id=holder,
            invoice_id=invoice,
            total_minor=total.minor,
            currency=total.currency,
            handed_on=today,
            handed_at=at,
        )
        fact = ClaimHandedOver(account=holder, invoice=invoice, total=total, fee=Money(fee, total.currency))
        record(organization, fact=fact, actor=actor, at=at)
    return made


def _fee(organization: OrganizationId, invoice: Invoice) -> int:
    if invoice.currency != "DKK":
        return 0
    already = any(each.kind == "collection" for each in claims_of(organization, invoice=invoice.id))
    wanted = Organization.objects.get(id=organization).choice("collection_fee")
    return collection_fee(wanted_minor=wanted, already=already)
