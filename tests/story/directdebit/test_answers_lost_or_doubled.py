"""Answers that were believed though nothing came, or lost though something did: each is booked, or listed (17.1)."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.directdebit.actions.agreements import end_agreement
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd
from tests import external
from tests.story.directdebit.test_answers import answer, counts, given, payment, slip
from tests.story.directdebit.test_answers_that_do_not_fit import listed, told

pytestmark = pytest.mark.usefixtures("database")


def test_a_disbursement_is_no_payment() -> None:
    """4, 7.2: sign 2 is money that went to the debtor; it pays nothing of ours."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "1033")])
    data = answer(mine, "0602", "0211", payment(mine, "1017", sign="2"), payment(mine, "1033", sign="0"))
    given(company, data)
    assert dd.states(company) == {"1017": "received", "1033": "received"}
    assert len(listed(company)) == 2


def test_a_payment_of_nothing_keeps_no_money_away() -> None:
    """7.1: 0236 fills the amount; one of 0 øre completes nothing, and the real one after it is booked."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    given(company, answer(mine, "0602", "0211", payment(mine, "1017", amount=0, paid=0)))
    assert dd.states(company) == {"1017": "received"}
    given(company, answer(mine, "0602", "0211", payment(mine, "1017")))
    (only,) = dd.standing(company)
    assert told(company, only.id) == [("0236", 14950)]


def test_paid_again_after_it_was_charged_back() -> None:
    """17.1 (11): what came a second time, on another day, is booked or listed, never dropped as told before."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    later = date(2027, 2, 15)
    given(company, answer(mine, "0602", "0211", payment(mine, "1017")))
    given(company, answer(mine, "0602", "0211", payment(mine, "1017", "0239")))
    again = given(company, answer(mine, "0602", "0211", payment(mine, "1017", paid_on=later, booked_on=later)))
    assert counts(again) == (0, 0, 0, 1)
    assert len(listed(company)) == 1


def test_paid_by_slip_after_it_was_paid_automatically() -> None:
    """The same money in two ways: the second is listed, since an invoice takes one."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950, reference="F1001")])
    given(company, answer(mine, "0602", "0211", payment(mine, "1017", reference="F1001")))
    given(company, answer(mine, "0602", "0215", slip(mine, "1017", "F1001")))
    (only,) = dd.standing(company)
    assert told(company, only.id) == [("0236", 14950)]
    assert len(listed(company)) == 1


def test_money_under_an_agreement_that_was_opened_anew() -> None:
    """An agreement is ended and another opened with the same number: what was asked for before is still answered."""
    company, mine = external.external()
    (asked,) = external.ask(mine, external.wish())
    assert write_collections(company, agreement=mine.id, all_that_waits=True, at=dd.AT) is not None
    end_agreement(company, agreement=mine.id, ends_on=dd.AT.date(), actor=SYSTEM, at=dd.AT)
    anew = dd.agreement(company, role="external", pbs_number=mine.pbs_number, data_supplier=mine.data_supplier)
    given(
        company, answer(mine, "0602", "0211", payment(anew, "1017", reference="F1017")), at=dd.AT + timedelta(days=12)
    )
    assert told(company, asked) == [("0236", 14950)]


def test_money_under_an_agreement_that_is_ours_now() -> None:
    """The number moved from the bank to us: charge-backs of what the bank collected are still booked."""
    company, mine = external.external()
    (asked,) = external.ask(mine, external.wish())
    assert write_collections(company, agreement=mine.id, all_that_waits=True, at=dd.AT) is not None
    end_agreement(company, agreement=mine.id, ends_on=dd.AT.date(), actor=SYSTEM, at=dd.AT)
    dd.agreement(company, role="operator", pbs_number=mine.pbs_number, data_supplier=mine.data_supplier)
    given(company, answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017")))
    assert told(company, asked) == [("0236", 14950)]


def test_another_debtor_group_is_another_agreement() -> None:
    """2: a group is locked to its number; a line of another group is about nothing of this one."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    mine.debtor_group = "00002"
    given(company, answer(mine, "0602", "0211", payment(mine, "1017")))
    assert dd.states(company) == {"1017": "received"}
    assert len(listed(company)) == 1


def test_refused_after_it_was_told_as_paid() -> None:
    """7.1: 0236 came days before its day, then 0237: both cannot be, so a person looks; the same again is the same."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "1033")])
    given(company, answer(mine, "0602", "0211", payment(mine, "1017"), payment(mine, "1033", "0237")))
    refused = answer(mine, "0602", "0211", payment(mine, "1017", "0237"), payment(mine, "1033", "0237"))
    assert counts(given(company, refused)) == (0, 1, 0, 1)
    assert len(listed(company)) == 1
    assert counts(given(company, refused)) == (0, 1, 0, 1)
    assert len(listed(company)) == 1


def test_a_payment_that_cannot_be_read_is_looked_at() -> None:
    """17.2: a line with a fault of its own books nothing, and a person sees that money came; once, however often."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "1033")])
    data = answer(mine, "0602", "0211", payment(mine, "1017"), payment(mine, "1033"), payment(mine, "1033"))
    wrong = data.replace(b"1033123456789010227", b"1033123456789310227")
    assert wrong != data
    assert given(company, wrong).unreadable == 2
    assert dd.states(company) == {"1017": "completed", "1033": "received"}
    assert listed(company) == [("unknown", "#4", 14950), ("unknown", "#5", 14950)]
    given(company, wrong)
    assert len(listed(company)) == 2
