"""When what is known of a file may go: whole financial years, leap years, any year's end (BP-49)."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.deliveries.rules.retention import first_kept, goes_on

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("ended", "year_ends", "years", "goes"),
    [
        (date(2019, 6, 3), "12-31", 5, date(2025, 1, 1)),
        (date(2019, 12, 31), "12-31", 5, date(2025, 1, 1)),
        (date(2020, 1, 1), "12-31", 5, date(2026, 1, 1)),
        (date(2019, 6, 30), "06-30", 5, date(2024, 7, 1)),
        (date(2019, 7, 1), "06-30", 5, date(2025, 7, 1)),
        (date(2020, 2, 29), "02-29", 5, date(2025, 3, 1)),
        (date(2020, 3, 1), "02-29", 5, date(2026, 3, 1)),
        (date(2019, 2, 28), "02-28", 5, date(2024, 2, 29)),
        (date(2019, 3, 1), "02-29", 4 + 1, date(2025, 3, 1)),
        (date(2019, 6, 3), "12-31", 10, date(2030, 1, 1)),
    ],
)
def test_the_day_on_which_it_goes(ended: date, year_ends: str, years: int, goes: date) -> None:
    """BP-49: after five years, or as many as the company has chosen, from the end of the financial year."""
    assert goes_on(ended_on=ended, financial_year_ends=year_ends, years=years) == goes


@pytest.mark.parametrize("year_ends", ["12-31", "06-30", "02-28", "02-29", "01-01"])
def test_the_day_shown_and_the_day_of_the_sweep_are_one(year_ends: str) -> None:
    """BP-49: for each day of two years with a leap year between them, nothing goes a day too early or too late."""
    for offset in range(0, 800, 3):
        ended = date(2019, 1, 1) + offset * DAY
        goes = goes_on(ended_on=ended, financial_year_ends=year_ends, years=5)
        assert ended < first_kept(today=goes, financial_year_ends=year_ends, years=5)
        assert ended >= first_kept(today=goes - DAY, financial_year_ends=year_ends, years=5)
