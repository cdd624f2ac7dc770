"""What an account's and an invoice's page say of Betalingsservice."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from selvbetjening.domain.accounts.queries import Account
from selvbetjening.domain.billing.queries.debited import InvoiceCollection, of_account, of_invoice
from selvbetjening.domain.billing.queries.enrolling import Numbers, numbers_to_enrol
from selvbetjening.domain.billing.queries.mandate_links import MandateLink, links_of
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.selvbetjening.money.debit_words import STATES, why

Try = tuple[InvoiceCollection, str, str]


@dataclass(frozen=True, slots=True)
class Debits:
    """`links` are the account's mandates, newest first; `tries` its collections, each with state and reason in words.

    `numbers` are what the customer signs up with; empty where it cannot, or where there is no agreement.
    """

    links: list[MandateLink]
    tries: list[Try]
    numbers: list[Numbers]

    def __bool__(self) -> bool:
        return bool(self.links or self.tries or self.numbers)


def debits_of(organization: OrganizationId, *, account: Account, today: date) -> Debits:
    """Of one account; three queries where the company has no agreement."""
    return Debits(
        links_of(organization, account=account.id),
        [_told(row) for row in of_account(organization, account=account.id, limit=10)],
        numbers_to_enrol(organization, account=account, today=today),
    )


def tries_of(organization: OrganizationId, *, invoice: UUID) -> list[Try]:
    """Of one invoice, newest first."""
    return [_told(row) for row in of_invoice(organization, invoice=invoice)]


def _told(row: InvoiceCollection) -> Try:
    return row, str(STATES[row.state]), why(row.reason)
