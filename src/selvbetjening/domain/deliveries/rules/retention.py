"""How long what is known of a file is kept, when its content is gone already (BP-49; bogføringsloven § 12). Pure."""

from datetime import date, timedelta

from selvbetjening.domain.invoicing.rules.retention import financial_year_end


def first_kept(*, today: date, financial_year_ends: str, years: int) -> date:
    """The first day whose files are still kept: that of the oldest financial year that ended not `years` ago.

    `financial_year_ends` is `MM-DD`. What came to its end before that day may go.
    """
    ended = financial_year_end(on=today, last_day=financial_year_ends).year - years - 1
    return financial_year_end(on=date(ended, 1, 1), last_day=financial_year_ends) + timedelta(days=1)


def goes_on(*, ended_on: date, financial_year_ends: str, years: int) -> date:
    """The first day on which what came to its end on `ended_on` is kept no more."""
    year = financial_year_end(on=ended_on, last_day=financial_year_ends).year + years
    return financial_year_end(on=date(year, 1, 1), last_day=financial_year_ends) + timedelta(days=1)
