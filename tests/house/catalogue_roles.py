"""Questions to PostgreSQL's catalogue about roles: may the services do only what they need? (SEC-05, SEC-14, SEC-18)"""

from tests.house.catalogue import TABLES, TENANT, Connection, lines

ATTRIBUTES = """
    SELECT rolname || ' has ' || attribute FROM pg_roles,
      LATERAL (VALUES ('SUPERUSER', rolsuper), ('BYPASSRLS', rolbypassrls), ('CREATEROLE', rolcreaterole),
                      ('CREATEDB', rolcreatedb), ('REPLICATION', rolreplication)) AS has(attribute, yes)
    WHERE yes AND rolname = %s
"""
MEMBERSHIPS = (
    "SELECT member::regrole || ' is a member of ' || roleid::regrole FROM pg_auth_members WHERE member = %s::regrole"
)
OWNED = "SELECT pg_get_userbyid(c.relowner) || ' owns ' || c.relname FROM pg_class c WHERE c.relowner = %s::regrole"
ON_TABLES = f"""
    SELECT r.name || ' may ' || privilege || ' ' || c.relname FROM pg_class c, (SELECT %s::text AS name) r,
      unnest(%s::text[]) AS privilege
    WHERE {TABLES} AND has_table_privilege(r.name, c.oid, privilege)
"""
ON_SCHEMA = """SELECT r.name || ' may CREATE in public' FROM (SELECT %s::text AS name) r
    WHERE has_schema_privilege(r.name, 'public', 'CREATE')"""
ON_DATABASE = """SELECT r.name || ' may CREATE in the database' FROM (SELECT %s::text AS name) r
    WHERE has_database_privilege(r.name, current_database(), 'CREATE')"""
READS = f"SELECT c.relname FROM pg_class c WHERE {TENANT} AND NOT has_table_privilege(%s, c.oid, 'SELECT')"


def too_strong(connection: Connection, *, role: str) -> list[str]:
    """What a role has and must not: attributes, memberships, tables of its own, DDL (SEC-05, SEC-06)."""
    found: list[str] = []
    for query in (ATTRIBUTES, MEMBERSHIPS, OWNED, ON_SCHEMA, ON_DATABASE):
        found += lines(connection, query, role)
    return found


def rights_on_tables(connection: Connection, *, role: str, privileges: list[str]) -> list[str]:
    """Which of these rights a role has on any table (SEC-14)."""
    return lines(connection, ON_TABLES, role, privileges)


def unreadable(connection: Connection, *, role: str) -> list[str]:
    """The tenant tables that a role cannot read."""
    return lines(connection, READS, role)
