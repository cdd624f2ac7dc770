"""WDR-1 to WDR-10, each with what is allowed and what is forbidden; the deadline table of section 10."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.billing.rules.law import withdrawal as law
from selvbetjening.domain.billing.rules.law.cancelling import Unlawful
from selvbetjening.domain.billing.rules.law.withdrawal import Withdrawal, withdrawal, withdrawal_deadline
from selvbetjening.kernel.holidays import easter, is_working_day
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

SIGNED = date(2026, 7, 1)
PAID = Money(31000, "DKK")
JULY = Period(date(2026, 7, 1), date(2026, 8, 1))


def ask(today: date, **given_: object) -> Withdrawal:
    facts: dict[str, object] = {
        "party": "consumer", "contracted_on": SIGNED, "started_on": SIGNED, "started_on_request": True,
        "informed_on": SIGNED, "paid": PAID, "paid_for": JULY,
    }  # fmt: skip
    return withdrawal(today=today, **{**facts, **given_})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signed", "last"),
    [
        ("2026-07-01", "2026-07-15"),
        ("2026-05-22", "2026-06-08"),
        ("2026-03-19", "2026-04-07"),
        ("2026-12-10", "2026-12-28"),
        ("2026-12-17", "2027-01-04"),
        ("2027-03-11", "2027-03-30"),
    ],
)
def test_fourteen_days_and_to_the_next_working_day_wdr_1(signed: str, last: str) -> None:
    """WDR-1: the table of danish-law.md section 10; the day itself is in time, the next is not."""
    day = date.fromisoformat(last)
    assert withdrawal_deadline(contracted_on=date.fromisoformat(signed)) == day
    facts = {"contracted_on": date.fromisoformat(signed), "informed_on": date.fromisoformat(signed)}
    assert ask(day, **facts).open
    assert not ask(day + timedelta(days=1), **facts).open


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2028, (4, 16)), (2038, (4, 25))],
)
def test_easter_and_what_follows_it_wdr_1(year: int, day: tuple[int, int]) -> None:
    """WDR-1: the holiday table moves with Easter; store bededag is gone since 2024."""
    assert easter(year) == date(year, *day)
    assert not is_working_day(easter(year) + timedelta(days=39))
    assert is_working_day(easter(year) + timedelta(days=26))
    assert not is_working_day(easter(2023) + timedelta(days=26))


@settings(max_examples=100)
@given(st.dates(date(2024, 1, 1), date(2060, 1, 1)))
def test_the_last_day_is_never_early_and_never_a_rest_day_wdr_1(signed: date) -> None:
    """WDR-1: from 14 to 14 + 5 days, always a working day."""
    last = withdrawal_deadline(contracted_on=signed)
    assert 14 <= (last - signed).days <= 20
    assert is_working_day(last)


def test_the_entry_is_labelled_from_the_approved_list_wdr_2() -> None:
    """WDR-2: words of the list; a word of the company's own cannot be set."""
    assert law.withdraw_label(code="here")[0] == "Fortryd aftale her"
    assert law.withdraw_label(code="Vi ser helst at du bliver")[0] == "Fortryd aftale her"
    assert ask(SIGNED + timedelta(days=3)).open


def test_a_declaration_asks_for_three_things_wdr_3() -> None:
    """WDR-3: name, contract and an address for the receipt; a reason is not asked for."""
    assert law.missing_in_declaration(name="Ida", contract="A-1", receipt_address="ida@example.com") == ()
    assert law.missing_in_declaration(name=" ", contract="A-1", receipt_address="") == ("name", "receipt_address")


def test_the_second_step_says_confirm_wdr_4() -> None:
    """WDR-4: words of the list only."""
    assert law.confirm_label(code="confirm")[0] == "Bekræft fortrydelse"
    assert law.confirm_label(code="Nej tak")[0] == "Bekræft fortrydelse"


def test_the_receipt_names_the_time_of_submission_wdr_5() -> None:
    """WDR-5: not the time of processing; and nothing is processed before it was sent."""
    sent = datetime(2026, 7, 15, 21, 59, tzinfo=UTC)
    assert law.time_of_notice(submitted_at=sent, processed_at=sent + timedelta(minutes=5)) == sent
    with pytest.raises(Unlawful, match="WDR-5"):
        law.time_of_notice(submitted_at=sent, processed_at=sent - timedelta(seconds=1))


def test_the_customer_is_told_where_the_function_is_wdr_6() -> None:
    """WDR-6: the address itself stands in the words."""
    assert law.tells_where(words="Fortryd på https://gym.example/fortryd/", address="https://gym.example/fortryd/")
    assert not law.tells_where(words="Du kan fortryde.", address="https://gym.example/fortryd/")
    assert not law.tells_where(words="Du kan fortryde.", address="")


def test_the_money_is_back_in_fourteen_days_the_way_it_came_wdr_7() -> None:
    """WDR-7: fourteen days from the notice, no roll to a working day; card to card, else the bank."""
    assert law.refund_due_on(noticed_on=date(2026, 5, 22)) == date(2026, 6, 5)
    assert law.refund_way(paid_by="payment_card") == "card"
    assert law.refund_way(paid_by="betalingsservice") == "bank"


def test_days_are_paid_for_only_where_begun_on_request_and_informed_wdr_8() -> None:
    """WDR-8: 31 days for 310 kr.; withdrawn on the eleventh day, ten days are owed, or nothing at all."""
    eleventh = date(2026, 7, 11)
    begun = ask(eleventh)
    assert (begun.pay_for_days, begun.refund) == (10, Money(21000, "DKK"))
    assert ask(eleventh, started_on_request=False).refund == PAID
    assert ask(eleventh, informed_on=None).refund == PAID
    assert ask(SIGNED).refund == PAID
    assert ask(eleventh, paid=None).refund is None


def test_without_information_the_period_grows_by_twelve_months_wdr_8() -> None:
    """WDR-8: 14 days and 12 months where it never came; 14 days from the day it came; no longer than that."""
    assert ask(date(2027, 7, 15), informed_on=None).open
    assert not ask(date(2027, 7, 16), informed_on=None).open
    assert ask(date(2026, 9, 15), informed_on=date(2026, 9, 1)).open
    assert not ask(date(2026, 9, 16), informed_on=date(2026, 9, 1)).open
    assert law.last_day(contracted_on=SIGNED, informed_on=date(2027, 7, 14)) == date(2027, 7, 15)


def test_what_is_done_with_consent_cannot_be_undone_wdr_8() -> None:
    """WDR-8: fully performed on request and informed ends the right; without the request it does not."""
    done = {"performed_on": date(2026, 7, 5)}
    assert ask(date(2026, 7, 6), **done).reasons == ("WDR-8.performed",)
    assert ask(date(2026, 7, 4), **done).open
    assert ask(date(2026, 7, 6), started_on_request=False, **done).open


def test_an_exception_counts_only_when_its_reason_was_shown_wdr_9() -> None:
    """WDR-9: no reason, no exception."""
    assert ask(SIGNED, exempt=True, exempt_reason="Billetter til en bestemt dag").reasons == ("WDR-9.exempt",)
    assert ask(SIGNED, exempt=True, exempt_reason="  ").open


def test_a_business_withdraws_only_where_the_company_offers_it_wdr_10() -> None:
    """WDR-10: hidden for business and public body; the setting opens it; a consumer needs no setting."""
    for who in ("business", "public"):
        assert ask(SIGNED, party=who) == Withdrawal(
            open=False, last_day=None, pay_for_days=0, refund=None, reasons=("WDR-10.business",)
        )
        assert ask(SIGNED, party=who, offer_b2b=True).open
    assert ask(SIGNED, offer_b2b=False).open


@settings(max_examples=100)
@given(days=st.integers(0, 14), paid=st.integers(0, 10_000_000), on_request=st.booleans())
def test_what_is_kept_and_what_is_paid_back_is_what_was_paid_wdr_8(days: int, paid: int, on_request: bool) -> None:
    """WDR-8: between nothing and everything, and less the longer it has run."""
    found = ask(SIGNED + timedelta(days=days), paid=Money(paid, "DKK"), started_on_request=on_request)
    assert found.refund is not None
    assert 0 <= found.refund.minor <= paid
    assert replace(found, pay_for_days=0).open
    assert on_request or found.refund.minor == paid
