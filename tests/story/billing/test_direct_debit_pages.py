"""What payer and company see of Betalingsservice, and what they can do about it (PY-04, PY-08, PY-11, CD-06)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from tests import business, card_gateway, directdebit, external, make, portal
from tests.debits import ISSUED, Debits, debits, links
from tests.story.billing.deal import Deal, deal, noon
from tests.story.directdebit import test_answers as answers
from tests.story.directdebit.test_settling import Told
from tests.story.paying.shop import pay_form
from tests.story.portal.world import text_of

pytestmark = pytest.mark.usefixtures("database")
BEFORE, AFTER = noon(ISSUED), datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def still(settings: Any) -> Iterator[None]:
    card_gateway.install(settings)
    clock.set_source(lambda: BEFORE)
    settings.CLEARING = "tests.story.directdebit.test_settling.Told"
    Told.verdicts, Told.back, Told.asked, Told.broken = {}, {}, [], False
    yield
    clock.reset()


@pytest.fixture
def mine() -> Debits:
    found = debits()
    card_gateway.connect(found.deal.owner)
    return found


def payer(of: Debits, *, language: str = "da") -> portal.PortalClient:
    return portal.client(of.deal.owner, make.recipient(of.deal.account), language=language)


def test_invoice_and_overview_say_the_day_and_the_amount(mine: Debits) -> None:
    """The issue's words: "Trækkes via Betalingsservice den 1. december 2026" with the amount."""
    invoice, client = mine.issued(), payer(mine)
    page = text_of(client.get(f"/fakturaer/{invoice.id}/"))
    assert "Trækkes via Betalingsservice den 1. december 2026" in page
    assert "250,00 kr. trækkes via Betalingsservice den 1. december 2026." in page
    assert "trækkes via Betalingsservice den 1. december 2026" in text_of(client.get("/"))
    listed = text_of(client.get("/fakturaer/"))
    assert "Betalingsservice 1. december 2026" in listed and "Betal nu" not in listed
    english = text_of(payer(mine, language="en").get(f"/fakturaer/{invoice.id}/"))
    assert "is taken through Betalingsservice on 1 December 2026" in english


def test_paying_by_card_takes_it_back_and_says_so_first(mine: Debits) -> None:
    """PY-11: the page says what is under way; the press takes the collection back."""
    invoice, client = mine.issued(), payer(mine)
    page = client.get(f"/fakturaer/{invoice.id}/betal/")
    assert "Betaler du med kort nu, trækkes den ikke" in text_of(page)
    assert client.post(f"/fakturaer/{invoice.id}/betal/", pay_form(page)).status_code == 302
    assert mine.states(invoice.id) == ["withdrawn", "waiting"]
    assert "En betaling med kort er begyndt" in text_of(client.get(f"/fakturaer/{invoice.id}/"))


def test_after_the_deadline_pay_now_is_closed_with_the_reason(mine: Debits) -> None:
    """PY-08: said plainly, and never an error; a form from before pays nothing."""
    invoice, client = mine.issued(), payer(mine)
    form = pay_form(client.get(f"/fakturaer/{invoice.id}/betal/"))
    clock.set_source(lambda: AFTER)
    client = payer(mine)  # logged in again, two weeks later
    for answer in (client.get(f"/fakturaer/{invoice.id}/betal/"), client.post(f"/fakturaer/{invoice.id}/betal/", form)):
        assert answer.status_code == 200
        assert "så den kan ikke også betales med kort" in text_of(answer)
    page = client.get(f"/fakturaer/{invoice.id}/").content.decode()
    assert f"/fakturaer/{invoice.id}/betal/" not in page
    assert mine.states(invoice.id) == ["asked"]


def test_a_late_one_says_why(mine: Debits) -> None:
    invoice = mine.issued(ISSUED, date(2026, 11, 10))
    page = text_of(payer(mine).get(f"/fakturaer/{invoice.id}/"))
    assert "Trækkes via Betalingsservice den 1. december 2026" in page and "for sent" in page


def test_a_failed_one_says_what_to_do(mine: Debits) -> None:
    invoice = mine.issued()
    Told.back = {mine.mandate.match_key: date(2026, 12, 4)}
    mine.days(date(2026, 11, 24), date(2026, 12, 4))
    clock.set_source(lambda: noon(date(2026, 12, 4)))
    page = text_of(payer(mine).get(f"/fakturaer/{invoice.id}/"))
    assert "Ikke betalt via Betalingsservice" in page and "taget tilbage" in page
    assert f"{'1. december 2026'}, Betalingsservice" in page


def test_signing_up_shows_the_three_numbers_sb_05() -> None:
    """SB-05, CD-06: shown where cards are, when the company has an agreement and allows it; gone when it does not."""
    ours = deal(code="S-ABCD2345")
    agreed = directdebit.agreement(ours.organization, at=BEFORE)
    client = portal.client(ours.owner, make.recipient(ours.account))
    for path in ("/kort/", "/betalingsservice/"):
        page = text_of(client.get(path))
        assert agreed.pbs_number in page and "00001" in page and "SABCD2345" in page
    with within(ours.organization):
        acts = [act for act in ours.owner.allowed_acts if act != "enrol_betalingsservice"]
        Organization.objects.filter(id=ours.owner.id).update(allowed_acts=acts)
    assert "PBS-nummer" not in text_of(client.get("/kort/"))
    assert client.get("/betalingsservice/").status_code == 404


def test_without_an_agreement_nothing_is_shown() -> None:
    ours = deal()
    client = portal.client(ours.owner, make.recipient(ours.account))
    assert "PBS-nummer" not in text_of(client.get("/kort/"))
    assert "Du kan ikke tilmelde dig her" in text_of(client.get("/betalingsservice/"))


def test_the_company_sees_state_and_says_whose_a_mandate_is(mine: Debits) -> None:
    """17.1: 2: listed with the way out; a number of nobody's is not taken."""
    invoice = mine.issued()
    lost = directdebit.mandate(mine.agreement, "4711", at=BEFORE)
    twin = make.account(mine.deal.owner, code="K-4712")
    client = business.as_manager(mine.deal.owner)
    account = text_of(client.get(client.path("sb_account", mine.deal.account.id)))
    assert mine.mandate.mandate_number in account and "Sendt til Betalingsservice" in account
    assert "Betalingsservice, 1. december 2026" in text_of(
        client.get(client.path("sb_payment", mine.deal.account.id, invoice.id))
    )
    page = text_of(client.get(client.path("sb_debits")))
    assert "4711" in page and "Ingen konto har dette nummer." in page and "1. december 2026" in page
    wrong = client.post(client.path("sb_debits"), {"mandate": str(lost.id), "code": "findes-ikke"})
    assert "Skriv kontoens nummer" in text_of(wrong) and len(links(mine)) == 1
    assert client.post(client.path("sb_debits"), {"mandate": str(lost.id), "code": "K-4712"}).status_code == 302
    assert {link.account_id for link in links(mine)} == {mine.deal.account.id, twin.id}


def test_the_company_deals_with_answers_that_belong_to_nothing() -> None:
    """17.1 (12): listed with the amount and why, once, until somebody says so; a neighbour's press does nothing."""
    ours = deal()
    company, agreed = external.external(ours.organization)
    data = answers.answer(agreed, "0602", "0211", answers.payment(agreed, "4711", amount=5000, paid=5000))
    answers.given(company, data)
    client = business.as_manager(ours.owner)
    shown = text_of(client.get(client.path("sb_debits")))
    assert "4711" in shown and "50,00 kr." in shown and "Betalt via Betalingsservice" in shown
    with within(company):
        (only,) = queries.unmatched(company)
    assert _others(deal(), {"answer": str(only.id)}) == 302
    assert "4711" in text_of(client.get(client.path("sb_debits")))
    assert client.post(client.path("sb_debits"), {"answer": "nonsense"}).status_code == 404
    assert client.post(client.path("sb_debits"), {"answer": str(only.id)}).status_code == 302
    assert "4711" not in text_of(client.get(client.path("sb_debits")))


def test_a_mandate_that_ended_and_is_not_here_is_listed_too() -> None:
    """17.1 (2): else its customer would be debited on. One that began is listed as a mandate without an account."""
    ours = deal()
    company, agreed = external.external(ours.organization)
    answers.given(company, answers.answer(agreed, "0603", "0212", answers.told(agreed, "4712", "0232", ends=ISSUED)))
    answers.given(company, answers.answer(agreed, "0603", "0212", answers.told(agreed, "4713", "0231")))
    client = business.as_manager(ours.owner)
    shown = text_of(client.get(client.path("sb_debits")))
    assert "Betalingsaftalen er ophørt gennem banken" in shown
    assert "Ingen aktiv betalingsaftale her har dette nummer." in shown
    with within(company):
        (only,) = queries.to_deal_with(company)
    assert (only.customer_number, "4712" in shown, "4713" in shown) == ("4712", True, True)
    assert client.post(client.path("sb_debits"), {"answer": str(only.id)}).status_code == 302
    shown = text_of(client.get(client.path("sb_debits")))
    assert ("4712" in shown, "4713" in shown) == (False, True)


def _others(neighbour: Deal, form: dict[str, str]) -> int:
    client = business.as_manager(neighbour.owner)
    return int(client.post(client.path("sb_debits"), form).status_code)


def test_a_neighbours_mandate_is_not_there_sec_19(mine: Debits) -> None:
    """SEC-19: another company's mandate answers as one that there is none of."""
    other = deal()
    client = business.as_manager(other.owner)
    form = {"mandate": str(mine.mandate.id), "code": other.account.code}
    assert client.post(client.path("sb_debits"), form).status_code == 404
    assert [link.account_id for link in links(mine)] == [mine.deal.account.id]
