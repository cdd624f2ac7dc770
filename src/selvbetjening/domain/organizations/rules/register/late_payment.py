"""Reminders, fees, interest and collection."""

from selvbetjening.domain.organizations.rules.register.setting import Setting
from selvbetjening.kernel.wording import gettext_noop

SETTINGS: tuple[Setting, ...] = (
    Setting("reminder_fee", "money", 10_000, gettext_noop("Fee for a reminder"), law="DUN-1", low=0, high=10_000),
    Setting(
        "reminder_grace_days",
        "number",
        5,
        gettext_noop("Days after the due date before the first reminder"),
        law="DUN-5",
        low=0,
        high=30,
    ),
    Setting(
        "collection_fee",
        "money",
        10_000,
        gettext_noop("Fee for handing over to collection"),
        law="DUN-6",
        low=0,
        high=10_000,
    ),
    Setting(
        "late_compensation",
        "rows",
        [["2013-03-01", 31_000]],
        gettext_noop("Fixed compensation for late payment between companies, from a day on, in øre"),
        law="DUN-7",
        low=0,
    ),
    Setting(
        "reference_rates",
        "rows",
        [],
        gettext_noop("The official lending rate from 1 January or 1 July on, in hundredths of a per cent"),
        law="INT-1",
        low=-500,
        high=5_000,
    ),
    Setting(
        "agreed_interest_b2b",
        "number",
        0,
        gettext_noop("Interest agreed with companies, in hundredths of a per cent a year; 0 for the legal rate"),
        law="INT-3",
        low=0,
        high=5_000,
    ),
    Setting(
        "interest_day_count",
        "choice",
        "actual/365",
        gettext_noop("How days of interest are counted"),
        law="INT-4",
        options=(("actual/365", "actual/365"), ("30/360", "30/360")),
    ),
    Setting(
        "due_date_roll",
        "choice",
        "following",
        gettext_noop("A due date on a day without banking"),
        law="INT-5",
        options=(
            ("following", gettext_noop("Counts as the next banking day")),
            ("none", gettext_noop("Stays as it is")),
        ),
    ),
    Setting(
        "limitation_months",
        "number",
        36,
        gettext_noop("Months after which a claim lapses"),
        law="COL-2",
        low=12,
        high=120,
    ),
)
