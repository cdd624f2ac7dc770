"""The database: reachable, new enough, the right roles, up to date, companies kept apart."""

import os
from collections.abc import Iterator

import psycopg

from selvbetjening.config.doctor import Finding

OLDEST = 15
MAKE_ROLES = "Run: selvbetjening roles"
VARIABLES = {
    "DATABASE_URL": "web and workers",
    "DATABASE_DOORWAY_URL": "work across companies",
}

_STRENGTHS = """
SELECT current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
       (SELECT array_agg(roleid::regrole::text) FROM pg_auth_members WHERE member = pg_roles.oid),
       (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p'))
FROM pg_roles WHERE rolname = current_user
"""

# A table with a company's rows has the column; the companies themselves are the platform's.
_UNPROTECTED = """
SELECT c.relname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity
           AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
ORDER BY 1
"""


def connections() -> Iterator[Finding]:
    """Whether each role reaches the database, and whether the server is new enough."""
    for variable, use in VARIABLES.items():
        address = os.environ.get(variable, "")
        if not address:
            yield Finding(
                f"{variable} is not set ({use})",
                "Set it: postgresql://role:password@host/database. (The demo, selvbetjening run, brings its own.)",
            )
            continue
        try:
            with psycopg.connect(address, connect_timeout=5) as connection:
                version = connection.info.server_version // 10000
        except psycopg.OperationalError as error:
            told = " ".join(str(error).split())
            yield Finding(f"The database of {variable} does not answer ({told})", f"Start it, or correct {variable}.")
            continue
        old = f"Move to PostgreSQL {OLDEST} or newer." if version < OLDEST else ""
        yield Finding(f"The database of {variable} answers (PostgreSQL {version}; {use})", old)


def roles() -> Iterator[Finding]:
    """Whether the roles are as weak as they must be (SEC-05, SEC-06)."""
    for variable in filter(os.environ.get, VARIABLES):
        with psycopg.connect(os.environ[variable], connect_timeout=5) as connection:
            row = connection.execute(_STRENGTHS).fetchone()
        if row is None:
            continue
        name, *strong, member_of, owns = row
        if any(strong):
            yield Finding(f"The role {name} may do too much: it passes the companies' walls or makes roles", MAKE_ROLES)
        elif member_of:
            yield Finding(f"The role {name} is a member of {', '.join(member_of)}", MAKE_ROLES)
        elif owns:
            yield Finding(f"The role {name} owns {owns} tables", f"Give them to the owner role, then: {MAKE_ROLES}")
        else:
            yield Finding(f"The role {name} may do what it needs and no more")


def protection() -> Iterator[Finding]:
    """Whether every table with a company's rows is held by row-level security (SEC-07)."""
    address = os.environ.get("DATABASE_URL")
    if not address:
        return
    with psycopg.connect(address, connect_timeout=5) as connection:
        names = [name for (name,) in connection.execute(_UNPROTECTED)]
    if names:
        yield Finding(f"Row-level security is not forced on {', '.join(names)}", "Run: selvbetjening migrate")
    else:
        yield Finding("Row-level security is forced on every table with a company's rows")
