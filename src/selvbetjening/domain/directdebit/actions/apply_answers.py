"""Move collections as they were answered, and write down what 0602 tells of each: one statement for thousands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections

from selvbetjening.domain.directdebit.lifecycle import COLLECTION
from selvbetjening.domain.directdebit.rules.answers import VERBS
from selvbetjening.domain.tenancy.bulk import array
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of a collection: the code of 0602, øre paid or taken back, when it moved, and when that counts.

    `settled_on` is the day of the answer where no money moved. `line` is its line in the delivery that told it,
    `archive` the bank's own number of a slip.
    """

    collection: UUID
    code: str
    amount_minor: int
    settled_on: date
    paid_on: date | None = None
    booked_on: date | None = None
    line: int = 0
    archive: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """A collection that an answer moved or was noted for: `amount_minor` øre that moved, of `asked_minor`.

    `is_ours`: we asked for it ourselves, it came in no file.
    """

    collection: UUID
    account: UUID | None
    code: str
    amount_minor: int
    on: date
    asked_minor: int
    invoice: UUID | None
    is_ours: bool


_TOLD: Final = """
    told AS (
        SELECT * FROM unnest(%s::uuid[], %s::text[], %s::bigint[], %s::date[], %s::date[], %s::date[], %s::int[],
            %s::text[]) AS t(collection_id, code, amount_minor, settled_on, paid_on, booked_on, line, archive)
    ),
    moves AS (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS m(code, source, target))
"""
_COLUMNS: Final = """
    INSERT INTO directdebit_settlement (id, organization_id, agreement_id, collection_id, code, amount_minor, paid_on,
        booked_on, at, is_told, source_delivery, source_line, archive_reference)
"""
#: Ours: what did not move was somebody else's before, and nothing is told of it.
_MOVED_FIRST: Final = f"""
    WITH {_TOLD}, moved AS (
        UPDATE directdebit_collection c SET state = m.target, code = t.code, settled_on = t.settled_on
        FROM told t JOIN moves m ON m.code = t.code
        WHERE c.organization_id = %s AND c.id = t.collection_id AND c.state = m.source
        RETURNING c.id, c.agreement_id, c.account_id, t.code, t.amount_minor, t.paid_on, t.booked_on, t.settled_on,
            c.amount_minor AS asked_minor, c.invoice_id, c.source_delivery IS NULL AS is_ours
    ), noted AS (
        {_COLUMNS} SELECT gen_random_uuid(), %s, agreement_id, id, code, amount_minor, paid_on, booked_on, %s, false,
            NULL, 0, ''
        FROM moved ON CONFLICT (organization_id, collection_id, code) DO NOTHING RETURNING 1
    )
    SELECT id, account_id, code, amount_minor, settled_on, asked_minor, invoice_id, is_ours FROM moved
"""  # noqa: S608 - constants of this file
#: Theirs: what they tell is so, in whatever order it comes (0236 and 0239 both stand); the state follows where it may.
_NOTED_FIRST: Final = f"""
    WITH {_TOLD}, noted AS (
        {_COLUMNS} SELECT gen_random_uuid(), %s, c.agreement_id, c.id, t.code, t.amount_minor, t.paid_on, t.booked_on,
            %s, true, %s, t.line, t.archive
        FROM told t JOIN directdebit_collection c ON c.organization_id = %s AND c.id = t.collection_id
        ON CONFLICT (organization_id, collection_id, code) DO NOTHING
        RETURNING collection_id, code, amount_minor
    ), moved AS (
        UPDATE directdebit_collection c SET state = m.target, code = n.code, settled_on = t.settled_on
        FROM noted n JOIN moves m ON m.code = n.code
            JOIN told t ON t.collection_id = n.collection_id AND t.code = n.code
        WHERE c.organization_id = %s AND c.id = n.collection_id AND c.state = m.source RETURNING 1
    )
    SELECT c.id, c.account_id, n.code, n.amount_minor, t.settled_on, c.amount_minor, c.invoice_id,
        c.source_delivery IS NULL
    FROM noted n JOIN directdebit_collection c ON c.organization_id = %s AND c.id = n.collection_id
        JOIN told t ON t.collection_id = n.collection_id AND t.code = n.code
"""  # noqa: S608 - constants of this file


def apply_own(organization: OrganizationId, *, told: Sequence[Told], at: datetime) -> list[Applied]:
    """Note and move as our own clearing decided; those that somebody moved before are left, and are not in the answer.

    One code at a time for a collection. Runs in the open transaction.
    """
    return _ask(organization, _MOVED_FIRST, [*_arrays(told), *_moves(), organization, organization, at])


def apply_theirs(organization: OrganizationId, *, told: Sequence[Told], delivery: UUID, at: datetime) -> list[Applied]:
    """Note what an external Betalingsservice told, each code once, and move what may be moved; what was new.

    One code at a time for a collection. Runs in the open transaction.
    """
    values = [*_arrays(told), *_moves(), organization, at, delivery, organization, organization, organization]
    return _ask(organization, _NOTED_FIRST, values)


def _ask(organization: OrganizationId, statement: str, values: Iterable[Any]) -> list[Applied]:
    with within(organization), connections["default"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return [Applied(*row) for row in cursor.fetchall()]


def _arrays(told: Sequence[Told]) -> list[Any]:
    return [
        array(each.collection for each in told),
        [each.code for each in told],
        array(each.amount_minor for each in told),
        array(each.settled_on for each in told),
        array(each.paid_on or "NULL" for each in told),
        array(each.booked_on or "NULL" for each in told),
        array(each.line for each in told),
        [each.archive for each in told],
    ]


def _moves() -> list[list[str]]:
    table = [
        (code, source.value, COLLECTION.after(source, verb).value)
        for code, verb in VERBS.items()
        for source in COLLECTION.sources(verb)
    ]
    return [list(column) for column in zip(*table, strict=True)]
