"""A mandate is being ended, and several things happen at that moment (9.1, 15, CD-06)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.enrol_account import NotEnrolled, enrol_account
from selvbetjening.domain.billing.actions.unenrol_account import end_for_account, undo_enrolment
from selvbetjening.domain.billing.models import MandateLink
from selvbetjening.domain.directdebit.actions.order_mandates import answered_orders
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections, write_mandates
from selvbetjening.domain.directdebit.models import Collection, MandateOrder
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import card_gateway
from tests.debits import ISSUED, Debits
from tests.external import lines_of
from tests.hostile.at_once import at_once
from tests.story.billing.deal import noon
from tests.story.billing.test_direct_debit_silent import given, mine
from tests.story.directdebit.test_answers import answer, told
from tests.story.directdebit.test_signing_up import NOW as LATER
from tests.story.directdebit.test_signing_up import NUMBERS, ours

pytestmark = pytest.mark.usefixtures("database")
_ = mine
NOW = noon(ISSUED)


@pytest.fixture(autouse=True)
def still(settings: Any) -> Iterator[None]:
    card_gateway.install(settings)
    clock.set_source(lambda: NOW)
    yield
    clock.reset()


def end(of: Debits, at: Any = NOW) -> bool:
    return end_for_account(
        of.organization, account=of.deal.account.id, mandate=of.mandate.id, actor=SYSTEM, at=at
    )  # fmt: skip


def test_nothing_more_is_asked_for_by_a_mandate_that_is_being_ended(mine: Debits) -> None:
    """9.1: the customer was told that she pays her invoices herself; a new one is not collected beside that."""
    assert end(mine)
    invoice = mine.issued()
    assert mine.states(invoice.id) == ["stopped"] and mine.collections() == []


def test_what_waits_to_be_handed_in_is_taken_back_with_it(mine: Debits) -> None:
    """9.1, U18: while no file carries it it is just not written."""
    invoice = mine.issued()
    assert mine.states(invoice.id) == ["asked"]
    assert end(mine)
    debit_day(mine.organization, at=NOW + timedelta(hours=1))
    assert mine.states(invoice.id) == ["withdrawn"]
    late = noon(date(2026, 11, 20))
    write_mandates(mine.organization, agreement=mine.agreement.id, at=late)
    assert write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=late) is None


def test_where_ending_is_refused_it_is_debited_by_again(mine: Debits) -> None:
    """9.2: the mandate lives, and so do the collections by it; nor does an old order end a new mandate."""
    assert end(mine)
    write_mandates(mine.organization, agreement=mine.agreement.id, at=NOW)
    with within(mine.organization):
        assert answered_orders(
            mine.organization, agreement=mine.agreement.id, keys=["K1017"], verb="end", code="230999", at=NOW
        )  # fmt: skip
    invoice = mine.issued()
    assert mine.states(invoice.id) == ["asked"]


def test_ended_many_times_at_once_it_is_one_order(mine: Debits) -> None:
    """9.1: with threads; one 0257 goes out."""
    done = at_once([lambda: end(mine)] * 4)
    assert sorted(map(bool, done)) == [False, False, False, True] and not any(isinstance(x, Exception) for x in done)
    made = write_mandates(mine.organization, agreement=mine.agreement.id, at=NOW)
    assert made is not None
    assert sum("0257" in line[13:17] for line in lines_of(mine.organization, made.id) if line[2:5] == "042") == 1
    given(mine.organization, answer(mine.agreement, "0603", "0212", told(mine.agreement, "K1017", "0233")), NOW)
    debit_day(mine.organization, at=NOW)
    with within(mine.organization):
        assert not MandateLink.objects.filter(organization_id=mine.organization, ended_at=None).exists()


def test_ended_while_the_0601_is_written(mine: Debits) -> None:
    """U18: with threads; what no file carries is cancelled, what one carries is in it, and nothing goes out twice."""
    invoice, late = mine.issued(), noon(date(2026, 11, 20))
    told = at_once([
        lambda: write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=late),
        lambda: (end(mine, late), debit_day(mine.organization, at=late)),
        lambda: write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=late),
    ])  # fmt: skip
    assert not [each for each in told if isinstance(each, Exception)]
    with within(mine.organization):
        (row,) = Collection.objects.filter(organization_id=mine.organization, invoice_id=invoice.id)
    files_made = [each for each in (told[0], told[2]) if each is not None]
    assert len(files_made) <= 1
    assert (row.output_id is None) is (files_made == [])
    assert row.output_id is not None or row.state == "cancelled"
    assert mine.states(invoice.id) in (["withdrawn"], ["asked"])


def wanted(organization: Any, account: Any, agreement: Any) -> str:
    try:
        enrol_account(
            organization, account=account, agreement=agreement.id, details=BankDetails(**NUMBERS), agreed_at=LATER,
            consent="written", actor=SYSTEM, at=LATER,
        )  # fmt: skip
    except NotEnrolled as refused:
        return refused.reason
    return "asked"


def test_ordered_many_times_at_once_it_is_one_order() -> None:
    """9.1: with threads; the company on two pages, and the file of an import."""
    of, agreement = ours()
    done = at_once([lambda: wanted(of.organization, of.account.id, agreement)] * 4)
    assert sorted(done) == ["asked", "under_way", "under_way", "under_way"]


def test_taken_back_while_the_0605_is_written() -> None:
    """9.1: with threads; it is either undone and in no file, or in the file and not undone."""
    for _round in range(5):
        of, agreement = ours()
        assert wanted(of.organization, of.account.id, agreement) == "asked"
        undone, made = at_once([
            partial(undo_enrolment, of.organization, account=of.account.id, actor=SYSTEM, at=LATER),
            partial(write_mandates, of.organization, agreement=agreement.id, at=LATER),
        ])  # fmt: skip
        with within(of.organization):
            order = MandateOrder.objects.get(organization_id=of.organization)
        assert (order.state, order.output_id is None) == (("undone", True) if undone else ("written", False))
        assert (made is None) is bool(undone)
        assert bytes(order.sealed) == b"" if undone else bytes(order.sealed) != b""
