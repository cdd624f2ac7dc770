"""Gateways' notices accepted per second, against writing the same rows one by one.

Run `.venv/bin/python benchmarks/bench_notices.py`; `BENCH_N` is the number of notices (3,000). Prints JSON lines. One
client posts to granian over one connection, as a gateway does: host, path and company found, signature checked, the
notice and its job written and committed, 204. The bare write puts the same two rows into the same tables, one commit
each, with nothing computed.
"""

import hmac
import http.client
import json
import os
import sys
import time
from pathlib import Path
from uuid import UUID

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT)]

from benchmarks.bench_overview import served  # noqa: E402
from benchmarks.crowd import DATA, crowd, drop, hang_up  # noqa: E402
from benchmarks.figures import say  # noqa: E402
from benchmarks.twin import Twin  # noqa: E402

from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402

N = int(os.environ.get("BENCH_N", "3000"))
DATABASE, COPY = "bench_notices", "bench_notices_bare"
SECRET = "whsec_benchmarkbenchmark"
WARM = 100


def connected(organization: OrganizationId) -> UUID:
    """The company's account at Stripe."""
    from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM

    return connect_gateway(
        organization, gateway="stripe", api_key="sk_test_benchmark1", notice_secret=SECRET, mode="test", actor=SYSTEM,
        at=clock.now(),
    ).id  # fmt: skip


def notice(account: UUID, number: int) -> tuple[bytes, dict[str, str]]:
    """A notice as Stripe sends it, of some 1,200 bytes, and its headers."""
    told = {
        "id": f"pi_{number:08d}", "object": "payment_intent", "amount": 25000, "currency": "dkk",
        "status": "succeeded", "metadata": {"attempt": f"F{number:09d}", "account": str(account), "kind": "charge"},
        "description": "Nordlys Træning" * 40,
    }  # fmt: skip
    event = {
        "id": f"evt_{number:08d}", "object": "event", "type": "payment_intent.succeeded", "livemode": False,
        "created": int(time.time()), "data": {"object": told},
    }  # fmt: skip
    body = json.dumps(event).encode()
    stamp = str(int(time.time()))
    signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()
    return body, {"Content-Type": "application/json", "Stripe-Signature": f"t={stamp},v1={signed}"}


class Sender:
    """One gateway's connection to the door for machines."""

    def __init__(self, port: int, path: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.path = path

    def send(self, body: bytes, headers: dict[str, str]) -> None:
        self.connection.request("POST", self.path, body, {**headers, "Host": "hooks.portal.example"})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 204:
            raise SystemExit(f"a notice was answered with {answer.status}")

    def wait(self) -> None:
        """Until the server listens."""
        for _ in range(200):
            try:
                self.connection.connect()
                return
            except ConnectionError:
                time.sleep(0.1)


def accepted(port: int, organization: OrganizationId, account: UUID) -> float:
    """Seconds for N notices, each new, after some that warm the server."""
    sender = Sender(port, f"/stripe/{organization}/{account}/")
    sender.wait()
    for number in range(WARM):
        sender.send(*notice(account, number))
    made = [notice(account, WARM + number) for number in range(N)]
    begin = time.perf_counter()
    for one in made:
        sender.send(*one)
    return time.perf_counter() - begin


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    twin = Twin(server, DATABASE, COPY)
    try:
        drop(server, COPY)
        organization = crowd(server, DATABASE, customers=1)
        account = connected(organization)
        hang_up()
        twin.take()
        os.environ |= {"PUBLIC_SCHEME": "http", "PYTHONPATH": os.pathsep.join([str(_ROOT / "src"), str(_ROOT)])}
        with served("selvbetjening.config.wsgi:application") as port:
            seconds = accepted(port, organization, account)
        notices = twin.lines("SELECT * FROM payments_gatewaynotice ORDER BY received_at, notice_id")
        jobs = twin.lines("SELECT * FROM procrastinate_jobs WHERE task_name = 'billing.notice' ORDER BY id")
        if (len(notices), len(jobs)) != (N + WARM, N + WARM):
            raise SystemExit(f"{len(notices)} notices and {len(jobs)} jobs were written")
        bare = twin.seconds([("payments_gatewaynotice", notices[WARM:]), ("procrastinate_jobs", jobs[WARM:])])
        say("notices_against_bare_write", seconds / bare, "x", None, notices=N)
        say("notices_accepted", N / seconds, "per second", None, connections=1, seconds=round(seconds, 2))
        say("notices_bare_write", N / bare, "per second", None, seconds=round(bare, 2))
    finally:
        server.stop()


if __name__ == "__main__":
    main()
