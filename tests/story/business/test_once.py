"""One form that books money books it once: a double click, the browser's second try, the same yes from another tab."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.invoicing.models import CreditNote, DraftLine
from selvbetjening.domain.payments.models import CardRefund, Payment, RefundTask
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.business import once
from tests import card_gateway
from tests.business import BusinessClient, as_manager
from tests.story.cards_money.till import line as bought
from tests.story.cards_money.till import till
from tests.story.invoicing.books import Books, books, line

pytestmark = pytest.mark.usefixtures("database")
DONE = "Nothing was booked twice"


def refund_form(client: BusinessClient, page: str) -> dict[str, str]:
    key = client.get(page).context["key"]
    return {"act": "refund", "currency": "DKK", "due_on": clock.today().isoformat(), "amount": "50,00", "key": key}


@pytest.mark.parametrize(
    "form", [{"amount": "50,00", "way": "reverse"}, {"amount": "50,00", "way": "credit", "reason": "Fejl"}]
)
def test_one_confirmed_card_refund_sent_twice_gives_back_once_sec_35(form: dict[str, str], settings: Any) -> None:
    """SEC-35: a double click on "Give it back" (or the browser's own second try) is one refund."""
    card_gateway.install(settings)
    mine = till()
    client = as_manager(mine.owner, language="en")
    payment = mine.payment(mine.paid(mine.issue([bought(20_000)])))
    page = client.path("sb_give_back", mine.account.id, payment.id)
    yes = form | {"confirmed": client.post(page, form).context["seal"]}
    answers = [client.post(page, yes) for _ in range(2)]
    assert [row.amount_minor for row in mine.rows(CardRefund)] == [5_000]
    assert [answer.headers.get("Location") for answer in answers] == [client.path("sb_entries", mine.account.id)] * 2
    assert DONE in client.get(answers[1].headers["Location"]).content.decode()


def credited(mine: Books, client: BusinessClient) -> tuple[str, dict[str, str]]:
    """A credit note of 50.00 on a paid invoice, shown and not yet confirmed."""
    invoice = mine.issue([line(20000)])
    mine.pay(invoice, 25000)
    page, form = client.path("sb_credit", mine.account.id, invoice.id), {"reason": "Fejl", "line_1": "50,00"}
    return page, form | {"confirmed": client.post(page, form).context["seal"]}


def test_one_confirmed_credit_note_sent_twice_is_one_credit_note_sec_35() -> None:
    """SEC-35: of an invoice that is paid, what is shown is the same the second time; the key of the form is spent."""
    mine = books()
    client = as_manager(mine.owner, language="en")
    page, yes = credited(mine, client)
    for _ in range(2):
        assert client.post(page, yes).status_code == 302
    with within(mine.organization):
        assert list(CreditNote.objects.values_list("net_minor", flat=True)) == [5000]
    again = client.post(page, yes | {"confirmed": ""})
    assert again.context["seal"] != yes["confirmed"], "meant a second time: shown anew, under a key of its own"
    assert client.post(page, yes | {"confirmed": again.context["seal"]}).status_code == 302
    with within(mine.organization):
        assert list(CreditNote.objects.values_list("net_minor", flat=True)) == [5000, 5000]


@pytest.mark.parametrize("changed", ["", "x", ".", "é."])
def test_a_yes_without_a_key_of_this_page_books_nothing_sec_35(changed: str) -> None:
    """SEC-35: the digest of what is shown can be computed by anybody; without the key it is shown again."""
    mine = books()
    client = as_manager(mine.owner, language="en")
    page, yes = credited(mine, client)
    elsewhere, other = credited(mine, client)
    digest = yes["confirmed"].partition(".")[2]
    for confirmed in (f"{changed}{digest}", other["confirmed"]):
        assert "Nothing is booked yet" in client.post(page, yes | {"confirmed": confirmed}).content.decode()
    assert elsewhere != page
    with within(mine.organization):
        assert not CreditNote.objects.exists()


def test_a_yes_of_yesterday_is_shown_anew_sec_35(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-35: spent keys are forgotten after a day, so an older key books nothing."""
    mine = books()
    client = as_manager(mine.owner, language="en")
    page, yes = credited(mine, client)
    monkeypatch.setattr(once, "FORM_LIVES", timedelta(0))
    assert "Nothing is booked yet" in client.post(page, yes).content.decode()
    with within(mine.organization):
        assert not CreditNote.objects.exists()


def test_one_payment_confirmed_twice_is_one_payment_sec_35() -> None:
    """SEC-35: the answer of the second sending is "done already", not that the reference is in use."""
    mine = books()
    client = as_manager(mine.owner, language="en")
    invoice = mine.issue([line(20000)])
    page = client.path("sb_payment", mine.account.id, invoice.id)
    form = {"amount": "250,00", "paid_on": clock.today().isoformat(), "reference": "bank-1"}
    yes = form | {"confirmed": client.post(page, form).context["seal"]}
    assert [client.post(page, yes).status_code for _ in range(2)] == [302, 302]
    with within(mine.organization):
        assert list(Payment.objects.values_list("amount_minor", flat=True)) == [25000]


def test_one_form_of_a_refund_to_pay_sent_twice_is_one_refund_sec_35() -> None:
    """SEC-35: nothing is shown first, so the page's own key is what the second sending finds spent."""
    mine = books()
    client = as_manager(mine.owner, language="en")
    mine.pay(mine.issue(), 40000)
    page = client.path("sb_money", mine.account.id)
    form = refund_form(client, page)
    assert [client.post(page, form).status_code for _ in range(2)] == [302, 302]
    assert DONE in client.get(page).content.decode()
    without = client.post(page, {name: value for name, value in form.items() if name != "key"})
    assert "stood open for too long" in without.content.decode()
    with within(mine.organization):
        assert list(RefundTask.objects.values_list("amount_minor", flat=True)) == [5000]


def test_one_line_to_be_billed_sent_twice_is_one_line_sec_35() -> None:
    mine = books()
    client = as_manager(mine.owner, language="en")
    page = client.path("sb_money", mine.account.id)
    form = {"act": "add", "text": "Kursus", "quantity": "2", "unit_price": "80,00", "currency": "DKK"}
    form |= {"vat_category": "S", "key": client.get(page).context["key"]}
    assert [client.post(page, form).status_code for _ in range(2)] == [302, 302]
    with within(mine.organization):
        assert DraftLine.objects.count() == 1


def test_a_key_is_not_spent_by_what_was_refused() -> None:
    mine = books()
    client = as_manager(mine.owner, language="en")
    mine.pay(mine.issue(), 40000)
    page = client.path("sb_money", mine.account.id)
    form = refund_form(client, page)
    assert "Less than that stands" in client.post(page, form | {"amount": "5000,00"}).content.decode()
    assert client.post(page, form).status_code == 302
    with within(mine.organization):
        assert RefundTask.objects.count() == 1


def test_one_form_sent_twice_at_once_is_one_refund_sec_35() -> None:
    """SEC-35: the second one waits for the first one's key, and finds it spent."""
    mine = books()
    client = as_manager(mine.owner, language="en")
    mine.pay(mine.issue(), 40000)
    page = client.path("sb_money", mine.account.id)
    form, start, answers = refund_form(client, page), Barrier(2), []

    def send() -> None:
        mine_too = BusinessClient(here=mine.owner, language="en")
        mine_too.cookies.update(client.cookies)
        start.wait(10)
        answers.append(mine_too.post(page, form).status_code)
        connections.close_all()

    both = [Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    assert answers == [302, 302]
    with within(mine.organization):
        assert list(RefundTask.objects.values_list("amount_minor", flat=True)) == [5000]


@pytest.mark.parametrize("act", ["refunded", "drop"])
def test_a_neighbours_refund_is_not_there_sec_19(act: str) -> None:
    """SEC-19, SEC-66: another company's (or no) id in the field answers 404."""
    mine, theirs = books(), books()
    theirs.pay(theirs.issue(), 40000)
    other, client = as_manager(theirs.owner), as_manager(mine.owner)
    page = other.path("sb_money", theirs.account.id)
    assert other.post(page, refund_form(other, page)).status_code == 302
    with within(theirs.organization):
        task = RefundTask.objects.get()
    assert client.post(client.path("sb_dues"), {act: str(task.id), "reference": "bank"}).status_code == 404
