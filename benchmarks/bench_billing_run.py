"""The billing run for many due subscriptions, against COPYing the rows that it finishes with.

Run `.venv/bin/python benchmarks/bench_billing_run.py`; `BENCH_N` is the number of subscriptions (100,000). Prints one
JSON line per figure. Both sides start from a copy of one seeded database on one embedded server: the run as the
services' role through all walls, the COPY as superuser, into the same tables with every index, constraint and trigger.
The run computes, locks, updates the subscriptions and queues jobs besides; the COPY writes finished rows only.
"""

import os
import sys
import time
from pathlib import Path

import psycopg

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.crowd import AT, DATA, TODAY, crowd, drop, hang_up  # noqa: E402
from benchmarks.figures import fifths, say, watched  # noqa: E402

from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402

N = int(os.environ.get("BENCH_N", "100000"))
RUN, COPIED = "bench_run", "bench_copied"
FINISHED = (
    "invoicing_invoice",
    "invoicing_invoiceline",
    "invoicing_invoiceexplanation",
    "billing_billedperiod",
    "history_event",
    "history_pendingreaction",
    "history_logentry",
    "history_loghead",
)


def seed(server: EmbeddedPostgres) -> OrganizationId:
    """A fresh database with everything due, and a second one like it."""
    drop(server, COPIED)
    organization = crowd(server, RUN, customers=N)
    hang_up()
    with psycopg.connect(server.url(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {COPIED} TEMPLATE {RUN}".encode())
        admin.execute("CHECKPOINT")
    return organization


def copy_of_the_rows(server: EmbeddedPostgres) -> float:
    """Seconds to COPY the finished rows into the second database in one transaction, constraints checked at commit."""
    seconds = 0.0
    source, target = server.url(database=RUN), server.url(database=COPIED)
    with psycopg.connect(source) as finished, psycopg.connect(target) as superuser:
        for table in FINISHED:
            with finished.cursor().copy(f"COPY {table} TO STDOUT".encode()) as out:
                rows = [bytes(block) for block in out]
            begin = time.perf_counter()
            with superuser.cursor().copy(f"COPY {table} FROM STDIN".encode()) as into:
                for block in rows:
                    into.write(block)
            seconds += time.perf_counter() - begin
        begin = time.perf_counter()
        superuser.commit()
        return seconds + time.perf_counter() - begin


def main() -> None:
    server = EmbeddedPostgres(data=DATA, settings={"max_wal_size": "8GB", "shared_buffers": "256MB"})
    server.start()
    try:
        organization = seed(server)
        from selvbetjening.domain.billing.actions.run import run

        with watched() as samples:
            begin = time.perf_counter()
            result = run(organization, today=TODAY, at=AT)
            seconds = time.perf_counter() - begin
        again = run(organization, today=TODAY, at=AT)
        if (result.invoices, result.periods, again.invoices) != (N, N, 0):
            raise SystemExit(f"the run did not bill once: {result}, {again}")
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute("CHECKPOINT")
        copied = copy_of_the_rows(server)
        report(seconds, copied, samples)
    finally:
        server.stop()


def report(seconds: float, copied: float, samples: list[int]) -> None:
    """One JSON line per figure."""
    first, last = fifths(samples)
    say("billing_run_against_copy", seconds / copied, "x", "<= 3", subscriptions=N)
    say("billing_run", seconds, "s", None, per_second=round(N / seconds))
    say("billing_run_copy_of_the_rows", copied, "s", None, tables=FINISHED)
    mib = {"mib_in_first_fifth": round(first / 1024, 1), "mib_in_last_fifth": round(last / 1024, 1)}
    say("billing_run_memory_growth", last / first, "x", "<= 1.1", **mib)


if __name__ == "__main__":
    main()
