"""Take numbers of a series (NUM-1, XB-25)."""

from typing import Final

from django.db import connection

from selvbetjening.kernel.ids import OrganizationId, new_id

INVOICES: Final = "invoice"
CREDIT_NOTES: Final = "credit_note"

# The counter's row stays locked until the transaction ends: whoever comes next waits, a rollback gives the numbers
# back, and so there is no gap (NUM-1, XB-25).
_MAKE_SERIES = """
    INSERT INTO invoicing_numberseries (id, organization_id, code, next_number) VALUES (%s, %s, %s, 1)
    ON CONFLICT (organization_id, code) DO NOTHING
"""
_TAKE_NUMBERS = """
    UPDATE invoicing_numberseries SET next_number = next_number + %s
    WHERE organization_id = %s AND code = %s RETURNING next_number - %s
"""


def take_numbers(organization: OrganizationId, *, series: str, count: int) -> int:
    """Lock the series and take so many consecutive numbers in the open transaction; the first of them."""
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(_TAKE_NUMBERS, [count, organization, series, count])
            if row := cursor.fetchone():
                return int(row[0])
            cursor.execute(_MAKE_SERIES, [new_id(), organization, series])
    raise RuntimeError("the number series could not be made")
