"""The gallery in a real browser: accessible, within the window, and every focus seen (XB-42, BP-80).

No server runs: the browser's requests are answered from the templates and the static files.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, sync_playwright
from tests import chromium

from selvbetjening.kernel.colour import brand
from selvbetjening.ui import assets, gallery

ROOT = Path(__file__).parents[3]
HOME = "https://gallery.test"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"

OUTSIDE = """() => [...document.querySelectorAll('body *')].filter(element =>
  element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.sr-only, thead')
).map(element => element.outerHTML.slice(0, 80))"""

FOCUS = """() => {
  const element = document.activeElement, seen = style => style.outlineStyle === 'solid' && style.outlineWidth === '3px'
  const label = element.nextElementSibling
  return element === document.body || seen(getComputedStyle(element))
    || (label !== null && seen(getComputedStyle(label, '::before'))) ? '' : element.outerHTML
}"""

pytestmark = pytest.mark.tale


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assets.copy(node_modules=ROOT / "node_modules")
    with sync_playwright() as playwright:
        running = chromium.launch(playwright)
        yield running
        running.close()


def answer(route: Route) -> None:
    path = route.request.url.removeprefix(HOME)
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        assert isinstance(found, str), path
        route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])
    elif path == "/brand.css":
        route.fulfill(body=brand("#ffd500").css, content_type="text/css")
    else:
        with translation.override(path.strip("/")):
            context = gallery.context()
            context["frame"] = replace(context["frame"], stylesheet_url="/brand.css")
            html = get_template("ui/gallery.html").render(context)
        route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": POLICY})


def opened(browser: Browser, *, width: int, language: str, bypass_csp: bool = False) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=bypass_csp)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/*", answer)
    page.goto(f"{HOME}/{language}", wait_until="load")
    return page, said


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_sticks_out_and_the_policy_blocks_nothing_XB_42(browser: Browser, width: int, language: str) -> None:
    page, said = opened(browser, width=width, language=language)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert said == []
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_XB_42_XB_35(browser: Browser, width: int) -> None:
    """With a yellow brand, so the contrast guard is in play."""
    page, _said = opened(browser, width=width, language="da", bypass_csp=True)
    page.add_script_tag(path=ROOT / "node_modules" / "axe-core" / "axe.min.js")
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in result["violations"]] == []
    assert len(result["passes"]) > 20
    page.close()


def test_every_stop_of_the_keyboard_is_seen_XB_42(browser: Browser) -> None:
    page, _said = opened(browser, width=1280, language="da")
    stops = page.evaluate("() => document.querySelectorAll('a[href], button:enabled, input, select, summary').length")
    for _stop in range(stops):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS) == ""
    page.close()
