"""Facts register themselves by name and become plain JSON."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import pytest

from selvbetjening.kernel import facts
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

SOME_ID = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture(autouse=True)
def empty_register(monkeypatch: pytest.MonkeyPatch) -> None:
    # The facts of these tests must not stay in the product's register.
    monkeypatch.setattr(facts, "FACTS", {})


class Why(StrEnum):
    MOVED = "moved"


def test_a_fact_as_data() -> None:
    @dataclass(frozen=True, kw_only=True, slots=True)
    class Cancelled(Fact):
        name: ClassVar[str] = "things.cancelled"
        thing: UUID
        price: Money
        on: date
        at: datetime
        period: Period
        why: Why
        codes: tuple[str, ...]
        counts: dict[str, int]
        sure: bool
        note: str | None = None

    fact = Cancelled(
        account=SOME_ID, thing=SOME_ID, price=Money(100, "DKK"), on=date(2026, 3, 1), why=Why.MOVED, codes=("a", "b"),
        at=datetime(2026, 3, 1, 12, tzinfo=UTC), period=Period(date(2026, 3, 1), date(2026, 4, 1)), counts={"a": 1},
        sure=True,
    )  # fmt: skip
    data = fact.as_data()
    assert data == {
        "thing": str(SOME_ID),
        "price": {"minor": 100, "currency": "DKK"},
        "on": "2026-03-01",
        "at": "2026-03-01T12:00:00+00:00",
        "period": {"starts_on": "2026-03-01", "ends_on": "2026-04-01"},
        "why": "moved",
        "codes": ["a", "b"],
        "counts": {"a": 1},
        "sure": True,
        "note": None,
    }
    assert json.loads(json.dumps(data)) == data
    assert type(data["why"]) is str
    assert {"things.cancelled": Cancelled} == facts.FACTS


@pytest.mark.parametrize("value", [1.5, {1, 2}, object(), b"x"])
def test_no_value_without_an_exact_form(value: Any) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Measured(Fact):
        name: ClassVar[str] = "things.measured"
        value: Any

    with pytest.raises(TypeError, match="cannot carry"):
        Measured(value=value).as_data()


def test_a_name_is_taken_once() -> None:
    class First(Fact):
        name: ClassVar[str] = "things.happened"

    with pytest.raises(TypeError, match=r"things\.happened is already .*First"):
        type("Second", (Fact,), {"name": "things.happened"})
    assert {"things.happened": First} == facts.FACTS


@pytest.mark.parametrize("body", [{}, {"name": "happened"}, {"name": "Things.Happened"}, {"name": None}])
def test_a_fact_has_a_name(body: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="needs a name"):
        type("Nameless", (Fact,), body)
