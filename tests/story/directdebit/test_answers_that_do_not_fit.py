"""Money of another amount, in parts, twice, or of what was asked for again: it finds its collection, or a person."""

from uuid import UUID

import pytest

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.handle_answer import handle_answer
from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests import external
from tests.story.directdebit.test_answers import answer, counts, given, payment, slip

pytestmark = pytest.mark.usefixtures("database")


def told(company: OrganizationId, collection: UUID) -> list[tuple[str, int]]:
    with within(company):
        found = queries.told_of_collection(company, collection=collection)
        return [(each.code, each.amount_minor) for each in found]


def listed(company: OrganizationId) -> list[tuple[str, str, int]]:
    with within(company):
        return [(each.reason, each.reference, each.amount_minor) for each in queries.unmatched(company)]


def test_another_amount_than_was_collected_is_looked_at() -> None:
    """7.1: what is paid automatically is what was collected; 1,000,000 kr. for 149,50 kr. is believed of nobody."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "1033", "1041")])
    data = answer(
        mine, "0602", "0211", payment(mine, "1017", paid=100_000_000), payment(mine, "1033", amount=5000, paid=5000),
        payment(mine, "1041", "0239", paid=1),
    )  # fmt: skip
    assert counts(given(company, data)) == (0, 0, 3, 0)
    assert set(dd.states(company).values()) == {"received"}
    assert listed(company) == [("unknown", "", 100_000_000), ("unknown", "", 5000), ("unknown", "", 1)]


def test_another_system_s_collection_of_the_day_is_not_ours() -> None:
    """U15: several a day; what came without a reference is not about one that has one."""
    company = dd.company()
    mine = dd.agreement(company, role="external", several_a_day=True)
    dd.register(company, [dd.line(mine, "1017", 14950, reference="F1017")])
    data = answer(mine, "0602", "0211", payment(mine, "1017"), payment(mine, "1017", "0237", reference="F1017"))
    assert counts(given(company, data)) == (1, 0, 1, 0)
    assert dd.states(company) == {"1017": "rejected"}


def test_a_slip_that_is_paid_in_parts_or_twice_loses_no_part() -> None:
    """7.3: field 18 may differ from field 13. Each further part is listed once; the same line again is the same."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950, reference="F1001")])
    parts = [
        slip(mine, "1017", "F1001", paid=paid, archive_reference=bank)
        for paid, bank in ((5000, "A1"), (5000, "A2"), (5000, "A3"), (4950, "A4"))
    ]
    data = answer(mine, "0602", "0215", *parts)
    assert counts(given(company, data)) == (1, 0, 0, 3)
    (only,) = dd.standing(company)
    found = [("ambiguous", "F1001 A2", 5000), ("ambiguous", "F1001 A3", 5000), ("ambiguous", "F1001 A4", 4950)]
    assert (told(company, only.id), listed(company)) == ([("0297", 5000)], found)
    assert given(company, data).applied == 0
    assert given(company, answer(mine, "0602", "0215", parts[0])).repeated == 1
    assert (told(company, only.id), listed(company)) == ([("0297", 5000)], found)


def test_two_slips_that_agree_in_all_but_the_banks_number_are_two() -> None:
    """7.3: field 15 is the bank's own number of a payment. In another delivery it is the same money only with it."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950, reference="F1001")])
    first, second, unnamed = (
        slip(mine, "1017", "F1001", paid=5000, archive_reference=bank) for bank in ("A1", "A2", "")
    )
    assert given(company, answer(mine, "0602", "0215", first)).applied == 1
    assert given(company, answer(mine, "0602", "0215", first)).repeated == 1
    assert counts(given(company, answer(mine, "0602", "0215", second))) == (0, 0, 0, 1)
    assert listed(company) == [("ambiguous", "F1001 A2", 5000)]
    given(company, answer(mine, "0602", "0215", second))
    assert listed(company) == [("ambiguous", "F1001 A2", 5000)]
    assert given(company, answer(mine, "0602", "0215", unnamed)).repeated == 1, "without a number it may be the first"
    with within(company):
        assert [each.archive_reference for each in queries.unmatched(company)] == ["A2"]


def test_slips_of_nobody_are_listed_one_by_one() -> None:
    """17.1 (12): two payments of one number, day and amount are two; the first one dealt with hides no other."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    first, second = (slip(mine, "4711", "", paid=5000, archive_reference=bank) for bank in ("A1", "A2"))
    given(company, answer(mine, "0602", "0215", first))
    with within(company):
        (only,) = queries.unmatched(company)
    assert handle_answer(company, answer=only.id, actor=SYSTEM, at=dd.AT)
    data = answer(mine, "0602", "0215", first, second)
    assert counts(given(company, data)) == (0, 0, 2, 0)
    assert listed(company) == [("unknown", "A2", 5000)]


def test_money_of_an_amount_that_was_asked_for_again_finds_it() -> None:
    """17.1 (12): withdrawn before any file carried it, asked for again with the same day, amount and number."""
    company, mine = external.external()
    (first,) = external.ask(mine, external.wish())
    withdraw_collections(company, collections=[first], at=dd.AT)
    (second,) = external.ask(mine, external.wish())
    made = write_collections(company, agreement=mine.id, all_that_waits=True, at=dd.AT)
    assert made is not None
    assert made.rows == 1
    found = given(company, answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")))
    assert counts(found) == (1, 0, 0, 0)
    assert (told(company, first), told(company, second)) == ([], [("0236", 14950)])
