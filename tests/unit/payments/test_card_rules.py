"""Which card pays, and when its owner is told that it expires (CD-01, CD-02, CD-05, XB-41)."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.payments.rules.cards import (
    Card,
    becomes_default,
    default_of,
    marks_to_tell,
    promoted,
    to_charge,
)

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def card(number: int, currency: str = "", *, chosen: int | None = None, expires: date | None = None) -> Card:
    """Saved on the `number`-th day; chosen as default on the `chosen`-th."""
    since = None if chosen is None else START + timedelta(days=chosen)
    return Card(UUID(int=number), currency, since, START + timedelta(days=number), expires)


def test_the_card_chosen_last_is_the_default() -> None:
    """CD-05: exactly one default, whatever was chosen before."""
    cards = [card(1, chosen=9), card(2, chosen=5), card(3)]
    assert default_of(cards=cards, currency="DKK") == cards[0]


def test_a_card_of_another_currency_is_not_the_default() -> None:
    """CD-02: a card saved for euro does not pay kroner."""
    euro, krone = card(1, "EUR", chosen=9), card(2, "DKK")
    assert default_of(cards=[euro, krone], currency="DKK") == krone
    assert default_of(cards=[euro, krone], currency="EUR") == euro
    assert default_of(cards=[euro, krone], currency="SEK") is None


def test_an_expired_default_is_passed_by_for_the_newest_good_one() -> None:
    """CD-01: an expired card is not charged while another can be."""
    old = card(1, chosen=1, expires=TODAY)
    good = card(2, expires=TODAY + timedelta(days=1))
    assert to_charge(cards=[old, good], currency="DKK", today=TODAY) == good
    assert to_charge(cards=[old], currency="DKK", today=TODAY) is None
    assert to_charge(cards=[old], currency="DKK", today=TODAY - timedelta(days=1)) == old


def test_the_first_card_becomes_default_and_a_second_does_not() -> None:
    """CD-05: a second card is the owner's to choose."""
    first, second = card(1, chosen=1), card(2)
    assert becomes_default(new=first, others=[], currencies=["DKK"], today=TODAY)
    assert not becomes_default(new=second, others=[first], currencies=["DKK"], today=TODAY)


def test_a_card_saved_because_the_old_one_expired_becomes_default() -> None:
    """CD-05: who replaces an expired card wants the new one charged."""
    old = card(1, chosen=1, expires=TODAY - timedelta(days=3))
    assert becomes_default(new=card(2), others=[old], currencies=["DKK"], today=TODAY)


def test_the_newest_card_is_promoted_when_the_default_leaves() -> None:
    """CD-05: disabling the default promotes the newest, not one that was default long ago."""
    leaving, once, newest = card(1, chosen=9), card(2, chosen=4), card(3)
    assert promoted(cards=[leaving, once, newest], leaving=leaving) == [newest]
    assert promoted(cards=[leaving, once, newest], leaving=once) == []
    assert promoted(cards=[leaving], leaving=leaving) == []


def test_each_currency_gets_its_own_new_default() -> None:
    """CD-05: a Stripe card that paid everything leaves; QuickPay's cards take over, each in its currency."""
    leaving, krone, euro = card(1, chosen=9), card(2, "DKK"), card(3, "EUR")
    assert promoted(cards=[leaving, krone, euro], leaving=leaving) == [krone, euro]


cards = st.lists(
    st.builds(
        card,
        st.integers(1, 30),
        st.sampled_from(["", "DKK", "EUR"]),
        chosen=st.none() | st.integers(0, 30),
    ),
    unique_by=lambda each: each.id,
    max_size=6,
)


@given(cards=cards, currency=st.sampled_from(["DKK", "EUR", "SEK"]))
def test_there_is_one_default_where_any_card_can_pay(cards: list[Card], currency: str) -> None:
    """CD-05: for every set of cards, in every order."""
    able = [each for each in cards if each.pays(currency)]
    found = default_of(cards=cards, currency=currency)
    assert (found is None) == (not able)
    assert found is None or found in able
    assert default_of(cards=list(reversed(cards)), currency=currency) == found


@pytest.mark.parametrize(
    ("days_left", "told", "due"),
    [
        (31, [], None),
        (30, [], 30),
        (29, [30], None),
        (8, [30], None),
        (7, [30], 7),
        (7, [], 7),
        (3, [7], None),
        (3, [30], 7),
        (1, [30, 7], None),
        (0, [], None),
        (-5, [], None),
    ],
)
def test_warnings_before_expiry(days_left: int, told: list[int], due: int | None) -> None:
    """XB-41: 30 and 7 days before, each once; a late sweep sends one mail, not two; none after it expired."""
    expires_on = TODAY + timedelta(days=days_left)
    assert marks_to_tell(expires_on=expires_on, today=TODAY, marks=[30, 7], told=told) == due


def test_a_card_without_an_expiry_is_never_warned_of() -> None:
    """XB-41: MobilePay agreements have no month printed on them."""
    assert marks_to_tell(expires_on=None, today=TODAY, marks=[30, 7], told=[]) is None
