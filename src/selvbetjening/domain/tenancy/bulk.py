"""Many rows at once into a walled table.

PostgreSQL refuses COPY FROM on a table with row-level security, so the rows go by COPY into a temporary table and
from there by INSERT ... SELECT, which the policy checks (design, "Traps": 1.2 times a bare COPY).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from psycopg import Cursor, sql

from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True)
class Merged:
    """How many rows a merge made, changed, and found as they should be."""

    created: int
    updated: int
    unchanged: int


def array(values: Iterable[object]) -> str:
    """PostgreSQL's text of an array of ids, days or numbers, for `%s::uuid[]` and the like.

    Nothing in it is quoted, so it is not for words. psycopg would adapt each value by itself: ten times the time.
    """
    return "{" + ",".join(map(str, values)) + "}"


def insert_many(*, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert the rows in the open transaction and return how many. Order and count of values follow `columns`.

    JSON columns take JSON text. Constraint errors come as from any INSERT. `rows` must not query as it goes: the
    connection is busy copying, and would wait for itself.
    """
    with connections["default"].cursor() as cursor:
        run = cursor.cursor  # the psycopg cursor: COPY has no counterpart in Django
        stage = _stage(run, table=table, columns=columns, rows=rows)
        names = _names(columns)
        run.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(sql.Identifier(table), names, names, stage))
        inserted: int = run.rowcount
        run.execute(sql.SQL("DROP TABLE {}").format(stage))
    return inserted


def merge_many(
    organization: OrganizationId,
    *,
    table: str,
    columns: Sequence[str],
    key: Sequence[str],
    update: Sequence[str],
    rows: Iterable[Sequence[Any]],
) -> Merged:
    """Make the table hold these rows, told apart by `key`: insert what is missing, set `update` where it differs.

    What ought to be minus what is: the same rows twice change nothing. The rows' keys must differ from each other, and
    `columns` must hold `id` and `organization_id`. `rows` must not query. Runs in the open transaction.
    """
    with connections["default"].cursor() as cursor:
        run = cursor.cursor
        stage = _stage(run, table=table, columns=columns, rows=rows)
        run.execute(sql.SQL("ANALYZE {}").format(stage))
        run.execute(sql.SQL("SELECT count(*) FROM {}").format(stage))
        ((staged,),) = run.fetchall()
        same = sql.SQL(" AND ").join(sql.SQL("t.{0} = s.{0}").format(sql.Identifier(name)) for name in key)
        target = sql.Identifier(table)
        updated = 0
        if update:
            run.execute(_update(target, stage, same=same, columns=update), [organization])
            updated = run.rowcount
        run.execute(_insert(target, stage, same=same, columns=columns), [organization])
        created = run.rowcount
        run.execute(sql.SQL("DROP TABLE {}").format(stage))
    return Merged(created, updated, max(0, staged - created - updated))


def _update(
    target: sql.Identifier, stage: sql.Identifier, *, same: sql.Composed, columns: Sequence[str]
) -> sql.Composed:
    """Set what differs, NULLs included; rows that are as they should be are not written."""
    sets = sql.SQL(", ").join(sql.SQL("{0} = s.{0}").format(sql.Identifier(name)) for name in columns)
    return sql.SQL(
        "UPDATE {} t SET {} FROM {} s WHERE t.organization_id = %s AND {} AND ROW({}) IS DISTINCT FROM ROW({})"
    ).format(target, sets, stage, same, _names(columns, "t"), _names(columns, "s"))


def _insert(
    target: sql.Identifier, stage: sql.Identifier, *, same: sql.Composed, columns: Sequence[str]
) -> sql.Composed:
    return sql.SQL(
        "INSERT INTO {} ({}) SELECT {} FROM {} s"
        " WHERE NOT EXISTS (SELECT FROM {} t WHERE t.organization_id = %s AND {})"
    ).format(target, _names(columns), _names(columns, "s"), stage, target, same)


def _stage(run: Cursor[Any], *, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> sql.Identifier:
    stage = sql.Identifier(f"stage_{table}")
    run.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
            stage, _names(columns), sql.Identifier(table)
        )
    )
    with run.copy(sql.SQL("COPY {} FROM STDIN").format(stage)) as copy:
        for row in rows:
            copy.write_row(row)
    return stage


def _names(columns: Sequence[str], of: str = "") -> sql.Composed:
    parts = (sql.Identifier(of, name) if of else sql.Identifier(name) for name in columns)
    return sql.SQL(", ").join(parts)
