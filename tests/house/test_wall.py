"""The second wall stands around every table, in the database itself (SEC-07, SEC-08, SEC-12, SEC-13, SEC-15).

The planted faults are planted in the real schema, as its owner, in a transaction that is rolled back.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.house import catalogue, without_organization
from tests.house.catalogue import Connection
from tests.house.models import doorway_role


@contextmanager
def planted(connection: Connection, *statements: str) -> Iterator[None]:
    """Change the schema for the length of a block."""
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL lock_timeout = '5s'")
        for statement in statements:
            connection.execute(statement.encode())
        yield


def test_every_table_is_walled_in_or_on_the_list(owner_connection: Connection) -> None:
    """SEC-07, SEC-15."""
    assert catalogue.unforced(owner_connection) == sorted(without_organization.TABLES)
    assert all(len(reason.split()) >= 4 for reason in without_organization.TABLES.values())


def test_no_table_stands_elsewhere(owner_connection: Connection) -> None:
    """SEC-15: one schema, so that no table hides from these questions."""
    assert catalogue.elsewhere(owner_connection) == []


def test_no_tenant_table_is_on_the_list(owner_connection: Connection) -> None:
    """SEC-15: the list is for tables without an organization, not for exceptions."""
    assert len(catalogue.tenant_tables(owner_connection)) > 20
    assert set(catalogue.tenant_tables(owner_connection)) & set(without_organization.TABLES) == set()


def test_every_walled_table_has_the_organization_s_policy(owner_connection: Connection) -> None:
    """SEC-08."""
    assert catalogue.without_own_policy(owner_connection) == []


def test_no_policy_lets_more_through(owner_connection: Connection) -> None:
    """SEC-08, SEC-18."""
    found = catalogue.wider_policies(owner_connection, doorway=doorway_role())
    assert found == sorted(without_organization.WIDER_POLICIES)


def test_foreign_keys_carry_the_organization(owner_connection: Connection) -> None:
    """SEC-12."""
    assert catalogue.simple_foreign_keys(owner_connection) == []


def test_unique_constraints_carry_the_organization(owner_connection: Connection) -> None:
    """SEC-12."""
    assert catalogue.unique_across(owner_connection) == sorted(without_organization.UNIQUE_ACROSS)


def test_views_and_functions_run_as_their_caller(owner_connection: Connection) -> None:
    """SEC-13."""
    assert catalogue.open_views(owner_connection) == []
    assert catalogue.definers(owner_connection) == sorted(without_organization.DEFINER_FUNCTIONS)


def test_every_dropped_policy_is_seen(owner_connection: Connection) -> None:
    """SEC-22: dropping any single policy of any tenant table makes the check above fail."""
    own = [
        (table, name)
        for table, name, *_, using, check in catalogue.policies(owner_connection)
        if using in catalogue.OWN_ROWS and check == using
    ]
    assert {table for table, _ in own} >= set(catalogue.tenant_tables(owner_connection))
    for table, name in own:
        with planted(owner_connection, f'DROP POLICY "{name}" ON "{table}"'):
            assert catalogue.without_own_policy(owner_connection) == [table]


@pytest.mark.parametrize("statement", ["NO FORCE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"])
def test_every_lowered_wall_is_seen(owner_connection: Connection, statement: str) -> None:
    """SEC-07, SEC-22."""
    for table in catalogue.tenant_tables(owner_connection):
        with planted(owner_connection, f'ALTER TABLE "{table}" {statement}'):
            assert table in catalogue.unforced(owner_connection)


OWN = "organization_id = NULLIF(current_setting('app.organization', true), '')::uuid"
POLICIES = {
    "everything": "CREATE POLICY planted ON accounts_account USING (true) WITH CHECK (true)",
    "or": f"CREATE POLICY planted ON accounts_account USING ({OWN} OR true) WITH CHECK ({OWN})",
    "check": f"CREATE POLICY planted ON accounts_account USING ({OWN}) WITH CHECK (true)",
    "doorway writes": "CREATE POLICY planted ON accounts_account TO {doorway} USING (true)",
    "no NULLIF": "CREATE POLICY planted ON accounts_account"
    " USING (organization_id = current_setting('app.organization', true)::uuid)",
}


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_that_is_too_wide_is_seen(owner_connection: Connection, policy: str) -> None:
    """SEC-08."""
    with planted(owner_connection, POLICIES[policy].format(doorway=doorway_role())):
        found = catalogue.wider_policies(owner_connection, doorway=doorway_role())
    assert "accounts_account.planted" in found


def test_planted_tables_keys_and_views_are_seen(owner_connection: Connection) -> None:
    """SEC-12, SEC-13, SEC-15."""
    with planted(
        owner_connection,
        "CREATE TABLE planted (id uuid PRIMARY KEY, organization_id uuid, account_id uuid REFERENCES accounts_account)",
        "CREATE UNIQUE INDEX planted_unique ON planted (account_id) WHERE account_id IS NOT NULL",
        "CREATE UNIQUE INDEX planted_sound ON planted (account_id, organization_id)",
        "CREATE TABLE planted_plain (id uuid PRIMARY KEY)",
        "CREATE VIEW planted_view AS SELECT * FROM accounts_account",
        "CREATE VIEW planted_sound_view WITH (security_invoker = true) AS SELECT * FROM accounts_account",
        "CREATE MATERIALIZED VIEW planted_copy AS SELECT id FROM accounts_account",
        "CREATE FUNCTION planted_loose() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION planted_fixed() RETURNS int SECURITY DEFINER SET search_path = public LANGUAGE sql"
        " AS 'SELECT 1'",
    ):
        assert {"planted", "planted_plain"} <= set(catalogue.unforced(owner_connection))
        assert catalogue.simple_foreign_keys(owner_connection) == ["planted.planted_account_id_fkey"]
        assert "planted_unique" in catalogue.unique_across(owner_connection)
        assert "planted_sound" not in catalogue.unique_across(owner_connection)
        assert catalogue.open_views(owner_connection) == ["planted_copy", "planted_view"]
        assert {"planted_loose (search_path not fixed)", "planted_fixed"} <= set(catalogue.definers(owner_connection))


def test_a_table_in_another_schema_is_seen(superuser_connection: Connection) -> None:
    """SEC-15."""
    with planted(superuser_connection, "CREATE SCHEMA planted", "CREATE TABLE planted.hidden (id uuid)"):
        assert catalogue.elsewhere(superuser_connection) == ["planted.hidden"]
