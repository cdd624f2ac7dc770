"""One live attempt at a time: double clicks, second visitors, breaking off, a gateway that is silent (PY-04)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.billing.actions.charge import NO_PAGE, look_at
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import card_gateway, portal
from tests.story.paying.shop import Shop, begin, pay_form, reference_in
from tests.story.portal.world import NOW, text_of


def test_pressed_twice_is_one_attempt_and_the_same_page_py_04(ours: Shop) -> None:
    """PY-04, G3: the second press of the same browser leads to the same page; the gateway was asked for one."""
    client = ours.stranger()
    page = client.get(ours.link)
    first, second = (client.post(ours.link, pay_form(page)) for _ in range(2))
    assert reference_in(first) == reference_in(second)
    assert len(ours.attempts()) == len(ours.pages()) == 1


def test_two_visitors_at_once_are_one_attempt_py_04(ours: Shop) -> None:
    """PY-04, G3: of two who press at the same moment one goes on; the other one sees that it is being paid."""
    clients = [ours.stranger(), ours.stranger()]
    forms = [pay_form(client.get(ours.link)) for client in clients]
    link = ours.link

    def press(number: int) -> Any:
        try:
            return clients[number].post(link, forms[number])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        led = sorted(answer.headers["Location"] for answer in pool.map(press, range(2)))
    assert led[0] == f"{link}status/" and led[1].startswith("https://stripe.example/page/")
    assert len(ours.attempts()) == 1


def test_one_browser_twice_at_once_is_one_order_py_04(ours: Shop) -> None:
    """PY-04, G6: a double click that arrives at the same moment is the same order under the same reference."""
    client, link = ours.stranger(), ours.link
    form = pay_form(client.get(link))
    cookies = client.cookies

    def press(_number: int) -> Any:
        twin = portal.PortalClient(client.host, headers={"accept-language": "da"})
        twin.cookies = cookies
        try:
            return twin.post(link, form)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        references = {reference_in(answer) for answer in pool.map(press, range(2))}
    assert len(references) == len(ours.attempts()) == 1 and ours.attempts()[0].state == "open"


def test_a_second_visitor_waits_or_breaks_it_off_py_04(ours: Shop) -> None:
    """PY-04: "Betaling i gang" and a status page, without the first one's page; then "Afbryd og betal her"."""
    first = begin(ours.stranger(), ours.link)
    other = ours.stranger()
    led = other.get(ours.link)
    assert led.headers["Location"] == f"{ours.link}status/"
    status = other.get(led.headers["Location"])
    assert "Betaling i gang" in text_of(status) and "Afbryd og betal her" in text_of(status)
    assert first.headers["Location"] not in status.content.decode()
    assert other.post(f"{ours.link}afbryd/").headers["Location"] == ours.link
    assert [attempt.state for attempt in ours.attempts()] == ["expired"]
    assert reference_in(begin(other, ours.link)) != reference_in(first)


def test_what_was_paid_meanwhile_is_not_broken_off_py_04(ours: Shop) -> None:
    """PY-04, G4: breaking off reads the truth first; what is paid is paid, and nobody pays it twice."""
    answer = begin(ours.stranger(), ours.link)
    ours.book.pay(reference_in(answer))
    other = ours.stranger()
    assert "er betalt" in text_of(other.post(f"{ours.link}afbryd/", follow=True))
    assert ours.payments() == [25_000]


def test_leaving_the_page_is_no_end_py_04(ours: Shop) -> None:
    """PY-04: back from the gateway without having paid: go on there, or begin anew with another attempt."""
    client = ours.stranger()
    address = begin(client, ours.link).headers["Location"]
    back = client.get(f"{ours.link}status/?afbrudt=1")
    assert "Du gik ud af betalingen" in text_of(back) and f'href="{address}"' in back.content.decode()
    client.post(f"{ours.link}afbryd/")
    assert begin(client, ours.link).headers["Location"] != address


def test_the_amount_is_read_at_the_press_py_03(ours: Shop) -> None:
    """PY-03: a part was paid between page and press: the new amount is shown, and nothing begins until it is seen."""
    client = ours.stranger()
    form = pay_form(client.get(ours.link))
    record_manual_payment(
        ours.id, invoice=ours.invoice.id, amount=Money(10_000, "DKK"), paid_on=NOW.date(), reference="bank 1",
        actor=SYSTEM, at=NOW,
    )  # fmt: skip
    shown = client.post(ours.link, form)
    assert "Noget er ændret" in text_of(shown) and "Betal 150,00 kr." in text_of(shown)
    assert ours.attempts() == []
    client.post(ours.link, pay_form(shown))
    assert [order.amount.minor for order in ours.pages()] == [15_000]


@pytest.mark.parametrize("shown", ["1 DKK", "25000 EUR", "", "x" * 40])
def test_an_amount_of_one_s_own_is_never_taken_py_03(ours: Shop, shown: str) -> None:
    """PY-03, SEC-25: the form's amount says only what was seen; what is paid is read from the book."""
    client = ours.stranger()
    assert client.post(ours.link, pay_form(client.get(ours.link), shown=shown)).status_code == 200
    assert ours.attempts() == []


def test_no_answer_is_the_same_order_again_g6(ours: Shop) -> None:
    """G6: "try again" after a lost answer sends the same reference, and leads to the page that was made for it."""
    ours.book.script("start_payment", card_gateway.Answer(raises=card_gateway.UNREACHED.raises, made=True))
    client = ours.stranger()
    trouble = begin(client, ours.link)
    assert trouble.status_code == 200 and "Betalingen kunne ikke begyndes" in text_of(trouble)
    assert [attempt.state for attempt in ours.attempts()] == ["unknown"]
    answer = client.post(ours.link, pay_form(trouble))
    assert [attempt.reference for attempt in ours.attempts()] == [reference_in(answer)]
    assert ours.attempts()[0].state == "open"


def test_a_page_that_never_came_is_given_up_g6(ours: Shop, present: Callable[[datetime], None]) -> None:
    """G6, PY-04: nobody was sent anywhere, so another visitor need not wait for days."""
    ours.book.script("start_payment", card_gateway.UNREACHED)
    begin(ours.stranger(), ours.link)
    other = ours.stranger()
    assert "Afbryd og betal her" not in text_of(other.get(f"{ours.link}status/"))
    present(NOW + timedelta(minutes=3))
    assert "Afbryd og betal her" in text_of(other.get(f"{ours.link}status/"))
    look_at(ours.id, attempt=ours.attempts()[0].id, at=NOW + NO_PAGE)
    assert ours.attempts()[0].state == "expired"


def test_our_own_fault_is_told_to_the_company_not_to_the_payer(ours: Shop) -> None:
    """PY-08: keys that the gateway does not take: contact data instead of an error; the invoice is free again."""
    ours.book.script("start_payment", card_gateway.UNAUTHORISED)
    answer = begin(ours.stranger(), ours.link)
    assert answer.status_code == 200 and "hej@nordlys.example" in text_of(answer)
    assert [attempt.state for attempt in ours.attempts()] == ["failed"]
    assert begin(ours.stranger(), ours.link).status_code == 302


def test_the_gateway_is_asked_outside_every_transaction_g2(ours: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """G2, SEC-09: the attempt is committed before the gateway hears of it, and nothing is open meanwhile."""
    seen: list[tuple[bool, int]] = []
    real = card_gateway.FakeGateway.start_payment

    def watched(self: card_gateway.FakeGateway, order: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            seen.append((connections["default"].in_atomic_block, pool.submit(lambda: len(ours.attempts())).result()))
        return real(self, order)

    monkeypatch.setattr(card_gateway.FakeGateway, "start_payment", watched)
    begin(ours.visitor(), ours.own)
    assert seen == [(False, 1)]


def test_a_post_without_its_token_is_refused_sec_136(ours: Shop) -> None:
    """SEC-136: a page that opens its own transactions is guarded by the form token as every other one."""
    client = portal.PortalClient(ours.stranger().host, enforce_csrf_checks=True)
    form = pay_form(client.get(ours.link))
    assert client.post(ours.link, form).status_code == 403
    assert ours.attempts() == []
