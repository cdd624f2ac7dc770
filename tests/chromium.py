"""The browser of the tests: Chromium without windows where the machine has it, since drawing them takes half its time.

It is the same engine; `tools/system_packages.py` installs it where it can. Elsewhere it is the Chromium with windows.
"""

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright


def launch(playwright: "Playwright", *arguments: str) -> "Browser":
    """Start it; nobody sees it."""
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
        args=["--no-sandbox", *arguments],
    )
