"""The three database roles and what each may do.

``owner`` owns the database and its tables and is used for migrations only. ``runtime`` is what web and workers log in
as: it reads and writes rows, and row-level security holds for it. ``doorway`` reads across organizations, under
policies of its own. None is a superuser, none passes row-level security by, none is a member of another. Source:
SEC-05, SEC-14.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

_ATTRIBUTES = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"

_ON_DATABASE = """
ALTER DATABASE {database} OWNER TO {owner};
REVOKE ALL ON DATABASE {database} FROM PUBLIC, {runtime}, {doorway};
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {runtime};
GRANT CONNECT ON DATABASE {database} TO {doorway};
"""

# TEMPORARY above: COPY into a table with row-level security is refused, so imports stage in a temporary table.
# EXECUTE: PostgreSQL gives everyone the right to call every new function; a function may run with its owner's rights.
_IN_DATABASE = """
ALTER SCHEMA public OWNER TO {owner};
REVOKE ALL ON SCHEMA public FROM PUBLIC, {runtime}, {doorway};
GRANT USAGE ON SCHEMA public TO {runtime}, {doorway};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {runtime};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT ON TABLES TO {doorway};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {runtime};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {runtime};
"""


@dataclass(frozen=True)
class Roles:
    """The names of the three roles, and their passwords where the server asks for any."""

    owner: str = "selvbetjening_owner"
    runtime: str = "selvbetjening_runtime"
    doorway: str = "selvbetjening_doorway"
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def names(self) -> tuple[str, str, str]:
        """Owner, runtime, doorway."""
        return self.owner, self.runtime, self.doorway


def ensure_roles(superuser_url: str, *, database: str = "selvbetjening", roles: Roles | None = None) -> None:
    """Make the roles and the database where they are missing, and put their rights right. May be run again.

    Rights on tables come with the tables, by default privileges of the owner: run this before the first migration.

    Args:
        superuser_url: a connection as superuser to any database of the server.
        database: the database to make, in UTF-8.
        roles: other names than the usual, and passwords by role name (in clear; sent as they are).

    Raises:
        psycopg.Error: the server cannot be reached, or the role given is no superuser.
    """
    chosen = roles or Roles()
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        # One at a time on this server: two at once would both find a role missing.
        connection.execute("SELECT pg_advisory_lock(hashtext('selvbetjening.roles'))")
        for name in chosen.names():
            _ensure_role(connection, name=name, password=chosen.passwords.get(name))
        _revoke_memberships(connection, chosen.names())
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            statement = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'"
            connection.execute(sql.SQL(statement).format(sql.Identifier(database), sql.Identifier(chosen.owner)))
        connection.execute(_filled(_ON_DATABASE, database=database, roles=chosen))
    with psycopg.connect(superuser_url, dbname=database, autocommit=True) as inside:
        inside.execute(_filled(_IN_DATABASE, database=database, roles=chosen))


def _ensure_role(connection: psycopg.Connection, *, name: str, password: str | None) -> None:
    role = sql.Identifier(name)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
    secret = sql.SQL("PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    connection.execute(sql.SQL("ALTER ROLE {} {} {}").format(role, sql.SQL(_ATTRIBUTES), secret))


def _revoke_memberships(connection: psycopg.Connection, names: tuple[str, ...]) -> None:
    """A member of another role could become it with SET ROLE, which no attribute of its own prevents."""
    found = connection.execute(
        "SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members "
        "WHERE pg_get_userbyid(member) = ANY(%s)",
        [list(names)],
    ).fetchall()
    for granted, member in found:
        connection.execute(f"REVOKE {granted} FROM {member}".encode())  # regrole quotes the names itself


def _filled(statements: str, *, database: str, roles: Roles) -> sql.Composed:
    return sql.SQL(statements).format(
        database=sql.Identifier(database),
        owner=sql.Identifier(roles.owner),
        runtime=sql.Identifier(roles.runtime),
        doorway=sql.Identifier(roles.doorway),
    )
