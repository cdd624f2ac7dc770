"""One night's run: every customer billed, every invoice as PDF with its XML, checked, stored, and made again.

Run `python -m benchmarks.bench_night`; `BENCH_N` is the number of customers (2,000). The real billing run, then the
real `document_batch` (what the worker calls) in two processes until every invoice has its documents, each a transaction
of its own and each checked by the official rules. Then 100 invoices are made again from their snapshots by a new
process and compared byte by byte with what is stored. Prints one JSON line per figure, and how far it is on standard
error. Ends with 1 where a document is missing or another, breaks a rule, or a process grew by more than a fifth.

What was interrupted goes on where it stopped; only a run that has come to its end drops its database. A worker that
is killed is started again. Its memory is measured from the second slice on, since the rules bring 200 MB of their own.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.crowd import AT, DATA, TODAY, crowd, drop, hang_up, point  # noqa: E402
from benchmarks.figures import fifths, resident, say, watched  # noqa: E402

from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.config.lifeline import PARENT_VARIABLE, tie_to_parent  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402

N = int(os.environ.get("BENCH_N", "2000"))
WORKERS, AGAIN, TRIES, SLICES = 2, 100, 3, 40
DATABASE = "bench_night"
_STORED = "SELECT kind, count(*), sum(length(content)) FROM invoicing_invoicedocument GROUP BY kind ORDER BY kind"
_CHECKED = "SELECT count(*), count(*) FILTER (WHERE NOT is_valid) FROM invoicing_documentcheck"


def begun(server: EmbeddedPostgres) -> OrganizationId:
    """The company that an interrupted run has left with as many customers, otherwise a fresh one."""
    with psycopg.connect(server.url(), autocommit=True) as admin:
        there = admin.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is not None
    if there:
        with psycopg.connect(server.url(database=DATABASE)) as superuser:
            seeded = superuser.execute("SELECT to_regclass('subscriptions_subscription')").fetchone()
            rows = "SELECT organization_id, count(*) FROM subscriptions_subscription GROUP BY 1"
            found = superuser.execute(rows).fetchone() if seeded and seeded[0] else None
        if found and found[1] == N:
            point(server, DATABASE)
            tell("goes on with the database of an interrupted run")
            return OrganizationId(found[0])
    return crowd(server, DATABASE, customers=N)


def bill(organization: OrganizationId) -> None:
    """The billing run, and again, which must find nothing."""
    from selvbetjening.domain.billing.actions.run import run

    begin = time.perf_counter()
    billed = run(organization, today=TODAY, at=AT).invoices
    seconds = time.perf_counter() - begin
    if run(organization, today=TODAY, at=AT).invoices:
        raise SystemExit("the run billed twice")
    say("night_invoices", billed, "", None, seconds=round(seconds, 1), per_second=round(billed / seconds))


def tell(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def started(role: str, organization: OrganizationId, *values: object) -> "subprocess.Popen[str]":
    """This file in a process of its own, which ends with this one."""
    words = [sys.executable, "-m", "benchmarks.bench_night", role, str(organization), *map(str, values)]
    environment = os.environ | {PARENT_VARIABLE: str(os.getpid())}
    return subprocess.Popen(words, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def told(process: "subprocess.Popen[str]") -> dict[str, int]:
    """The one JSON line that it ended with."""
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"{process.args} ended with {process.returncode}")
    found: dict[str, int] = json.loads(out.splitlines()[-1])
    return found


def documents(server: EmbeddedPostgres, organization: OrganizationId) -> list[dict[str, int]]:
    """Both workers until all is made; what each says of itself."""
    workers = [started("work", organization, place) for place in range(WORKERS)]
    tries = [1] * WORKERS
    with psycopg.connect(server.url(database=DATABASE), autocommit=True) as superuser:
        begin, spoken = time.monotonic(), 0.0
        before = checked(superuser)[0]
        while any(worker.poll() is None for worker in workers):
            for place, worker in enumerate(workers):
                if worker.poll() and tries[place] < TRIES:
                    tell(f"worker {place} ended with {worker.returncode}; started again")
                    workers[place], tries[place] = started("work", organization, place), tries[place] + 1
            if (since := time.monotonic() - begin) - spoken >= 10:
                done, spoken = checked(superuser)[0], since
                tell(f"{done:,} of {N:,} documents, {(done - before) / since:.1f} a second")
            time.sleep(0.2)
        seconds, made = time.monotonic() - begin, checked(superuser)[0] - before
    rate = made / seconds
    say("night_documents_per_second", rate, "1/s", None, documents=made, processes=WORKERS, seconds=round(seconds, 1))
    say("night_hours_for_100_000", 100_000 / rate / 3600 if rate else 0, "h", "<= 8")
    return [told(worker) for worker in workers]


def checked(superuser: psycopg.Connection) -> tuple[int, int]:
    """How many documents were checked, the last step of each, and how many of them break a rule."""
    row = superuser.execute(_CHECKED).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def work(organization: OrganizationId, *, place: int) -> None:
    """One worker: every other slice of the numbers."""
    from selvbetjening.domain.invoicing.actions.document_batch import document_batch

    each = max(5, N // (SLICES * WORKERS))
    slices = [range(first, min(first + each, N + 1)) for first in range(1, N + 1, each)]
    mine = iter(slices[place::WORKERS])
    made = sum(document_batch(organization, first=one[0], last=one[-1], at=AT) for one in [next(mine)])
    with watched(every=0.5) as samples:
        for one in mine:
            made += document_batch(organization, first=one[0], last=one[-1], at=AT)
    first, last = fifths(samples)
    print(json.dumps({"made": made, "first_fifth": first, "last_fifth": last, "end": resident()}))


def again(organization: OrganizationId) -> None:
    """Some invoices made again from their snapshots, against what is stored: how many, and how many are another."""
    from selvbetjening.domain.invoicing.einvoice import bundle
    from selvbetjening.domain.invoicing.models import Invoice
    from selvbetjening.domain.organizations import queries as organizations
    from selvbetjening.domain.tenancy.within import within

    with within(organization):
        logo, formats = organizations.logo(organization), organizations.get(organization).choice("einvoice_formats")
        wanted = sorted({1 + place * (N - 1) // (AGAIN - 1) for place in range(AGAIN)})
        compared = different = 0
        for invoice in Invoice.objects.filter(number__in=wanted, series="invoice").prefetch_related("documents"):
            stored = {one.kind: bytes(one.content) for one in invoice.documents.all()}
            made = bundle(invoice.snapshot, logo=bytes(logo.png) if logo else None, formats=formats)
            compared, different = compared + 1, different + (made != stored)
    print(json.dumps({"compared": compared, "different": different, "missing": len(wanted) - compared}))


def failures(server: EmbeddedPostgres, workers: list[dict[str, int]], same: dict[str, int]) -> Iterator[str]:
    """Say what is stored and how the workers' memory went; what is wrong with it."""
    with psycopg.connect(server.url(database=DATABASE)) as superuser:
        size = superuser.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
        stored = {kind: (count, size) for kind, count, size in superuser.execute(_STORED)}
        done, broken = checked(superuser)
    say("night_database", size[0] / 2**20, "MiB", None, bytes_of_each_invoice=size[0] // N)
    for kind, (count, length) in stored.items():
        say(f"night_stored_{kind}", count, "", None, mean_bytes=int(length) // count)
    say("night_documents_that_break_a_rule", broken, "", "0")
    say("night_made_again_and_another", same["different"] + same["missing"], "", "0", compared=same["compared"])
    # The European invoice is stored for every buyer in one of two names, by whether a network reaches them.
    xml = sum(stored.get(kind, (0, 0))[0] for kind in ("bis3", "en16931"))
    if not (N == done == stored.get("pdf", (0, 0))[0] == xml):
        yield f"documents are missing: {N} invoices, {done} checked, {stored}"
    if broken or same["different"] or same["missing"]:
        yield f"{broken} break a rule; of those made again: {same}"
    for place, worker in enumerate(workers):
        growth = worker["last_fifth"] / worker["first_fifth"]
        first, last = worker["first_fifth"] // 1024, worker["last_fifth"] // 1024
        say(f"night_memory_of_worker_{place}", growth, "x", "<= 1.2", mib_in_first_fifth=first, mib_in_last_fifth=last)
        if growth > 1.2:
            yield f"worker {place} grew from {first} to {last} MiB"


def main() -> None:
    server = EmbeddedPostgres(data=DATA, settings={"max_wal_size": "4GB", "shared_buffers": "256MB"})
    server.start()
    try:
        organization = begun(server)
        bill(organization)
        workers = documents(server, organization)
        same = told(started("again", organization))
        wrong = list(failures(server, workers, same))
        hang_up()
        drop(server, DATABASE)
    finally:
        server.stop()
    if wrong:
        raise SystemExit("\n".join(wrong))


def child(role: str, organization: str, *values: str) -> None:
    """What `started` starts."""
    import django

    tie_to_parent()
    django.setup()
    if role == "work":
        work(OrganizationId(UUID(organization)), place=int(values[0]))
    else:
        again(OrganizationId(UUID(organization)))


if __name__ == "__main__":
    child(*sys.argv[1:]) if sys.argv[1:] else main()
