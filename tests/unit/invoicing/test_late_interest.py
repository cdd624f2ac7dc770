"""Interest, compensation, demand and limitation: INT-1 to INT-4, DUN-6 to DUN-8, COL-1 and COL-2, worked by hand."""

from datetime import date

import pytest

from selvbetjening.domain.invoicing.rules.collection import (
    DEMAND_PARTS,
    collection_fee,
    compensation,
    demand_deadline,
    demand_missing,
    limitation,
    vat_of_claim,
)
from selvbetjening.domain.invoicing.rules.interest import (
    DayCount,
    Late,
    YearlyRate,
    interest_from,
    interest_minor,
    legal_rate,
    owed_on,
    rate_for,
)

RATES = [(date(2025, 7, 1), 160), (date(2026, 1, 1), 175), (date(2026, 7, 1), 200)]


def owed(late: Late, until: date, *, party: str = "consumer", agreed: int = 0, count: DayCount = "actual/365") -> int:
    return interest_minor(
        late=late, until=until, rates=RATES, party=party, agreed_basis_points=agreed, day_count=count
    )  # fmt: skip


def test_the_legal_rate_is_the_lending_rate_and_eight_per_cent_int_1() -> None:
    """INT-1: by half-year; one that is missing takes the last and says so; an empty table gives no interest."""
    assert legal_rate(rates=RATES, on=date(2026, 6, 30)) == YearlyRate(975)
    assert legal_rate(rates=RATES, on=date(2026, 7, 1)) == YearlyRate(1000)
    assert legal_rate(rates=RATES, on=date(2027, 1, 1)) == YearlyRate(1000, stale=True)
    assert legal_rate(rates=RATES, on=date(2025, 6, 30)) is None
    assert legal_rate(rates=[], on=date(2026, 6, 30)) is None


def test_interest_runs_from_the_due_date_int_2() -> None:
    """INT-2: from a due date fixed in advance; without one not before 30 days after the demand."""
    assert interest_from(due_on=date(2026, 3, 1), demanded_on=date(2026, 2, 20)) == date(2026, 3, 1)
    assert interest_from(due_on=None, demanded_on=date(2026, 2, 20)) == date(2026, 3, 22)


def test_a_consumer_never_pays_more_than_the_legal_rate_int_3() -> None:
    """INT-3: 24 % agreed counts for a business, not for a consumer or a public body."""
    legal = YearlyRate(975)
    assert rate_for(party="business", legal=legal, agreed_basis_points=2400).basis_points == 2400
    assert rate_for(party="business", legal=legal, agreed_basis_points=0) == legal
    assert rate_for(party="consumer", legal=legal, agreed_basis_points=2400) == legal
    assert rate_for(party="public", legal=legal, agreed_basis_points=2400) == legal


@pytest.mark.parametrize(
    ("late", "until", "count", "oere"),
    [
        # 10,000 kr. at 9.75 % for 30 days: 1,000,000 · 0.0975 · 30 / 365 = 8013.698… øre
        (Late([(date(2026, 3, 1), 1_000_000)]), date(2026, 3, 31), "actual/365", 8014),
        # 30/360 counts a month as 30 days: 1,000,000 · 0.0975 · 30 / 360 = 8125
        (Late([(date(2026, 3, 1), 1_000_000)]), date(2026, 4, 1), "30/360", 8125),
        # across 1 July: 15 days at 9.75 % and 16 at 10 %: 4006.849… + 4383.561… = 8390.41…, rounded once
        (Late([(date(2026, 6, 16), 1_000_000)]), date(2026, 7, 17), "actual/365", 8390),
        # half paid after ten days: 2671.232… + 5,000 kr. for 20 days 2671.232… = 5342.46…
        (Late([(date(2026, 3, 1), 1_000_000), (date(2026, 3, 11), -500_000)]), date(2026, 3, 31), "actual/365", 5342),
        # seven days of deferral bear nothing: 23 days, 6143.83…
        (
            Late([(date(2026, 3, 1), 1_000_000)], [(date(2026, 3, 5), date(2026, 3, 12))]),
            date(2026, 3, 31), "actual/365", 6144,
        ),
        # over the hour that summer time takes: a day is a day
        (Late([(date(2026, 3, 28), 1_000_000)]), date(2026, 3, 30), "actual/365", 534),
        # nothing on the due date itself, nothing before it, nothing when all is paid
        (Late([(date(2026, 3, 1), 1_000_000)]), date(2026, 3, 1), "actual/365", 0),
        (Late([(date(2026, 3, 1), 1_000_000)]), date(2026, 2, 1), "actual/365", 0),
        (Late([(date(2026, 3, 1), 1_000), (date(2026, 2, 27), -1_000)]), date(2026, 12, 1), "actual/365", 0),
        (Late([]), date(2026, 12, 1), "actual/365", 0),
        # a year with a leap day has 366 days of a 365th: 100,000 · 0.1 · 366 / 365 = 10027.39…
        (Late([(date(2027, 7, 1), 100_000)]), date(2028, 7, 1), "actual/365", 10027),
    ],
)  # fmt: skip
def test_interest_is_simple_and_rounded_once_int_4(late: Late, until: date, count: DayCount, oere: int) -> None:
    """INT-4: a golden table, worked out by hand."""
    assert owed(late, until, count=count) == oere


def test_interest_bears_no_interest_int_4() -> None:
    """INT-4: two years cost twice one year."""
    one = owed(Late([(date(2027, 1, 1), 1_000_000)]), date(2028, 1, 1))
    assert owed(Late([(date(2027, 1, 1), 2_000_000)]), date(2028, 1, 1)) == 2 * one == 200_000
    assert owed(Late([(date(2026, 3, 1), 1_000_000)]), date(2026, 3, 31), party="business", agreed=2400) == 19_726


def test_what_is_paid_too_much_is_no_negative_debt_int_4() -> None:
    """INT-4: a payment beyond the principal leaves nothing owed, on its own day already."""
    late = Late([(date(2026, 3, 1), 100_00), (date(2026, 3, 11), -120_00)])
    assert [owed_on(late=late, day=date(2026, 3, day)) for day in (10, 11, 12)] == [100_00, 0, 0]


def test_the_collection_fee_is_100_kr_once_dun_6() -> None:
    """DUN-6: allowed once, brought down to the cap, nothing the second time."""
    assert collection_fee(wanted_minor=100_00, already=False) == 100_00
    assert collection_fee(wanted_minor=500_00, already=False) == 100_00
    assert collection_fee(wanted_minor=100_00, already=True) == 0


def test_compensation_is_for_the_trade_and_public_bodies_dun_7() -> None:
    """DUN-7: 310 kr. once, never for a consumer, never more than the law's amount."""
    wanted = [(date(2013, 3, 1), 310_00), (date(2026, 1, 1), 900_00)]
    assert compensation(party="business", wanted=wanted[:1], on=date(2026, 3, 1), already=False) == 310_00
    assert compensation(party="public", wanted=wanted, on=date(2026, 3, 1), already=False) == 310_00
    assert compensation(party="business", wanted=wanted, on=date(2026, 3, 1), already=True) == 0
    assert compensation(party="consumer", wanted=wanted, on=date(2026, 3, 1), already=False) == 0
    assert compensation(party="business", wanted=[], on=date(2026, 3, 1), already=False) == 0


def test_what_is_claimed_bears_no_vat_dun_8() -> None:
    """DUN-8: category O, no amount."""
    assert vat_of_claim() == ("O", 0)


def test_a_demand_gives_ten_days_and_says_everything_col_1() -> None:
    """COL-1: 12 days if the company wants, never under ten; nothing of the claim may be missing."""
    assert demand_deadline(sent_on=date(2026, 3, 20), wanted_days=12) == date(2026, 4, 1)
    assert demand_deadline(sent_on=date(2026, 3, 20), wanted_days=3) == date(2026, 3, 30)
    whole: dict[str, object] = dict.fromkeys(DEMAND_PARTS, "x") | {"interest_minor": 0}
    assert demand_missing(demand=whole) == ()
    for part in DEMAND_PARTS:
        assert demand_missing(demand=whole | {part: ""}) == (part,)
        assert demand_missing(demand={key: value for key, value in whole.items() if key != part}) == (part,)


def test_old_claims_are_flagged_and_lapse_col_2() -> None:
    """COL-2: flagged from 30 months, stopped from 36; a due date on a leap day falls on the last of February."""
    due = date(2024, 2, 29)
    assert limitation(due_on=due, today=date(2026, 8, 28), months=36) == ""
    assert limitation(due_on=due, today=date(2026, 8, 29), months=36) == "soon"
    assert limitation(due_on=due, today=date(2027, 2, 27), months=36) == "soon"
    assert limitation(due_on=due, today=date(2027, 2, 28), months=36) == "lapsed"
