"""Other companies' small files beside a file of a million lines: how long each waits for its receipt (Must show 6).

Run `python -m benchmarks.bench_fair_queue`; `BENCH_N` is the number of lines (1,000,000). One real worker with its
usual four threads. A small file is committed, and clocked until its signed K2 receipt can be read; then the next one,
first alone, then while another company's large file is checked and registered. Prints JSON lines: the median and the
worst time as ratios of the two, and how often the large file's progress was seen to have moved.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

_ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_ROOT), str(_ROOT / "src")]

from benchmarks.crowd import DATA, drop, hang_up, point  # noqa: E402
from benchmarks.figures import say  # noqa: E402

from betalingsservice.generate import Recipe, generate  # noqa: E402
from selvbetjening.config.embedded import EmbeddedPostgres  # noqa: E402
from selvbetjening.config.lifeline import PARENT_VARIABLE  # noqa: E402
from selvbetjening.config.roles import ensure_roles  # noqa: E402
from selvbetjening.kernel.ids import OrganizationId  # noqa: E402

LINES = int(os.environ.get("BENCH_N", "1000000"))
DATABASE = "bench_fair_queue"
#: A collection with its name and address is four lines.
LARGE, SMALL = LINES // 4, 10
ALONE, PAUSE, TICK, PATIENCE = 60, 0.1, 0.005, 1800
PIECE, BEAT = 256 * 1024, 8 * 1024 * 1024
TODAY = datetime.now(UTC).date()
USUAL = Recipe()


@dataclass
class Company:
    """Who sends, for which PBS number."""

    id: OrganizationId
    pbs_number: str
    account: UUID = field(default_factory=uuid4)
    sent: int = 0

    def blocks(self, entries: int) -> Iterator[bytes]:
        """Another whole delivery of the company, in pieces as a client sends them."""
        self.sent += 1
        made = Recipe(
            entries=entries, seed=self.sent, number=self.sent, created_on=TODAY, subsystem="BS1",
            pbs_number=self.pbs_number,
        )  # fmt: skip
        held = bytearray()
        for line in generate(made):
            held += line
            if len(held) >= PIECE:
                yield bytes(held)
                held.clear()
        yield bytes(held)

    def send(self, entries: int) -> UUID:
        """Commit it, as over SFTP; the delivery."""
        from selvbetjening.domain.deliveries.actions.commit import commit
        from selvbetjening.domain.deliveries.actions.open_staging import open_staging
        from selvbetjening.domain.deliveries.actions.writing import Writer
        from selvbetjening.domain.deliveries.rules.doors import By
        from selvbetjening.kernel import clock
        from selvbetjening.kernel.actors import Actor
        from selvbetjening.kernel.ids import new_id

        by = By(door="sftp", actor=Actor("api", str(self.account)), membership=None, account=self.account)
        holder, at = new_id(), clock.now()
        row = open_staging(self.id, by=by, name=f"{uuid4().hex}.bs1", folder="bs", holder=holder, at=at)
        writer, offset = Writer(self.id, staging=row.id, holder=holder), 0
        for block in self.blocks(entries):
            writer.write(offset, block, at=clock.now())
            offset += len(block)
            if offset % BEAT < PIECE:
                writer.beat(at=clock.now())
        writer.close(at=clock.now())
        done = commit(self.id, staging=row.id, by=by, at=clock.now())
        if done.delivery is None:
            raise SystemExit(f"not delivered: {done.outcome}")
        return done.delivery


def seed(server: EmbeddedPostgres, folder: Path) -> tuple[Company, Company]:
    """Two companies without an undo window, each with an agreement of its own."""
    drop(server, DATABASE)
    ensure_roles(server.url(), database=DATABASE)
    point(server, DATABASE, SELVBETJENING_DEMO="1", FILES_FOLDER=str(folder / "files"), VAR_DIR=str(folder))
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()
    from tests import make
    from tests.directdebit import pbs_number

    from selvbetjening.domain.directdebit.actions.agreements import open_agreement
    from selvbetjening.domain.directdebit.rules.agreements import Terms
    from selvbetjening.domain.organizations.actions.choose import choose
    from selvbetjening.kernel import clock
    from selvbetjening.kernel.actors import SYSTEM

    at = clock.now()
    made = []
    for number in (pbs_number(), pbs_number()):
        company = OrganizationId(make.organization(at=at - timedelta(days=1)).id)
        choose(company, values={"files_undo_minutes": 0}, actor=SYSTEM, at=at, by_managers=True)
        terms = Terms(
            pbs_number=number, debtor_group=USUAL.group, data_supplier=USUAL.supplier_number, on_repeat="replace"
        )
        open_agreement(company, terms=terms, actor=SYSTEM, at=at - timedelta(days=1))
        made.append(Company(company, number))
    return made[0], made[1]


def looked_up(company: Company, delivery: UUID) -> Any:
    from selvbetjening.domain.deliveries import queries
    from selvbetjening.domain.tenancy.within import within

    with within(company.id):
        return queries.delivery(company.id, delivery=delivery)


def waited(company: Company) -> float:
    """Seconds from the commit of a small file to its signed K2."""
    from selvbetjening.domain.deliveries import queries
    from selvbetjening.domain.tenancy.within import within

    begin = time.perf_counter()
    delivery = company.send(SMALL)
    while True:
        with within(company.id):
            receipts = queries.receipts(company.id, delivery=delivery)
        if any(each.kind == "K2" and each.signature for each in receipts):
            break
        if time.perf_counter() - begin > PATIENCE:
            raise SystemExit("a small file never got its receipt")
        time.sleep(TICK)
    seconds = time.perf_counter() - begin
    if (state := looked_up(company, delivery).state) not in {"accepted", "processing", "processed"}:
        raise SystemExit(f"a small file is {state}")
    return seconds


def many(company: Company, more: Callable[[int], bool]) -> list[float]:
    """One after the other, for as long as more are wanted."""
    found: list[float] = []
    while more(len(found)):
        found.append(waited(company))
        time.sleep(PAUSE)
    return found


def beside(large: Company, small: Company) -> tuple[list[float], list[tuple[str, int]], float]:
    """Small files while the large one is worked on: their times, what was seen of its progress, its seconds."""
    delivery, begin = large.send(LARGE), time.perf_counter()
    seen: list[tuple[str, int]] = []

    def more(_count: int) -> bool:
        row = looked_up(large, delivery)
        seen.append((row.state, row.progress))
        if time.perf_counter() - begin > PATIENCE:
            raise SystemExit("the large file never got through")
        return row.state in {"received", "scanning", "validating", "accepted", "processing"}

    times = many(small, more)
    if seen[-1][0] != "processed":
        raise SystemExit(f"the large file is {seen[-1][0]}: {looked_up(large, delivery).content.get('errors')}")
    return times, seen, time.perf_counter() - begin


def worker(folder: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {PARENT_VARIABLE: str(os.getpid()), "PYTHONPATH": f"{_ROOT / 'src'}"}
    with (folder / "worker.log").open("wb") as log:
        words = [sys.executable, "-m", "selvbetjening.config.cli", "worker"]
        return subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log)


def main() -> None:
    server = EmbeddedPostgres(data=DATA)
    server.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            large, small = seed(server, folder)
            process = worker(folder)
            try:
                many(small, lambda count: count < 5)  # warm
                alone = many(small, lambda count: count < ALONE)
                times, seen, seconds = beside(large, small)
            finally:
                process.terminate()
                process.wait()
        hang_up()
        drop(server, DATABASE)
    finally:
        server.stop()
    for which, of in (("median", statistics.median), ("worst", max)):
        with_it, without = of(times), of(alone)
        say(f"fair_queue_{which}", with_it / without, "x", None, beside_seconds=round(with_it, 3),
            alone_seconds=round(without, 3), files_beside=len(times), files_alone=len(alone))  # fmt: skip
    for state in dict.fromkeys(each for each, _ in seen):
        during = [seconds for (each, _), seconds in zip(seen, times, strict=False) if each == state]
        if during:
            say(f"fair_queue_while_{state}", max(during), "seconds at worst", None, files=len(during),
                median_seconds=round(statistics.median(during), 3))  # fmt: skip
    moved = len({each for each in seen if each[1]})
    say("fair_queue_progress", moved, "different values seen", ">= 3", lines=LINES, seconds=round(seconds, 1))


if __name__ == "__main__":
    main()
