"""The overview page against a bare Django page, on the same server, with 1 and with 1,000 subscriptions.

Run `.venv/bin/python benchmarks/bench_overview.py`. One client, one connection kept open, requests to the three pages
in turn, so that whatever else the machine does hits all alike. Prints JSON lines: the ratio of the medians (aim ≤ 1.3)
and the number of queries (aim: the same for both).
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT)]

import psycopg  # noqa: E402
from benchmarks.crowd import DATA, drop, point  # noqa: E402
from benchmarks.figures import say  # noqa: E402

from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.config.listening import free_port  # noqa: E402
from selvbetjening.config.roles import ensure_roles  # noqa: E402

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "600"))
DATABASE, BARE = "bench_overview", "bench_bare"


def prepare(server: EmbeddedPostgres) -> None:
    """Two fresh databases, and this process pointed at the product's."""
    drop(server, DATABASE, BARE)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{BARE}"'.encode())
    ensure_roles(server.url(), database=DATABASE)
    point(
        server,
        DATABASE,
        PUBLIC_SCHEME="http",
        PORTAL_BASE_DOMAIN="localhost",
        LOG_LEVEL="INFO",
        BARE_DATABASE=server.url(database=BARE),
        PYTHONPATH=os.pathsep.join([str(_ROOT / "src"), str(_ROOT)]),
    )


def seed() -> tuple[str, dict[int, str]]:
    """The slug of an organization, and a session key for an account with 1 and one with 1,000 subscriptions."""
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from tests import make

    from selvbetjening.domain.identity.queries import RECIPIENT
    from selvbetjening.domain.organizations.models import Host
    from selvbetjening.domain.tenancy.within import within
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.ids import OrganizationId
    from selvbetjening.portals.sessions import SessionStore

    company = make.organization(slug="nordlys")
    price = make.terms(make.plan(company))
    today = clock.today()
    keys = {}
    for count in (1, 1000):
        holder = make.account(company)
        for _ in range(count):
            make.subscription(holder, price, started_on=today)
        recipient = make.recipient(holder)
        with within(OrganizationId(company.id)):
            Host.objects.filter(organization=company).update(name="nordlys.localhost")
            session = SessionStore()
            session[RECIPIENT] = str(recipient.id)
            session.create()
        keys[count] = session.session_key or ""
    return company.slug, keys


def seed_bare() -> str:
    """The session key of a user of the bare site, made in a process of its own settings."""
    code = (
        "import benchmarks.bare_site; from django.core.management import call_command as c; c('migrate', verbosity=0);"
        "from django.contrib.auth.models import User, Group; from importlib import import_module;"
        "[Group.objects.create(name=f'g{i}') for i in range(10)]; u = User.objects.create(username='anna');"
        "s = import_module('django.contrib.sessions.backends.db').SessionStore();"
        "s['_auth_user_id'] = str(u.id); s['_auth_user_backend'] = 'django.contrib.auth.backends.ModelBackend';"
        "s['_auth_user_hash'] = u.get_session_auth_hash(); s.save(); print(s.session_key)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=_ROOT)
    return done.stdout.split()[-1]


def count_rows(server: EmbeddedPostgres) -> None:
    """Let PostgreSQL know how many rows there are, as autovacuum does within a minute on a running server."""
    for name in (DATABASE, BARE):
        with psycopg.connect(server.url(database=name), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextmanager
def served(target: str) -> Iterator[int]:
    """A granian server with one process and two threads, as `selvbetjening serve` starts its own."""
    port = free_port()
    words = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "2", "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, *words, "--no-log", target], cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


class Page:
    """One address as a browser asks for it: over one kept connection, with the cookies that it was given."""

    def __init__(self, port: int, *, host: str, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.cookies = SimpleCookie(cookie)
        self.headers = {"Host": host, "Cookie": cookie, "Accept-Language": "da"}
        self.times: list[float] = []

    def ask(self) -> bytes:
        begun = time.perf_counter()
        self.connection.request("GET", "/", headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        self.times.append(time.perf_counter() - begun)
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(given)
            self.headers["Cookie"] = "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())
        if answer.status != 200:
            raise SystemExit(f"{self.headers['Host']} answered {answer.status}")
        return body

    def wait(self) -> None:
        """Until the server answers, and then until it is warm."""
        for _ in range(200):
            try:
                self.ask()
                break
            except (ConnectionError, http.client.HTTPException):
                self.connection.close()
                time.sleep(0.1)
        for _ in range(50):
            self.ask()
        self.times.clear()


def count_queries(slug: str, key: str) -> int:
    """How many statements the page sends, the transaction's own included."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": f"{slug}.localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    client.get("/")
    with CaptureQueriesContext(connection) as found:
        client.get("/")
    return len(found)


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    try:
        prepare(server)
        slug, keys = seed()
        bare_key = seed_bare()
        count_rows(server)
        with (
            served("selvbetjening.config.wsgi:application") as ours,
            served("benchmarks.bare_site:application") as bare,
        ):
            host = f"{slug}.localhost"
            pages = {
                "bare": Page(bare, host="localhost", cookie=f"sessionid={bare_key}"),
                "one": Page(ours, host=host, cookie=f"session={keys[1]}"),
                "thousand": Page(ours, host=host, cookie=f"session={keys[1000]}"),
            }
            for page in pages.values():
                page.wait()
            for _ in range(ROUNDS):
                for page in pages.values():
                    page.ask()
        median = {name: statistics.median(page.times) for name, page in pages.items()}
        say("overview.bare", median["bare"] * 1000, "ms", "")
        say("overview.1", median["one"] / median["bare"], "x bare", "<= 1.3")
        say("overview.1000", median["thousand"] / median["bare"], "x bare", "<= 1.3")
        for count, key in keys.items():
            say(f"overview.queries.{count}", count_queries(slug, key), "queries", "the same")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
