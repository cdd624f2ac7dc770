"""What Betalingsservice did not collect is asked for once more, by the company (PY-11, SEC-19, SEC-35)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from selvbetjening.domain.billing.actions.ask_debit import CannotAsk
from selvbetjening.domain.billing.actions.collect_again import collect_again
from selvbetjening.domain.directdebit.actions.mandates import end_mandate
from selvbetjening.domain.directdebit.ports import Verdict
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions import record_manual_payment
from selvbetjening.domain.payments.models import Payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import business, make
from tests.debits import DUE, Debits, debits
from tests.story.billing.deal import deal, noon
from tests.story.billing.test_direct_debit_once import at_once
from tests.story.directdebit.test_settling import Told
from tests.story.portal.world import text_of

pytestmark = pytest.mark.usefixtures("database")
#: Two days after it failed; December's deadline has passed, and January's is 18 December.
LATER = datetime(2026, 12, 3, 9, tzinfo=UTC)
NEXT = date(2027, 1, 4)
SEAL = re.compile(r'name="confirmed" value="([^"]+)"')


@pytest.fixture(autouse=True)
def still(settings: Any) -> Iterator[None]:
    settings.CLEARING = "tests.story.directdebit.test_settling.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {}, {}, [], False
    clock.set_source(lambda: LATER)
    yield
    clock.reset()


def refused(**account: Any) -> tuple[Debits, Invoice]:
    """An invoice that the bank refused on its day, and the mail to its payer."""
    mine = debits(**account)
    make.recipient(mine.deal.account)
    invoice = mine.issued()
    Told.verdicts = {mine.mandate.match_key: (Verdict.REFUSED, DUE)}
    mine.days(date(2026, 11, 24), DUE)
    assert mine.states(invoice.id) == ["rejected"]
    Told.verdicts = {}
    return mine, invoice


def press(client: business.BusinessClient, of: Debits, invoice: Invoice, **form: str) -> Any:
    return client.post(client.path("sb_debit_again", of.deal.account.id, invoice.id), form)


def test_the_company_collects_again_and_the_money_comes() -> None:
    """Day and amount before anything is sent; the payer is told by mail; it is paid on its new day."""
    mine, invoice = refused()
    client = business.as_manager(mine.deal.owner)
    listed = client.get(client.path("sb_debits"))
    assert "Opkræv igen" in text_of(listed)
    shown = press(client, mine, invoice)
    page = text_of(shown)
    assert "4. januar 2027" in page and "250,00 kr." in page and "Der er ikke sendt noget" in page
    assert mine.states(invoice.id) == ["rejected"] and not mine.mails("debit_asked")
    (seal,) = SEAL.findall(shown.content.decode())
    assert press(client, mine, invoice, confirmed=seal).status_code == 302
    mine.react(LATER)
    (row,) = [row for row in mine.tries(invoice.id) if row.state == "asked"]
    assert (row.pays_on, row.amount_minor, row.is_late) == (NEXT, 25000, False)
    (told,) = mine.mails("debit_asked")
    assert "4. januar 2027" in told.text and "en gang til" in told.text and "for sent" not in told.text
    assert invoice.number and "Opkræv igen" not in text_of(client.get(client.path("sb_debits")))
    assert "Betalingsservice, 4. januar 2027" in text_of(
        client.get(client.path("sb_payment", mine.deal.account.id, invoice.id))
    )
    mine.days(date(2026, 12, 17), NEXT)
    assert mine.states(invoice.id) == ["rejected", "paid"]
    assert mine.invoice(invoice.id).outstanding.is_zero


def test_the_same_form_twice_or_two_at_once_asks_once() -> None:
    """SEC-35: the key is spent with the act; a colleague's own press finds the first."""
    mine, invoice = refused()
    client = business.as_manager(mine.deal.owner)
    (seal,) = SEAL.findall(press(client, mine, invoice).content.decode())
    answers = at_once(*[lambda: press(client, mine, invoice, confirmed=seal)] * 3)
    assert [each.status_code for each in answers] == [302] * 3
    assert mine.states(invoice.id) == ["rejected", "asked"]
    late = press(business.as_manager(mine.deal.owner), mine, invoice)
    assert late.status_code == 302 and mine.states(invoice.id) == ["rejected", "asked"]
    ours, other = refused()
    ask = lambda: collect_again(ours.organization, invoice=other.id, actor=SYSTEM, at=LATER)  # noqa: E731
    both = at_once(ask, ask, ask)
    assert sorted(each.reason for each in both if isinstance(each, CannotAsk)) == ["under_way"] * 2
    assert ours.states(other.id) == ["rejected", "asked"]


def test_what_cannot_be_collected_again_says_why() -> None:
    """Paid meanwhile, mandate ended, never failed: nothing is asked for, and the button is not there."""
    mine, invoice = refused()
    client = business.as_manager(mine.deal.owner)
    (seal,) = SEAL.findall(press(client, mine, invoice).content.decode())
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=Money(25000, "DKK"), paid_on=DUE, reference="x", actor=SYSTEM,
        at=LATER,
    )  # fmt: skip
    assert press(client, mine, invoice, confirmed=seal).status_code == 302
    page = text_of(client.get(client.path("sb_debits")))
    assert "betalt eller krediteret" in page and "Opkræv igen" not in page
    ours, other = refused()
    end_mandate(ours.organization, mandate=ours.mandate.id, by="bank", actor=SYSTEM, at=LATER)
    ours.react(LATER)
    client = business.as_manager(ours.deal.owner)
    assert "Opkræv igen" not in text_of(client.get(client.path("sb_debits")))
    press(client, ours, other)
    assert "ingen aktiv" in text_of(client.get(client.path("sb_debits")))
    fine = debits()
    with pytest.raises(CannotAsk, match="under_way"):
        collect_again(fine.organization, invoice=fine.issued().id, actor=SYSTEM, at=noon(date(2026, 11, 3)))
    by_hand = debits(collection_method="payment_card")
    with pytest.raises(CannotAsk, match="not_failed"):
        collect_again(by_hand.organization, invoice=by_hand.issued().id, actor=SYSTEM, at=noon(date(2026, 11, 3)))
    assert ours.states(other.id) == ["rejected"] and mine.states(invoice.id) == ["rejected"]


def test_a_payment_before_the_deadline_takes_the_second_try_back() -> None:
    """14.2: as the first try; and one that fails again is told again, to payer and company, and can be asked again."""
    mine, invoice = refused()
    collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=LATER)
    Told.verdicts = {mine.mandate.match_key: (Verdict.REFUSED, NEXT)}
    mine.days(date(2026, 12, 17), NEXT)
    assert mine.states(invoice.id) == ["rejected", "rejected"] and len(mine.mails("debit_failed")) == 2
    again = collect_again(mine.organization, invoice=invoice.id, actor=SYSTEM, at=noon(date(2027, 1, 5)))
    assert again.pays_on == date(2027, 2, 1)
    record_manual_payment(
        mine.organization, invoice=invoice.id, amount=Money(25000, "DKK"), paid_on=date(2027, 1, 6), reference="y",
        actor=SYSTEM, at=noon(date(2027, 1, 6)),
    )  # fmt: skip
    mine.react(noon(date(2027, 1, 6)))
    assert mine.states(invoice.id) == ["rejected", "rejected", "withdrawn"]
    with within(mine.organization):
        assert Payment.objects.filter(organization_id=mine.organization).count() == 1


def test_a_neighbours_invoice_is_not_there_sec_19() -> None:
    """SEC-19: another company's invoice answers as one that there is none of, with and without a seal."""
    mine, invoice = refused()
    client = business.as_manager(mine.deal.owner)
    (seal,) = SEAL.findall(press(client, mine, invoice).content.decode())
    stranger = business.as_manager(deal().owner)
    assert press(stranger, mine, invoice).status_code == 404
    assert press(stranger, mine, invoice, confirmed=seal).status_code == 404
    assert mine.states(invoice.id) == ["rejected"]
