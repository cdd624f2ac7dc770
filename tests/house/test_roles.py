"""The roles of the services may do what they need and nothing else (SEC-05, SEC-06, SEC-14, SEC-18, SEC-21)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection as suite

from tests.house.catalogue import Connection
from tests.house.catalogue_roles import rights_on_tables, too_strong, unreadable
from tests.house.models import doorway_role, runtime_role

FORBIDDEN = ["TRUNCATE", "REFERENCES", "TRIGGER"]
WRITES = ["INSERT", "UPDATE", "DELETE", *FORBIDDEN]


@contextmanager
def planted(connection: Connection, statement: str) -> Iterator[None]:
    """Change a role for the length of a block; as superuser, since the owner may not."""
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL lock_timeout = '5s'")
        connection.execute(statement.encode())
        yield


@pytest.mark.usefixtures("database")
def test_the_suite_runs_as_the_runtime_role() -> None:
    """SEC-21: a suite that connects as superuser tests nothing of the second wall."""
    with suite.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        assert cursor.fetchone() == (runtime_role(), runtime_role())


def test_the_roles_are_three(owner_connection: Connection) -> None:
    """SEC-05."""
    row = owner_connection.execute("SELECT session_user").fetchone()
    assert row and len({row[0], runtime_role(), doorway_role()}) == 3


@pytest.mark.parametrize("role", [runtime_role, doorway_role])
def test_no_role_of_the_services_is_too_strong(owner_connection: Connection, role: object) -> None:
    """SEC-05, SEC-06, SEC-14."""
    name = role() if callable(role) else ""
    assert too_strong(owner_connection, role=name) == []


def test_runtime_may_not_empty_reference_or_trigger(owner_connection: Connection) -> None:
    """SEC-14: TRUNCATE is not covered by policies, REFERENCES tells of rows behind them."""
    assert rights_on_tables(owner_connection, role=runtime_role(), privileges=FORBIDDEN) == []


def test_the_doorway_only_reads(owner_connection: Connection) -> None:
    """SEC-18."""
    assert rights_on_tables(owner_connection, role=doorway_role(), privileges=WRITES) == []
    assert unreadable(owner_connection, role=doorway_role()) == []


STRENGTHS = {
    "superuser": "ALTER ROLE {runtime} SUPERUSER",
    "bypass": "ALTER ROLE {runtime} BYPASSRLS",
    "member": "GRANT {owner} TO {runtime}",
    "owner": "ALTER TABLE accounts_account OWNER TO {runtime}",
    "schema": "GRANT CREATE ON SCHEMA public TO {runtime}",
}


@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_planted_strength_is_seen(superuser_connection: Connection, strength: str) -> None:
    """SEC-05, SEC-06."""
    row = superuser_connection.execute(
        "SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'accounts_account'"
    ).fetchone()
    statement = STRENGTHS[strength].format(runtime=runtime_role(), owner=row[0] if row else "")
    with planted(superuser_connection, statement):
        assert too_strong(superuser_connection, role=runtime_role()) != []


@pytest.mark.parametrize("right", FORBIDDEN)
def test_a_planted_right_is_seen(superuser_connection: Connection, right: str) -> None:
    """SEC-14."""
    with planted(superuser_connection, f"GRANT {right} ON accounts_account TO {runtime_role()}"):
        found = rights_on_tables(superuser_connection, role=runtime_role(), privileges=FORBIDDEN)
    assert found == [f"{runtime_role()} may {right} accounts_account"]


def test_a_doorway_that_writes_is_seen(superuser_connection: Connection) -> None:
    """SEC-18."""
    with planted(superuser_connection, f"GRANT UPDATE ON accounts_account TO {doorway_role()}"):
        found = rights_on_tables(superuser_connection, role=doorway_role(), privileges=WRITES)
    assert found == [f"{doorway_role()} may UPDATE accounts_account"]
