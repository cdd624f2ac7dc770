"""What an account's and an invoice's page say of Betalingsservice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.queries import Account
from selvbetjening.domain.billing.queries.debited import InvoiceCollection, of_account, of_invoice
from selvbetjening.domain.billing.queries.enrolling import Numbers, cannot_enrol, numbers_to_enrol
from selvbetjening.domain.billing.queries.mandate_links import MandateLink, links_of
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.selvbetjening.money.debit_words import STATES, why
from selvbetjening.portals.business.selvbetjening.money.mandate_orders import OrderRow, order_rows

Try = tuple[InvoiceCollection, str, str]


@dataclass(frozen=True, slots=True)
class Debits:
    """`links` are the account's mandates, newest first; `tries` its collections, each with state and reason in words.

    `numbers` are what the customer signs up with; empty where it cannot, or where there is no agreement. `orders` are
    mandates that were asked for; `can_order` says whether one can be.
    """

    links: list[MandateLink]
    tries: list[Try]
    numbers: list[Numbers]
    orders: list[OrderRow]
    can_order: bool

    def __bool__(self) -> bool:
        return bool(self.links or self.tries or self.numbers or self.orders)


def debits_of(organization: OrganizationId, *, account: Account, at: datetime) -> Debits:
    """Of one account; four queries where the company has no agreement."""
    today = copenhagen_day(at)
    numbers = numbers_to_enrol(organization, account=account, today=today)
    return Debits(
        links_of(organization, account=account.id),
        [_told(row) for row in of_account(organization, account=account.id, limit=10)],
        numbers,
        order_rows(organization, account=account.id, today=today),
        can_order=bool(numbers) and not cannot_enrol(organization, account=account, at=at),
    )


def tries_of(organization: OrganizationId, *, invoice: UUID) -> list[Try]:
    """Of one invoice, newest first."""
    return [_told(row) for row in of_invoice(organization, invoice=invoice)]


def _told(row: InvoiceCollection) -> Try:
    return row, str(STATES[row.state]), why(row.reason)
