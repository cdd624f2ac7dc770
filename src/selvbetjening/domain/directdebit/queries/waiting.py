"""What of Betalingsservice waits for somebody of the company: its front page says so, and nobody else would."""

from typing import Final, NamedTuple

from django.db import connection

from selvbetjening.domain.directdebit.rules.answers import ENDS
from selvbetjening.domain.directdebit.rules.bank import TELL_AFTER
from selvbetjening.kernel.ids import OrganizationId

# As `queries.standing.to_deal_with` chooses answers. A file whose words are forgotten, or whose deadline has passed,
# is not sent, whoever looks.
_WAITING: Final = """
    SELECT (SELECT count(*) FROM directdebit_bankconnection
            WHERE organization_id = %(organization)s AND state = 'active' AND failures >= %(many)s),
        (SELECT count(*) FROM directdebit_banksending
            WHERE organization_id = %(organization)s AND state = 'refused' AND code NOT IN ('forgotten', 'too_late')),
        (SELECT count(*) FROM directdebit_bankfetched WHERE organization_id = %(organization)s AND state = 'held'),
        (SELECT count(*) FROM directdebit_unmatchedanswer
            WHERE organization_id = %(organization)s AND handled_at IS NULL AND (delivery_type <> '0603'
                OR reason NOT IN ('unknown', 'ambiguous') OR code = ANY(%(ends)s)))
"""


class Waiting(NamedTuple):
    """Lines that have failed several times in a row, files that cannot be sent, files that are held, and answers that
    belong to nothing."""

    lines: int
    unsent: int
    held: int
    answers: int


def waiting(organization: OrganizationId) -> Waiting:
    """How many of each; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"organization": organization, "many": TELL_AFTER, "ends": list(ENDS)})
        return Waiting(*cursor.fetchone())
