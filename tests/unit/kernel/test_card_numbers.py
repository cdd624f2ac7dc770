"""GDP-7: what looks like a card number, and what does not."""

import pytest

from selvbetjening.kernel.card_numbers import holds_card_number


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111", "Mit kort er 4111 1111 1111 1111, tak", "5555-5555-5555-4444", "378282246310005",
        "4111\u200b1111\u200b1111\u200b1111", "x4111.1111.1111.1111x", "\u0664111111111111111",
    ],
)  # fmt: skip
def test_a_card_number_is_seen_gdp_7(text: str) -> None:
    """GDP-7: with separators, in the midst of words, in the digits of another script."""
    assert holds_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "4111111111111112", "Faktura 20261000042 af 1. marts 2026", "0000000000000000", "CVR 12345674", "²" * 16,
    ],
)  # fmt: skip
def test_other_numbers_are_none_gdp_7(text: str) -> None:
    assert not holds_card_number(text)
