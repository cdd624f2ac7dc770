"""GDP-7, GDP-8, SEC-127: card and CPR numbers are known, and other long numbers are not taken for them."""

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.kernel.numbers import ean_is_valid
from selvbetjening.kernel.sensitive import has_card_number, has_cpr_number
from selvbetjening.ui.free_text import NumberText, guard_text_fields

CARDS = ["4111 1111 1111 1111", "4111111111111111", "5500-0055-5555-5559", "378282246310005", "5019717010103742",
         "Mit kort: 4571 1111 1111 1114 og 123", "2223003122003222", "3530111333300000"]  # fmt: skip
NO_CARDS = [
    "4111 1111 1111 1112", "5798000416789", "5790000123452", "004040400000669", "+71<004040400000669 +81234567<",
    "1234567890123456", "K-4111111111111111", "Faktura 1001", "+45 12 34 56 78", "2026-03-10",
]  # fmt: skip
CPRS = ["010190-1234", "Mit nummer er 3112991234.", "290200 0000", "(010190-1234)"]
NO_CPRS = ["4512345678", "K-0101901234", "310290-1234", "12345678", "0101901234567", "+4501019012", "1000123456"]


@pytest.mark.parametrize("text", CARDS)
def test_cards_are_refused(text: str) -> None:
    """GDP-7 (forbidden)."""
    assert has_card_number(text=text)


@pytest.mark.parametrize("text", NO_CARDS)
def test_other_numbers_are_no_cards(text: str) -> None:
    """GDP-7 (allowed): EAN, FIK, customer numbers, wrong check digits."""
    assert not has_card_number(text=text)


@pytest.mark.parametrize("text", CPRS)
def test_cpr_numbers_are_refused(text: str) -> None:
    """GDP-8 (forbidden)."""
    assert has_cpr_number(text=text)


@pytest.mark.parametrize("text", NO_CPRS)
def test_other_numbers_are_no_cpr_numbers(text: str) -> None:
    """GDP-8 (allowed)."""
    assert not has_cpr_number(text=text)


@given(st.integers(0, 10**10 - 1))
@settings(max_examples=200, deadline=None)
def test_no_danish_ean_is_taken_for_a_card(number: int) -> None:
    """GDP-7: public customers must be able to give theirs (EIN-1)."""
    payload = f"57{number:010d}"
    (ean,) = [payload + str(check) for check in range(10) if ean_is_valid(payload + str(check))]
    assert not has_card_number(text=ean)


def test_every_plain_text_field_refuses_and_repeats_nothing() -> None:
    """GDP-7, GDP-8: also in forms that know nothing of it; the error names the way out and not the number."""
    guard_text_fields()
    guard_text_fields()

    class Words(forms.Form):
        words = forms.CharField(widget=forms.Textarea)
        number = NumberText()

    form = Words({"words": "Træk på 4111 1111 1111 1111", "number": "0101901234"})
    assert not form.is_valid()
    assert list(form.errors) == ["words"] and len(form.errors["words"]) == 1
    assert "4111" not in str(form.errors)
    assert "010190" not in str(Words({"words": "010190-1234", "number": "1"}).errors)
    assert Words({"words": "Fakturaen er forkert.", "number": "0101901234"}).is_valid()
