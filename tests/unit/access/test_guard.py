"""The last Access Manager stays, whatever is tried in whatever order (BP-32, SEC-29)."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.access.rules.guard import Managing, guard, standing_managers
from selvbetjening.domain.access.rules.refusals import Refused

END = date(2027, 1, 1)


def manager(number: int, **values: object) -> Managing:
    return replace(Managing(UUID(int=number), True, True, True, None), **values)  # type: ignore[arg-type]


def test_who_counts() -> None:
    """BP-30, BP-32: not who never logged in, who has an end, or who is not active."""
    people = [
        manager(1), manager(2, has_logged_in=False), manager(3, ends_on=END), manager(4, is_active=False),
        manager(5, is_manager=False),
    ]  # fmt: skip
    assert standing_managers(members=people) == [UUID(int=1)]
    with pytest.raises(Refused, match="USER-01"):
        guard(members=people, leaving=UUID(int=1))
    for other in (2, 3, 4, 5, 99):
        guard(members=people, leaving=UUID(int=other))


def test_one_who_does_not_count_may_not_leave_an_empty_company_either() -> None:
    """BP-32: an active manager with an end is refused where nobody who stands is left."""
    with pytest.raises(Refused, match="USER-01"):
        guard(members=[manager(1, ends_on=END)], leaving=UUID(int=1))


WAYS = {
    "demote": {"is_manager": False},
    "suspend": {"is_active": False},
    "delete": {"is_active": False},
    "end": {"ends_on": END},
}
BACK = {"promote": {"is_manager": True}, "restore": {"is_active": True}, "no end": {"ends_on": None}}


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from([*WAYS, *BACK])), max_size=60),
)
@settings(max_examples=120)
def test_no_sequence_empties_a_company(count: int, acts: list[tuple[int, str]]) -> None:
    """BP-32: of any acts in any order, at least one manager who counts is left after each."""
    people = {number: manager(number) for number in range(1, count + 1)}
    for number, act in acts:
        if number not in people:
            continue
        if act in WAYS:
            try:
                guard(members=people.values(), leaving=UUID(int=number))
            except Refused:
                continue
        people[number] = replace(people[number], **(WAYS | BACK)[act])  # type: ignore[arg-type]
        assert standing_managers(members=people.values())
