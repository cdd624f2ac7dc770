"""The page one comes back to: it reads our own row, says how it stands, and books nothing (PY-05)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests import make, portal
from tests.card_book import NO_FUNDS
from tests.story.paying.shop import Shop, begin, reference_in, status_of
from tests.story.portal.world import NOW, text_of


def test_coming_back_books_nothing_py_05(ours: Shop) -> None:
    """PY-05, G1: paid at the gateway, told by nobody: the page waits, however often it is asked; no order leaves us."""
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link)))
    asked = len(ours.book.orders)
    for _ in range(3):
        page = client.get(f"{ours.link}status/?tilbage=1")
        assert "Vi venter på svar fra betalingsselskabet" in text_of(page)
    assert (ours.payments(), len(ours.book.orders)) == ([], asked)
    ours.told()
    assert "Tak, det er betalt" in text_of(client.get(f"{ours.link}status/?tilbage=1"))


def test_who_just_paid_is_not_led_to_pay_again(ours: Shop) -> None:
    """While the answer is awaited the page waits; the way back is a link for who did not get to pay, not its button."""
    client = ours.stranger()
    begin(client, ours.link)
    page = client.get(f"{ours.link}status/?tilbage=1")
    words = text_of(page)
    assert "Hvis du ikke nåede at betale: Gå tilbage til betalingssiden" in words
    assert "Fortsæt til betalingssiden" not in words


def test_it_asks_again_with_and_without_a_script_py_05(ours: Shop) -> None:
    """PY-05: a refresh for browsers without scripts, HTMX for the rest; nothing new is not read out again."""
    client = ours.stranger()
    answer = begin(client, ours.link)
    page = client.get(f"{ours.link}status/?tilbage=1").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert f'hx-get="{ours.link}status/?tilbage=1&amp;set=waiting"' in page
    polled = f"{ours.link}status/?tilbage=1&set=waiting"
    assert client.get(polled, headers={"HX-Request": "true"}).status_code == 204
    ours.book.pay(reference_in(answer))
    ours.told()
    done = client.get(polled, headers={"HX-Request": "true"})
    assert done.status_code == 200 and "hx-get" not in done.content.decode() and "refresh" not in done.content.decode()


def test_a_refusal_says_what_to_do_py_05(ours: Shop) -> None:
    """PY-05, gateways.md 2.4: why, what helps, and the way on; the invoice is free for the next try."""
    client = ours.stranger()
    answer = begin(client, ours.link)
    ours.book.fail(reference_in(answer), failure=NO_FUNDS)
    ours.told()
    page = client.get(f"{ours.link}status/")
    words = text_of(page)
    assert "Betalingen gik ikke igennem" in words and "ikke penge nok" in words and "Der er ikke trukket noget" in words
    assert f'href="{ours.link}"' in page.content.decode()
    assert begin(client, ours.link).status_code == 302


def test_it_says_when_it_takes_too_long_py_05(ours: Shop, present: Callable[[datetime], None]) -> None:
    """PY-05: minutes without an answer: nobody need pay again, and the page asks less often."""
    client = ours.stranger()
    begin(client, ours.link)
    present(NOW + timedelta(minutes=6))
    page = client.get(f"{ours.link}status/?tilbage=1")
    assert "længere tid end normalt" in text_of(page) and 'content="30"' in page.content.decode()


def test_others_learn_nothing_of_the_card(ours: Shop) -> None:
    """PY-01: whoever has the link sees that it is paid; card and subscriptions are the payer's."""
    client = ours.stranger()
    ours.book.pay(reference_in(begin(client, ours.link, save="on")))
    ours.told()
    words = text_of(ours.stranger().get(f"{ours.link}status/"))
    assert "Tak, det er betalt" in words and "4242" not in words and "Basishold" not in words


def test_no_attempt_no_status(ours: Shop) -> None:
    """The status of nothing is the page itself."""
    assert ours.stranger().get(f"{ours.link}status/").headers["Location"] == ours.link
    assert ours.stranger().post(f"{ours.link}afbryd/").headers["Location"] == ours.link


def test_the_attempt_of_another_account_is_unknown_sec_19(ours: Shop) -> None:
    """SEC-19: a neighbour at the same company sees, breaks off and undoes nothing."""
    begin(ours.visitor(), ours.own)
    attempt = ours.attempts()[0].id
    neighbour = portal.client(ours.world.organization, make.recipient(make.account(ours.world.organization)))
    status = status_of(ours, attempt)
    assert ours.visitor().get(status).status_code == 200
    assert neighbour.get(status).status_code == 404
    assert neighbour.post(f"{status}afbryd/").status_code == neighbour.post(f"{status}fortryd-kort/").status_code == 404
    assert ours.attempts()[0].state == "open"


def test_a_portal_that_closed_meanwhile_still_tells_its_payer_py_08(ours: Shop) -> None:
    """PY-08: who is paying sees how it ends; everybody else is told whom to ask."""
    client, link = ours.stranger(), ours.link
    begin(client, link)
    ours.world.allow()
    assert "Du er i gang med at betale" in text_of(client.get(f"{link}status/"))
    assert "Kontakt Nordlys" in text_of(ours.stranger().get(f"{link}status/"))
