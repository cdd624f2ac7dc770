"""The same again: a client's retry, a duplicate, an overwritten delivery number (BP-47, annex D.3)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from selvbetjening.domain.deliveries.lifecycle import NEVER_COUNTED, DeliveryState
from selvbetjening.domain.deliveries.rules.duplicates import Sent, duplicate, retry_of

AT = datetime(2027, 1, 20, 9, 0, tzinfo=UTC)
WHO = UUID(int=7)


def sent(number: int, **values: Any) -> Sent:
    fields: dict[str, Any] = {
        "id": uuid4(), "number": number, "sha256": "a" * 64, "name": "a.txt", "sender": WHO,
        "environment": "production", "received_at": AT, "keys": ("99999993:BS1:0601:1",),
    }  # fmt: skip
    return Sent(**{**fields, **values})


FIRST = sent(1)


def test_a_retry_is_the_same_bytes_name_and_user_within_a_quarter() -> None:
    """BP-47."""
    again = sent(2, received_at=AT + timedelta(minutes=15))
    assert retry_of(new=again, earlier=[FIRST]) == FIRST
    for other in (
        {"received_at": AT + timedelta(minutes=15, seconds=1)}, {"name": "b.txt"}, {"sender": uuid4()},
        {"sha256": "b" * 64}, {"environment": "test"}, {"number": 1},
    ):  # fmt: skip
        assert retry_of(new=replace(again, **other), earlier=[FIRST]) is None


def test_the_first_stands_for_all_retries() -> None:
    """BP-47: a repetition of a repetition names the first."""
    second = sent(2, state=DeliveryState.DUPLICATE_OF)
    assert retry_of(new=sent(3), earlier=[second, FIRST]) == FIRST


@pytest.mark.parametrize("state", [*NEVER_COUNTED, DeliveryState.FAILED])
def test_what_came_to_nothing_is_repeated_by_nobody(state: DeliveryState) -> None:
    """BP-47: taken back, refused or damaged a minute ago and sent again, as the receipt says: a file of its own."""
    assert retry_of(new=sent(2), earlier=[sent(1, state=state)]) is None


def test_the_same_content_is_held_for_the_look_back() -> None:
    new = sent(2, received_at=AT + timedelta(days=90), name="other", sender=uuid4(), keys=())
    assert duplicate(new=new, earlier=[FIRST], look_back=90) == ("duplicate.content", FIRST)
    later = replace(new, received_at=AT + timedelta(days=90, seconds=1))
    assert duplicate(new=later, earlier=[FIRST], look_back=90) == ("", None)


def test_the_same_identity_with_other_content_is_held() -> None:
    new = sent(2, sha256="b" * 64, received_at=AT + timedelta(days=300))
    assert duplicate(new=new, earlier=[FIRST], look_back=90) == ("duplicate.identity", FIRST)
    assert duplicate(new=replace(new, keys=("99999993:BS1:0601:2",)), earlier=[FIRST], look_back=90) == ("", None)


def test_a_later_file_of_the_same_identity_counts_once_it_is_past_the_look() -> None:
    """BP-47: the earlier one was slower; held or being looked at, a later one holds nobody."""
    new = sent(1, sha256="b" * 64)
    for state in DeliveryState:
        later = sent(2, state=state)
        held = state not in {*NEVER_COUNTED, "received", "scanning", "validating", "held_duplicate"}
        assert duplicate(new=new, earlier=[later], look_back=90) == (
            ("duplicate.identity", later) if held else ("", None)
        )


@pytest.mark.parametrize("state", NEVER_COUNTED)
def test_what_came_to_nothing_holds_nothing(state: DeliveryState) -> None:
    assert duplicate(new=sent(2), earlier=[sent(1, state=state)], look_back=90) == ("", None)


def test_test_and_production_never_meet() -> None:
    """BP-50."""
    assert duplicate(new=sent(2, environment="test"), earlier=[FIRST], look_back=90) == ("", None)


def test_of_two_at_once_the_lower_number_goes_first() -> None:
    """BP-47: whichever is decided first."""
    one, other = sent(1, state=DeliveryState.VALIDATING), sent(2, state=DeliveryState.VALIDATING)
    assert duplicate(new=one, earlier=[other], look_back=90) == ("", None)
    assert duplicate(new=other, earlier=[one], look_back=90) == ("duplicate.content", one)
