"""The payments of an account with what of each may still be given back by card, and the orders to do so."""

from dataclasses import dataclass
from uuid import UUID

from selvbetjening.domain.payments.models import CardRefund, RefundTask
from selvbetjening.domain.payments.models import Payment as Payment
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.queries.reversals import gateway_account_of, left_of
from selvbetjening.domain.payments.rules.spreading import newest_first
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


@dataclass(frozen=True, slots=True)
class PaidByCard:
    """A payment; `left` is None where it did not come by card."""

    payment: Payment
    amount: Money
    left: Money | None


def payments_of(organization: OrganizationId, *, account: UUID) -> list[PaidByCard]:
    """The account's payments, the newest first, with their invoices."""
    mine = Payment.objects.filter(organization_id=organization, invoice__account_id=account)
    found = mine.select_related("invoice").defer("invoice__snapshot").order_by("-paid_on", "-recorded_at")
    return [_shown(organization, each) for each in found]


def payment_of(organization: OrganizationId, *, account: UUID, payment: UUID) -> PaidByCard:
    """One of them. Raises `Payment.DoesNotExist`."""
    mine = Payment.objects.filter(organization_id=organization, invoice__account_id=account, id=payment)
    return _shown(organization, mine.select_related("invoice").defer("invoice__snapshot").get())


def card_refunds_of(organization: OrganizationId, *, account: UUID) -> list[CardRefund]:
    """The orders to give money back, the newest first."""
    return list(CardRefund.objects.filter(organization_id=organization, account_id=account).order_by("-made_at"))


def cards_for(organization: OrganizationId, *, task: RefundTask) -> list[tuple[Payment, Money]]:
    """The payments by card that a row of the refund list can be carried out through, and how much through each.

    One, the newest that is large enough; else several, the newest first, and none beyond what is left of it. Less in
    all than the row where the money came another way.
    """
    mine = Payment.objects.filter(
        organization_id=organization, invoice__account_id=task.account_id, method__in=list(NAMES),
        currency=task.currency,
    )  # fmt: skip
    newest = mine.select_related("invoice").defer("invoice__snapshot").order_by("-paid_on", "-recorded_at", "-id")
    able = []
    for each in newest.iterator():
        left = _shown(organization, each).left
        if left and left.minor >= task.amount_minor:
            return [(each, task.amount)]
        if left and left.minor > 0:
            able.append((each, left.minor))
    parts = newest_first(minor=task.amount_minor, lefts=[left for _, left in able])
    return [(each, Money(part, task.currency)) for (each, _), part in zip(able, parts, strict=True) if part]


def _shown(organization: OrganizationId, payment: Payment) -> PaidByCard:
    by_card = payment.method in NAMES and gateway_account_of(organization, payment=payment) is not None
    left = left_of(organization, payment=payment) if by_card else None
    return PaidByCard(payment, Money(payment.amount_minor, payment.currency), left)
