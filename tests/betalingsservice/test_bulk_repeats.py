"""Repeats are found exactly, whether they come one by one or in bulk."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from betalingsservice.bulk.repeats import Repeats, numbers

SEEN = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 6) | st.integers(2**64 - 3, 2**64 - 1)), max_size=40)


@given(SEEN, st.integers(1, 7))
def test_what_came_before_is_told_with_its_first_line(seen: list[tuple[str, int]], step: int) -> None:
    first: dict[tuple[str, int], int] = {}
    expected = []
    for line, one in enumerate(seen, start=1):
        if one in first:
            expected.append((line, first[one]))
        first.setdefault(one, line)
    repeats = Repeats()
    for at in range(0, len(seen), step):
        some = list(enumerate(seen, start=1))[at : at + step]
        if at // step % 2:
            for line, (group, key) in some:
                repeats.add_one(group, key, line)
            continue
        for group in "ab":
            mine = [(line, key) for line, (name, key) in some if name == group]
            keys, lines = [key for _, key in mine], [line for line, _ in mine]
            repeats.add(group, np.array(keys, np.uint64), np.array(lines, np.int64))
    assert sorted(repeats) == expected


@given(st.lists(st.integers(0, 10**15 - 1), min_size=1, max_size=20), st.integers(0, 113))
def test_fifteen_digits_are_their_number(values: list[int], start: int) -> None:
    raw = "".join(f"{'x' * start}{value:015}".ljust(128, "y") for value in values).encode()
    rows = np.frombuffer(raw, np.uint8).reshape(-1, 128)
    assert numbers(rows, start).tolist() == values
