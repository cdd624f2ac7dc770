"""How bytes come: line ends, stripped blanks, foreign and long lines, broken frames; memory that does not grow."""

import tracemalloc
from collections.abc import Iterator

import pytest
from tests.betalingsservice.examples import EXAMPLES, codes, joined, lines_of, put

from betalingsservice.bytes_in import LINE_LIMIT, numbered_lines
from betalingsservice.findings import Severity
from betalingsservice.reader import Reader, check, read, records, steps
from betalingsservice.settings import Agreement, Settings
from betalingsservice.steps import Entry, Step

A, P, M = (lines_of(number) for number in ("0601", "0602", "0603"))


@pytest.mark.parametrize("number", EXAMPLES)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("stripped", [True, False])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_and_blanks_do_not_matter(number: str, end: str, stripped: bool, last: bool) -> None:
    """Section 4: CR LF or LF, trailing blanks there or not; also a last line without an end."""
    lines = [line.rstrip() if stripped else line for line in lines_of(number)]
    data = (end.join(lines) + (end if last else "")).encode("latin-1")
    assert list(check(data)) == []
    assert [record.raw for record in records(data)] == lines_of(number)


@pytest.mark.parametrize("wrapper", [b"PBCNET30 00000000", b"", b"   ", b"\x1a"])
def test_a_transport_wrapper_and_blank_lines_are_passed_over_in_silence(wrapper: bytes) -> None:
    """Section 4: every line not beginning BS is ignored; a dropped line must not move the numbers of the others."""
    data = wrapper + b"\r\n" + joined(A) + wrapper + b"\r\n"
    assert list(check(data)) == []
    assert next(records(data)).number == 2


def test_any_other_foreign_line_is_a_remark_and_changes_nothing() -> None:
    found = list(check(joined([*A[:5], "bs042 in small letters", *A[5:]])))
    assert [(finding.code, finding.severity, finding.line) for finding in found] == [
        ("line.foreign", Severity.REMARK, 6)
    ]


def test_a_missing_end_is_told_for_every_cut() -> None:
    """SEC: a file that broke off is never a delivery; each cut before the last line is an error."""
    data = joined(A)
    for cut in range(0, len(data) - 100, 97):
        contents = read(data[:cut])
        assert any(finding.severity is Severity.ERROR for finding in contents.findings), cut


def test_lines_without_end_do_not_fill_the_memory() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(300):
            yield b"BS042" + b"0" * 100_000

    tracemalloc.start()
    found = list(check(pieces()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "line.endless" in [finding.code for finding in found]
    assert peak < 3_000_000
    lines = list(numbered_lines([b"a" * (LINE_LIMIT * 3), b"b\nc\r\n", b"d"]))
    assert [number for number, _ in lines] == [1, 2, 3]
    assert [content for _, content in lines[1:]] == [b"c", b"d"]


def _long_0603(count: int) -> Iterator[bytes]:
    yield joined(M[:2])
    for number in range(count):
        yield joined([put([M[2]], 1, 26, f"{number + 1:015}")[0]])
    yield joined(put(put([M[4], M[5]], 1, 32, f"{count:011}"), 2, 32, f"{count:011}"))


def test_a_stream_holds_one_debtor_at_a_time() -> None:
    """Design, files: parsing is a stream. 20,000 lines take no more memory than 2,000."""
    peaks = []
    for count in (2_000, 20_000):
        tracemalloc.start()
        found = sum(len(step.findings) for step in steps(_long_0603(count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found == 0
    assert peaks[1] < peaks[0] * 1.2 + 100_000


def test_a_debtor_with_endless_lines_is_given_in_parts() -> None:
    text = put([A[6]], 1, 18, "00002")[0]
    parts = [step for step in steps(joined([*A[:7], *[text] * 25_000, *A[14:]])) if isinstance(step, Entry)]
    assert max(len(part.records) for part in parts) <= 10_100
    assert all(not part.is_accepted for part in parts)


def test_the_mutual_state_is_reset_at_each_delivery() -> None:
    """17.1, 3: one collection per day holds within a delivery here; the next delivery begins anew."""
    assert codes(A + A) == []


def test_two_sections_and_two_creditors_in_one_delivery() -> None:
    other = [put([line], 1, 6, "99999993")[0] if line[2:5] != "992" else line for line in A[1:15]]
    end = put([A[15]], 1, 21, f"{2:011}{4:011}{89900:015}{6:011}{0:015}{14:011}")[0]
    agreements = {number: Agreement(pbs_number=number) for number in ("01234560", "99999993")}
    assert codes([*A[:15], *other, end], agreements=agreements) == []
    assert codes([*A[:15], *other, end], agreements={"01234560": agreements["01234560"]}) == ["agreement.unknown"]


def test_mandate_lines_never_come_as_payments() -> None:
    """17.1, 3: 0219 reads like mandates and 0215 of 0603 like payments; both stay raw."""
    for section in ("0214", "0215", "0217", "0219"):
        changed = put(put(put(M, 2, 14, section), 3, 14, "0230"), 5, 14, section)
        contents = read(joined(changed))
        kinds = {type(record).__name__ for record in contents.delivery.sections[0].entries[0].records}
        assert kinds == {"RawRecord"} and contents.is_accepted
        assert [finding.code for finding in contents.findings] == ["section.obsolete"]


def test_the_total_of_an_obsolete_section_is_believed() -> None:
    """Section 10: 092 of 0217 states the sum of amounts, which is not computed here."""
    changed = put(put(put(M, 2, 14, "0217"), 5, 14, "0217"), 5, 43, f"{500:015}")
    assert codes(put(changed, 6, 43, f"{500:015}")) == ["section.obsolete"]


def test_sections_of_steps_can_be_fed_line_by_line() -> None:
    reader, given = Reader(Settings()), list[Step]()
    for number, line in enumerate(A, start=1):
        given += reader.feed(number, line.encode("latin-1"))
        if number == 10:
            assert reader.section is not None and reader.section.tally.collections == 1
    given += reader.finish()
    assert [type(step).__name__ for step in given] == [
        "DeliveryOpened",
        "SectionOpened",
        "Entry",
        "Entry",
        "SectionClosed",
        "DeliveryClosed",
    ]
    assert reader.delivery is None and reader.section is None
    assert all(step.worst is None and step.is_accepted for step in given)


def test_an_order_that_is_not_the_reference_s_is_told_where_it_breaks() -> None:
    assert codes([A[0], A[2], *A[1:2], *A[3:]])[0] == "section.missing"
    assert "delivery.end_missing" in codes([*A[:-1], *A])
    assert codes([*A[:14], *A[15:]])[0] == "section.end_missing"
    assert "section.differs" in codes(put(A, 15, 14, "0117"))
