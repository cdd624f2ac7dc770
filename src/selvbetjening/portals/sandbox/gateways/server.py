"""The process: one HTTP server with a thread for each connection, the webhooks' sender, and a ticking clock."""

import json
import logging
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from selvbetjening.portals.sandbox.demo_only import refuse_outside_demo
from selvbetjening.portals.sandbox.gateways import due, forms, pages
from selvbetjening.portals.sandbox.gateways.control import Panel
from selvbetjening.portals.sandbox.gateways.disturbances import Disturbance, Disturbances
from selvbetjening.portals.sandbox.gateways.exchange import Answer, Request, as_json
from selvbetjening.portals.sandbox.gateways.merchants import account_id
from selvbetjening.portals.sandbox.gateways.quickpay import page as quickpay_page
from selvbetjening.portals.sandbox.gateways.quickpay import routes as quickpay
from selvbetjening.portals.sandbox.gateways.recorded import Recorded
from selvbetjening.portals.sandbox.gateways.sender import Sender
from selvbetjening.portals.sandbox.gateways.state import State
from selvbetjening.portals.sandbox.gateways.stripe import page as stripe_page
from selvbetjening.portals.sandbox.gateways.stripe import routes as stripe

LOG: Final = logging.getLogger("selvbetjening.gateways")
LARGEST: Final = 1_000_000
"""Bytes of a request's body."""

Beside = Mapping[str, Callable[[Request], Answer]]
"""What else is served, by the start of its path."""


class Standin:
    """Both gateways in one server, and what is served `beside` them. `start`, use, `stop`; `base` is its address.

    Raises ImproperlyConfigured outside the demo.
    """

    def __init__(
        self, *, host: str = "127.0.0.1", port: int = 0, file: Path | None = None, web_port: int | None = None,
        beside: Beside | None = None,
    ) -> None:  # fmt: skip
        refuse_outside_demo()
        self.state = State(file, web_port=web_port)
        self.state.load()
        self.disturbances, self.recorded = Disturbances(), Recorded()
        self._beside = dict(beside or {})
        self._panel = Panel(self.state, self.disturbances, self.recorded)
        self._server = _Server((host, port), _handler(self))
        self.base = f"http://{host}:{self._server.server_port}"
        self._sender = Sender(self.state)
        self._ended = threading.Event()

    def start(self) -> None:
        """Answer from now on, in threads of its own."""
        for name, work in (("gateways", self._serve), ("ticking", self._tick)):
            threading.Thread(target=work, name=name, daemon=True).start()
        self._sender.start()

    def stop(self) -> None:
        """Answer no more."""
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._sender.end()
        with self.state.lock:
            self.state.save_rest(now=True)

    def answer(self, request: Request) -> Answer:
        """One request, to wherever it belongs."""
        if request.path == pages.STYLE:
            return pages.style()
        if request.path == "/favicon.ico":
            return Answer(204)  # browsers ask for one beside what is no page
        for prefix, served in self._beside.items():
            if request.path.startswith(f"{prefix}/"):
                return served(request.under(prefix))
        if request.path.startswith("/__control/"):
            return self._panel.answer(request.under("/__control"))
        if request.path.startswith("/stripe/pay/"):
            return stripe_page.answer(self.state, request.under("/stripe"))
        if request.path.startswith("/stripe/"):
            return self._called(request, stripe.answer, "/stripe", f"stripe:{stripe.api_key(request)}")
        if request.path.startswith("/quickpay/hosted/"):
            return quickpay_page.answer(self.state, request.under("/quickpay"))
        if request.path.startswith("/quickpay/"):
            return self._called(request, quickpay.answer, "/quickpay", f"quickpay:{quickpay.api_key(request)}")
        return as_json(404, {"message": "Nothing here: /stripe/v1, /quickpay and /__control are served."})

    def _called(self, request: Request, work: Callable[..., Answer], prefix: str, account: str) -> Answer:
        """An API call: recorded, and disturbed where control asked for it."""
        with self.state.lock:
            disturbance = self.disturbances.take(method=request.method, path=request.path)
        dropped = disturbance is not None and disturbance.drop
        if dropped and disturbance is not None and disturbance.when == "before":
            made = Answer(0, drop=True)
        else:
            made = replace(work(self.state, request.under(prefix), _undropped(disturbance)), drop=dropped)
        gateway, _, key = account.partition(":")
        name = account_id(gateway=gateway, api_key=key) if key else ""
        self.recorded.keep(request, account=name, body=_body(request), status=made.status)
        return made

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)

    def _tick(self) -> None:
        while not self._ended.wait(0.1):
            try:
                due.tick(self.state)
            except Exception:
                LOG.exception("What was due failed")
            with self.state.lock:
                self.state.save_rest()


def _undropped(disturbance: Disturbance | None) -> Disturbance | None:
    return disturbance if disturbance and (disturbance.status or disturbance.slow) else None


def _body(request: Request) -> Any:
    """What was sent, as people read it."""
    text = request.body.decode("utf-8", "replace")
    with suppress(ValueError):
        return json.loads(text) if text else None
    return forms.decode(text)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is no fault of the server's."""


def _made(standin: Standin, request: Request) -> Answer:
    try:
        return standin.answer(request)
    except Exception:
        LOG.exception("The stand-in failed at %s %s", request.method, request.path)
        return as_json(500, {"message": "The stand-in itself failed: its own log says where."})


def _handler(standin: Standin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60
        # Head and body leave together: apart, the kernel would hold the second back for some 40 ms.
        wbufsize = 65536
        disable_nagle_algorithm = True

        def date_time_string(self, timestamp: float | None = None) -> str:
            """The `Date` of an answer, by the stand-ins' own clock."""
            return super().date_time_string(standin.state.now() if timestamp is None else timestamp)

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length) if length <= LARGEST else b""
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, parts.path, parts.query, headers, body, standin.base)
            made = _made(standin, request) if length <= LARGEST else as_json(413, {"message": "Too large."})
            if made.drop or length > LARGEST:
                self.close_connection = True
            if not made.drop:
                self._send(made)

        def _send(self, made: Answer) -> None:
            self.send_response(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(made.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(made.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _answer

        def log_message(self, format: str, *args: Any) -> None:
            """No line for every request: `/__control/requests` tells them."""

    return Handler


def serve(
    *, host: str, port: int, file: Path | None, web_port: int | None, beside: Beside, when_ready: Callable[[], None]
) -> None:
    """Serve until SIGTERM or SIGINT. Raises OSError when the port is taken."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    standin = Standin(host=host, port=port, file=file, web_port=web_port, beside=beside)
    standin.start()
    try:
        when_ready()
        ended.wait()
    finally:
        standin.stop()
