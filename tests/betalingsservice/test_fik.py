"""Payment slips: betalingsservice.md section 3, check digits both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice.fik import (
    CARD_TYPES,
    Slip,
    SlipError,
    check_digit,
    ocr_line,
    payment_id,
    payment_id_is_valid,
    read_ocr_line,
)

DIGITS = "0123456789"
WITH_ID = sorted(code for code, card in CARD_TYPES.items() if card.id_length)


def payloads(card_type: str) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=1, max_size=CARD_TYPES[card_type].id_length - 1)


def by_hand(payload: str) -> int:
    """The reference's rule told another way: double every other digit from the right, cast out, fill up to ten."""
    doubled = [int(digit) * 2 if place % 2 == 0 else int(digit) for place, digit in enumerate(payload[::-1])]
    total = sum(number - 9 if number > 9 else number for number in doubled)
    return (10 - total % 10) % 10


@pytest.mark.parametrize(
    ("payload", "whole"),
    [
        ("1", "18"),
        ("2", "26"),
        ("00000000001025", "000000000010256"),
        ("00000000001111", "000000000011114"),
    ],
)
def test_the_examples_of_the_reference(payload: str, whole: str) -> None:
    assert payload + check_digit(payload) == whole


@given(st.text(DIGITS, min_size=1, max_size=30))
def test_the_check_digit_is_the_rule_told_another_way(payload: str) -> None:
    assert check_digit(payload) == str(by_hand(payload))


@given(st.data(), st.sampled_from(WITH_ID))
def test_one_wrong_digit_is_always_seen(data: st.DataObject, card_type: str) -> None:
    whole = payment_id(data.draw(payloads(card_type)), card_type=card_type)
    assert payment_id_is_valid(whole, card_type=card_type)
    place = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.sampled_from(DIGITS.replace(whole[place], "")))
    assert not payment_id_is_valid(whole[:place] + other + whole[place + 1 :], card_type=card_type)


@given(st.data(), st.sampled_from(["71", "73", "75"]), st.from_regex(r"8[0-9]{7}", fullmatch=True))
def test_a_written_line_is_read_back(data: st.DataObject, card_type: str, receiver: str) -> None:
    payload = data.draw(payloads(card_type)) if CARD_TYPES[card_type].id_length else ""
    line = ocr_line(receiver=receiver, payload=payload, card_type=card_type)
    slip = read_ocr_line(line)
    assert (slip.card_type, slip.receiver) == (card_type, receiver)
    assert slip.payload.lstrip("0") == payload.lstrip("0")
    assert read_ocr_line(f" {line.replace(' ', '')} ") == slip


def test_the_line_of_the_reference() -> None:
    assert ocr_line(receiver="80000000", payload="1025") == "+71<000000000010256 +80000000<"
    assert read_ocr_line("+73< +81234567<") == Slip("73", "", "81234567")


@pytest.mark.parametrize("card_type", ["01", "04", "15"])
def test_giro_lines_are_read_and_not_written(card_type: str) -> None:
    """U11."""
    identification = payment_id("1025", card_type=card_type) if CARD_TYPES[card_type].id_length else ""
    assert read_ocr_line(f"+{card_type}<{identification} +1234567<").receiver == "1234567"
    with pytest.raises(SlipError, match="not written"):
        ocr_line(receiver="80000000", payload="1", card_type=card_type)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("+71<000000000010257 +80000000<", "6 expected"),
        ("+71<00000000001025 +80000000<", "15 digits, not 14"),
        ("+71<000000000010256 +8000000<", "wrong length"),
        ("+99<000000000010256 +80000000<", "not known"),
        ("71<000000000010256 +80000000<", "not a line"),
        ("+71<00000000001025٦ +80000000<", "not a line"),
        ("", "not a line"),
    ],
)
def test_a_wrong_line_is_explained_in_both_languages(line: str, why: str) -> None:
    with pytest.raises(SlipError, match=why) as raised:
        read_ocr_line(line)
    assert raised.value.words.da != raised.value.words.en


@pytest.mark.parametrize(
    ("receiver", "payload", "card_type"),
    [("70000000", "1", "71"), ("8000000", "1", "71"), ("80000000", "1", "73"), ("80000000", "1" * 15, "71"),
     ("80000000", "", "71"), ("80000000", "²", "71")],
)  # fmt: skip
def test_what_cannot_be_is_not_written(receiver: str, payload: str, card_type: str) -> None:
    with pytest.raises(SlipError):
        ocr_line(receiver=receiver, payload=payload, card_type=card_type)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        slip = read_ocr_line(text)
    except SlipError:
        return
    assert payment_id_is_valid(slip.payment_id, card_type=slip.card_type)
