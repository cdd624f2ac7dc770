"""What issuing an invoice does to earlier rows: draft lines are taken, earlier lines are given back of."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import F

from selvbetjening.domain.invoicing.models import DraftLine, InvoiceLine
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.kernel.ids import OrganizationId

_TAKE = """
    UPDATE invoicing_draftline d SET invoice_line_id = t.line
    FROM unnest(%s::uuid[], %s::uuid[]) AS t(draft, line)
    WHERE d.organization_id = %s AND d.id = t.draft AND d.invoice_line_id IS NULL AND d.dropped_at IS NULL
"""
# Plain SQL, because Django spells out thousands of ids one parameter each.
_WAITING = """
    SELECT * FROM invoicing_draftline
    WHERE organization_id = %s AND account_id = ANY(%s::uuid[]) AND invoice_line_id IS NULL AND dropped_at IS NULL
    AND for_renewal = ANY(%s::boolean[])
    ORDER BY added_at, id FOR NO KEY UPDATE
"""


class DraftLineGone(Exception):
    """A draft line was dropped or taken by another invoice meanwhile. The transaction must not be committed."""


def take_draft_lines(organization: OrganizationId, *, taken: Mapping[UUID, str]) -> None:
    """Tie draft lines to the invoice lines that they have become, in the issuing transaction. Raises `DraftLineGone`.

    One UPDATE that asks whether they still wait: two invoices never take the same line.
    """
    if not taken:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [list(taken), list(taken.values()), organization])
        if cursor.rowcount != len(taken):
            raise DraftLineGone


def give_back(organization: OrganizationId, *, given: Sequence[tuple[UUID, int]]) -> None:
    """Count on the earlier lines what later ones gave back of them: (line, net minor), negative to take it back.

    The database refuses more than is left of a line (CRN-3) with an IntegrityError. Rows are locked in one order.
    """
    for line, net in sorted(given):
        InvoiceLine.objects.filter(organization_id=organization, id=line).update(offset_minor=F("offset_minor") + net)


def waiting(
    organization: OrganizationId, *, accounts: Sequence[UUID], for_renewal: Sequence[bool] = (True,)
) -> list[DraftLine]:
    """The draft lines that wait on these accounts, locked until the transaction ends, oldest first.

    `for_renewal`: those that the next renewal takes, those that wait for being asked for, or both.
    """
    return list(DraftLine.objects.raw(_WAITING, [organization, array(accounts), list(for_renewal)]))
