"""The pipeline against what goes wrong: scanner, bytes at rest, totals, kills, two at once (BP-45, SEC-83, SEC-88)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.adapters.clamav import nobody
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions import advance as pipeline
from selvbetjening.domain.deliveries.actions import deliver as delivering
from selvbetjening.domain.deliveries.actions import process as processing
from selvbetjening.domain.deliveries.actions import scan as scanning
from selvbetjening.domain.deliveries.actions import sweep as sweeping
from selvbetjening.domain.deliveries.actions import validate as validating
from selvbetjening.domain.deliveries.actions.advance import advance, step
from selvbetjening.domain.deliveries.actions.commit import commit
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender
from tests.hostile.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


class Killed(BaseException):
    """As a killed process: nothing catches it, and what was not committed is gone."""


def names(of: Sender) -> list[str]:
    """The facts about files, by name: those of one instant have no order."""
    with within(of.id):
        rows = Event.objects.filter(organization_id=of.id, name__startswith="deliveries.")
        return sorted(rows.values_list("name", flat=True))


def status(of: Sender, done: Delivery) -> list[tuple[str, str]]:
    return [(each.kind, json.loads(each.text)["status"]) for each in files.receipts(of, done.id)]


def test_a_wrong_total_refuses_the_whole_file_and_says_how_to_mend_it() -> None:
    """BP-45, BP-46: line, position, what is wrong and what to do, in both languages."""
    of = files.sender(files_accept="sound_ones")
    data = files.file(of, [14_900, 9_900]).replace(b"000000000024800", b"000000000024801")
    done = files.send(of, data)
    assert (done.state, files.collections(of)) == ("rejected", [])
    said = json.loads(files.receipts(of, done.id)[-1].text)
    assert said["error_count"] == len(said["errors"]) >= 2
    assert all(one["line"] and one["text"]["da"] and one["fix"]["en"] for one in said["errors"])
    assert names(of) == ["deliveries.received", "deliveries.rejected"]


def test_sound_collections_are_taken_where_the_company_chose_so() -> None:
    """BP-45: all or nothing is the default; the story's partly accepted file."""
    strict, easy = files.sender(), files.sender(files_accept="sound_ones")
    for of in (strict, easy):
        good = files.file(of, [14_900, 9_900, 19_900], customers=["771001", "771002", "771003"])
        lines = good.split(b"\r\n")
        at = next(place for place, line in enumerate(lines) if line[27:42].strip() == b"771002")
        lines[at] = lines[at][:53] + b"310227" + lines[at][59:]  # 31 February
        done = files.send(of, b"\r\n".join(lines))
        if of is strict:
            assert (done.state, files.collections(of)) == ("rejected", [])
            continue
        assert (done.state, done.accepted_count, done.refused_count) == ("processed", 2, 1)
        assert sorted(each.match_key for each in files.collections(of)) == ["771001", "771003"]
        assert status(of, done) == [("K1", "received"), ("K2", "partly_accepted"), ("K3", "processed")]


@pytest.mark.parametrize("scanner", ["tests.scanners.Down", "selvbetjening.adapters.clamav.ClamAv"])
def test_without_a_verdict_nothing_passes_and_somebody_is_told_once(scanner: str, settings: Any) -> None:
    """SEC-83: fail closed, visible, alarm after five minutes; it goes on when the scanner is back."""
    of = files.sender()
    found, settings.SCANNER, settings.CLAMAV_ADDRESS = settings.SCANNER, scanner, "unix:/nowhere/clamd.ctl"
    committed = files.put(of, files.file(of))
    for minute in (0, 4, 5, 6):
        assert files.run(of, committed, at=AT + minute * MINUTE).state == "scanning"
    assert names(of).count("deliveries.scanner_waits") == 1
    settings.SCANNER = found
    assert files.run(of, committed, at=AT + 7 * MINUTE).state == "processed"


def test_the_standard_test_virus_is_quarantined() -> None:
    """SEC-83: in the middle of a sound delivery, over the edge of two pieces."""
    of = files.sender()
    head, _, tail = files.file(of).partition(b"\r\n")
    done = files.send(of, head + b"\r\n" + nobody._EICAR + b"\r\n" + tail)
    assert (done.state, status(of, done)) == ("quarantined", [("K1", "received"), ("K2", "quarantined")])
    assert files.collections(of) == []


@pytest.mark.parametrize("before", ["scanning", "validating", "processing"])
def test_a_byte_that_flipped_at_rest_is_seen_before_each_step(before: str) -> None:
    """SEC-88: refused, or failed once it was accepted, with an alarm; nothing is booked."""
    of = files.sender()
    committed = files.put(of, files.file(of, [14_900, 9_900]))
    assert committed.delivery is not None
    while files.get(of, committed.delivery).state != before:
        assert step(of.id, delivery=committed.delivery, at=AT)
    path = files.path_of(of, committed.delivery)
    data = bytearray(path.read_bytes())
    data[300] ^= 1
    path.write_bytes(data)
    done = files.run(of, committed)
    assert done.state == ("failed" if before == "processing" else "rejected")
    assert (done.code, files.collections(of)) == ("file.damaged", [])
    assert "deliveries.content_damaged" in names(of)
    path.unlink()
    assert files.run(of, committed).state == done.state


STEPS: list[tuple[Any, str]] = [
    (delivering, "issue_first"), (delivering, "wake"), (delivering, "record"), (pipeline, "move"), (scanning, "move"),
    (validating, "pass_on"), (validating, "check"), (processing, "_register"), (processing, "_finish"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name"), STEPS, ids=[name for _, name in STEPS])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_each_step_it_is_neither_lost_nor_done_twice(
    module: Any, name: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEC-110, BP-45: crash between each step, at the commit too; then the same work again."""
    of = files.sender()
    holder, data = new_id(), files.file(of, [14_900, 9_900])
    row = open_staging(of.id, by=of.sftp, name="a.txt", folder="bs", holder=holder, at=AT)
    files.write(of, row, data, holder=holder)
    real: Callable[..., Any] = getattr(module, name)

    def dying(*args: Any, **values: Any) -> Any:
        if after:
            real(*args, **values)
        raise Killed

    monkeypatch.setattr(module, name, dying)

    def work() -> None:
        commit(of.id, staging=row.id, by=of.sftp, at=AT)
        advance(of.id, delivery=row.id, at=AT)

    with pytest.raises(Killed):
        work()
    monkeypatch.setattr(module, name, real)
    assert commit(of.id, staging=row.id, by=of.sftp, at=AT).number == 1
    advance(of.id, delivery=row.id, at=AT + MINUTE)
    done = files.get(of, row.id)
    assert (done.state, len(files.collections(of))) == ("processed", 2)
    files.run(of, commit(of.id, staging=row.id, by=of.sftp, at=AT))
    assert [each.kind for each in files.receipts(of, row.id)] == ["K1", "K2", "K3"]
    assert names(of) == ["deliveries.accepted", "deliveries.processed", "deliveries.received"]


def test_two_workers_at_once_do_it_once() -> None:
    """BP-45."""
    of = files.sender()
    committed = files.put(of, files.file(of, [14_900] * 5))
    delivery = committed.delivery
    assert delivery is not None
    answers = at_once([lambda: advance(of.id, delivery=delivery, at=AT)] * 4)
    assert answers == [None] * 4
    assert len(files.collections(of)) == 5
    with within(of.id):
        assert len(queries.moves(of.id, delivery=delivery)) == 6


def test_a_large_file_tells_its_progress_and_takes_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Must show 6: one step a turn, a company's oldest large file first, and bytes counted on the way."""
    monkeypatch.setattr("selvbetjening.domain.deliveries.rules.lanes.LARGE_FROM", 1000)
    monkeypatch.setattr("selvbetjening.domain.deliveries.queries.checking._EVERY", -1.0)
    of = files.sender()
    first, second = (files.put(of, files.file(of, [amount] * 20, identification=str(amount))) for amount in (900, 901))
    assert first.delivery and second.delivery
    assert files.run(of, second).state == "received"  # not its turn
    seen = []
    real = pipeline._Progress.__call__

    def noted(self: Any, done: int) -> None:
        real(self, done)
        seen.append(files.get(of, self.delivery).progress)

    monkeypatch.setattr(pipeline._Progress, "__call__", noted)
    states = [files.run(of, first).state for _ in range(5)]
    assert states == ["scanning", "validating", "accepted", "processing", "processed"]
    assert seen[-1] == files.get(of, first.delivery).size
    assert files.run(of, second).state == "scanning"


def test_very_many_files_of_one_company_make_nobody_wait(superuser_connection: Any) -> None:
    """Must show 6: the more files of a company wait, the later its next one is taken."""
    of, other = files.sender(), files.sender()
    for number in range(25):
        files.put(of, files.file(of, identification=str(number)))
    files.put(other, files.file(other))
    rows = superuser_connection.execute(
        "SELECT args->>'organization', priority FROM procrastinate_jobs WHERE task_name = 'deliveries.advance'"
        " AND args->>'organization' = ANY(%s) ORDER BY priority DESC, id",
        [[str(of.id), str(other.id)]],
    ).fetchall()
    assert [company for company, _ in rows].index(str(other.id)) == 9
    assert [priority for company, priority in rows if company == str(of.id)][-1] == -2


def test_it_waits_for_nobody_when_its_job_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-45: the sweep finds what lies."""
    of = files.sender()
    committed = files.put(of, files.file(of))
    woken: list[Any] = []
    monkeypatch.setattr(sweeping, "wake", lambda organization, *, delivery: woken.append(delivery.id))
    sweeping.tidy(of.id, at=AT + timedelta(seconds=59))
    assert woken == []
    sweeping.tidy(of.id, at=AT + MINUTE)
    assert woken == [committed.delivery]
