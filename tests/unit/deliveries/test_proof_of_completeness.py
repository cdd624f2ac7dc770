"""A file is delivered only when its end is there (BP-44, SEC-106): every cut of a sound delivery is seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.betalingsservice.examples import joined, lines_of

from selvbetjening.domain.deliveries.rules.completeness import ENDS, completeness

WHOLE = joined(lines_of("0601"))


def told(data: bytes, *, declared: bool = False) -> str:
    return completeness(head=data[:ENDS], tail=data[-ENDS:], declared=declared)


def test_a_whole_delivery_is_proven_with_and_without_its_last_line_end() -> None:
    assert told(WHOLE) == "proven"
    assert told(WHOLE.rstrip(b"\r\n")) == "proven"
    assert told(b"\xef\xbb\xbf" + WHOLE) == "proven"
    assert told(WHOLE + b"\x1a") == "proven"


@settings(max_examples=200, deadline=None)
@given(st.integers(min_value=5, max_value=len(WHOLE) - 130))
def test_cut_anywhere_it_is_incomplete(at: int) -> None:
    """BP-44, SEC-106: whatever was declared beforehand."""
    assert told(WHOLE[:at]) == "missing"
    assert told(WHOLE[:at], declared=True) == "missing"


@pytest.mark.parametrize("left", range(1, 94))
def test_cut_inside_the_numbers_of_its_end_record_it_is_incomplete(left: int) -> None:
    """BP-44: a number that lost its last digits is another number."""
    last = WHOLE.rstrip(b"\r\n").rpartition(b"\n")[2]
    before = WHOLE[: len(WHOLE.rstrip(b"\r\n")) - len(last)]
    assert told(before + last[:left]) == "missing"


def test_what_is_no_delivery_is_proven_by_what_was_declared_only() -> None:
    assert told(b"hello\n") == "unknowable"
    assert told(b"hello\n", declared=True) == "proven"


def test_a_few_first_signs_are_no_delivery_yet() -> None:
    for length in range(1, 6):
        assert told(b"BS002"[:length]) == "missing"
