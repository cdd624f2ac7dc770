"""Two calls in each other's way: the one that the database gives up is done again, whole, or answered with a 503."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection, connections

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event, LogHead
from selvbetjening.domain.identity.models import ApiCall
from selvbetjening.domain.tenancy import again
from selvbetjening.domain.tenancy.within import within
from tests.api.client import Machine, account_body
from tests.rival import rival


@pytest.fixture
def account(machine: Machine) -> UUID:
    return UUID(machine.post("accounts/", account_body(code="A-1")).json()["uuid"])


def log_of(account: UUID) -> Callable[[], Any]:
    return lambda: LogHead.objects.select_for_update().get(account_id=account)


def row_of(account: UUID) -> Callable[[], Any]:
    return lambda: Account.objects.select_for_update().get(id=account)


def changes(machine: Machine, account: UUID) -> tuple[str, int, int]:
    """The name that stands, how often the book says that it was changed, and how many calls are kept for it."""
    with within(machine.here):
        told = Event.objects.filter(account_id=account, name="accounts.billing_details_updated").count()
        kept = ApiCall.objects.filter(method__in=["PATCH", "PUT"]).count()
        return Account.objects.get(id=account).name, told, kept


def jobs(machine: Machine) -> int:
    """How many jobs were ever put into the queue for the company."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'organization' = %s", [str(machine.here)])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("times", [1, 2])
def test_a_deadlock_is_tried_again_whole(machine: Machine, account: UUID, times: int) -> None:
    """fenerum-api.md 2, SEC-35: given up by the database, once and twice, the call is done once and answers 200."""
    with rival(machine.here, holds=log_of(account), wants=row_of(account), times=times) as won:
        answer = machine.patch("accounts/A-1/", {"company_name": "Ny ApS"})
    assert answer.status_code == 200 and answer.json()["company_name"] == "Ny ApS", answer.content
    assert len(won) == times
    assert changes(machine, account) == ("Ny ApS", 1, 1)


def test_a_deadlock_inside_the_view_is_tried_again(machine: Machine, account: UUID) -> None:
    """fenerum-api.md 2: the same where it is not the end of the transaction that is given up but its middle."""

    def reactions() -> None:
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE history_pendingreaction IN SHARE MODE")

    with rival(machine.here, holds=reactions, wants=row_of(account), times=1) as won:
        answer = machine.put("accounts/A-1/", {"company_name": "Ny ApS"})
    assert answer.status_code == 200 and won == [0], answer.content
    assert changes(machine, account) == ("Ny ApS", 1, 1)


def test_after_three_it_is_a_503_that_says_when_to_come_again(machine: Machine, account: UUID) -> None:
    """fenerum-api.md 2: our shape of a failure, with Retry-After; nothing was kept, and the budget is one call's."""
    left, before = int(machine.get("accounts/").headers["X-RateLimit-Remaining"]), jobs(machine)
    with rival(machine.here, holds=log_of(account), wants=row_of(account), times=again.TRIES) as won:
        answer = machine.patch("accounts/A-1/", {"company_name": "Ny ApS"}, Accept_Language="da")
    assert len(won) == again.TRIES
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) >= 1
    body = answer.json()
    assert body["code"] == "busy" == answer.headers["X-Error-Code"] and body["reference"] and body["detail"]
    assert "Send det igen" in body["detail"]
    assert changes(machine, account) == ("Fjord Cykler ApS", 0, 0) and jobs(machine) == before
    assert int(answer.headers["X-RateLimit-Remaining"]) == left - 1
    assert machine.patch("accounts/A-1/", {"company_name": "Ny ApS"}).status_code == 200


def test_with_a_key_it_is_done_once_and_the_503_is_not_kept(machine: Machine, account: UUID) -> None:
    """fenerum-api.md 1 (Idempotency-Key): a try that was given up leaves no claim on the key, nor does the 503."""
    recipient = {"account": "A-1", "name": "Bo", "email": "bo@example.com"}

    for times, status in ((again.TRIES, 503), (1, 201)):
        with rival(machine.here, holds=log_of(account), wants=_the_key(machine), times=times):
            answer = machine.post("recipients/", recipient, Idempotency_Key="one")
        assert answer.status_code == status, answer.content
    replay = machine.post("recipients/", recipient, Idempotency_Key="one")
    assert replay.headers["Idempotent-Replay"] == "true" and replay.json() == answer.json()
    assert machine.get("recipients/?account=A-1").json()["count"] == 1


def _the_key(machine: Machine) -> Callable[[], Any]:
    """The same key, claimed by another: it waits for the call's own claim."""

    def claim() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO identity_apianswer (id, organization_id, api_user_id, key, body_digest, created_at)"
                " VALUES (gen_random_uuid(), %s, %s, 'one', '', now())",
                [str(machine.here), str(machine.api_user)],
            )

    return claim


@contextmanager
def strictly() -> Iterator[None]:
    """This thread's transactions see one moment only, so that another's commit makes them fail with a 40001."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED")


def test_a_serialization_failure_is_tried_again(machine: Machine, account: UUID) -> None:
    """fenerum-api.md 2: 40001, too: another commits the row between the call's first look and its write."""

    def elsewhere() -> None:
        try:
            with within(machine.here):
                Account.objects.filter(id=account).update(erp_id="other")
                held.set()
                waited.wait(timeout=30)
        finally:
            connections.close_all()

    held, waited = threading.Event(), threading.Event()
    other = threading.Thread(target=elsewhere)
    other.start()
    held.wait(timeout=30)
    timer = threading.Timer(0.7, waited.set)
    timer.start()
    with strictly():
        answer = machine.patch("accounts/A-1/", {"company_name": "Ny ApS"})
    other.join()
    assert answer.status_code == 200 and answer.json()["erp_id"] == "other", answer.content
    assert changes(machine, account) == ("Ny ApS", 1, 1)


def test_only_what_the_database_gave_up_is_tried_again() -> None:
    """fenerum-api.md 2: a lock that was waited for too long, a broken connection and our own faults are done once."""
    for sqlstate, expected in (
        ("40P01", again.TRIES),
        ("40001", again.TRIES),
        ("55P03", 1),
        ("57P01", 1),
        ("23505", 1),
    ):
        tried: list[str] = []

        def fails(sqlstate: str = sqlstate, tried: list[str] = tried) -> None:
            tried.append(sqlstate)
            raise OperationalError from psycopg.errors.lookup(sqlstate)()

        with pytest.raises((OperationalError, again.Collided)) as raised:
            again.whole(fails)
        assert len(tried) == expected
        assert again.collided(error=raised.value) is (expected == again.TRIES)
