"""The web application for a real browser: https, the hosts, cookies and links exactly as in production.

The server runs in a thread of the test, on the test's own database, so that a test makes rows with `tests.make`, reads
`posted` mails and works jobs off in the same process. Chromium is told that every host and port 443 is that thread:
`https://<slug>.portal.test/` works in it, and nothing else on earth can be reached.

Fixtures (imported by tests/conftest.py): `site`, `browser`, `open_page`, `page`, `faults`.
"""

import contextlib
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from selvbetjening.ui import assets
from tests import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from selvbetjening.domain.organizations.models import Organization

ROOT = Path(__file__).resolve().parent.parent
REPORTS = """document.addEventListener('securitypolicyviolation', event =>
  console.error('policy violated: ' + event.effectiveDirective + ' ' + event.blockedURI))"""


@dataclass(frozen=True)
class Site:
    """The running application; `port` is where it really listens, which no page ever sees."""

    port: int

    def origin(self, organization: "Organization") -> str:
        """`https://<slug>.portal.test`, as in the mails' links."""
        return f"https://{organization.slug}.{settings.PORTAL_BASE_DOMAIN}"


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no fault of the server's."""


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """No line for every request; the application writes its own."""


@pytest.fixture(scope="session")
def site(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The application over https in a thread, static files by WhiteNoise from where they lie in the tree."""
    assets.copy(node_modules=ROOT / "node_modules")
    with override_settings(WHITENOISE_USE_FINDERS=True, WHITENOISE_AUTOREFRESH=True):
        application = WSGIHandler()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.set_app(application)
    # The handshake is done by the thread of its connection, not by the one that accepts.
    server.socket = _certificate(tmp_path_factory.mktemp("tls")).wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    yield Site(server.server_port)
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for one run that nobody trusts; the browser is told not to mind."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    words = ["-days", "2", "-subj", "/CN=portal.test", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *words], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture(scope="module")
def browser(site: Site) -> Iterator["Browser"]:
    """Chromium, for which every host is the live server.

    For one module at a time: while it is open, Playwright's loop runs in this thread and nobody else may start one.
    """
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Django would take that loop for asynchronous code and refuse the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        running = chromium.launch(playwright, f"--host-resolver-rules=MAP *:443 127.0.0.1:{site.port}")
        yield running
        running.close()


@pytest.fixture
def faults() -> list[str]:
    """What went wrong in this test's pages: console errors, violations of the policy, exceptions, lost requests.

    A test that means to see an error page empties it afterwards.
    """
    return []


@contextlib.contextmanager
def pages(browser: "Browser", faults: list[str]) -> Iterator[Callable[..., "Page"]]:
    """What `open_page` is, with a list of one's own that the faults are written into."""
    opened = []

    def make(*, width: int = 1280, language: str = "da", scripts: bool = True) -> "Page":
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale={"da": "da-DK", "en": "en-GB"}[language],
            java_script_enabled=scripts,
            ignore_https_errors=True,
        )
        opened.append(context)
        context.set_default_timeout(10_000)
        context.add_init_script(REPORTS)
        page = context.new_page()
        page.on(
            "console",
            lambda line: (
                faults.append(f"{line.text} {line.location['url']}") if line.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def open_page(browser: "Browser", faults: list[str]) -> Iterator[Callable[..., "Page"]]:
    """`open_page(width=1280, language="da", scripts=True) -> Page`: each in a browser context of its own.

    The test fails when anything stands in `faults` at its end.
    """
    with pages(browser, faults) as make:
        yield make
    assert faults == [], "\n".join(faults)


@pytest.fixture
def page(open_page: Callable[..., "Page"]) -> "Page":
    """One page at 1280 pixels, in Danish, with JavaScript."""
    return open_page()


def log_in(page: "Page", organization: "Organization", recipient: Any) -> None:
    """Give the page's browser the session that a spent login link gives."""
    from tests import portal

    session = portal.client(organization, recipient).cookies[settings.SESSION_COOKIE_NAME].value
    host = f"{organization.slug}.{settings.PORTAL_BASE_DOMAIN}"
    page.context.add_cookies([{
        "name": settings.SESSION_COOKIE_NAME, "value": session, "url": f"https://{host}/",
        "secure": True, "httpOnly": True, "sameSite": "Lax",
    }])  # fmt: skip


def fulfil_elsewhere(page: "Page", address: str, body: str) -> None:
    """Let the browser find a page of our making at an address that is not ours, such as an attacker's."""

    def answer(route: "Route") -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route(address, answer)
