"""The provider: honest unless a test twists it. Real HTTP on this machine; it remembers the last request alone."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.hostile.mitid.forge import Signer

ISSUER = "https://broker.test"
CLIENT = "portal-of-ours"
#: Must stand in no log.
GIVEN, SURNAME, MAIL = "Hemmelisa", "Navnløsdatter", "hemmelisa@navnlos.example"
SIGNER = Signer()


class Liar:
    """`claims` and `header` are laid over the honest ones; a value `None` leaves the name out."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.jwks: Callable[[], Any] = lambda: {"keys": SIGNER.jwks()}
        self.signer = SIGNER
        self.made: Callable[[dict[str, Any]], str] | None = None
        self.tokens: Callable[[dict[str, Any]], dict[str, Any]] = lambda told: told
        self.status: dict[str, int] = {}
        self.drip: set[str] = set()
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.request: dict[str, str] = {}
        self.code = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def browse(self, url: str) -> dict[str, str]:
        """The browser goes there and comes back with a code."""
        self.request = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.code += 1
        return {"state": self.request["state"], "code": f"code-{self.code}", "iss": ISSUER}

    def honest(self) -> dict[str, Any]:
        """The claims of a good login, just now."""
        now = int(time.time())
        return {
            "iss": ISSUER, "sub": "subject-1", "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now,
            "nonce": self.request.get("nonce", ""), "loa": "https://data.gov.dk/concept/core/nsis/Substantial",
            "identity_type": "professional", "transaction_id": "transaction-7", "neb_sid": "session-9",
        }  # fmt: skip

    def id_token(self) -> str:
        claims = _over(self.honest(), self.claims)
        return self.made(claims) if self.made else self.signer.token(claims, **self.header)

    def answer(self, path: str) -> Any:
        if path == "/.well-known/openid-configuration":
            here = self.base
            return _over({
                "issuer": ISSUER, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/jwks", "userinfo_endpoint": f"{here}/userinfo",
                "authorization_response_iss_parameter_supported": True,
            }, self.metadata)  # fmt: skip
        if path == "/jwks":
            return self.jwks()
        if path == "/token":
            told = {"access_token": "access-1", "token_type": "Bearer", "id_token": self.id_token()}
            return self.tokens(told)
        if path == "/userinfo":
            return _over({
                "sub": "subject-1", "nemlogin.cvr": "12345674", "nemlogin.given_name": GIVEN,
                "nemlogin.family_name": SURNAME, "nemlogin.email": MAIL,
                "nemlogin.persistent_professional_id": "professional-1",
            }, self.userinfo)  # fmt: skip
        return None

    @contextmanager
    def running(self) -> Iterator["Liar"]:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()


def _over(honest: Mapping[str, Any], twisted: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**honest, **twisted}.items() if value is not None}


def _handler(liar: Liar) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            path = urlsplit(self.path).path
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            liar.asked.append((path, {name: values[0] for name, values in parse_qs(body).items()}))
            content = liar.answer(path)
            text = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(liar.status.get(path, 200 if content is not None else 404))
            self.send_header("Content-Type", "application/json")
            self.send_header("Location", f"{liar.base}/jwks")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            try:
                if path in liar.drip:
                    for octet in text:
                        self.wfile.write(bytes([octet]))
                        self.wfile.flush()
                        time.sleep(0.05)
                else:
                    self.wfile.write(text)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = _answer

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler
