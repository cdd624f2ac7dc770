"""Take the README's pictures of the demo: `make pictures`. For developers; writes into docs/pictures/."""

import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urljoin

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from tests.tale.running import RunningDemo  # noqa: E402
from tests.tale.visits import log_in  # noqa: E402
from tests.tale.words import DANISH, ENGLISH, Words  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
LARGEST = 200_000
BOOKKEEPER = "bodil@bogholder.example"


def main() -> None:
    """Start a demo of its own, take the pictures, end it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = RunningDemo(Path(folder) / "var")
        try:
            demo.wait()
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--lang=da"]
            )
            _danish(_visit(browser, demo, DANISH, width=1280, email="anna@testesen.example"))
            _take(_visit(browser, demo, ENGLISH, width=390, email="ben@sample.example"), "overview-en-390")
            _order(_visit(browser, demo, DANISH, width=1280, email="gry@nystart.example"))
            _inbox(browser, demo)
            browser.close()
        finally:
            demo.end()


def _page(browser: Browser, words: Words, *, width: int) -> Page:
    locale = {"da": "da-DK", "en": "en-GB"}[words.language]
    return browser.new_context(viewport={"width": width, "height": 900}, locale=locale).new_page()


def _visit(browser: Browser, demo: RunningDemo, words: Words, *, width: int, email: str) -> Page:
    page = _page(browser, words, width=width)
    log_in(page, demo, email=email, words=words)
    return page


def _order(page: Page) -> None:
    """An order with everything that the law wants said above its button."""
    page.goto(urljoin(page.url, "/nyt-abonnement/"))
    page.locator("main a[href*='/nyt-abonnement/']").first.click()
    page.locator("input[type=checkbox]").first.wait_for()
    _take(page, "order-da-1280")


def _inbox(browser: Browser, demo: RunningDemo) -> None:
    """The bookkeeper of three customers: as much of the long list as a window shows."""
    page = _page(browser, DANISH, width=1280)
    log_in(page, demo, email=BOOKKEEPER, words=DANISH, slug="bogholder", greeting=DANISH.invoices)
    page.locator("main table").first.evaluate("list => list.scrollIntoView()")
    _take(page, "bookkeeper-da-1280", whole=False)


def _danish(page: Page) -> None:
    """The overview, a change before it is made, and the invoice that tells why it is another amount."""
    _take(page, "overview-da-1280")
    page.get_by_role("link", name=DANISH.basis, exact=True).click()
    page.get_by_role("link", name=DANISH.change_plan, exact=True).click()
    page.get_by_role("link", name=f"{DANISH.see_cost}: {DANISH.bigger}, {DANISH.monthly}").click()
    _take(page, "change-da-1280")
    page.locator("main form[method=post] button").first.click()
    page.goto(urljoin(page.url, "/fakturaer/"))
    page.locator("main tbody th a").first.click()
    page.get_by_role("heading", name="Hvorfor er beløbet ændret?").wait_for()
    _take(page, "why-da-1280")


def _take(page: Page, name: str, *, whole: bool = True) -> None:
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    size = path.stat().st_size
    sys.stdout.write(f"{path.relative_to(ROOT)}: {size:,} bytes\n")
    if size > LARGEST:
        raise SystemExit(f"{name} is larger than {LARGEST:,} bytes.")


if __name__ == "__main__":
    main()
