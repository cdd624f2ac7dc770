"""The API's list and detail against a bare ninja view with the same statements, and 10,000 accounts against COPY.

Run `python -m benchmarks.bench_api`. One client, one kept connection to each server, the four addresses in turn, so
that whatever else the machine does hits all alike. Prints JSON lines: the ratios of the medians (aim ≤ 1.3), and the
time of a call that makes 10,000 accounts against COPY of the same finished rows as superuser into the same table with
its indexes and triggers.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from benchmarks.crowd import COLUMNS, DATA, ROOT, crowd, hang_up
from benchmarks.figures import say

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.listening import free_port
from selvbetjening.kernel.ids import OrganizationId

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "400"))
CUSTOMERS, MANY = int(os.environ.get("BENCH_N", "2000")), int(os.environ.get("BENCH_MANY", "10000"))
DATABASE, HOST = "bench_api", "api.localhost"
_OF = "code LIKE 'M-%'"


def token_of(here: OrganizationId) -> str:
    """A token that may do everything."""
    from selvbetjening.domain.identity.actions.create_api_user import create_api_user
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM

    return create_api_user(here, name="bench", actor=SYSTEM, at=clock.now()).token


def one_of(server: EmbeddedPostgres) -> str:
    """The id of some account."""
    with psycopg.connect(server.url(database=DATABASE)) as superuser:
        found = superuser.execute("SELECT id FROM accounts_account ORDER BY code LIMIT 1").fetchone()
    assert found
    return str(found[0])


@contextmanager
def served(target: str) -> Iterator[int]:
    """A granian server with one process and two threads, as `selvbetjening serve` starts its own."""
    port = free_port()
    words = ["-m", "granian", "--interface", "wsgi", "--workers", "1", "--blocking-threads", "2", "--port", str(port)]
    process = subprocess.Popen([sys.executable, *words, "--no-log", target], cwd=ROOT)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


class Address:
    """One address, asked over one kept connection."""

    def __init__(self, port: int, path: str, *, token: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.path, self.times = path, list[float]()
        self.headers = {"Host": HOST, "Content-Type": "application/json"}
        if token:
            self.headers["Authorization"] = f"Token {token}"

    def ask(self, method: str = "GET", body: bytes = b"", *, expected: int = 200) -> bytes:
        begun = time.perf_counter()
        self.connection.request(method, self.path, body, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.times.append(time.perf_counter() - begun)
        if answer.status != expected:
            raise SystemExit(f"{self.path} answered {answer.status}: {content[:300]!r}")
        return content

    def wait(self) -> bytes:
        """Until the server answers, and then until it is warm."""
        for _ in range(200):
            try:
                self.ask()
                break
            except (ConnectionError, http.client.HTTPException):
                self.connection.close()
                time.sleep(0.1)
        for _ in range(49):
            self.ask()
        content = self.ask()
        self.times.clear()
        return content


def reading(ours: int, bare: int, *, token: str, account: str) -> None:
    """Both lists and both details in turn; what they tell is the same."""
    pairs = {
        "list": (Address(ours, "/api/v1/accounts/", token=token), Address(bare, "/accounts/")),
        "detail": (Address(ours, f"/api/v1/accounts/{account}/", token=token), Address(bare, "/accounts/one/")),
    }
    for name, (mine, other) in pairs.items():
        told, plain = json.loads(mine.wait()), json.loads(other.wait())
        assert {**told, "next": None} == {**plain, "next": None}, name
    for _ in range(ROUNDS):
        for pair in pairs.values():
            for one in pair:
                one.ask()
    for name, (mine, other) in pairs.items():
        median = statistics.median(mine.times), statistics.median(other.times)
        say(f"api.{name}", median[0] / median[1], "x bare", "<= 1.3", ms=round(median[0] * 1000, 2))


def making(server: EmbeddedPostgres, ours: int, *, token: str) -> None:
    """Many accounts in one call, and the same finished rows by COPY."""
    body = json.dumps(
        [
            {"company_name": f"Eksempel {i}", "code": f"M-{i:06}", "legal_address": f"Prøvevej {i}",
             "legal_zipcode": "8000", "legal_city": "Aarhus C", "legal_country": "DK"}
            for i in range(MANY)
        ]
    ).encode()  # fmt: skip
    call = Address(ours, "/api/v1/accounts/", token=token)
    call.ask("POST", body, expected=201)
    with psycopg.connect(server.url(database=DATABASE), autocommit=True) as superuser:
        found = superuser.execute(COLUMNS).fetchone()
        assert found
        columns = found[0]
        chosen = f"COPY (SELECT {columns} FROM accounts_account WHERE {_OF}) TO STDOUT"
        with superuser.cursor().copy(chosen.encode()) as out:
            rows = b"".join(bytes(block) for block in out)
        superuser.execute(f"DELETE FROM accounts_account WHERE {_OF}".encode())
        superuser.execute("VACUUM ANALYZE accounts_account")
        begun = time.perf_counter()
        with superuser.cursor().copy(f"COPY accounts_account ({columns}) FROM STDIN".encode()) as into:
            into.write(rows)
        plain = time.perf_counter() - begun
    say("api.many", call.times[0] / plain, "x COPY", None, rows=MANY, seconds=round(call.times[0], 2))


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    try:
        here = crowd(server, DATABASE, customers=CUSTOMERS)
        token, account = token_of(here), one_of(server)
        hang_up()
        os.environ.update(
            PUBLIC_SCHEME="http", PORTAL_BASE_DOMAIN="localhost", API_CALLS_A_MINUTE="1000000",
            BARE_ORGANIZATION=str(here), BARE_ACCOUNT=account,
            PYTHONPATH=os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        )  # fmt: skip
        with served("selvbetjening.config.wsgi:application") as ours, served("benchmarks.bare_api:application") as bare:
            reading(ours, bare, token=token, account=account)
            making(server, ours, token=token)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
