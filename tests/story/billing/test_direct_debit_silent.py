"""Nobody answers about an invoice: it is named, told once, and a person says what becomes of it (17.2: 7, PY-11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from selvbetjening.domain.access.models import Notice
from selvbetjening.domain.billing.actions.ask_debit import CannotAsk
from selvbetjening.domain.billing.actions.collect_again import collect_again
from selvbetjening.domain.billing.actions.debit_day import debit_day
from selvbetjening.domain.billing.actions.give_up_debit import give_up_debit
from selvbetjening.domain.billing.actions.link_mandates import link_mandates
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import Mandate
from selvbetjening.domain.payments.models import Payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import business, card_gateway, make, portal
from tests import directdebit as dd
from tests.debits import DUE, Debits
from tests.hostile.at_once import at_once
from tests.story.billing.deal import deal, noon
from tests.story.business.steps import hidden
from tests.story.directdebit.test_answers import answer, payment, told
from tests.story.portal.world import text_of

pytestmark = pytest.mark.usefixtures("database")
#: 1 December can be taken back until the 7th, and a week later the last answers have come.
STILL, SILENT = noon(date(2026, 12, 14)), noon(date(2026, 12, 15))


@pytest.fixture(autouse=True)
def still(settings: Any) -> Iterator[None]:
    card_gateway.install(settings)
    clock.set_source(lambda: SILENT)
    yield
    clock.reset()


@pytest.fixture
def mine() -> Debits:
    """A customer of a company whose Betalingsservice is outside."""
    ours, at = deal(code="K-1017"), noon(date(2026, 9, 1))
    make.recipient(ours.account)
    agreed = dd.agreement(ours.organization, at=at, role="external", data_supplier=dd.pbs_number())
    given(ours.organization, answer(agreed, "0603", "0212", told(agreed, "K1017", "0231")), at)
    link_mandates(ours.organization, at=at)
    with within(ours.organization):
        mandate = Mandate.objects.get(organization_id=ours.organization)
    return Debits(ours, agreed, mandate)


def given(organization: Any, data: bytes, at: Any) -> None:
    read_answers(organization, delivery=uuid4(), source=data, actor=SYSTEM, at=at)


def silent_day(of: Debits, at: Any) -> list[str]:
    debit_day(of.organization, at=at)
    of.react(at)
    with within(of.organization):
        found = Notice.objects.filter(organization_id=of.organization, kind="debits")
        return list(found.values_list("code", flat=True))


def test_it_is_told_once_and_everybody_sees_the_truth(mine: Debits) -> None:
    """17.2: 7: not before the last answers have come; the customer is not told that it is taken any more."""
    invoice = mine.issued()
    manager = business.as_manager(mine.deal.owner)
    assert silent_day(mine, STILL) == []
    assert silent_day(mine, SILENT) == silent_day(mine, SILENT + timedelta(days=1)) == ["debits:silent"]
    listed = text_of(manager.get(manager.path("sb_debits")))
    assert "Ingen har svaret" in listed and "Kunden betaler" in listed and "Opkræv igen" in listed
    client = portal.client(mine.deal.owner, make.recipient(mine.deal.account))
    page = text_of(client.get(f"/fakturaer/{invoice.id}/"))
    assert "har ikke fortalt os, om det skete" in page and "Du behøver ikke gøre noget." not in page


def test_collected_again_by_a_person(mine: Debits) -> None:
    """PY-11: what was asked for is given up, and asked for anew on a day that is possible; once."""
    invoice = mine.issued()
    silent_day(mine, SILENT)
    again = collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=SILENT)
    assert mine.states(invoice.id) == ["unanswered", "asked"] and again.pays_on > DUE
    with pytest.raises(CannotAsk, match="under_way"):
        collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=SILENT)
    mine.react(SILENT)
    assert mine.mails("debit_failed") == [] and len(mine.mails("debit_asked")) == 1
    assert sorted(each.state for each in mine.collections()) == ["cancelled", "received"]


def test_the_customer_pays_and_late_money_is_booked_all_the_same(mine: Debits) -> None:
    """17.2: 7, 17.1: 13: shown first; she hears what to do; an answer that comes after all is believed."""
    invoice = mine.issued()
    write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=noon(date(2026, 11, 3)))
    silent_day(mine, SILENT)
    manager = business.as_manager(mine.deal.owner)
    address = manager.path("sb_debit_give_up", mine.deal.account.id, invoice.id)
    shown = manager.post(address, {})
    assert mine.states(invoice.id) == ["asked"] and "1. december 2026" in text_of(shown)
    assert manager.post(address, hidden(shown)).status_code == 302
    assert mine.states(invoice.id) == ["unanswered"]
    mine.react(SILENT)
    (mail,) = mine.mails("debit_failed")
    assert "Se først i din bank" in mail.text
    client = portal.client(mine.deal.owner, make.recipient(mine.deal.account))
    assert "Se først i din bank" in text_of(client.get(f"/fakturaer/{invoice.id}/"))
    (row,) = mine.collections()
    paid = payment(
        mine.agreement, "K1017", due_on=DUE, amount=row.amount_minor, paid=row.amount_minor, paid_on=DUE,
        booked_on=DUE, reference=row.reference,
    )  # fmt: skip
    given(mine.organization, answer(mine.agreement, "0602", "0211", paid), SILENT)
    mine.react(SILENT)
    assert mine.states(invoice.id) == ["paid"]
    assert mine.invoice(invoice.id).outstanding.minor == 0


def test_what_is_answered_is_not_given_up(mine: Debits) -> None:
    """PY-11: neither before its time, nor once somebody has answered."""
    invoice = mine.issued()
    with pytest.raises(CannotAsk, match="answered"):
        give_up_debit(mine.organization, invoice=invoice.id, actor=SYSTEM, at=STILL)
    assert mine.states(invoice.id) == ["asked"]


def test_asked_again_and_paid_twice_after_all_nothing_is_lost(mine: Debits) -> None:
    """17.2: 7, 12: both tries have one reference; each answer is its own try's, and what is too much is the payer's."""
    invoice = mine.issued()
    write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=noon(date(2026, 11, 3)))
    silent_day(mine, SILENT)
    again = collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=SILENT)
    write_collections(mine.organization, agreement=mine.agreement.id, all_that_waits=True, at=SILENT)
    first, second = sorted(mine.collections(), key=lambda row: row.due_on)
    assert first.reference == second.reference and first.due_on == DUE and second.due_on == again.pays_on

    def paid(due_on: date) -> bytes:
        line = payment(
            mine.agreement, "K1017", due_on=due_on, amount=first.amount_minor, paid=first.amount_minor, paid_on=due_on,
            booked_on=due_on, reference=first.reference,
        )  # fmt: skip
        return answer(mine.agreement, "0602", "0211", line)

    given(mine.organization, paid(DUE), SILENT)
    mine.react(SILENT)
    assert mine.states(invoice.id) == ["paid", "asked"]
    assert mine.invoice(invoice.id).outstanding.minor == 0
    later = noon(again.pays_on)
    debit_day(mine.organization, at=SILENT)
    given(mine.organization, paid(again.pays_on), later)
    debit_day(mine.organization, at=later)
    with within(mine.organization):
        booked = [row.amount_minor for row in Payment.objects.filter(organization_id=mine.organization)]
    assert booked == [first.amount_minor] * 2
    assert mine.states(invoice.id) == ["paid", "paid"]


def test_two_who_ask_again_and_give_up_at_once_do_one_thing(mine: Debits) -> None:
    """PY-11: with threads; never two collections of one invoice, and never one that was given up and one that was
    not."""
    invoice = mine.issued()
    silent_day(mine, SILENT)
    told = at_once([
        lambda: collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=SILENT),
        lambda: collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=SILENT),
        lambda: give_up_debit(mine.organization, invoice=invoice.id, actor=SYSTEM, at=SILENT),
    ])  # fmt: skip
    refused = [each for each in told if isinstance(each, CannotAsk)]
    live = [state for state in mine.states(invoice.id) if state == "asked"]
    assert (
        len(live) == 1 and len(refused) >= 1 and not [x for x in told if isinstance(x, Exception) and x not in refused]
    )
    assert sorted(each.state for each in mine.collections()) == ["cancelled", "received"]
