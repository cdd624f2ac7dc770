"""How an amount for one invoice is made up, said in one way where it is to be paid, on the receipt and in its mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Sum

from selvbetjening.domain.invoicing.queries.late import OpenClaims
from selvbetjening.domain.payments.models import (
    Attempt,
    AttemptPart,
    ClaimPayment,
    CreditUse,
    GatewayFact,
    Payment,
    PaymentReversal,
)
from selvbetjening.domain.payments.queries.to_pay import ToPay
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class MadeUp:
    """`total`, the invoice's, with every one of `parts` comes to `amount`.

    A part is its words (a msgid) and what it adds, below nothing where it takes away; those of nothing are left out.
    """

    total: Money
    parts: tuple[tuple[str, Money], ...]
    amount: Money

    @property
    def differs(self) -> bool:
        """Whether there is more to say than the invoice's total."""
        return bool(self.parts)


def to_be_paid(*, total: Money, due: ToPay, amount: Money) -> MadeUp:
    """What is paid now, `amount`, of an invoice of `total`: all of `due.now`, or an instalment of it. Pure."""
    return _made_up(
        total,
        amount,
        (gettext_noop("Already paid or credited"), due.rest - total),
        (gettext_noop("Disputed, not to be paid now"), -due.disputed),
        *_beside(due.claims),
        (gettext_noop("Fees and interest, waiting for the answer"), -due.resting),
        (gettext_noop("Left for later instalments"), amount - due.now),
    )


def of_payment(organization: OrganizationId, *, payment: UUID) -> MadeUp:
    """What one payment paid, as it was when it came in. Six small queries. Raises `Payment.DoesNotExist`."""
    found = Payment.objects.select_related("invoice").defer("invoice__snapshot")
    return _of(organization, found.get(organization_id=organization, id=payment))


def of_attempt(organization: OrganizationId, *, attempt: Attempt) -> dict[UUID, MadeUp]:
    """By invoice, in the attempt's order, what its payments paid; empty as long as none is booked."""
    booked = GatewayFact.objects.filter(
        organization_id=organization, attempt_id=attempt.id, kind="payment_succeeded", outcome="booked"
    ).values_list("external_id", flat=True)
    parts = AttemptPart.objects.filter(organization_id=organization, attempt=attempt).order_by("position")
    order = list(parts.values_list("invoice_id", flat=True))
    # As `take_facts` refers to them: a payment of several invoices is one row for each.
    references = [name for each in booked for name in (each, *(f"{each}/{row + 1}" for row in range(len(order))))]
    found = Payment.objects.filter(
        organization_id=organization, method=attempt.gateway_account.gateway, reference__in=references
    )
    paid = {row.invoice_id: row for row in found.select_related("invoice").defer("invoice__snapshot")}
    return {invoice: _of(organization, paid[invoice]) for invoice in order if invoice in paid}


def _of(organization: OrganizationId, made: Payment) -> MadeUp:
    over = Money(made.overpaid_minor, made.currency)
    claims, before = _claims(organization, made), _settled_before(organization, made)
    left = made.invoice.total - before - (made.amount - over - claims.total)
    return _made_up(
        made.invoice.total,
        made.amount,
        (gettext_noop("Already paid or credited"), -before),
        (gettext_noop("Not paid with this payment"), -left),
        *_beside(claims),
        (gettext_noop("More than was owed: it stands to your credit"), over),
    )


def _claims(organization: OrganizationId, made: Payment) -> OpenClaims:
    """What the payment paid beside the invoice, by kind; the collection fee counts as a fee."""
    rows = ClaimPayment.objects.filter(organization_id=organization, payment=made)
    paid: dict[str, int] = {}
    for kind, minor in rows.values_list("claim__kind", "amount_minor"):
        name = "fee" if kind == "collection" else kind
        paid[name] = paid.get(name, 0) + minor
    fees, interest, compensation = (
        Money(paid.get(kind, 0), made.currency) for kind in ("fee", "interest", "compensation")
    )  # fmt: skip
    return OpenClaims(fees, interest, compensation)


def _settled_before(organization: OrganizationId, made: Payment) -> Money:
    """What of the invoice itself was paid or credited when the payment came in; what had left again is not."""
    mine = {"organization_id": organization}
    earlier = Payment.objects.filter(**mine, invoice_id=made.invoice_id, recorded_at__lt=made.recorded_at)
    claims = ClaimPayment.objects.filter(
        **mine, payment__invoice_id=made.invoice_id, payment__recorded_at__lt=made.recorded_at
    )
    credits_ = CreditUse.objects.filter(
        **mine, invoice_id=made.invoice_id, claim__isnull=True, used_at__lt=made.recorded_at
    )
    gone = PaymentReversal.objects.filter(**mine, invoice_id=made.invoice_id, recorded_at__lt=made.recorded_at)
    minor = (
        (earlier.aggregate(sum=Sum(F("amount_minor") - F("overpaid_minor")))["sum"] or 0)
        - (claims.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
        + (credits_.aggregate(sum=Sum("amount_minor"))["sum"] or 0)
        - (gone.aggregate(sum=Sum("unsettled_minor"))["sum"] or 0)
    )
    return Money(minor, made.currency)


def _beside(claims: OpenClaims) -> tuple[tuple[str, Money], ...]:
    return (
        (gettext_noop("Reminder fees, no VAT"), claims.fees),
        (gettext_noop("Interest, no VAT"), claims.interest),
        (gettext_noop("Compensation for late payment, no VAT"), claims.compensation),
    )


def _made_up(total: Money, amount: Money, *parts: tuple[str, Money]) -> MadeUp:
    return MadeUp(total, _said(parts), amount)


def _said(parts: Iterable[tuple[str, Money]]) -> tuple[tuple[str, Money], ...]:
    return tuple((words, added) for words, added in parts if added.minor)
