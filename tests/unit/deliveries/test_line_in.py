"""BP-45: the explained line is the same however the file comes in pieces, and is found without reading the others."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from betalingsservice.bytes_in import numbered_lines
from betalingsservice.explain import Explained, explain
from selvbetjening.domain.deliveries.rules.line_in import line_in

LINES = (
    b"BS002" + b"1" * 8 + b"BS10601", b"BS002" + b"1" * 8 + b"BS10602", b"BS012" + b"2" * 8 + b"0112",
    b"BS012" + b"2" * 8 + b"0117", b"BS042" + b"2" * 8 + b"0280", b"BS992", b"", b"foreign BS012", b"x" * 70_000,
)  # fmt: skip


def plainly(data: bytes, line: int) -> Explained | None:
    """Each line in turn, as the format says it."""
    delivery, section = "", ""
    for number, found in numbered_lines(data):
        if found.startswith(b"BS002"):
            delivery, section = found[16:20].decode(), ""
        elif found.startswith(b"BS012"):
            section = found[13:17].decode()
        if number == line:
            return explain(found, delivery=delivery, section=section, number=number)
    return None


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.sampled_from(LINES), max_size=8), end=st.sampled_from([b"\n", b"\r\n"]), is_ended=st.booleans(),
    size=st.integers(1, 200),
)  # fmt: skip
def test_the_same_line_in_whatever_pieces(lines: list[bytes], end: bytes, is_ended: bool, size: int) -> None:
    data = end.join(lines) + (end if is_ended else b"")
    step = size if len(data) < 10_000 else size * 400
    for line in range(len(lines) + 2):
        pieces = [data[at : at + step] for at in range(0, len(data), step)]
        found, wanted = line_in(pieces=iter(pieces), line=line), plainly(data, line)
        assert (found is None) == (wanted is None)
        if found is not None and wanted is not None:
            assert (found.delivery, found.section) == (wanted.delivery, wanted.section)
            assert (found.record.raw, found.record.number) == (wanted.record.raw, wanted.record.number)


@pytest.mark.parametrize("line", [500_000, 600_000])
def test_the_last_line_of_a_large_file_is_found_at_once(line: int) -> None:
    """64 MB: some tenths of a second, where reading each line took four seconds of a request."""
    block = (LINES[4].ljust(126) + b"\r\n") * 8192

    def pieces() -> Iterator[bytes]:
        yield LINES[0] + b"\n" + LINES[2] + b"\n"
        for _ in range(62):
            yield block

    began = time.process_time()
    found = line_in(pieces=pieces(), line=line)
    assert time.process_time() - began < 2
    assert (found.section if found else None) == ("0112" if line == 500_000 else None)
