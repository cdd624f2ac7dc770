"""Every page, in both languages, drawn without a query, and never stored by a browser."""

import re
from typing import Any

import pytest
from django.db import connection
from tests import make, portal
from tests.house.templates_sql import no_sql_in_templates
from tests.story.portal.world import World, text_of

PAGES = {
    "overview": ("/", "Basishold", "Basic class"),
    "subscriptions": ("/abonnementer/", "Basishold", "Basic class"),
    "subscription": ("/abonnementer/{subscription}/", "Basishold", "Basic class"),
    "change": ("/abonnementer/{subscription}/skift/", "Storhold", "Large class"),
    "change quote": ("/abonnementer/{subscription}/skift/{large}/", "Storhold", "Large class"),
    "cancel": ("/abonnementer/{subscription}/opsig/", "31. marts 2026", "31 March 2026"),
    "plans": ("/nyt-abonnement/", "Basishold", "Basic class"),
    "order": ("/nyt-abonnement/{large}/", "500,00 kr.", "DKK 500.00"),
    "invoices": ("/fakturaer/", "250,00 kr.", "DKK 250.00"),
    "invoice": ("/fakturaer/{invoice}/", "250,00 kr.", "DKK 250.00"),
    "details": ("/oplysninger/", "Prøvevej 2", "Prøvevej 2"),
    "edit details": ("/oplysninger/ret/", "Prøvevej 2", "Prøvevej 2"),
    "help": ("/hjaelp/", "hej@nordlys.example", "hej@nordlys.example"),
}


def address(path: str, ours: World) -> str:
    return path.format(subscription=ours.subscription.id, large=ours.large.id, invoice=ours.invoice.id)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_page_is_complete_in_its_language(page: str, language: str, ours: World) -> None:
    """XB-42 (language, heading, title), SEC-134; no template asks the database anything."""
    path, danish, english = PAGES[page]
    with no_sql_in_templates():
        response = ours.client(language=language).get(address(path, ours))
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}">' in html
    wanted = danish if language == "da" else english
    assert wanted in text_of(response) or f'value="{wanted}"' in html
    assert len(re.findall(r"<h1", html)) == 1
    assert re.search(r"<title>\s*\S[^<]* – Nordlys Træning ApS</title>", html)
    assert '<meta name="robots" content="noindex">' in html
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", [page for page in PAGES if page != "help"])
def test_nothing_is_seen_without_a_login(page: str, ours: World) -> None:
    """SB-01: the pages are the recipient's; the wanted page is kept for after the login (XB-05)."""
    path = address(PAGES[page][0], ours)
    response = portal.client(ours.organization).get(path)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/log-ind/")
    assert "Basishold" not in response.content.decode()


def test_help_is_there_for_who_cannot_log_in(ours: World) -> None:
    response = portal.client(ours.organization).get("/hjaelp/")
    assert response.status_code == 200
    assert "+45 00 00 00 00" in text_of(response)


def test_the_overview_says_what_is_paid_next_when_and_why(ours: World) -> None:
    """SB-01: the next charge to the øre, its day, and for how many subscriptions; what is open."""
    words = text_of(ours.client(language="en").get("/"))
    assert "DKK 250.00 1 April 2026" in words
    assert "DKK 50.00" in words
    assert "One is past its due date" in words


@pytest.mark.parametrize("path", ["/", "/abonnementer/"])
def test_the_number_of_queries_does_not_grow(path: str, ours: World) -> None:
    """Benchmark's ground: the same queries for one subscription and for thirty."""

    def asked() -> int:
        seen: list[str] = []

        def note(execute: Any, sql: str, params: Any, many: bool, details: Any) -> Any:
            seen.append(sql)
            return execute(sql, params, many, details)

        client = ours.client()
        with connection.execute_wrapper(note):
            assert client.get(path).status_code == 200
        return len(seen)

    asked()
    one = asked()
    assert 3 < one < 11
    for _ in range(29):
        make.subscription(ours.account, ours.large)
    assert asked() == one


def test_pages_of_a_list(ours: World) -> None:
    for _ in range(29):
        make.subscription(ours.account, ours.large)
    client = ours.client(language="en")
    first, second = (client.get(f"/abonnementer/?page={number}").content.decode() for number in (1, 2))
    assert first.count('<tr><th scope="row">') == 25 + 12, "25 subscriptions, and the plot's table of 12 months"
    assert second.count('<tr><th scope="row">') == 5 + 12
    assert client.get("/abonnementer/?page=zzz").status_code == 200


def test_empty_states_say_what_to_do(ours: World) -> None:
    fresh = make.account(ours.organization)
    client = portal.client(ours.organization, make.recipient(fresh), language="en")
    for path in ("/", "/abonnementer/"):
        assert "No running subscriptions" in text_of(client.get(path))
        assert 'href="/nyt-abonnement/"' in client.get(path).content.decode()
    assert "No invoices yet" in text_of(client.get("/fakturaer/"))
    assert "Nothing is going to be charged." in text_of(client.get("/"))


def test_a_missing_address_is_asked_for(ours: World) -> None:
    fresh = make.account(ours.organization, address_line="")
    client = portal.client(ours.organization, make.recipient(fresh), language="en")
    assert "We do not have your billing address." in text_of(client.get("/"))
    assert "We do not have your billing address." not in text_of(ours.client(language="en").get("/"))


def test_the_months_under_the_bars_have_three_letters(ours: World) -> None:
    """More would break on a telephone: Danish writes "sept" where English writes "sep"."""
    for language, first in (("da", "jan"), ("en", "jan")):
        shown = ours.client(language=language).get("/abonnementer/").content.decode()
        labels = re.findall(r"</svg><span>([^<]*)</span></li>", shown)
        assert len(labels) == 12 and {len(label) for label in labels} == {3}
        assert {first, "sep"} <= set(labels)
