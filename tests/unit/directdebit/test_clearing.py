"""The built-in clearing: documented, seeded, dated by the calendar (15; U21, U23)."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from betalingsservice.calendar import COMPUTED
from selvbetjening.adapters.clearing import BuiltinClearing
from selvbetjening.domain.directdebit.ports import Answer, Asked, Verdict
from selvbetjening.domain.directdebit.rules import clearing as rules
from selvbetjening.domain.directdebit.rules.dates import final_day, refusal_day

FIRST = date(2027, 2, 1)


def asked(customer: str, *, amount: int = 14950, pays_on: date = FIRST, **values: bool | int) -> Asked:
    fields = {"sign": 1, "is_slip": False, "is_paid": False, **values}
    return Asked(
        id=UUID(int=1), pbs_number="01234560", debtor_group="00001", match_key=customer, due_on=pays_on,
        pays_on=pays_on, refusal_on=refusal_day(pays_on=pays_on, calendar=COMPUTED),
        final_on=final_day(pays_on=pays_on, calendar=COMPUTED), amount_minor=amount, **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def decided(each: Asked, today: date) -> Answer | None:
    return rules.decide(asked=each, today=today, limit_minor=rules.LACK_OF_FUNDS_ABOVE, calendar=COMPUTED)


def drawn(low: int, high: int, **values: int | date | bool) -> Asked:
    """A customer whose collection draws a number from `low` up to below `high`."""
    for number in range(200_000):
        each = asked(str(number), **values)  # type: ignore[arg-type]
        if low <= rules.draw(asked=each) < high:
            return each
    raise AssertionError("no such number was drawn")


def test_the_number_of_a_collection_is_written_down() -> None:
    """The reference of the seed: whoever computes it elsewhere gets the same."""
    assert rules.draw(asked=asked("1017")) == 6850


def test_refused_by_the_debtor_before_the_debit() -> None:
    each = drawn(0, rules.REFUSED_BELOW)
    assert decided(each, FIRST - timedelta(days=1)) is None
    assert decided(each, FIRST) == Answer(id=each.id, verdict=Verdict.REFUSED, on=FIRST)


def test_lack_of_funds_is_refused_above_the_limit_only() -> None:
    """U23: up to 1,000 kr. the bank pays; the limit is the adapter's."""
    limit = rules.LACK_OF_FUNDS_ABOVE
    small = drawn(rules.REFUSED_BELOW, rules.NO_FUNDS_BELOW, amount=limit)
    large = drawn(rules.REFUSED_BELOW, rules.NO_FUNDS_BELOW, amount=limit + 1)
    verdicts = {each.amount_minor: answer.verdict for each in (small, large) if (answer := decided(each, FIRST))}
    assert verdicts == {limit: Verdict.PAID, limit + 1: Verdict.REFUSED}
    (answer,) = BuiltinClearing(limit_minor=limit + 1).decide(asked=[large], today=FIRST)
    assert answer.verdict is Verdict.PAID


def test_refused_within_the_refusal_period_is_charged_back() -> None:
    """15: until the 7th of the month, or the banking day after it; here 8 February 2027."""
    each = drawn(rules.NO_FUNDS_BELOW, rules.CHARGED_BACK_BELOW)
    answer = decided(each, FIRST)
    assert answer and answer.verdict is Verdict.PAID
    paid = asked(each.match_key, is_paid=True)
    days = [day for number in range(12) if (back := decided(paid, day := FIRST + timedelta(days=number))) and back]
    assert days and FIRST < days[0] <= date(2027, 2, 8)
    back = decided(paid, date(2027, 12, 31))
    assert back == Answer(id=each.id, verdict=Verdict.CHARGED_BACK, on=days[0])


def test_after_the_refusal_day_the_debtor_refuses_before() -> None:
    each = drawn(rules.NO_FUNDS_BELOW, rules.CHARGED_BACK_BELOW, pays_on=date(2027, 2, 15))
    answer = decided(each, date(2027, 2, 15))
    assert answer and answer.verdict is Verdict.REFUSED


def test_a_bank_takes_back_within_two_banking_days() -> None:
    """15, U23: over the limit only. Friday 26 February: until Tuesday 2 March."""
    friday = date(2027, 2, 26)
    each = drawn(rules.CHARGED_BACK_BELOW, rules.REVERSED_BELOW, amount=200_000, pays_on=friday)
    back = decided(asked(each.match_key, amount=200_000, pays_on=friday, is_paid=True), date(2027, 3, 31))
    assert back and back.on in {date(2027, 3, 1), date(2027, 3, 2)}
    small = drawn(rules.CHARGED_BACK_BELOW, rules.REVERSED_BELOW, pays_on=friday)
    assert decided(asked(small.match_key, pays_on=friday, is_paid=True), date(2027, 3, 31)) is None


def test_slips_are_paid_or_not_and_disbursements_are_paid() -> None:
    unpaid = drawn(0, rules.UNPAID_SLIP_BELOW, is_slip=True)
    answer = decided(unpaid, FIRST)
    assert answer and answer.verdict is Verdict.UNPAID
    out = decided(asked(unpaid.match_key, sign=2), FIRST)
    assert out and out.verdict is Verdict.PAID


def test_the_shares_are_those_of_the_table() -> None:
    many = [asked(str(number), amount=200_000) for number in range(20_000)]
    verdicts = Counter(answer.verdict for each in many if (answer := decided(each, FIRST)))
    assert 350 < verdicts[Verdict.REFUSED] < 650
    assert verdicts[Verdict.PAID] + verdicts[Verdict.REFUSED] == 20_000


@settings(max_examples=60, deadline=None)
@given(
    customer=st.text("0123456789ABCÆØÅ", min_size=1, max_size=15),
    amount=st.integers(1, 10**13 - 1),
    day=st.dates(date(2026, 1, 1), date(2040, 12, 31)),
    is_slip=st.booleans(),
    sign=st.sampled_from([1, 2]),
)
def test_whatever_is_asked_is_answered_once_and_within_its_days(
    customer: str, amount: int, day: date, is_slip: bool, sign: int
) -> None:
    """The same question gets the same answer; nothing is taken back after the last day for it."""
    pays_on = COMPUTED.following(day)
    each = asked(customer, amount=amount, pays_on=pays_on, is_slip=is_slip, sign=sign)
    answer = decided(each, pays_on)
    assert answer is not None and answer.on == pays_on and answer == decided(each, pays_on + timedelta(days=400))
    assert decided(each, pays_on - timedelta(days=1)) is None
    paid = asked(customer, amount=amount, pays_on=pays_on, is_slip=is_slip, sign=sign, is_paid=True)
    back = decided(paid, each.final_on)
    assert back == decided(paid, each.final_on + timedelta(days=400))
    if back is not None:
        assert answer.verdict is Verdict.PAID
        assert pays_on < back.on <= each.final_on and COMPUTED.is_banking_day(back.on)
