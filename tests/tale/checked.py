"""Pages looked at one after the other: axe, width, console. What is wrong is collected and told at the end."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from tests.tale.running import ROOT
from tests.tale.visits import keep_picture, overflow
from tests.tale.words import Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE: Final = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
    "iframes": False,  # the one of ours is a mail's sandbox, in which nothing may run, this neither
}
WIDTHS: Final = (1280, 390)
#: A second button without a name would do the same as the first, whatever stands on it.
_TWINS: Final = """forms => forms
  .filter(form => form.querySelectorAll('button:not([name]):not([type=button])').length > 1)
  .map(form => form.innerText)"""
_REFUSED: Final = "Failed to load resource: the server responded with a status of "


def widths(words: Words) -> tuple[int, ...]:
    """Both in Danish; in English, whose pages differ by their words only, the one where these are tight."""
    return WIDTHS if words.language == "da" else WIDTHS[1:]


class Checked:
    """One browser page on its walk; `wrong` is empty when every page was in order.

    `axe` is False where the browser runs no scripts, axe's neither: then only what stands there is looked at.
    """

    def __init__(
        self, page: "Page", faults: list[str], *, key: str, axe: bool = True, widths: tuple[int, ...] = WIDTHS
    ) -> None:
        self.page, self.faults, self.key, self.axe, self.widths = page, faults, key, axe, widths
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def visit(self, name: str, url: str, *, status: int = 200) -> None:
        """Go there, and look. An answer that is meant to be an error is no fault of the console's."""
        with self.refused(status):
            answer = self.page.goto(url)
        if answer is None or answer.status != status:
            self.wrong.append(f"{name}: {answer and answer.status} instead of {status} at {url}")
        self.look(name)

    @contextmanager
    def refused(self, status: int) -> Iterator[None]:
        """The browser says in its console that an answer has this status, a moment after it came."""
        yield
        if status < 400:
            return
        for _ in range(100):
            said = [line for line in self.faults if line.startswith(f"{_REFUSED}{status} ")]
            for line in said:
                self.faults.remove(line)
            if said:
                return
            self.page.wait_for_timeout(20)
        self.wrong.append(f"The answer was meant to have the status {status}, and had not.")

    def look(self, name: str) -> None:
        """The page as it stands, in each width."""
        assert name not in self.seen, f"{name} was seen already"
        self.seen.add(name)
        for text in self.page.locator("form").evaluate_all(_TWINS):
            self.wrong.append(f"{name}: a form with two buttons that do the same: {text}")
        if self.axe:
            self.page.evaluate(AXE)
        for width in self.widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            keep_picture(self.page, f"{self.key}-{name}-{width}")
            if (wider := overflow(self.page)) > 0:
                self.wrong.append(f"{name} at {width}: {wider} pixels too wide")
            self.wrong += [f"{name} at {width}: {told}" for told in self._violations()] if self.axe else []
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})

    def _violations(self) -> list[str]:
        found: dict[str, Any] = self.page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
        return [
            f"{one['id']}: {one['help']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for one in found["violations"]
            for node in one["nodes"][:3]
        ]
