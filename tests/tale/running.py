"""The demo as `make run` starts it: web, worker, mail server and PostgreSQL as processes of their own."""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from selvbetjening.config.listening import free_port
from selvbetjening.kernel.days import copenhagen_day

ROOT = Path(__file__).resolve().parent.parent.parent
UP = "Ctrl-C stops everything"


@dataclass(frozen=True)
class Answer:
    """What a plain request got."""

    status: int
    headers: dict[str, str]
    content: bytes


class RunningDemo:
    """A demo on a folder and a port of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.log = var.parent / "demo.log"
        self.process = self._command("run", "--port", str(free_port()), "--var", str(var))

    def _command(self, *words: str) -> subprocess.Popen[str]:
        # What the test settings put into this process's environment must not reach the demo.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        with self.log.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "selvbetjening.config.cli", *words],
                env={**kept, "PYTHONPATH": str(ROOT / "src"), "VAR_DIR": str(self.var)},
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )

    def wait(self, *, seconds: int = 600) -> None:
        """Until it has said that it is up; long, since other tests may take most of the machine."""
        until = time.monotonic() + seconds
        while UP not in self.log.read_text():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"The demo did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def end(self) -> int:
        """As Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    @cached_property
    def content(self) -> dict[str, Any]:
        """`demo.json`."""
        found: dict[str, Any] = json.loads((self.var / "demo.json").read_text())
        return found

    def door(self, slug: str = "nordlys") -> str:
        """The address of a company's customer portal, or of the bookkeepers' `bogholder`, without the slash."""
        doors: dict[str, str] = self.content["doors"]["customer"]
        return doors.get(slug, doors["nordlys"].replace("nordlys", slug, 1)).rstrip("/")

    @property
    def sandbox(self) -> str:
        """The address of the demo's own pages, without the slash."""
        return str(self.content["doors"]["sandbox"]).rstrip("/")

    def now(self) -> datetime:
        """The demo's instant: the machine's and what `/clock/` added."""
        kept = self.var / "clock.json"
        ahead = json.loads(kept.read_text())["seconds_ahead"] if kept.exists() else 0
        return datetime.now(UTC) + timedelta(seconds=ahead)

    def today(self) -> date:
        """The demo's Copenhagen day."""
        return copenhagen_day(self.now())

    def get(self, url: str, *, cookie: str = "") -> Answer:
        """A request without a browser; the host name needs no resolver."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=20)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request("GET", path, headers={"Host": parts.netloc, **({"Cookie": cookie} if cookie else {})})
        response = connection.getresponse()
        answer = Answer(
            response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
        )
        connection.close()
        return answer

    def control(self, act: str, **asked: Any) -> Any:
        """Ask the stand-ins' control: what they know (`state`), or what the world is to do (a POST)."""
        content = json.dumps(asked).encode() if asked else None
        with urllib.request.urlopen(f"{self.content['gateways']['control']}/{act}", content, timeout=20) as answer:
            return json.load(answer)

    def mails(self, to: str) -> list[dict[str, Any]]:
        """One person's mails, the newest first."""
        answer = self.get(f"{self.content['mailbox']['json']}?to={quote(to)}")
        found: list[dict[str, Any]] = json.loads(answer.content)
        return found

    def mail(self, to: str, *, about: str) -> dict[str, Any]:
        """The newest mail with these words in its subject, once it has come."""
        return self._newest(to, but=0, fits=lambda mail: about in mail["subject"], what=f"about {about!r}")

    def _newest(self, to: str, *, but: int, fits: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            found = [mail for mail in self.mails(to) if fits(mail)]
            if len(found) > but:
                return found[0]
            time.sleep(0.1)
        came = [mail["subject"] for mail in self.mails(to)]
        raise AssertionError(f"No mail {what} to {to}. There are: {came}\n{self.log.read_text()[-4000:]}")

    def login_mail(self, to: str, *, but: int) -> dict[str, Any]:
        """The newest mail with a code in it, once more than `but` of them have come."""
        return self._newest(to, but=but, fits=lambda mail: bool(mail["code"]), what="with a code")

    def logins(self, to: str) -> int:
        """How many mails with a code have come."""
        return len([mail for mail in self.mails(to) if mail["code"]])

    def bring_in(self, folder: Path, *, organization: str = "nordlys") -> None:
        """`selvbetjening import FOLDER --demo`, beside the running demo."""
        command = self._command("import", str(folder), "--organization", organization, "--demo")
        assert command.wait(timeout=60) == 0, self.log.read_text()[-4000:]
