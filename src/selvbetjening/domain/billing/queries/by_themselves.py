"""Whether anything of an account is paid by itself: one question for a page that mostly has to ask no more."""

from typing import Final
from uuid import UUID

from django.db import connection

from selvbetjening.kernel.ids import OrganizationId

_ANY: Final = """
    SELECT EXISTS (SELECT FROM payments_cardcollection WHERE organization_id = %(organization)s
            AND account_id = %(account)s AND state NOT IN ('done', 'stopped')),
        EXISTS (SELECT FROM billing_invoicecollection WHERE organization_id = %(organization)s
            AND account_id = %(account)s AND state IN ('waiting', 'asked'))
"""


def by_themselves(organization: OrganizationId, *, account: UUID) -> tuple[bool, bool]:
    """Whether a card is charged for any of its invoices, and whether Betalingsservice collects any; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_ANY, {"organization": organization, "account": account})
        by_card, by_debit = cursor.fetchone()
    return by_card, by_debit
