"""What an account really has to pay now, invoice by invoice: in one query, whatever there is (CM-06)."""

from typing import Final
from uuid import UUID

from django.db import connection

from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

# The same as `to_pay` says of one invoice. Both halves of the union look at partial indexes of what is open.
_OPEN: Final = """
    SELECT i.id, i.currency, i.total_minor - i.settled_minor,
        coalesce((SELECT sum(d.amount_minor) FROM payments_dispute d WHERE d.organization_id = i.organization_id
            AND d.invoice_id = i.id AND d.state IN ('open', 'answered')), 0)::bigint,
        coalesce((SELECT sum(c.amount_minor - c.settled_minor - c.waived_minor) FROM invoicing_lateclaim c
            WHERE c.organization_id = i.organization_id AND c.invoice_id = i.id), 0)::bigint,
        greatest(i.due_on, f.until_on, (SELECT max(d.new_due_on) FROM payments_dispute d
            WHERE d.organization_id = i.organization_id AND d.invoice_id = i.id)),
        f.until_on,
        EXISTS (SELECT FROM payments_paymentplan p WHERE p.organization_id = i.organization_id
            AND p.invoice_id = i.id AND p.state = 'kept')
    FROM invoicing_invoice i
    LEFT JOIN payments_deferral f ON f.organization_id = i.organization_id AND f.invoice_id = i.id
    WHERE i.organization_id = %(organization)s AND i.id IN (
        SELECT id FROM invoicing_invoice
        WHERE organization_id = %(organization)s AND account_id = %(account)s AND settled_minor < total_minor
        UNION
        SELECT invoice_id FROM invoicing_lateclaim
        WHERE organization_id = %(organization)s AND account_id = %(account)s
            AND amount_minor > settled_minor + waived_minor
    )
    ORDER BY i.due_on, i.number
"""


def open_items(organization: OrganizationId, *, account: UUID) -> dict[UUID, OpenItem]:
    """Every invoice of the account that is not wholly settled with what was claimed beside it; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"organization": organization, "account": account})
        rows = cursor.fetchall()
    return {
        id_: OpenItem(
            id_, Money(rest, currency), Money(min(rest, disputed), currency), Money(beside, currency), due, until, plan
        )
        for id_, currency, rest, disputed, beside, due, until, plan in rows
    }
