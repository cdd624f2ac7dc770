"""Money of a payment leaves again, and comes back: what it had paid is unpaid, and paid again."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

from django.db.models import F, Sum

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.claims import settle_claims, unsettle_claim
from selvbetjening.domain.invoicing.actions.settle import settle, unsettle
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.invoicing.queries.late import open_claims
from selvbetjening.domain.payments.actions.use_credit import take, use_credit
from selvbetjening.domain.payments.events import PaymentReversed
from selvbetjening.domain.payments.models import ClaimPayment, CreditUse, Payment, PaymentReversal
from selvbetjening.domain.payments.queries.reversals import gone_of
from selvbetjening.domain.payments.rules import Refused, Source
from selvbetjening.domain.payments.rules.reversing import Returned, Where, returned, taken
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money

Out = Literal["refund", "chargeback"]
Back = Literal["refund_failed", "chargeback_won"]
_LENGTH: Final = 120


@dataclass(frozen=True, slots=True)
class _Done:
    """What earlier reversals of a payment took off its invoice and off what was claimed beside it."""

    unsettled: int
    claims: int


def reverse_payment(
    organization: OrganizationId,
    *,
    payment: UUID,
    amount: Money,
    reason: Out,
    reference: str,
    on: date,
    owed_again: bool = False,
    actor: Actor,
    at: datetime,
) -> PaymentReversal:
    """Book that `amount` of a payment left again, and make unpaid what it had paid by as much.

    What lies unused of the payment goes first, then its own invoice, what was claimed beside that, and other invoices
    that its overpaid rest had paid. What else stands to the account's good then pays what is open. `reference` is
    the gateway's id and is used once for each reason: the same again returns the first. `owed_again`: the bank took
    it; what is nowhere any more is unpaid on its own invoice, however that was paid. Records `PaymentReversed`.
    Raises `Refused` (`amount`, `currency`, `too_much`, `reference_used`) and `Payment.DoesNotExist`.
    """
    if amount.minor <= 0:
        raise Refused("amount")
    with within(organization):
        found = _held(organization, payment, amount)
        if earlier := _earlier(organization, found, reason, reference, amount.minor):
            return earlier
        left = found.amount_minor - gone_of(organization, payment=found)
        parts = taken(minor=amount.minor, where=_where(organization, found, owed_again))
        if amount.minor > left or (parts.missing and not owed_again):
            raise Refused("too_much")
        if parts.invoice:
            unsettle(organization, invoice=found.invoice_id, amount=Money(parts.invoice, found.currency))
        _unclaim(organization, found, parts.claims)
        _undo_uses(organization, found, parts.elsewhere, at)
        mine = Payment.objects.filter(organization_id=organization, id=found.id)
        mine.update(used_minor=F("used_minor") + parts.good + parts.elsewhere)
        row = _row(found, reason, reference, on, at, (amount.minor, parts.invoice, parts.claims))
        _written(organization, found, row, actor, at)
        use_credit(organization, account=_account(found), first=[found.invoice_id], actor=actor, at=at)
    return row


def bring_back(
    organization: OrganizationId,
    *,
    payment: UUID,
    amount: Money,
    reason: Back,
    reference: str,
    on: date,
    spend: bool = True,
    actor: Actor,
    at: datetime,
) -> PaymentReversal:
    """Book that money of a payment came back after it had left: it pays again what that had made unpaid.

    What is not owed any more stands to the account's good, and pays what is open, if `spend` (else it is paid back).
    Records `PaymentReversed`; raises what `reverse_payment` does, `too_much` for more than had left.
    """
    if amount.minor <= 0:
        raise Refused("amount")
    with within(organization):
        found = _held(organization, payment, amount)
        if earlier := _earlier(organization, found, reason, reference, -amount.minor):
            return earlier
        if amount.minor > gone_of(organization, payment=found):
            raise Refused("too_much")
        done = _done(organization, found)
        invoice = Invoice.objects.defer("snapshot").get(organization_id=organization, id=found.invoice_id)
        back = returned(
            minor=amount.minor,
            unsettled=done.unsettled,
            unclaimed=done.claims,
            owed=invoice.outstanding.minor,
            owed_beside=open_claims(organization, invoice=invoice.id, currency=invoice.currency).total.minor,
        )
        _pay_again(organization, found, back)
        row = _row(found, reason, reference, on, at, (-amount.minor, -back.invoice, -back.claims))
        _written(organization, found, row, actor, at)
        if back.good and spend:
            use_credit(organization, account=_account(found), actor=actor, at=at)
    return row


def _pay_again(organization: OrganizationId, payment: Payment, back: Returned) -> None:
    """The invoice and what was claimed beside it; what is over stands to the account's good again."""
    if back.invoice:
        settle(organization, invoice=payment.invoice_id, amount=Money(back.invoice, payment.currency))
    if back.claims:
        settle_claims(organization, invoice=payment.invoice_id, amount=Money(back.claims, payment.currency))
    mine = Payment.objects.filter(organization_id=organization, id=payment.id)
    mine.update(used_minor=F("used_minor") - back.good)


def _account(payment: Payment) -> UUID:
    found: UUID = payment.account_id or payment.invoice.account_id
    return found


def _held(organization: OrganizationId, payment: UUID, amount: Money) -> Payment:
    """The payment as it is once nobody else moves its account's money."""
    mine = Payment.objects.filter(organization_id=organization, id=payment)
    found = mine.select_related("invoice").defer("invoice__snapshot").get()
    Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=_account(found))
    if found.currency != amount.currency:
        raise Refused("currency")
    return mine.select_related("invoice").defer("invoice__snapshot").get()


def _earlier(
    organization: OrganizationId, payment: Payment, reason: str, reference: str, minor: int
) -> PaymentReversal | None:
    mine = PaymentReversal.objects.filter(organization_id=organization, reason=reason, reference=reference[:_LENGTH])
    found = mine.first()
    if found and (found.payment_id, found.amount_minor) != (payment.id, minor):
        raise Refused("reference_used")
    return found


def _done(organization: OrganizationId, payment: Payment) -> _Done:
    mine = PaymentReversal.objects.filter(organization_id=organization, payment=payment)
    sums = mine.aggregate(unsettled=Sum("unsettled_minor"), claims=Sum("claims_minor"))
    return _Done(sums["unsettled"] or 0, sums["claims"] or 0)


def _where(organization: OrganizationId, payment: Payment, owed_again: bool) -> Where:
    done = _done(organization, payment)
    paid = ClaimPayment.objects.filter(organization_id=organization, payment=payment)
    claims = paid.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    uses = CreditUse.objects.filter(organization_id=organization, payment=payment, invoice__isnull=False)
    settled = payment.invoice.settled_minor
    own = max(0, min(payment.amount_minor - payment.overpaid_minor - claims - done.unsettled, settled))
    return Where(
        good=payment.overpaid_minor - payment.used_minor,
        invoice=own,
        claims=claims - done.claims,
        elsewhere=uses.aggregate(sum=Sum("amount_minor"))["sum"] or 0,
        otherwise=settled - own if owed_again else 0,
    )


def _unclaim(organization: OrganizationId, payment: Payment, minor: int) -> None:
    """The last claimed first."""
    paid = ClaimPayment.objects.filter(organization_id=organization, payment=payment).select_related("claim")
    left = minor
    for each in paid.order_by("-claim__claimed_at", "-claim_id"):
        if part := min(left, each.amount_minor, each.claim.settled_minor):
            unsettle_claim(organization, claim=each.claim_id, minor=part)
            left -= part
    if left:
        raise Refused("too_much")


def _undo_uses(organization: OrganizationId, payment: Payment, minor: int, at: datetime) -> None:
    """Take back what the overpaid rest had paid elsewhere, the last first: that is unpaid again."""
    uses = CreditUse.objects.filter(organization_id=organization, payment=payment, invoice__isnull=False)
    sums = uses.values("invoice_id", "claim_id").annotate(minor=Sum("amount_minor")).order_by("-invoice__number")
    source = Source(payment.id, payment.currency, 0, is_payment=True)
    left = minor
    for row in sums:
        if not (part := min(left, max(0, row["minor"]))):
            continue
        take(
            organization, account=_account(payment), source=source, minor=-part, invoice=row["invoice_id"],
            claim=row["claim_id"], at=at,
        )  # fmt: skip
        if row["claim_id"]:
            unsettle_claim(organization, claim=row["claim_id"], minor=part)
        else:
            unsettle(organization, invoice=row["invoice_id"], amount=Money(part, payment.currency))
        left -= part


def _row(
    payment: Payment, reason: str, reference: str, on: date, at: datetime, minors: tuple[int, int, int]
) -> PaymentReversal:
    return PaymentReversal(
        id=new_id(),
        organization_id=payment.organization_id,
        payment=payment,
        invoice_id=payment.invoice_id,
        reason=reason,
        amount_minor=minors[0],
        unsettled_minor=minors[1],
        claims_minor=minors[2],
        currency=payment.currency,
        reference=reference[:_LENGTH],
        reversed_on=on,
        recorded_at=at,
    )


def _written(organization: OrganizationId, payment: Payment, row: PaymentReversal, actor: Actor, at: datetime) -> None:
    row.save(force_insert=True)
    fact = PaymentReversed(
        account=_account(payment),
        payment=payment.id,
        invoice=payment.invoice_id,
        amount=Money(abs(row.amount_minor), row.currency),
        reason=row.reason,
    )
    record(organization, fact=fact, actor=actor, at=at)
