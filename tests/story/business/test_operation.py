"""The operational status is measured: workers' signs of life, and how long work waits (BP-10, annex C.1)."""

from collections.abc import Callable

import pytest
from django.db import connections

from selvbetjening.portals.operation import operation
from tests import business, make

pytestmark = pytest.mark.usefixtures("database")
Sql = Callable[..., None]
_JOB = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, lock, scheduled_at)
    VALUES ('default', 'x', %s, clock_timestamp() + make_interval(mins => %s))"""
_JUST_GIVEN = """
    UPDATE procrastinate_events SET at = clock_timestamp() - interval '4 minutes'
    WHERE job_id = (SELECT min(id) FROM procrastinate_jobs)"""
_GIVEN = """
    UPDATE procrastinate_events SET at = clock_timestamp() - make_interval(mins => %s)
    WHERE job_id = (SELECT max(id) FROM procrastinate_jobs)"""


@pytest.fixture
def queue() -> Sql:
    """The queue as its owner changes it: the product reads it, and defers."""

    def run(statement: str, *values: int | str | None) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement, values)

    run("DELETE FROM procrastinate_workers")
    run("DELETE FROM procrastinate_jobs")
    return run


def alive(queue: Sql, seconds: int = 5) -> None:
    told = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp() - make_interval(secs => %s))"
    queue(told, seconds)


def waits(queue: Sql, *, minutes: int, lock: str | None = None, due: int | None = None) -> None:
    """A job that was given so many minutes ago, due in `due` minutes, or at once."""
    queue(_JOB, lock, due)
    queue(_GIVEN, minutes)


def words(language: str = "da") -> str:
    client = business.as_manager(make.organization(), language=language)
    return str(client.get(client.path("front")).content.decode())


def test_without_a_living_worker_the_work_stands_still(queue: Sql) -> None:
    """BP-10: no worker, or one that gave its last sign more than a minute ago."""
    assert operation() == "down"
    alive(queue, seconds=90)
    assert operation() == "down"
    assert "Driftsstatus: arbejdet står stille" in words()
    assert "Operational status: work is standing still" in words("en")


def test_work_that_waits_more_than_five_minutes_is_late(queue: Sql) -> None:
    """BP-10: by when it was given, or by when it was due; not what is due later, nor what waits for its turn."""
    alive(queue)
    waits(queue, minutes=4)
    waits(queue, minutes=600, due=10)
    waits(queue, minutes=600, lock="deliveries.large")
    queue(_JUST_GIVEN)
    assert operation() == "up"
    assert "Driftsstatus: mails, filer og betalinger bliver behandlet løbende" in words()
    waits(queue, minutes=6)
    assert operation() == "late"
    assert "Driftsstatus: der er forsinkelser" in words()
    queue("DELETE FROM procrastinate_jobs")
    waits(queue, minutes=600, due=-6)
    assert operation() == "late"
