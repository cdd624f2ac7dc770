"""The numbers of betalingsservice.md section 2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice.identifiers import (
    IDENTIFIERS,
    Verdict,
    civil_registration_number,
    cpr_or_cvr,
    customer_number,
    cvr_check_digit,
    cvr_number,
    danish_iban,
    data_supplier,
    location_number,
    mandate_or_none,
    match_key,
    pbs_number,
    returned_customer_number,
    returned_reference,
)

DIGITS = "0123456789"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ" + DIGITS
CUSTOMERS = st.text(ALPHABET, min_size=1, max_size=15).filter(lambda text: text.strip("0") != "")


def test_the_numbers_of_the_worked_examples() -> None:
    assert cvr_number("99999993") is pbs_number("01234560") is data_supplier("99999993") is Verdict.GOOD
    assert customer_number("000000000001017") is customer_number("TEST001") is Verdict.GOOD
    assert cpr_or_cvr("0099999993") is cpr_or_cvr("0000000000") is Verdict.GOOD


@given(st.text(DIGITS, min_size=7, max_size=7))
def test_a_company_number_ends_in_its_check_digit(first: str) -> None:
    weights = (2, 7, 6, 5, 4, 3, 2)
    remainder = sum(int(digit) * weight for digit, weight in zip(first, weights, strict=True)) % 11
    check = cvr_check_digit(first)
    assert check == (None if remainder == 1 else "0" if remainder == 0 else str(11 - remainder))
    good = [digit for digit in DIGITS if cvr_number(first + digit) is Verdict.GOOD]
    assert good == ([] if check is None else [check])


@given(st.text(DIGITS, min_size=8, max_size=8))
def test_a_creditor_number_is_never_refused_for_its_check(text: str) -> None:
    """U1: warn, never block."""
    assert pbs_number(text) is (Verdict.GOOD if cvr_number(text) is Verdict.GOOD else Verdict.DOUBTFUL)


@given(CUSTOMERS)
def test_a_customer_number_comes_back_filled_and_matches(text: str) -> None:
    assert customer_number(text) is Verdict.GOOD
    returned = returned_customer_number(text)
    assert len(returned) == 15
    assert returned.endswith(text)
    assert match_key(returned) == match_key(text.lower()) == match_key(f"{text}  ") == text.lstrip("0")


@given(CUSTOMERS, CUSTOMERS)
def test_two_numbers_match_only_when_they_differ_in_leading_zeros(one: str, other: str) -> None:
    assert (match_key(one) == match_key(other)) == (one.lstrip("0") == other.lstrip("0"))


@pytest.mark.parametrize("text", ["", "0", "000000000000000", "A B", "A&B", "a1", "1" * 16, "É1", "1٣"])
def test_what_no_customer_number_can_be(text: str) -> None:
    assert customer_number(text) is Verdict.WRONG


def test_a_customer_number_that_is_too_long_is_not_cut() -> None:
    assert returned_customer_number("TEST001") == "00000000TEST001"
    with pytest.raises(ValueError, match="at most 15"):
        returned_customer_number("1" * 16)


def test_a_mandate_that_is_not_stated() -> None:
    assert [mandate_or_none(text) for text in ("000000000", "999999999", "         ", "000112345")] == [
        None, None, None, "000112345",
    ]  # fmt: skip


def test_nine_characters_of_a_reference_come_back() -> None:
    assert returned_reference("F1001") == "F1001"
    assert returned_reference("INVOICE-2027-1") == "INVOICE-2"


def test_a_person_may_fail_the_check_and_not_the_calendar() -> None:
    """CPR numbers that fail modulus 11 are issued since 1 October 2007."""
    numbers = [f"010170000{digit}" for digit in DIGITS]
    assert {civil_registration_number(number) for number in numbers} <= {Verdict.GOOD, Verdict.DOUBTFUL}
    assert civil_registration_number("320170" + "0003") is Verdict.WRONG
    assert civil_registration_number("290201" + "0001") is not Verdict.WRONG
    assert civil_registration_number("300200" + "0001") is Verdict.WRONG


@given(st.text(DIGITS, min_size=14, max_size=14))
def test_an_iban_has_one_pair_of_check_digits(account: str) -> None:
    good = [pair for pair in range(2, 99) if danish_iban(f"DK{pair:02}{account}") is Verdict.GOOD]
    assert len(good) == 1
    assert danish_iban(f"DK{good[0]:02} {account[:4]} {account[4:]}") is Verdict.GOOD


def test_an_ean_number() -> None:
    assert location_number("5798009811578") is Verdict.GOOD
    assert location_number("5798009811579") is Verdict.WRONG


@given(st.sampled_from(sorted(IDENTIFIERS)), st.text(max_size=20) | st.text("0123456789٣²", max_size=14))
def test_every_check_answers_for_any_text(name: str, text: str) -> None:
    if IDENTIFIERS[name].check(text) is not Verdict.WRONG and name not in {"customer_number", "iban"}:
        assert text.isascii() and text.isdigit()
