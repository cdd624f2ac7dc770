"""The base templates and the gallery: they draw in both languages, and the gallery leaves nothing out."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation

from selvbetjening.kernel.colour import brand
from selvbetjening.ui import gallery
from selvbetjening.ui.page import Frame
from selvbetjening.ui.templatetags.ui import register

TEMPLATES = Path(gallery.__file__).parent / "templates" / "ui"


def render(name: str, language: str, **context: object) -> str:
    with translation.override(language):
        return get_template(name).render({"language": language, **context})


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_gallery_draws_in_both_languages(language: str) -> None:
    with translation.override(language):
        html = get_template("ui/gallery.html").render(gallery.context())
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_gallery_shows_every_component() -> None:
    shown = (TEMPLATES / "gallery.html").read_text(encoding="utf-8")
    drawn_by_frame = {"flash", "nav_links", "language_links", "page_head", "field"}
    missing = {name for name in register.tags if not re.search(rf"{{% {name}\b", shown)}
    assert missing == drawn_by_frame


@pytest.mark.parametrize(("status", "words"), [(404, "not found"), (403, "cannot do this"), (500, "went wrong")])
def test_an_error_page_needs_nothing_but_its_reference(status: int, words: str) -> None:
    html = render("ui/error.html", "en", status=status, reference="a1b2")
    assert words in html
    assert "<code>a1b2</code>" in html
    assert "a1b2" not in render("ui/error.html", "en")


def test_the_frame_shows_the_logo_or_else_the_name_and_the_companys_colours() -> None:
    html = render("ui/page.html", "en", frame=Frame(name="A <b>", logo_url="/l.png", stylesheet_url="/brand.css"))
    assert '<img src="/l.png" alt="A &lt;b&gt;">' in html
    assert '<link rel="stylesheet" href="/brand.css">' in html
    assert '<a class="sb-logo" href="/">A</a>' in render("ui/page.html", "en", frame=Frame(name="A"))


def test_the_frame_offers_log_out_as_a_post() -> None:
    html = render("ui/page.html", "en", frame=Frame(name="A", person="ada@nordlys.example", logout_url="/out"))
    assert '<form method="post" action="/out">' in html


def test_scripts_wait_and_may_evaluate_nothing_SEC_132() -> None:
    html = render("ui/page.html", "en", frame=Frame(name="A"))
    assert "&quot;allowEval&quot;:false" in html
    assert all(" defer" in tag and "src=" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_a_mail_has_the_companys_colour_name_and_a_way_out() -> None:
    context = {
        "brand": brand("#ffd500"),
        "company_name": "Nordlys & Co",
        "subject": "Invoice <1>",
        "unsubscribe_url": "https://nordlys.example/u",
    }
    html = render("ui/mail.html", "en", **context)
    assert "border-top: 4px solid #ffd500" in html
    assert f"background: {brand('#ffd500').strong.hex}" in html
    assert "Invoice &lt;1&gt;" in html
    text = render("ui/mail.txt", "en", **context)
    assert "This mail comes from Nordlys & Co." in text
    assert "https://nordlys.example/u" in text
