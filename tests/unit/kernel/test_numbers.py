"""Check digits, against the vectors of the law sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.kernel.numbers import (
    cvr_is_valid,
    ean_is_valid,
    fik_check_digit,
    fik_id,
    fik_id_is_valid,
    fik_line,
    normalise_cvr,
    read_fik_line,
)

payloads = st.from_regex(r"[0-9]{14}", fullmatch=True)
creditors = st.from_regex(r"[0-9]{8}", fullmatch=True)

FIK = {
    "00404040000066": "004040400000669",
    "00000000001025": "000000000010256",
    "00000000000001": "000000000000018",
    "00000000000002": "000000000000026",
    "12345678901234": "123456789012347",
    "00000000000000": "000000000000000",
    "99999999999999": "999999999999994",
    "00020261000042": "000202610000426",
}


@pytest.mark.parametrize("cvr", ["10150817", "13585628", "12345674"])
def test_valid_cvr(cvr: str) -> None:
    """PTY-2: weights 2,7,6,5,4,3,2,1, sum divisible by 11."""
    assert cvr_is_valid(cvr)


@pytest.mark.parametrize("cvr", ["12345678", "1015081", "101508170", "DK12345674", "1015081٧", "1015081²", ""])
def test_invalid_cvr(cvr: str) -> None:
    """PTY-2: eight ASCII digits and nothing else."""
    assert not cvr_is_valid(cvr)


@pytest.mark.parametrize("typed", ["12345674", "DK12345674", " dk 12 34 56 74 ", "DK\N{NO-BREAK SPACE}12345674"])
def test_cvr_as_people_type_it(typed: str) -> None:
    assert normalise_cvr(typed) == "12345674"


@pytest.mark.parametrize("ean", ["5798000000001", "5790000123452", "5798000416789"])
def test_valid_ean(ean: str) -> None:
    """PTY-3: GS1 modulus 10; any single wrong digit is found."""
    assert ean_is_valid(ean)
    for place, digit in enumerate(ean):
        wrong = str((int(digit) + 1) % 10)
        assert not ean_is_valid(ean[:place] + wrong + ean[place + 1 :])


@pytest.mark.parametrize("ean", ["579800000000", "57980000000010", "579800000000A", ""])
def test_invalid_ean(ean: str) -> None:
    """PTY-3: thirteen digits."""
    assert not ean_is_valid(ean)


@pytest.mark.parametrize(("payload", "printed"), FIK.items())
def test_fik_vectors(payload: str, printed: str) -> None:
    """FIK-2: 14 digits of payload and their Luhn digit."""
    assert fik_id(payload) == printed
    assert fik_check_digit(payload) == printed[-1]
    assert fik_id_is_valid(printed)


def test_fik_vector_that_must_fail() -> None:
    """FIK-2."""
    assert not fik_id_is_valid("000000000010265")
    with pytest.raises(ValueError, match="not a FIK 71 line"):
        read_fik_line("+71<000000000010265+87654321<")


def test_the_printed_line() -> None:
    """FIK-1: without blank, unless the setting asks for one."""
    assert fik_line("12345678901234", "87654321") == "+71<123456789012347+87654321<"
    assert fik_line("12345678901234", "87654321", blank=True) == "+71<123456789012347 +87654321<"


@given(payloads, creditors, st.booleans())
def test_what_is_printed_can_be_read(payload: str, creditor: str, blank: bool) -> None:
    """FIK-1: both ways of printing are read."""
    assert read_fik_line(fik_line(payload, creditor, blank=blank)) == (payload, creditor)


@pytest.mark.parametrize(
    ("payload", "creditor"), [("1234", "87654321"), ("12345678901234", "8765432"), ("x" * 14, "1" * 8)]
)
def test_refuses_numbers_of_another_length(payload: str, creditor: str) -> None:
    """FIK-2, FIK-4: 14 and 8 digits."""
    with pytest.raises(ValueError, match="digits"):
        fik_line(payload, creditor)
