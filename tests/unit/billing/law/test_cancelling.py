"""CAN-1 to CAN-6, each with what is allowed and what is forbidden; PTY-1."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.rules.law import cancelling
from selvbetjening.domain.billing.rules.law.cancelling import End, Unlawful, earliest_end
from selvbetjening.domain.billing.rules.law.parties import is_consumer, party
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, Period

MONTH, QUARTER = Interval("month", 1), Interval("month", 3)


def end(
    who: str, today: date, *, signed: date, bound: date | None = None, notice: Interval | None = MONTH,
    paid_until: date | None = None, long_binding: bool = False, month_end: bool = False,
) -> End:  # fmt: skip
    return earliest_end(
        party=who,
        today=today,
        contracted_on=signed,
        committed_until=bound,
        notice=notice,
        current_period_ends_on=paid_until or today,
        long_binding=long_binding,
        consumer_notice_to="month_end" if month_end else "any_day",
    )


SIGNED = date(2026, 1, 1)
YEAR_ON = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("today", "bound", "ends"),
    [
        (date(2026, 1, 10), None, date(2026, 2, 10)),
        (date(2026, 1, 31), None, date(2026, 2, 28)),
        (date(2026, 1, 10), date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 1, 10), YEAR_ON, date(2026, 7, 1)),
        (date(2026, 6, 1), YEAR_ON, date(2026, 7, 1)),
        (date(2026, 6, 2), YEAR_ON, date(2026, 7, 2)),
        (date(2026, 12, 31), YEAR_ON, date(2027, 1, 31)),
    ],
)
def test_a_consumer_is_free_after_six_months_with_a_months_notice_can_1(
    today: date, bound: date | None, ends: date
) -> None:
    """CAN-1: the later of notice and the shorter of binding and six months; never the year that the plan wanted."""
    assert end("consumer", today, signed=SIGNED, bound=bound).on == ends


def test_a_business_is_bound_as_agreed_can_1() -> None:
    """CAN-1: the same plan binds a business the whole year, and its notice may be three months."""
    found = end("business", date(2026, 1, 10), signed=SIGNED, bound=YEAR_ON, notice=QUARTER)
    assert found == End(YEAR_ON, ("agreed.binding",))
    late = end("public", date(2026, 12, 10), signed=SIGNED, bound=YEAR_ON, notice=QUARTER)
    assert late == End(date(2027, 3, 10), ("agreed.notice",))


def test_a_consumers_notice_is_a_month_whatever_the_plan_says_can_1() -> None:
    """CAN-1: three months' notice is forbidden for a consumer, fourteen days are allowed."""
    long = end("consumer", date(2026, 5, 5), signed=SIGNED, notice=QUARTER)
    assert long == End(date(2026, 6, 5), ("CAN-1.notice",))
    assert end("consumer", date(2026, 5, 5), signed=SIGNED, notice=Interval("day", 14)).on == date(2026, 5, 19)


def test_without_notice_it_ends_with_what_is_paid_but_within_a_month_can_1() -> None:
    """CAN-1: a year paid for in advance does not hold a consumer for the year."""
    monthly = end("consumer", date(2026, 5, 5), signed=SIGNED, notice=None, paid_until=date(2026, 6, 1))
    assert monthly == End(date(2026, 6, 1), ("agreed.period",))
    yearly = end("consumer", date(2026, 5, 5), signed=SIGNED, notice=None, paid_until=YEAR_ON)
    assert yearly == End(date(2026, 6, 5), ("CAN-1.notice",))
    assert end("business", date(2026, 5, 5), signed=SIGNED, notice=None, paid_until=YEAR_ON).on == YEAR_ON


def test_a_long_binding_needs_the_plans_flag_can_1() -> None:
    """CAN-1: only a costly special case binds a consumer for longer than six months."""
    assert end("consumer", date(2026, 2, 1), signed=SIGNED, bound=YEAR_ON, long_binding=True).on == YEAR_ON
    assert end("consumer", date(2026, 2, 1), signed=SIGNED, bound=YEAR_ON).reasons == ("CAN-1.binding",)


def test_notice_may_run_to_a_months_end_by_setting_can_1() -> None:
    """CAN-1: `consumer_notice_to`."""
    assert end("consumer", date(2026, 5, 5), signed=SIGNED, month_end=True).on == date(2026, 7, 1)
    assert end("consumer", date(2026, 5, 1), signed=SIGNED, month_end=True).on == date(2026, 6, 1)


@settings(max_examples=150)
@given(
    signed=st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    days=st.integers(0, 900),
    bound=st.integers(0, 1500),
    notice=st.integers(1, 24),
)
def test_no_terms_hold_a_consumer_longer_than_the_law_can_1(signed: date, days: int, bound: int, notice: int) -> None:
    """CAN-1: whatever a company writes in its terms, the end is within a month or six months from the contract."""
    today = signed + timedelta(days=days)
    found = end(
        "consumer", today, signed=signed, bound=signed + timedelta(days=bound), notice=Interval("month", notice)
    )
    within_six = cancelling.after(day=signed, interval=cancelling.SIX_MONTHS)
    assert today <= found.on <= max(cancelling.after(day=today, interval=MONTH), within_six)


def test_a_company_cannot_close_a_consumers_way_out_can_2() -> None:
    """CAN-2: the permission decides for a business, never for a consumer; and the way out is no longer than in."""
    assert cancelling.may_cancel(party="consumer", allowed=False)
    assert not cancelling.may_cancel(party="business", allowed=False)
    assert cancelling.may_cancel(party="business", allowed=True)
    assert cancelling.as_easy_as_ordering(steps_to_cancel=2, steps_to_order=2)
    assert not cancelling.as_easy_as_ordering(steps_to_cancel=3, steps_to_order=2)


def test_a_cancellation_without_all_of_the_receipt_is_not_proved_can_3() -> None:
    """CAN-3: mail, document and digest, all three."""
    assert cancelling.proves_cancellation(mailed=True, document=b"%PDF", content_hash="0" * 64)
    assert not cancelling.proves_cancellation(mailed=False, document=b"%PDF", content_hash="0" * 64)
    assert not cancelling.proves_cancellation(mailed=True, document=b"", content_hash="0" * 64)
    assert not cancelling.proves_cancellation(mailed=True, document=b"%PDF", content_hash="")


def test_time_after_the_end_is_paid_back_and_no_more_can_4() -> None:
    """CAN-4: 365 kr. for a year, ended after 151 days: 214 kr. back; nothing back for days before the end."""
    year, paid = Period(SIGNED, YEAR_ON), Money(36500, "DKK")
    assert cancelling.refund_after_end(paid=paid, days=year, ends_on=date(2026, 6, 1)) == Money(21400, "DKK")
    assert cancelling.refund_after_end(paid=paid, days=year, ends_on=YEAR_ON).is_zero
    assert cancelling.refund_after_end(paid=paid, days=year, ends_on=YEAR_ON + timedelta(days=31)).is_zero
    assert cancelling.refund_after_end(paid=paid, days=year, ends_on=date(2025, 6, 1)) == paid


def test_a_letter_counts_from_the_day_it_came_and_stopping_payment_does_not_can_5() -> None:
    """CAN-5: any form will do; a payment that stops is no form."""
    came, today = date(2026, 3, 2), date(2026, 3, 9)
    for by in ("letter", "mail", "phone", "in_person"):
        assert cancelling.counts_from(by=by, received_on=came, today=today) == came
    assert cancelling.counts_from(by="letter", received_on=today, today=today) == today
    with pytest.raises(Unlawful, match="not_a_cancellation"):
        cancelling.counts_from(by="payment_stopped", received_on=came, today=today)
    with pytest.raises(Unlawful, match="not_received_yet"):
        cancelling.counts_from(by="letter", received_on=date(2026, 3, 10), today=today)


def test_a_price_rise_waits_thirty_days_and_opens_the_door_can_6() -> None:
    """CAN-6: never less than thirty days, more where the company says so; who says no is free of binding."""
    told = date(2026, 3, 1)
    assert cancelling.earliest_price_change(noticed_on=told, notice_days=30) == date(2026, 3, 31)
    assert cancelling.earliest_price_change(noticed_on=told, notice_days=1) == date(2026, 3, 31)
    assert cancelling.earliest_price_change(noticed_on=told, notice_days=60) == date(2026, 4, 30)
    assert cancelling.end_after_price_change(today=told, effective_on=date(2026, 4, 5)).on == date(2026, 4, 5)
    assert cancelling.end_after_price_change(today=date(2026, 5, 1), effective_on=date(2026, 4, 5)).on == date(
        2026, 5, 1
    )


def test_who_has_not_said_what_they_are_is_protected_pty_1() -> None:
    """PTY-1: `unknown_party_as`; and a setting that names nobody protects."""
    assert party(known="business", unknown_as="consumer") == "business"
    assert party(known="", unknown_as="consumer") == "consumer"
    assert party(known="", unknown_as="business") == "business"
    assert party(known="", unknown_as="nobody") == "consumer"
    assert is_consumer(known="consumer", unknown_as="business")
    assert not is_consumer(known="public")
