"""Collections of a delivery checked and registered, against `\\copy` of the same rows into the same indexed table.

Run `.venv/bin/python benchmarks/bench_register.py`; `BENCH_N` is the number of collections (1,000,000). Prints JSON
lines. To check and register is all that is done with a delivery on disk: every line read and proven, each collection
compared with what stands and with the mandates, the rows written with row-level security on by the services' role, the
control information and the fact, committed. `\\copy` writes the rows that came of it from a file into a copy of the
database as superuser, with every index, constraint and foreign key.
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
DATABASE, COPY = "bench_register", "bench_register_bare"
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


def copied(server: EmbeddedPostgres, rows: Path) -> float:
    """Seconds of `\\copy` of the rows from a file into the copy's table, and of its commit."""
    with psycopg.connect(server.url(database=COPY)) as superuser:
        begin = time.perf_counter()
        with superuser.cursor().copy("COPY directdebit_collection FROM STDIN") as into, rows.open("rb") as file:
            while block := file.read(1 << 17):
                into.write(block)
        superuser.commit()
        return time.perf_counter() - begin


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    twin = Twin(server, DATABASE, COPY)
    try:
        company = seed(server)
        hang_up()
        twin.take()
        with tempfile.TemporaryDirectory() as folder:
            file, rows = Path(folder) / "0601", Path(folder) / "rows"
            with file.open("wb") as out:
                out.writelines(generate(RECIPE))
            before = resident()
            begin = time.perf_counter()
            with file.open("rb") as source:
                findings = checked(source)
            checking = time.perf_counter() - begin
            with watched() as samples, file.open("rb") as source:
                begin = time.perf_counter()
                made = register(company, source)
                registering = time.perf_counter() - begin
            if findings or made != N:
                raise SystemExit(f"{findings} findings, {made} of {N} collections were made")
            hang_up()
            with rows.open("wb") as out:
                out.writelines(twin.lines("SELECT * FROM directdebit_collection ORDER BY source_line"))
            bare = copied(server, rows)
        say("register_against_copy", (checking + registering) / bare, "x", "<= 1.2", collections=N)
        say("register_alone_against_copy", registering / bare, "x", None, seconds=round(registering, 2))
        say("register_check", checking, "seconds", None, copy_seconds=round(bare, 2))
        first, last = fifths(samples)
        say("register_memory", (max(samples) - before) / 1024, "MB above the start", None,
            first_fifth_kib=first, last_fifth_kib=last)  # fmt: skip
    finally:
        server.stop()


if __name__ == "__main__":
    main()
