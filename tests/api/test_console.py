"""The API's own pages in a real browser: they come from this host alone and break no rule of its policy."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.api.client import HOST

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.usefixtures("database")]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_console_shows_every_resource(open_page: Callable[..., "Page"], width: int) -> None:
    """Section 1, SEC-132: the description is shown by scripts of ours, without anything from elsewhere."""
    page = open_page(width=width, language="en")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"https://{HOST}/api/swagger/")
    page.locator(".opblock").first.wait_for(timeout=60_000)
    assert {url.split("/")[2] for url in asked if not url.startswith("data:")} == {HOST}
    page.goto(f"https://{HOST}/api/errors/#throttled")
    assert page.locator("#throttled").is_visible()
