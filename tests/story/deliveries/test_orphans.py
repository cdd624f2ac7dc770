"""Bytes that are nobody's go, and nobody else's: a kill between the bytes and the row (BP-48, SEC-110)."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from selvbetjening.domain.deliveries.actions import keep_output as keeping
from selvbetjening.domain.deliveries.actions.forget import forget_job
from selvbetjening.domain.deliveries.actions.forget_orphans import forget_orphans
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.deliveries.models import OutFile
from selvbetjening.domain.deliveries.ports import Place
from selvbetjening.domain.deliveries.queries.stored import store
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, Sender

pytestmark = pytest.mark.usefixtures("database")


class Killed(BaseException):
    """As a killed process: nothing catches it."""


def keep(of: Sender, chunks: Iterator[bytes]) -> OutFile:
    return keep_output(
        of.id, output=None, solution="my_file_transfer", kind="payments", pbs_number="", name="bs.txt", chunks=chunks,
        environment="production", at=AT,
    )  # fmt: skip


def age(path: Path, days: float) -> None:
    then = time.time() - timedelta(days=days).total_seconds()
    os.utime(path, (then, then))


def folder(of: Sender) -> list[Path]:
    found = files.path_of(of, new_id()).parent.parent
    return sorted(found.glob("??/*"))


def test_what_was_killed_before_its_row_is_deleted_after_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes without a row: kept for a day, then gone; the second try's file stays, by the nightly job too."""
    of = files.sender()

    def kill(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "one_at_a_time", kill)
        with pytest.raises(Killed):
            keep(of, iter([b"tab", b"t"]))
    (orphan,) = folder(of)
    kept = keep(of, iter([b"fundet"]))
    age(orphan, 0.9)
    assert forget_orphans(of.id) == 0
    for path in folder(of):
        age(path, 1.1)
    monkeypatch.setattr(clock, "now", lambda: AT)
    forget_job.task(organization=str(of.id))
    assert folder(of) == [files.path_of(of, kept.id)]
    assert b"".join(store().read(Place(of.id, kept.id))) == b"fundet"
    assert forget_orphans(of.id) == 0


def test_nothing_with_a_row_or_a_writer_goes() -> None:
    """An upload that waits, one that is done, one of a company beside it, and what somebody writes at this moment."""
    of, other = files.sender(), files.sender()
    waits, _ = files.upload(of, files.file(of)[:-40])
    done = files.send(of, files.file(of, identification="2"))
    theirs = files.send(other, files.file(other))
    stranger = Place(other.id, new_id())
    for place in (writing := Place(of.id, new_id()), stranger):
        handle = store().open(place)
        handle.write(0, b"x")
        if place is stranger:
            handle.close()
        else:
            held = handle
    for path in (*folder(of), *folder(other)):
        age(path, 400)
    assert forget_orphans(of.id) == 0
    ids = {path.name for path in folder(of)}
    assert {str(waits.id), str(done.id), str(writing.id)} <= ids
    held.close()
    assert forget_orphans(of.id) == 1  # its writer is gone
    assert {path.name for path in folder(other)} == {str(theirs.id), str(stranger.id)}


def test_a_strangers_name_in_the_folder_is_let_be() -> None:
    """What is no id is nothing of ours; a company without a folder has no orphans."""
    assert forget_orphans(files.sender().id) == 0
    of = files.sender()
    keep(of, iter([b"x"]))
    odd = folder(of)[0].parent / "lost+found.txt"
    odd.write_bytes(b"?")
    age(odd, 400)
    assert forget_orphans(of.id) == 0 and odd.exists()
