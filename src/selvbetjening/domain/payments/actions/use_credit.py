"""Let what stands to an account's good pay what it owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record_many
from selvbetjening.domain.invoicing.actions.claims import settle_claim
from selvbetjening.domain.invoicing.actions.settle import settle
from selvbetjening.domain.invoicing.actions.spend import spend
from selvbetjening.domain.invoicing.models import CreditNote, Invoice, LateClaim
from selvbetjening.domain.invoicing.queries.late import open_claims_in_order
from selvbetjening.domain.payments.events import CreditUsed
from selvbetjening.domain.payments.models import CreditUse, Payment
from selvbetjening.domain.payments.rules import Owed, Source, matched
from selvbetjening.domain.payments.rules.credit import unspent
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

# Both look at partial indexes that hold only what is left to use: the billing run asks for thousands of accounts.
_WITH_BALANCE = """
    SELECT account_id FROM invoicing_creditnote
    WHERE organization_id = %s AND used_minor < total_minor AND account_id = ANY(%s::uuid[])
    UNION
    SELECT account_id FROM payments_payment
    WHERE organization_id = %s AND used_minor < overpaid_minor AND account_id = ANY(%s::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Used:
    """One invoice that was paid with credit, wholly or in part."""

    invoice: UUID
    amount: Money


def use_credit(
    organization: OrganizationId,
    *,
    account: UUID,
    actor: Actor,
    at: datetime,
    first: Sequence[UUID] = (),
    own_only: bool = False,
) -> list[Used]:
    """Pay the account's open invoices with its balance, in each currency (XB-22).

    A credit note pays its own invoice first; then come the invoices `first`, in their order, then the others by due
    day; what is left then pays what was claimed beside invoices, the oldest first. `own_only` stops after the own
    invoices and `first`, where the rest is to be paid back. Nobody needs to ask: it is called
    in the transaction that issues. Records `CreditUsed` for each invoice. Two at once use one balance once.
    """
    with within(organization):
        # One lock for the account: whoever comes second sees what the first one left.
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        sources = _sources(organization, account)
        if not sources:
            return []
        owed = _owed(organization, account, sources, first if own_only else None)
        uses = matched(sources=sources, owed=owed, first=first, own_only=own_only)
        for use in uses:
            take(organization, account=account, source=use.source, minor=use.minor, invoice=use.invoice, at=at)
        left = [] if own_only else unspent(sources=sources, uses=uses)
        beside = _use_for_claims(organization, account, left, at) if left else []
        return _settle(organization, account, [(use.invoice, use.minor) for use in uses], owed, beside, actor, at)


def use_credit_of(organization: OrganizationId, *, accounts: Sequence[UUID], actor: Actor, at: datetime) -> list[Used]:
    """The same for many accounts; one query tells which of them have anything to use, mostly none."""
    if not accounts:
        return []
    with within(organization):
        wanted = array(accounts)
        with connection.cursor() as cursor:
            cursor.execute(_WITH_BALANCE, [organization, wanted, organization, wanted])
            found = sorted(row[0] for row in cursor.fetchall())
        return [used for account in found for used in use_credit(organization, account=account, actor=actor, at=at)]


def take(
    organization: OrganizationId,
    *,
    account: UUID,
    source: Source,
    minor: int,
    at: datetime,
    invoice: UUID | None = None,
    claim: UUID | None = None,
    refund: UUID | None = None,
) -> None:
    """Take an amount off a credit note or an overpayment for an invoice or a refund; negative gives it back.

    The caller holds the account's lock. The database refuses more than is left.
    """
    if source.is_payment:
        mine = Payment.objects.filter(organization_id=organization, id=source.id)
        mine.update(used_minor=F("used_minor") + minor)
    else:
        spend(organization, credit_note=source.id, minor=minor)
    CreditUse.objects.create(
        id=new_id(),
        organization_id=organization,
        account_id=account,
        credit_note_id=None if source.is_payment else source.id,
        payment_id=source.id if source.is_payment else None,
        invoice_id=invoice,
        claim_id=claim,
        refund_id=refund,
        amount_minor=minor,
        currency=source.currency,
        used_at=at,
    )


def sources_of(organization: OrganizationId, *, account: UUID) -> list[Source]:
    """What stands to the account's good, oldest first. The caller holds the account's lock."""
    return _sources(organization, account)


def _sources(organization: OrganizationId, account: UUID) -> list[Source]:
    notes = CreditNote.objects.filter(
        organization_id=organization, account_id=account, used_minor__lt=F("total_minor")
    ).values_list("id", "currency", "total_minor", "used_minor", "invoice_id", "issued_at")
    paid = Payment.objects.filter(
        organization_id=organization, account_id=account, used_minor__lt=F("overpaid_minor")
    ).values_list("id", "currency", "overpaid_minor", "used_minor", "recorded_at")
    found = [(at, Source(id_, currency, all_ - used, own)) for id_, currency, all_, used, own, at in notes]
    found += [(at, Source(id_, currency, all_ - used, None, is_payment=True)) for id_, currency, all_, used, at in paid]
    return [source for _, source in sorted(found, key=lambda each: (each[0], each[1].id))]


def _owed(
    organization: OrganizationId, account: UUID, sources: Sequence[Source], only: Sequence[UUID] | None
) -> list[Owed]:
    mine = Invoice.objects.select_for_update(no_key=True).filter(
        organization_id=organization, account_id=account, settled_minor__lt=F("total_minor")
    )
    if only is not None:
        mine = mine.filter(id__in=[*only, *(source.own for source in sources if source.own)])
    rows = mine.order_by("due_on", "number").values_list("id", "number", "currency", "total_minor", "settled_minor")
    return [Owed(id_, number, currency, total - settled) for id_, number, currency, total, settled in rows]


def _use_for_claims(
    organization: OrganizationId, account: UUID, sources: Sequence[Source], at: datetime
) -> list[tuple[LateClaim, int]]:
    """Pay claims with what no invoice needs; (claim, minor) for each that got something."""
    claims = {each.id: each for each in open_claims_in_order(organization, account=account)}
    owed = [Owed(each.id, 0, each.currency, each.left_minor) for each in claims.values()]
    paid = []
    for use in matched(sources=sources, owed=owed):
        claim = claims[use.invoice]
        take(
            organization, account=account, source=use.source, minor=use.minor, invoice=claim.invoice_id,
            claim=claim.id, at=at,
        )  # fmt: skip
        settle_claim(organization, claim=claim.id, minor=use.minor)
        paid.append((claim, use.minor))
    return paid


def _settle(
    organization: OrganizationId,
    account: UUID,
    uses: Sequence[tuple[UUID, int]],
    owed: Sequence[Owed],
    beside: Sequence[tuple[LateClaim, int]],
    actor: Actor,
    at: datetime,
) -> list[Used]:
    """One settlement and one fact for each invoice, however many credits paid it; one for each claim beside it."""
    sums: dict[UUID, int] = {}
    for invoice, minor in uses:
        sums[invoice] = sums.get(invoice, 0) + minor
    paid = [(each, Money(sums[each.invoice], each.currency)) for each in owed if each.invoice in sums]
    facts = []
    for each, amount in paid:
        left = settle(organization, invoice=each.invoice, amount=amount).outstanding
        facts.append(
            CreditUsed(account=account, invoice=each.invoice, number=each.number, amount=amount, settled=left.is_zero)
        )
    for claim, minor in beside:
        amount, settled = Money(minor, claim.currency), claim.invoice.outstanding.is_zero
        fact = CreditUsed(
            account=account, invoice=claim.invoice_id, number=claim.invoice.number, amount=amount, settled=settled
        )
        facts.append(fact)
    if facts:
        record_many(organization, facts=facts, actor=actor, at=at)
    return [Used(each.invoice, amount) for each, amount in paid] + [
        Used(claim.invoice_id, Money(minor, claim.currency)) for claim, minor in beside
    ]
