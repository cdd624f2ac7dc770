"""The clock answers in UTC and can be set."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN


@pytest.fixture(autouse=True)
def own_clock() -> Iterator[None]:
    yield
    clock.reset()


def test_it_is_the_systems_until_set() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= before + timedelta(minutes=1)
    assert clock.now().utcoffset() == timedelta(0)


def test_it_can_be_set_and_reset() -> None:
    clock.set_source(lambda: datetime(2026, 3, 29, 0, 30, tzinfo=COPENHAGEN))
    assert clock.now() == datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.today() == date(2026, 3, 29)
    clock.reset()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_it_knows_its_time_zone() -> None:
    clock.set_source(lambda: datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test
    with pytest.raises(ValueError, match="time zone"):
        clock.now()
