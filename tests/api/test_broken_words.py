"""What no client sends by accident: cursors that were changed by hand, numbers and texts that are none."""

import base64
import json
from typing import Any

import pytest

from tests.api.client import Machine, account_body


def cursor(*place: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


ROW = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "query",
    [
        f"cursor={cursor('2026-01-01T00:00:00+00:00', None, 0)}", f"cursor={cursor(None, None, 1)}",
        f"cursor={cursor('2026-01-01T00:00:00', ROW, 0)}", f"cursor={cursor('0001-01-01T00:00:00+14:00', ROW, 0)}",
        f"cursor={cursor('9999-12-31T23:59:59-14:00', ROW, 0)}", f"cursor={cursor(float('inf'), ROW, 0)}",
        f"ordering=code&cursor={cursor('a' + chr(0), ROW, 0)}", f"ordering=code&cursor={cursor(chr(0xD800), ROW, 0)}",
        f"cursor={cursor('x', 10**40, 0)}", "page=0", "page=-1", f"page={'9' * 5000}",
    ],
)  # fmt: skip
def test_a_place_that_is_none_is_not_found(machine: Machine, query: str) -> None:
    """Section 3: 404 for a page or a place that there is none of, however the cursor was changed."""
    answer = machine.get(f"accounts/?{query}")
    assert answer.status_code == 404 and answer.json()["code"] == "invalid_page", answer.content


@pytest.mark.parametrize("path", ["invoices/?ordering=amount", "subscriptions/?ordering=quantity"])
@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 10**30, -(10**30), True, [], {}, "1e400"])
def test_a_place_of_numbers_cannot_break_the_list(machine: Machine, path: str, value: Any) -> None:
    """Section 3: a number that no column holds is no place, or one with nothing behind it."""
    answer = machine.get(f"{path}&cursor={cursor(value, ROW, 0)}")
    assert answer.status_code in {200, 404}, answer.content


@pytest.mark.parametrize("size", ["0", "-1", "1e3", "٣", "000", "x"])
def test_a_size_that_is_none_is_ignored(machine: Machine, size: str) -> None:
    """Section 3: page_size."""
    assert machine.get(f"accounts/?page_size={size}").status_code == 200


def test_a_size_is_cut_however_it_is_written(machine: Machine) -> None:
    """Section 3: larger is cut to 100, also where a number has thousands of digits."""
    for number in range(2):
        machine.post("accounts/", account_body(code=f"S-{number}"))
    assert len(machine.get("accounts/?page_size=0001").json()["results"]) == 1
    for size in ("9" * 5000, "0" * 5000 + "9"):
        assert len(machine.get(f"accounts/?page_size={size}").json()["results"]) == 2


@pytest.mark.parametrize("wrong", ["\ud800", "\udfff\ud800", "x" * 10_000, [], {}, 10**400, "\x00"])
def test_a_word_that_is_none_is_refused_and_not_broken_upon(machine: Machine, wrong: Any) -> None:
    """T9: half a surrogate pair where a word is chosen is a 400 at its field, as every other word that is none."""
    answer = machine.post("accounts/", account_body(party_type=wrong))
    assert answer.status_code == 400 and "party_type" in answer.json(), answer.content
