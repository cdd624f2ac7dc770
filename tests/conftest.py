"""Fixtures of every test: a real PostgreSQL, the three roles, and organizations of one's own.

Tests commit for real, as the services do. They do not clean up after themselves: each makes its own organization, and
row-level security keeps them apart. The database lives for one run, or for one process of a run that is spread over
several (`tests.spread`).
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as properties

from selvbetjening.config.embedded import FOR_TESTS, EmbeddedPostgres, shared_postgres
from selvbetjening.config.kept_classes import kept_classes
from tests import migrated, outbox, spread
from tests.live import browser, faults, open_page, page, site  # noqa: F401
from tests.settings import DATABASE, SERVER_DATA

#: Examples of properties have no time limit of their own: on a busy machine one of them may take seconds.
properties.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first."""
    items.sort(key=lambda item: spread.rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> spread.Spread:
    """With `-n`: by file, the tales and the commands by folder."""
    return spread.Spread(config, log)


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedPostgres]:
    with shared_postgres(data=SERVER_DATA, settings=FOR_TESTS) as running:
        yield running


@pytest.fixture(scope="session")
def database(server: EmbeddedPostgres, django_db_blocker) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The migrated test database; everything in the test then talks to it as the runtime role."""

    def migrate() -> None:
        with kept_classes():
            call_command("migrate", database="owner", verbosity=0)
        for alias in ("owner", "default"):
            connections[alias].close()

    with django_db_blocker.unblock():
        migrated.make(server, database=DATABASE, migrate=migrate)
        yield DATABASE
        for alias in connections:
            connections[alias].close()
            with contextlib.suppress(AttributeError):
                connections[alias].close_pool()  # type: ignore[attr-defined]
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{DATABASE}" WITH (FORCE)'.encode())


@pytest.fixture
def owner_connection(server: EmbeddedPostgres, database: str) -> Iterator[psycopg.Connection]:
    """A connection as the role that owns the tables (migrations only)."""
    with psycopg.connect(server.url(role="selvbetjening_owner", database=database)) as connection:
        yield connection


@pytest.fixture
def superuser_connection(server: EmbeddedPostgres, database: str) -> Iterator[psycopg.Connection]:
    """A connection that row-level security does not hold for; to look behind the walls, never to test them."""
    with psycopg.connect(server.url(database=database), autocommit=True) as connection:
        yield connection


@pytest.fixture
def posted() -> Iterator[list[outbox.Mail]]:
    """The mails that this test's deliveries posted."""
    outbox.POSTED.clear()
    outbox.REFUSED.clear()
    yield outbox.POSTED
    outbox.POSTED.clear()
    outbox.REFUSED.clear()
