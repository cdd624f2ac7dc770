"""What a reminder may cost: DUN-1 to DUN-5, DUN-9, INT-5 and COL-2, each with an allowed and a forbidden case."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.invoicing.rules.fees import SentLetter, capped_fee, fee_of_letter, fees_left, kinds_of_claim
from selvbetjening.domain.invoicing.rules.letters import (
    Manner,
    Standing,
    first_reminder_on,
    next_letter,
    reminder_deadline,
    rolled,
)

MANNER = Manner(
    on=True, days=(7, 17, 27), fee_minor=100_00, grace_days=5, roll="none", demand=True, limitation_months=36
)
DUE = date(2026, 3, 1)
OWED = Standing(due_on=DUE, left_minor=250_00)


def march(day: int) -> date:
    return date(2026, 3, day)


def fees(*days: int, disputed_from: int = 99) -> list[int]:
    """The fees of letters sent on these days of March, 100 kr. wanted for each."""
    sent: list[SentLetter] = []
    for day in days:
        fee = fee_of_letter(wanted_minor=100_00, on=march(day), earlier=sent, disputed=day >= disputed_from)
        sent.append(SentLetter(march(day), fee.minor))
    return [letter.fee_minor for letter in sent]


def test_another_cap_counts_from_its_own_day_dun_1(monkeypatch: pytest.MonkeyPatch) -> None:
    """DUN-1: the amount may be changed by date; the day itself has the new one."""
    caps = ((date.min, 100_00), (march(1), 120_00))
    monkeypatch.setattr("selvbetjening.domain.invoicing.rules.fees.FEE_CAPS", caps)
    assert capped_fee(wanted_minor=150_00, on=date(2026, 2, 28)) == 100_00
    assert capped_fee(wanted_minor=150_00, on=march(1)) == 120_00


def test_the_decision_table_of_danish_law_section_6() -> None:
    """DUN-1, DUN-2, DUN-3, DUN-4, word for word: due 1 Mar, reminders on 8, 18, 28 Mar with fee = allowed; 8, 15 Mar
    with fee = second must be free; dispute opened 10 Mar = no fee on 18 and 28; a fourth letter = free only."""
    assert fees(8, 18, 28) == [100_00, 100_00, 100_00]
    assert fees(8, 15) == [100_00, 0]
    assert fees(8, 18, 28, disputed_from=10) == [100_00, 0, 0]
    assert fees(8, 18, 28, 30) == [100_00, 100_00, 100_00, 0]
    assert fees(1, 11, 21, 31) == [100_00, 100_00, 100_00, 0]  # far enough apart and yet a fourth


def test_a_letter_costs_at_most_100_kr_dun_1() -> None:
    """DUN-1: allowed at 100 kr., brought down above it, never below nothing."""
    assert capped_fee(wanted_minor=100_00, on=DUE) == 100_00
    assert capped_fee(wanted_minor=100_01, on=DUE) == 100_00
    assert capped_fee(wanted_minor=-1, on=DUE) == 0
    assert fee_of_letter(wanted_minor=150_00, on=DUE, earlier=[], disputed=False).reasons == ("DUN-1",)


def test_the_rules_that_made_a_letter_free_are_named() -> None:
    """DUN-2, DUN-3, DUN-4: the reasons stand with the fee; a broken plan gives no new fee (DUN-2)."""
    first = SentLetter(march(8), 100_00)
    assert fee_of_letter(wanted_minor=1, on=march(17), earlier=[first], disputed=True).reasons == ("DUN-3", "DUN-4")
    assert fee_of_letter(wanted_minor=1, on=march(18), earlier=[], disputed=False, plan_broken=True).reasons == (
        "DUN-2",
    )
    free = SentLetter(march(8), 0)
    assert fee_of_letter(wanted_minor=1, on=march(9), earlier=[free], disputed=False).minor == 1  # DUN-3: free is free


def test_the_edges_of_the_caps_dun_2_dun_4() -> None:
    """DUN-4: a dispute leaves the first letter its fee. DUN-2: a fee of one øre is a fee as well."""
    assert fees(8, 18, disputed_from=8) == [100_00, 0]
    assert fees_left(earlier=[SentLetter(march(day), minor) for day, minor in ((1, 1), (11, 1), (21, 0))]) == 1


def test_a_consumer_owes_no_other_late_fee_dun_9() -> None:
    """DUN-9: fees, interest and one collection fee; compensation is for the trade alone."""
    assert kinds_of_claim(party="consumer") == {"fee", "interest", "collection"}
    assert "compensation" in kinds_of_claim(party="business")
    assert "compensation" in kinds_of_claim(party="public")


def test_nothing_before_the_day_after_the_due_date_dun_5() -> None:
    """DUN-5: grace counts from the due date; a grace of nothing still leaves the due date itself in peace."""
    assert first_reminder_on(due_on=DUE, grace_days=5, roll="none") == march(6)
    assert first_reminder_on(due_on=DUE, grace_days=0, roll="none") == march(2)
    eager = replace(MANNER, days=(0, 10, 20), grace_days=5)
    assert next_letter(standing=OWED, manner=eager, today=march(5)).reason == "not_yet"
    assert next_letter(standing=OWED, manner=eager, today=march(6)).sends


def test_a_due_date_without_banking_moves_int_5() -> None:
    """INT-5: Saturday, holiday, the turn of the year, a leap day; `none` leaves the date where it stands."""
    moved = {
        date(2026, 3, 7): date(2026, 3, 9),  # a Saturday
        date(2026, 4, 2): date(2026, 4, 7),  # Maundy Thursday: Easter
        date(2026, 5, 14): date(2026, 5, 18),  # Ascension Day, and the closed Friday after it
        date(2026, 12, 31): date(2027, 1, 4),
        date(2028, 2, 29): date(2028, 2, 29),  # a Tuesday
        date(2026, 3, 29): date(2026, 3, 30),  # the Sunday on which summer time begins
    }
    assert {day: rolled(due_on=day, roll="following") for day in moved} == moved
    assert all(rolled(due_on=day, roll="none") == day for day in moved)
    saturday = replace(OWED, due_on=date(2026, 3, 7))
    following = replace(MANNER, roll="following", days=(5, 15))
    assert next_letter(standing=saturday, manner=following, today=date(2026, 3, 13)).reason == "not_yet"
    assert next_letter(standing=saturday, manner=following, today=date(2026, 3, 14)).sends


def test_what_stops_a_letter_cm_06() -> None:
    """DUN-4, DUN-5, COL-2, CM-06: nothing after payment, dispute, deferral, a kept plan, hand-over or limitation."""
    stopped = {
        "paid": replace(OWED, left_minor=0),
        "disputed": replace(OWED, disputed_minor=250_00),
        "deferred": replace(OWED, deferred=True),
        "plan": replace(OWED, plan_kept=True),
        "handed_over": replace(OWED, handed_over=True),
        "method": replace(OWED, reminded_method=False),
        "all_sent": replace(OWED, earlier=[SentLetter(march(day), 0) for day in (8, 18, 28)]),
    }
    late = date(2026, 5, 1)
    assert {reason: next_letter(standing=each, manner=MANNER, today=late).reason for reason, each in stopped.items()} \
        == {reason: reason for reason in stopped}  # fmt: skip
    assert next_letter(standing=OWED, manner=MANNER, today=date(2029, 2, 28)).sends
    assert next_letter(standing=OWED, manner=MANNER, today=date(2029, 3, 1)).reason == "lapsed"
    assert next_letter(standing=OWED, manner=replace(MANNER, on=False), today=late).reason == "off"
    partly = replace(OWED, disputed_minor=249_00, earlier=[SentLetter(march(8), 100_00)])
    assert next_letter(standing=partly, manner=MANNER, today=late).fee.minor == 0  # the rest is asked for, free


def test_dunning_resumes_where_it_stopped_cm_06() -> None:
    """CM-06: after a refused dispute the next letter is the second, after the new due date and the grace."""
    resumed = replace(OWED, earlier=[SentLetter(march(8), 100_00)], not_before=date(2026, 4, 20))
    assert next_letter(standing=resumed, manner=MANNER, today=date(2026, 4, 24)).on == date(2026, 4, 25)
    verdict = next_letter(standing=resumed, manner=MANNER, today=date(2026, 4, 25))
    assert (verdict.number, verdict.fee.minor, verdict.is_demand) == (2, 100_00, False)


def test_a_late_letter_keeps_the_spacing_and_the_last_is_the_demand() -> None:
    """DUN-3: when the first letter goes out late, the second does, too."""
    late = replace(OWED, earlier=[SentLetter(march(20), 100_00)])
    assert next_letter(standing=late, manner=MANNER, today=march(29)).on == march(30)
    last = replace(OWED, earlier=[SentLetter(march(8), 0), SentLetter(march(18), 0)])
    assert next_letter(standing=last, manner=MANNER, today=march(28)).is_demand


@settings(max_examples=150, deadline=None)
@given(
    days=st.lists(st.integers(0, 60), min_size=1, max_size=8, unique=True).map(sorted),
    wanted=st.integers(-100, 1_000_00),
    grace=st.integers(0, 30),
    disputed=st.lists(st.booleans(), min_size=121, max_size=121),
    due=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
)
def test_no_manner_of_the_company_breaks_the_law(
    days: list[int], wanted: int, grace: int, disputed: list[bool], due: date
) -> None:
    """DUN-1, DUN-2, DUN-3, DUN-4: whatever was set, at most three fees, ten days apart, 100 kr. each, over 120 days."""
    manner = replace(MANNER, days=tuple(days), fee_minor=wanted, grace_days=grace, roll="following")
    sent: list[SentLetter] = []
    for offset in range(121):
        today = due + timedelta(days=offset)
        some = 1 if disputed[offset] else 0
        standing = replace(OWED, due_on=due, earlier=list(sent), disputed_minor=some)
        verdict = next_letter(standing=standing, manner=manner, today=today)
        if verdict.sends:
            assert today > due
            assert verdict.fee.minor == 0 or not (sent and some)
            sent.append(SentLetter(today, verdict.fee.minor))
    bearing = [letter for letter in sent if letter.fee_minor]
    assert len(bearing) <= 3
    assert all(0 < letter.fee_minor <= 100_00 for letter in bearing)
    assert all((b.sent_on - a.sent_on).days >= 10 for a, b in pairwise(bearing))


def test_a_reminder_names_a_last_day_that_is_over_before_the_next_letter() -> None:
    """COL-1 asks ten days of the demand alone; a reminder's last day is the day before the next one at the latest."""
    days = (7, 17, 27)
    for number in (1, 2):
        deadline = reminder_deadline(sent_on=date(2026, 3, 8), number=number, days=days, wanted_days=10)
        assert deadline == date(2026, 3, 17)
    assert reminder_deadline(sent_on=date(2026, 3, 8), number=3, days=days, wanted_days=10) == date(2026, 3, 18)
    assert reminder_deadline(sent_on=date(2026, 3, 8), number=1, days=(7, 8), wanted_days=10) == date(2026, 3, 8)
