"""Migration operations that raise the second wall around a table (SEC-07, SEC-08, SEC-12)."""

from collections.abc import Mapping
from typing import Any

from django.db.migrations.operations import RunSQL

DOORWAY_ROLE = "selvbetjening_doorway"
RUNTIME_ROLE = "selvbetjening_runtime"
_ORGANIZATION = "NULLIF(current_setting('app.organization', true), '')::uuid"


def _policies(table: str, column: str, readable_by_all: bool) -> list[Any]:
    own = f"{column} = {_ORGANIZATION}"
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY organization_wall ON {table} USING ({own}) WITH CHECK ({own})",
        f"CREATE POLICY doorway_reads ON {table} FOR SELECT TO {DOORWAY_ROLE} USING (true)",
    ]
    if readable_by_all:
        statements.append(f"CREATE POLICY everyone_reads ON {table} FOR SELECT USING (true)")
    return statements


def _parents(table: str, parents: Mapping[str, str]) -> list[Any]:
    return [
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_same_organization"
        f" FOREIGN KEY (organization_id, {column}) REFERENCES {parent} (organization_id, id)"
        " DEFERRABLE INITIALLY DEFERRED"
        for column, parent in parents.items()
    ]


class TenantTable(RunSQL):
    """Wall a table in: forced row-level security, the organization's policy, and foreign keys that carry it.

    `parents` maps a foreign-key column to the parent's table: the key becomes (organization_id, column), since
    PostgreSQL checks foreign keys past row-level security (SEC-12). `column` names the organization's column
    (`id` for the organization itself). `readable_by_all` is for public facts only, such as host names. `unique`
    is False for a table without an `id`, which nothing can point to.
    """

    def __init__(
        self,
        table: str,
        *,
        parents: Mapping[str, str] | None = None,
        column: str = "organization_id",
        readable_by_all: bool = False,
        unique: bool = True,
    ) -> None:
        self.table, self.parents, self.column = table, dict(parents or {}), column
        self.readable_by_all, self.unique = readable_by_all, unique
        forward = _policies(table, column, readable_by_all)
        if column == "organization_id" and unique:
            forward.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_organization_id_id UNIQUE (organization_id, id)"
            )
        super().__init__(sql=forward + _parents(table, self.parents), reverse_sql=RunSQL.noop, elidable=False)

    def describe(self) -> str:
        return f"Wall in {self.table} by organization"


def _refusing_function(name: str, *, says: str, unless: str | None = None) -> str:
    allowed = f"IF {unless} THEN RETURN NEW; END IF; " if unless else ""
    raised = f"RAISE EXCEPTION '{says}' USING ERRCODE = 'restrict_violation';"
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {allowed}{raised} END $$"


def _trigger(name: str, events: str, table: str, what: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {what}"


class AppendOnly(RunSQL):
    """Triggers that refuse UPDATE, DELETE and TRUNCATE, and no right to them for the services (SEC-114)."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=[
                _refusing_function(f"{table}_only_added", says=f"{table} is only ever added to"),
                _trigger("only_added", "UPDATE OR DELETE", table, f"ROW EXECUTE FUNCTION {table}_only_added()"),
                _trigger("never_emptied", "TRUNCATE", table, f"STATEMENT EXECUTE FUNCTION {table}_only_added()"),
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {RUNTIME_ROLE}",
            ],
            reverse_sql=RunSQL.noop,
            elidable=False,
        )

    def describe(self) -> str:
        return f"Only ever add to {self.table}"


class OnlyColumnsChange(RunSQL):
    """A row may change in these columns only, and is never deleted: issued documents are final (NUM-2)."""

    def __init__(self, table: str, *, columns: tuple[str, ...]) -> None:
        self.table, self.columns = table, columns
        kept = " - ".join(["to_jsonb({0})", *(f"'{column}'" for column in columns)])
        unless = f"TG_OP = 'UPDATE' AND {kept.format('OLD')} = {kept.format('NEW')}"
        super().__init__(
            sql=[
                _refusing_function(f"{table}_is_final", says=f"{table} is final", unless=unless),
                _trigger("is_final", "UPDATE OR DELETE", table, f"ROW EXECUTE FUNCTION {table}_is_final()"),
                f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {RUNTIME_ROLE}",
                f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {RUNTIME_ROLE}",
            ],
            reverse_sql=RunSQL.noop,
            elidable=False,
        )

    def describe(self) -> str:
        return f"Keep {self.table} final but for {', '.join(self.columns)}"


class OnlyGrows(RunSQL):
    """A counter that is never set back and never deleted: numbers that were given stay given (NUM-1)."""

    def __init__(self, table: str, *, column: str) -> None:
        self.table, self.column = table, column
        unless = f"TG_OP = 'UPDATE' AND NEW.{column} >= OLD.{column}"
        super().__init__(
            sql=[
                _refusing_function(f"{table}_only_grows", says=f"{table} only grows", unless=unless),
                _trigger("only_grows", "UPDATE OR DELETE", table, f"ROW EXECUTE FUNCTION {table}_only_grows()"),
                f"REVOKE DELETE, TRUNCATE ON {table} FROM {RUNTIME_ROLE}",
            ],
            reverse_sql=RunSQL.noop,
            elidable=False,
        )

    def describe(self) -> str:
        return f"Let {self.table}.{self.column} only grow"


class MoreColumnsChange(RunSQL):
    """Let these columns of a table that was final or only added to change, and nothing else; it is still not deleted.

    `columns` is the whole list, with those that could change before. `grows` names columns that only move away from
    nothing: what was credited stays credited.
    """

    def __init__(self, table: str, *, columns: tuple[str, ...], grows: tuple[str, ...] = ()) -> None:
        self.table, self.columns, self.grows = table, columns, grows
        kept = " - ".join(["to_jsonb({0})", *(f"'{column}'" for column in columns)])
        unless = f"TG_OP = 'UPDATE' AND {kept.format('OLD')} = {kept.format('NEW')}"
        unless += "".join(f" AND abs(NEW.{column}) >= abs(OLD.{column})" for column in grows)
        function = _refusing_function(f"{table}_is_final", says=f"{table} is final", unless=unless)
        super().__init__(
            sql=[
                f"DROP TRIGGER IF EXISTS only_added ON {table}",
                f"DROP TRIGGER IF EXISTS is_final ON {table}",
                function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"),
                _trigger("is_final", "UPDATE OR DELETE", table, f"ROW EXECUTE FUNCTION {table}_is_final()"),
                f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {RUNTIME_ROLE}",
            ],
            reverse_sql=RunSQL.noop,
            elidable=False,
        )

    def describe(self) -> str:
        return f"Keep {self.table} final but for {', '.join(self.columns)}"


class ForgottenInTime(RunSQL):
    """When a row's time is over, these columns may be blanked, or without `columns` the row deleted (GDP-4, BOK-1).

    `over` is SQL about OLD; until it is true the wall stands as `wall` raised it (`is_final` or `only_added`). It goes
    by the database's own clock: no program can wish the day away.
    """

    def __init__(self, table: str, *, over: str, wall: str, columns: tuple[str, ...] = ()) -> None:
        self.table, self.columns = table, columns
        refuse = f"EXECUTE FUNCTION {table}_{wall}()"
        kept = " - ".join(["to_jsonb({0})", *(f"'{column}'" for column in columns)])
        same = f" AND {kept.format('OLD')} = {kept.format('NEW')}" if columns else " AND false"
        blanked = f"WHEN (NOT coalesce({over}{same}, false)) "
        gone = "" if columns else f"WHEN (NOT coalesce({over}, false)) "
        right = f"UPDATE ({', '.join(columns)})" if columns else "DELETE"
        super().__init__(
            sql=[
                f"DROP TRIGGER {wall} ON {table}",
                _trigger(wall, "UPDATE", table, f"ROW {blanked}{refuse}"),
                _trigger("kept_in_time", "DELETE", table, f"ROW {gone}{refuse}"),
                f"GRANT {right} ON {table} TO {RUNTIME_ROLE}",
            ],
            reverse_sql=RunSQL.noop,
            elidable=False,
        )

    def describe(self) -> str:
        return f"Let {self.table} be forgotten in time"


class LastModified(RunSQL):
    """`last_modified_at` follows every UPDATE of a row, whoever writes it; it says the database's time."""

    def __init__(self, table: str) -> None:
        self.table = table
        name = f"{table}_touched"
        function = (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN NEW.last_modified_at := clock_timestamp(); RETURN NEW; END $$"
        )
        # After `is_final` and its neighbours, by name: what they compare is not touched yet.
        trigger = f"CREATE TRIGGER touched BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
        super().__init__(sql=[function, trigger], reverse_sql=RunSQL.noop, elidable=False)

    def describe(self) -> str:
        return f"Keep when a row of {self.table} was changed last"
