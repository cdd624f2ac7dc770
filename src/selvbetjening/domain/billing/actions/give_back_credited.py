"""Give money of a payment back with a credit note: the customer owes nothing more for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.billing.actions.give_back import give_back_by_card
from selvbetjening.domain.billing.actions.give_back_task import give_back_task
from selvbetjening.domain.invoicing.actions.credit import Credit, Credited, credit
from selvbetjening.domain.invoicing.documents.crediting import categories_of
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.put_right import put_right_of
from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import CardRefund, Payment
from selvbetjening.domain.payments.queries.reversals import left_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.crediting import Left, nets_for
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

_WITHIN: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The credit note, the orders to the gateways, and what no card covers and stays on the refund list."""

    note: Credited
    refunds: list[CardRefund]
    left: Money


def give_back_credited(
    organization: OrganizationId, *, payment: UUID, amount: Money, reason: str, actor: Actor, at: datetime
) -> GivenBack:
    """Credit so much of the payment's invoice, list it to be paid back, and order it from the gateway, all at once.

    Where the payment does not suffice, it is spread over the account's payments by card, and what they do not cover
    stays on the list. What is unpaid of the invoice itself is paid by the credit first; other open invoices are not.
    Records what `credit`, `open_refund` and `refund_by_card` record, and raises what they do: `NotCredited`, `Refused`
    (`too_much` where less is left to credit, `balance` where the credit only pays what was still owed).
    """
    with within(organization):
        paid = Payment.objects.get(organization_id=organization, id=payment)
        invoice = Invoice.objects.get(organization_id=organization, id=paid.invoice_id)
        nets = nets_for(lines=_lines(invoice), gross_minor=amount.minor)
        lines = [Credit(invoice_line=line, net_minor=net) for line, net in nets.items()]
        (note,) = credit(organization, account=invoice.account_id, lines=lines, reason=reason, actor=actor, at=at)
        used = use_credit(organization, account=invoice.account_id, own_only=True, actor=actor, at=at)
        put_right_of(organization, invoice=invoice.id, actor=actor, at=at)
        own = sum(each.amount.minor for each in used if each.invoice == invoice.id)
        back = Money(min(amount.minor, note.total.minor - own), amount.currency)
        if back.minor <= 0:
            raise Refused("balance")
        task = open_refund(
            organization, account=invoice.account_id, amount=back, reason="other",
            due_on=copenhagen_day(at) + _WITHIN, actor=actor, at=at,
        )  # fmt: skip
        if back.minor <= left_of(organization, payment=paid).minor:
            orders = [give_back_by_card(organization, payment=payment, amount=back, task=task.id, actor=actor, at=at)]
        else:
            orders = give_back_task(organization, task=task.id, actor=actor, at=at)
    ordered = sum(each.amount_minor for each in orders)
    return GivenBack(note, orders, Money(back.minor - ordered, back.currency))


def _lines(invoice: Invoice) -> list[Left]:
    """What may be credited of each line, with the rate that its VAT was reckoned by."""
    rows = list(invoice.lines.order_by("position"))
    return [
        Left(row.id, row.creditable_minor, row.vat_basis_points if category == "S" else 0)
        for row, category in zip(rows, categories_of(invoice.snapshot), strict=True)
    ]
