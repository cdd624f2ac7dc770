"""Many rows at once into a walled table.

PostgreSQL refuses COPY FROM on a table with row-level security, so the rows go by COPY into a temporary table and
from there by INSERT ... SELECT, which the policy checks (design, "Traps": 1.2 times a bare COPY).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections
from psycopg import sql


def insert_many(*, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert the rows in the open transaction and return how many. Order and count of values follow `columns`.

    JSON columns take JSON text. Constraint errors come as from any INSERT.
    """
    stage = sql.Identifier(f"stage_{table}")
    names = sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    with connections["default"].cursor() as cursor:
        run = cursor.cursor  # the psycopg cursor: COPY has no counterpart in Django
        run.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                stage, names, sql.Identifier(table)
            )
        )
        with run.copy(sql.SQL("COPY {} FROM STDIN").format(stage)) as copy:
            for row in rows:
                copy.write_row(row)
        run.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(sql.Identifier(table), names, names, stage))
        inserted: int = run.rowcount
        run.execute(sql.SQL("DROP TABLE {}").format(stage))
    return inserted
