"""Every file gets its answer: signs that no row takes, and checks that break (annex D.1, SEC-79)."""

from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.domain.deliveries.actions.preview import ask_preview
from selvbetjening.domain.deliveries.rules.outline import Outline
from tests import deliveries as files
from tests.deliveries import AT

pytestmark = pytest.mark.usefixtures("database")


def with_nul(of: files.Sender) -> bytes:
    data = files.file(of, identification="12345")
    at = data.index(b"12345")
    return data[: at + 2] + b"\0" + data[at + 3 :]


def test_a_nul_in_a_delivery_id_gets_its_answer() -> None:
    """SEC-79: in `keys` and `content` PostgreSQL would not take it; it is no text, and is refused with K2."""
    of = files.sender()
    done = files.put(of, with_nul(of))
    assert done.outcome == "delivered"
    row = files.run(of, done)
    assert row.state == "rejected" and "file.not_text" in {one["code"] for one in row.content["errors"]}
    assert [each.kind for each in files.receipts(of, row.id)] == ["K1", "K2"]


@pytest.mark.parametrize("step", ["validate.check", "scan.scanner"])
def test_a_step_that_breaks_for_an_hour_refuses_the_file(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Annex D.1: a fault of ours is tried again, and then answered: nothing lies without a word for ever."""
    of = files.sender()
    done = files.put(of, files.file(of))

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(f"selvbetjening.domain.deliveries.actions.{step}", broken)
    for minutes in (0, 59):
        with pytest.raises(RuntimeError):
            files.run(of, done, at=AT + timedelta(minutes=minutes))
    row = files.run(of, done, at=AT + timedelta(minutes=60))
    assert (row.state, row.code) == ("rejected", "file.unchecked")
    assert [each.kind for each in files.receipts(of, row.id)] == ["K1", "K2"]
    assert files.collections(of) == []


def test_fillings_between_lines_are_let_pass_wherever_the_file_is_cut() -> None:
    """SEC-79: NUL after the last line is a transport's; within a line it is no text, however the pieces come."""
    lines = {b"BS002\n\0\0\0": 0, b"BS002\n\0\x1a\nBS9\n": 0, b"BS0\nB\0S": 2, b"A\nB\n\0\0x": 3, b"\0BS002\n": 1}
    for data, line in lines.items():
        for cut in range(len(data) + 1):
            outline = Outline()
            for part in (data[:cut], data[cut:]):
                outline.feed(part)
            assert outline.odd_line == line, (data, cut)


def test_a_nul_in_a_preview_is_told() -> None:
    """BM-01: the same answer before it is sent."""
    of = files.sender()
    row, _ = files.upload(of, with_nul(of), purpose="preview")
    assert ask_preview(of.id, staging=row.id, by=of.https, at=AT).state == "ready"
