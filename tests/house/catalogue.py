"""Questions to PostgreSQL's own catalogue: is the second wall complete? Each answers with the faults, as sentences."""

from typing import Any

import psycopg

Connection = psycopg.Connection[Any]

SETTING = "(NULLIF(current_setting('app.organization'::text, true), ''::text))::uuid"
OWN_ROWS = {f"({column} = {SETTING})" for column in ("organization_id", "id")}

TABLES = "c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
TENANT = f"""{TABLES} AND (c.relname = 'organizations_organization' OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped))"""


def lines(connection: Connection, query: str, *values: object) -> list[str]:
    """The first column of every row, sorted."""
    return sorted(str(row[0]) for row in connection.execute(query.encode(), values or None).fetchall())


def tables(connection: Connection) -> list[str]:
    """Every table of the product's schema: ours, Django's and procrastinate's."""
    return lines(connection, f"SELECT c.relname FROM pg_class c WHERE {TABLES}")


def elsewhere(connection: Connection) -> list[str]:
    """Tables and views outside the product's one schema, where the other questions would not see them."""
    query = """SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('public', 'pg_catalog', 'information_schema')
          AND n.nspname !~ '^pg_(toast|temp)'"""
    return lines(connection, query)


def tenant_tables(connection: Connection) -> list[str]:
    """The tables that carry an organization, and the organization itself."""
    return lines(connection, f"SELECT c.relname FROM pg_class c WHERE {TENANT}")


def unforced(connection: Connection) -> list[str]:
    """Tables whose row-level security is off, or off for the owner (SEC-07)."""
    query = f"SELECT c.relname FROM pg_class c WHERE {TABLES} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    return lines(connection, query)


def policies(connection: Connection) -> list[tuple[str, str, str, list[str], str | None, str | None]]:
    """Every permissive policy: table, name, command, roles, USING, WITH CHECK. Restrictive ones can only narrow."""
    query = """SELECT tablename, policyname, cmd, roles::text[], qual, with_check FROM pg_policies
        WHERE schemaname = 'public' AND permissive = 'PERMISSIVE' ORDER BY 1, 2"""
    return [tuple(row) for row in connection.execute(query).fetchall()]


def without_own_policy(connection: Connection) -> list[str]:
    """Forced tables that lack the organization's policy for all commands, USING and WITH CHECK (SEC-08)."""
    held = {
        table
        for table, _, command, roles, using, check in policies(connection)
        if command == "ALL" and roles == ["public"] and using in OWN_ROWS and check == using
    }
    return [table for table in tables(connection) if table not in held and table not in unforced(connection)]


def wider_policies(connection: Connection, *, doorway: str) -> list[str]:
    """Policies that let more rows through than the organization's own; the doorway's reading ones apart (SEC-18).

    PostgreSQL joins permissive policies with OR: one that is too wide undoes all the others.
    """
    found = []
    for table, name, command, roles, using, check in policies(connection):
        if using in OWN_ROWS | {None} and check in OWN_ROWS | {None}:
            continue
        if not (roles == [doorway] and command == "SELECT"):
            found.append(f"{table}.{name}")
    return found


FOREIGN_KEYS = f"""
    SELECT c.relname || '.' || k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND {TENANT}
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.confrelid AND a.attname = 'organization_id')
      AND NOT EXISTS (
        SELECT FROM unnest(k.conkey, k.confkey) AS pair(own, other)
        JOIN pg_attribute o ON o.attrelid = k.conrelid AND o.attnum = pair.own AND o.attname = 'organization_id'
        JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = pair.other AND t.attname = 'organization_id')
"""

UNIQUE = f"""
    SELECT i.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    WHERE x.indisunique AND NOT x.indisprimary AND {TENANT} AND c.relname <> 'organizations_organization'
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id'
                      AND a.attnum = ANY (string_to_array(x.indkey::text, ' ')::int2[]))
"""

VIEWS = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND (c.relkind = 'm' OR
      c.relkind = 'v' AND NOT coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on'], false))
"""

DEFINERS = """
    SELECT p.proname || CASE WHEN NOT coalesce(array_to_string(p.proconfig, ',') LIKE '%%search_path=%%', false)
                             THEN ' (search_path not fixed)'
                             WHEN p.prosrc ~* '\\mexecute\\M' THEN ' (dynamic SQL)' ELSE '' END
    FROM pg_proc p WHERE p.prosecdef AND p.pronamespace NOT IN (
      SELECT oid FROM pg_namespace WHERE nspname IN ('pg_catalog', 'information_schema'))
""".replace("%%", "%")


def simple_foreign_keys(connection: Connection) -> list[str]:
    """Foreign keys between tenant tables that lack the organization: PostgreSQL checks them past RLS (SEC-12)."""
    return lines(connection, FOREIGN_KEYS)


def unique_across(connection: Connection) -> list[str]:
    """Unique indexes of tenant tables without the organization: a conflict would tell of another tenant (SEC-12)."""
    return lines(connection, UNIQUE)


def open_views(connection: Connection) -> list[str]:
    """Views that run with their owner's rights, and materialised views (SEC-13)."""
    return lines(connection, VIEWS)


def definers(connection: Connection) -> list[str]:
    """Functions that run with their owner's rights (SEC-13)."""
    return lines(connection, DEFINERS)
