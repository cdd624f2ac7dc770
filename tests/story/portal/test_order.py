"""Ordering: all prices of enabled plans, everything that the law wants said, and then exactly that."""

import re
from pathlib import Path

import pytest
from tests import make
from tests.story.portal.world import TICKED, World, quote_in, text_of, world

from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.tenancy.within import within

TEMPLATES = Path(__file__).parents[3] / "src" / "selvbetjening" / "portals" / "customer" / "templates"


def test_only_enabled_plans_and_all_their_terms(ours: World) -> None:
    """SB-13, SB-14, SB-15."""
    client = ours.client()
    new = Plan(organization=ours.organization, code="ny", name_da="Nyt hold")
    assert new.self_service_enabled is False
    with within(ours.id):
        new.save()
    hidden = make.terms(new)
    html = client.get("/nyt-abonnement/").content.decode()
    assert all(f"/nyt-abonnement/{terms.id}/" in html for terms in (ours.small, ours.large, ours.yearly))
    assert "Nyt hold" not in html
    assert client.get(f"/nyt-abonnement/{hidden.id}/").status_code == 409
    with within(ours.id):
        Plan.objects.filter(id=new.id).update(self_service_enabled=True)
    second = make.terms(new, interval_unit="year")
    html = client.get("/nyt-abonnement/").content.decode()
    assert all(f"/nyt-abonnement/{terms.id}/" in html for terms in (hidden, second))


def test_prices_by_kind_of_customer() -> None:
    """INV-12: consumers see prices incl. VAT, companies without it and the VAT beside it."""
    consumer, company = world(), world(party_type="business")
    for path in ("/nyt-abonnement/", "/abonnementer/", "/", f"/abonnementer/{consumer.subscription.id}/"):
        words = text_of(consumer.client(language="en").get(path))
        assert "DKK 250.00 a month" in words
        assert "DKK 200.00" not in words
    words = text_of(company.client(language="en").get("/nyt-abonnement/"))
    assert "DKK 200.00 a month" in words and "DKK 250.00 incl. VAT" in words
    detail = text_of(company.client(language="en").get(f"/abonnementer/{company.subscription.id}/"))
    assert "DKK 200.00 a month (excl. VAT)" in detail
    assert "VAT on top DKK 50.00" in detail and "Price incl. VAT DKK 250.00" in detail


@pytest.mark.parametrize(
    ("language", "label"), [("da", "Bestil med betalingspligt"), ("en", "Order with obligation to pay")]
)
def test_the_summary_stands_directly_above_the_button(language: str, label: str, ours: World) -> None:
    """ORD-1, ORD-2: characteristics, total incl. VAT, price per period, duration, how to end it; then the button."""
    page = ours.client(language=language).get(f"/nyt-abonnement/{ours.small.id}/?antal=3")
    main = page.content.decode().partition("<main")[2]
    panel = main[main.index("sb-confirm") :]
    assert label in panel
    before = panel[: panel.index(label)]
    for fact in (
        "Basishold" if language == "da" else "Basic class",
        "To hold om ugen.",
        "750,00" if language == "da" else "750.00",
    ):
        assert fact in before
    assert before.count("<dt>") >= 8
    assert main.count(label) == 1


def test_the_button_is_nowhere_without_its_summary() -> None:
    """ORD-1: only one template draws the button, and it draws the summary first."""
    drawing = [
        path for path in TEMPLATES.rglob("*.html") if re.search(r"\{% button order_label\b", path.read_text("utf-8"))
    ]
    assert [path.name for path in drawing] == ["order_panel.html"]
    text = drawing[0].read_text("utf-8")
    assert text.index("{% definition_list %}") < text.index("{% button order_label")


def test_an_order_is_what_was_shown(ours: World) -> None:
    """SB-04, SU-01, XB-11: the quantity of the quote, not of the post (SEC-25); twice is once."""
    client = ours.client(language="en")
    path = f"/nyt-abonnement/{ours.large.id}/"
    page = client.get(path, {"antal": "2"})
    assert "Invoiced now, incl. DKK 200.00 VAT DKK 1,000.00" in text_of(page)
    posted = {"quote": quote_in(page), "antal": "50", "quantity": "50", **TICKED}
    first, second = client.post(path, posted), client.post(path, posted)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]
    assert ours.subscriptions() == 2
    assert ours.invoices()[-1].total_minor == 100000
    assert "Thank you. Your subscription has begun" in text_of(client.get(first.headers["Location"]))


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "1.5", "10001", "9" * 40, ""])
def test_a_wrong_number_is_said_and_cannot_be_ordered(wrong: str, ours: World) -> None:
    page = ours.client(language="en").get(f"/nyt-abonnement/{ours.large.id}/", {"antal": wrong})
    assert page.status_code == 200
    assert "Something must be corrected" in text_of(page)
    assert 'name="quote"' not in page.content.decode()
