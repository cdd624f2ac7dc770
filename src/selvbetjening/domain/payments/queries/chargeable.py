"""Which accounts have a card that can be charged, many at once; and in which way an invoice is to be paid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.rules.collecting import CARD, by_card
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.ids import OrganizationId

# Plain SQL, because Django spells out thousands of ids one parameter each.
_CARDS: Final = """
    SELECT DISTINCT account_id, currency FROM payments_paymentcard c
    WHERE organization_id = %s AND account_id = ANY(%s::uuid[]) AND state = 'active'
      AND EXISTS (SELECT FROM payments_gatewayaccount g
        WHERE g.organization_id = c.organization_id AND g.id = c.gateway_account_id AND g.is_active)
      AND (exp_year IS NULL OR exp_month IS NULL OR (exp_year, exp_month) >= (%s, %s))
"""


@dataclass(frozen=True, slots=True)
class Ways:
    """How the invoices of some accounts are paid, as long as the cards stand as they did when it was read.

    `cards` are (account, currency) of cards that can pay, the currency empty for any.
    """

    cards: frozenset[tuple[UUID, str]]
    on_no_card: str

    def by_card(self, *, account: Account, method: str, currency: str) -> bool:
        """Whether an invoice in this currency is charged; `method` is a subscription's own, empty for the account's."""
        ready = (account.id, "") in self.cards or (account.id, currency) in self.cards
        wanted = method or account.collection_method
        return by_card(
            method=wanted, party_type=account.party_type, card_ready=ready, on_no_card=self.on_no_card
        )  # fmt: skip


def ways_to_pay(
    organization: OrganizationId,
    *,
    owner: Organization,
    accounts: Collection[Account],
    methods: Collection[str] = (),
    today: date,
) -> Ways:
    """The ways of these accounts; one query, and none where nobody pays by card.

    `methods` are those of the subscriptions that are to be invoiced.
    """
    asked = CARD in methods or any(account.collection_method == CARD for account in accounts)
    found: frozenset[tuple[UUID, str]] = frozenset()
    if asked:
        with connection.cursor() as cursor:
            ids = array(account.id for account in accounts)
            cursor.execute(_CARDS, [organization, ids, today.year, today.month])
            found = frozenset((account, currency) for account, currency in cursor.fetchall())
    return Ways(found, owner.choice("on_no_card"))
