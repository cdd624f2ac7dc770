"""One connection, many organizations: nothing of one is left on it for the next (SEC-09)."""

import threading
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from selvbetjening.domain.accounts.models import Account
from tests import make
from tests.story.walls.wsgi import Get, browser

REQUESTS = 1_000
PAGE = "/oplysninger/"


@pytest.fixture
def one_connection(database: str) -> Iterator[None]:
    """The pool of the services' database with room for a single connection."""
    wrapper = connections["default"]
    assert isinstance(wrapper, DatabaseWrapper)
    options = wrapper.settings_dict["OPTIONS"]
    before = dict(options["pool"])
    wrapper.close()
    wrapper.close_pool()  # type: ignore[attr-defined]
    options["pool"] = {**before, "min_size": 1, "max_size": 1}
    yield
    wrapper.close()
    wrapper.close_pool()  # type: ignore[attr-defined]
    options["pool"] = before


def doors(count: int) -> list[tuple[str, Get]]:
    """Logged-in browsers on as many organizations, each with the name that its page must show."""
    handler, made = WSGIHandler(), []
    for number in range(count):
        name = f"Konto nummer {number} alene"
        account = make.account(make.organization(), name=name)
        made.append((name, browser(handler, account.organization, make.recipient(account))))
    connection.close()
    return made


def backend() -> int:
    """The server process behind the connection, which is given back at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found = int(cursor.fetchone()[0])
    connection.close()
    return found


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
def test_a_thousand_requests_over_one_connection_sec_09() -> None:
    """SEC-09: two organizations in turn; each page shows its own account, and between requests there is nothing."""
    visited = doors(2)
    process = backend()
    for number in range(REQUESTS):
        name, get = visited[number % 2]
        status, body = get(PAGE)
        assert status == 200
        assert name in body
        assert visited[(number + 1) % 2][0] not in body
        if number % 50 == 0:
            assert Account.objects.count() == 0, "the setting of the request before is still there"
            connection.close()
    assert backend() == process, "it was one and the same connection all the time"


@pytest.mark.usefixtures("one_connection")
def test_two_threads_share_the_connection_sec_09() -> None:
    """SEC-09: the threads of a web server wait for the same connection and never see each other's rows."""
    visited, seen = doors(2), [[], []]  # type: tuple[list[tuple[str, Get]], list[list[bool]]]
    together = threading.Barrier(2)

    def visit(own: int) -> None:
        together.wait()
        for _ in range(100):
            status, body = visited[own][1](PAGE)
            seen[own].append(status == 200 and visited[own][0] in body and visited[1 - own][0] not in body)

    threads = [threading.Thread(target=visit, args=(own,)) for own in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [[True] * 100, [True] * 100]
