"""Collections of a delivery checked and registered, against `\\copy` of the same rows into the same indexed table.

Run `.venv/bin/python benchmarks/bench_register.py`; `BENCH_N` is the number of collections (1,000,000), `BENCH_ROUNDS`
how often both are measured, each time in fresh databases (3; the fastest of each counts). Prints JSON lines. To check
and register is all that is done with a delivery on disk: every line read and proven, each collection compared with what
stands and with the mandates, the rows written with row-level security on by the services' role, the control information
and the fact, committed. `\\copy` writes the rows that came of it from a file into another copy of the database as
superuser, with every index, constraint and foreign key. Times are of the processor, this process and its server process
together, so that neighbours on the machine count for neither side; the ratio of the clock's times is told beside it.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import psycopg

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT / "src"), str(_ROOT)]

from benchmarks.crowd import DATA, drop, hang_up, point  # noqa: E402
from benchmarks.figures import fifths, resident, say, watched  # noqa: E402
from benchmarks.twin import Twin  # noqa: E402

from betalingsservice.bulk.checking import check  # noqa: E402
from betalingsservice.generate import Recipe, generate  # noqa: E402
from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.config.roles import ensure_roles  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402

N = int(os.environ.get("BENCH_N", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
DATABASE, COPY, SEEDED = "bench_register", "bench_register_bare", "bench_register_seeded"
RECIPE = Recipe(delivery_type="0601", entries=N, names=True)
AT = datetime(RECIPE.created_on.year, RECIPE.created_on.month, RECIPE.created_on.day, 9, tzinfo=UTC)


def seed(server: EmbeddedPostgres) -> OrganizationId:
    """A company with a creditor agreement and nothing else."""
    drop(server, DATABASE, COPY)
    ensure_roles(server.url(), database=DATABASE)
    point(server, DATABASE)
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    from tests import make

    from selvbetjening.domain.directdebit.actions.agreements import open_agreement
    from selvbetjening.domain.directdebit.rules.agreements import Terms
    from selvbetjening.kernel.actors import SYSTEM

    company = OrganizationId(make.organization().id)
    terms = Terms(pbs_number=RECIPE.pbs_number, debtor_group=RECIPE.group, data_supplier=RECIPE.supplier_number)
    open_agreement(company, terms=terms, actor=SYSTEM, at=AT)
    return company


def register(company: OrganizationId, file: BinaryIO) -> int:
    """Register the collections of an open file; how many were made."""
    from selvbetjening.domain.directdebit.actions.register_collections import register_collections
    from selvbetjening.domain.directdebit.rules.rows import collection_rows
    from selvbetjening.kernel.actors import SYSTEM

    rows = collection_rows(source=file)
    return register_collections(company, delivery=uuid4(), rows=rows, actor=SYSTEM, at=AT).new


def checked(file: BinaryIO) -> int:
    """How many findings the check makes."""
    from betalingsservice.settings import Settings

    return sum(1 for _ in check(file, settings=Settings(received_at=AT)))


def processor(backend: int) -> float:
    """Seconds of processor time of this process and of a server process, so far."""
    fields = Path(f"/proc/{backend}/stat").read_text("ascii").rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def afresh(server: EmbeddedPostgres) -> None:
    """Both databases as they were seeded."""
    hang_up()
    drop(server, DATABASE, COPY)
    with psycopg.connect(server.url(), autocommit=True) as admin:
        for name in (DATABASE, COPY):
            admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{SEEDED}"'.encode())
        admin.execute("CHECKPOINT")


def registering(company: OrganizationId, file: Path) -> tuple[float, float]:
    """Processor's and clock's seconds of registering a checked file."""
    from django.db import connections

    connection = connections["default"]
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    with file.open("rb") as source:
        begin, clock = processor(backend), time.perf_counter()
        made = register(company, source)
        spent = processor(backend) - begin, time.perf_counter() - clock
    if made != N:
        raise SystemExit(f"{made} of {N} collections were made")
    return spent


def checking(file: Path) -> tuple[float, float]:
    """Processor's and clock's seconds of the check."""
    with file.open("rb") as source:
        begin, clock = time.process_time(), time.perf_counter()
        findings = checked(source)
        spent = time.process_time() - begin, time.perf_counter() - clock
    if findings:
        raise SystemExit(f"{findings} findings")
    return spent


def copied(server: EmbeddedPostgres, rows: Path) -> tuple[float, float]:
    """Processor's and clock's seconds of `\\copy` of the rows into the copy's table, and of its commit."""
    with psycopg.connect(server.url(database=COPY)) as superuser:
        backend = superuser.info.backend_pid
        begin, clock = processor(backend), time.perf_counter()
        with superuser.cursor().copy("COPY directdebit_collection FROM STDIN") as into, rows.open("rb") as file:
            while block := file.read(1 << 17):
                into.write(block)
        superuser.commit()
        return processor(backend) - begin, time.perf_counter() - clock


def measured(server: EmbeddedPostgres, company: OrganizationId, folder: Path) -> None:
    """Measure each some times, and say it."""
    file, rows = folder / "0601", folder / "rows"
    with file.open("wb") as out:
        out.writelines(generate(RECIPE))
    checks, registers, copies, samples = [], [], [], list[int]()
    for _ in range(ROUNDS):
        afresh(server)
        checks.append(checking(file))
        before = resident()
        with watched() as seen:
            registers.append(registering(company, file))
        samples = samples or [each - before for each in seen]
        hang_up()
        with rows.open("wb") as out:
            out.writelines(
                Twin(server, DATABASE, COPY).lines("SELECT * FROM directdebit_collection ORDER BY source_line")
            )
        copies.append(copied(server, rows))
    (check_, check_clock), (made, made_clock), (bare, bare_clock) = (
        tuple(min(column) for column in zip(*times, strict=True)) for times in (checks, registers, copies)
    )
    say("register_against_copy", (check_ + made) / bare, "x", "<= 1.2", collections=N, rounds=ROUNDS,
        by_the_clock=round((check_clock + made_clock) / bare_clock, 3))  # fmt: skip
    say("register_alone_against_copy", made / bare, "x", None, seconds=round(made, 2), clock=round(made_clock, 2))
    say("register_check", check_, "seconds", None, copy_seconds=round(bare, 2), copy_clock=round(bare_clock, 2))
    first, last = fifths(samples)
    say("register_memory", max(samples) / 1024, "MB above the start", None, first_fifth_kib=first, last_fifth_kib=last)


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    try:
        company = seed(server)
        hang_up()
        drop(server, SEEDED)
        with psycopg.connect(server.url(), autocommit=True) as admin:
            admin.execute(f'ALTER DATABASE "{DATABASE}" RENAME TO "{SEEDED}"'.encode())
        with tempfile.TemporaryDirectory() as folder:
            measured(server, company, Path(folder))
        drop(server, SEEDED, DATABASE, COPY)
    finally:
        server.stop()


if __name__ == "__main__":
    main()
