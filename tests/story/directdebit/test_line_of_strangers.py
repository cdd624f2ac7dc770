"""What an external Betalingsservice's server may do to us: nothing is lost, and no file stops another (17)."""

from typing import BinaryIO

import pytest

from selvbetjening.domain.directdebit.ports import LineFailed
from tests import directdebit as dd
from tests.external import HeldLine, fetched, killed_before_reading, ready, run, written
from tests.story.directdebit.test_answers import answer, payment

pytestmark = pytest.mark.usefixtures("database", "line")


@pytest.mark.parametrize(("name", "modified"), [("D7654321001-602.BS1", 6), ("D7654321001-602.BAK", 5)])
def test_killed_while_fetching_and_laid_there_anew(monkeypatch: pytest.MonkeyPatch, name: str, modified: int) -> None:
    """A process died between fetching and reading; the same bytes lie there with another time or name: read once."""
    company, mine, connection = ready()
    written(mine)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"D7654321001-602.BS1": (data, 5)}

    killed_before_reading(monkeypatch, connection)
    HeldLine.ready = {name: (data, modified)}
    run(connection)
    run(connection)
    assert dd.states(company) == {"1017": "completed"}


def test_a_file_that_never_ends_is_not_fetched_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server lists 1,000 bytes and gives without end: no more is kept than was listed, and the others are read."""
    company, mine, connection = ready()
    written(mine)
    taken = 0

    def fetch(self: HeldLine, *, name: str, into: BinaryIO) -> None:
        nonlocal taken
        if name != "A.BS1":
            into.write(self.ready[name][0])
            return
        for _ in range(1_000):
            into.write(b"x" * 100_000)
            taken += 100_000

    monkeypatch.setattr(HeldLine, "fetch", fetch)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"A.BS1": (b"x" * 1_000, 1), "D1.BS1": (data, 2)}
    run(connection)
    assert taken < 1_000_000
    assert dd.states(company) == {"1017": "completed"}


def test_names_longer_than_a_column_are_files_of_their_own() -> None:
    """Two names that begin alike in 255 signs: both are read, and neither is fetched twice."""
    company, mine, connection = ready()
    written(mine, "1017", "1033")
    first = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    second = answer(mine, "0602", "0211", payment(mine, "1033", reference="F1033"))
    HeldLine.ready = {"D" * 299 + "1": (first, 5), "D" * 299 + "2": (second, 5)}
    run(connection)
    assert dd.states(company) == {"1017": "completed", "1033": "completed"}
    assert run(connection).fetched == []


def test_killed_while_fetching_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server moves away what was fetched, and the process died before it read: we have the bytes, so they count."""
    company, mine, connection = ready()
    written(mine)
    HeldLine.ready = {
        "D7654321001-602.BS1": (answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")), 5)
    }

    killed_before_reading(monkeypatch, connection)
    HeldLine.ready = {}
    run(connection)
    assert fetched(company) == [("D7654321001-602.BS1", "read", "")]
    assert dd.states(company) == {"1017": "completed"}


@pytest.mark.parametrize("code", ["sftp", "folder"])
def test_one_file_that_may_not_be_read_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The bank's own lock file, or one that is gone since the list was read: the files after it are read."""
    company, mine, connection = ready()
    written(mine)
    real = HeldLine.fetch

    def fetch(self: HeldLine, *, name: str, into: BinaryIO) -> None:
        if name == "A.BS1":
            raise LineFailed(code)
        real(self, name=name, into=into)

    monkeypatch.setattr(HeldLine, "fetch", fetch)
    data = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"A.BS1": (b"x" * 1_000, 1), "D1.BS1": (data, 2), "": (b"x", 3)}
    run(connection)
    assert dd.states(company) == {"1017": "completed"}
