"""One demo and one browser for the whole folder; `open_page` and `faults` are those of `tests.live`."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright

from selvbetjening.config.embedded import FOR_TESTS, EmbeddedPostgres
from tests import chromium
from tests.tale.running import RunningDemo

EXAMPLE = Path(__file__).resolve().parent.parent.parent / "docs" / "examples" / "import"


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demo, with the example of `docs/import.md` brought in, as the README says."""
    running = RunningDemo(tmp_path_factory.mktemp("tale") / "var")
    try:
        running.wait()
        _save_carelessly(running)
        running.bring_in(EXAMPLE)
    except BaseException:
        running.end()
        raise
    yield running
    assert running.end() == 0


def _save_carelessly(demo: RunningDemo) -> None:
    """Its database waits for no disk from now on: nobody pulls the plug in a tale (`tests/run` does)."""
    with psycopg.connect(EmbeddedPostgres(data=demo.var / "postgres").url(), autocommit=True) as connection:
        for name, value in FOR_TESTS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium as it is: it finds every `*.localhost` on this machine by itself."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django would take it for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = chromium.launch(playwright)
        yield running
        running.close()
