"""The commands and programs of docs/flows.md do what the page says: real curl, real receivers, a running server."""

import hmac
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.utils.translation import override

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries.actions.keep_output import keep_output
from selvbetjening.domain.identity.actions.api_tokens import issue_token, revoke_token, set_rights
from selvbetjening.domain.identity.models import ApiToken
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import deliver
from selvbetjening.domain.webhooks.actions.verify import challenge
from selvbetjening.domain.webhooks.models import WebhookEndpoint
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.portals.business.selvbetjening.settings.register_forms import HEADINGS
from selvbetjening.portals.business.selvbetjening.settings.routes import MENU
from tests import business, live, make
from tests.api.client import Machine

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "flows.md").read_text("utf-8")
BLOCKS = {tuple(heads): body for *heads, body in re.findall(r"^```(\w+) (\w+)\n(.*?)^```$", PAGE, re.M | re.S)}
Shell = Callable[..., str]


@pytest.fixture
def machine(database: str, django_db_blocker) -> Machine:  # type: ignore[no-untyped-def]
    made = Machine(make.organization(choices={"return_url_hosts": "app.firma.example"}))
    make.terms(make.plan(made.organization), code="TEAM-MD", unit_price_minor=9_900)
    return made


@pytest.fixture
def shell(site: live.Site, machine: Machine, tmp_path: Path) -> Shell:
    """`shell("signup", "change", NAME="value") -> what was said`: these blocks of the page, in a newcomer's bash."""
    (tmp_path / ".curlrc").write_text(f'insecure\nconnect-to = "::127.0.0.1:{site.port}"\n', encoding="utf-8")

    def run(*names: str, **known: str) -> str:
        script = "\necho\n".join(["set -euo pipefail", *(BLOCKS["sh", name] for name in ("setup", *names))])
        known = {"API": "https://api.portal.test/api/v1", "TOKEN": machine.token, "CURL_HOME": str(tmp_path)} | known
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", script], env={"PATH": path, **known}, cwd=tmp_path, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
        return done.stdout

    return run


def test_no_block_of_the_page_is_left_untested() -> None:
    """Every fenced block has a name here; one more block is one more test."""
    assert len(BLOCKS) == PAGE.count("```") // 2
    tested = Path(__file__).read_text("utf-8")
    assert [name for _kind, name in BLOCKS if name != "setup" and f'"{name}"' not in tested] == []


@pytest.mark.parametrize("name", ["api", "flows", "from-fenerum", "webhooks"])
def test_the_way_to_a_page_is_the_menu_s(name: str) -> None:
    """A newcomer looked for the API users under another heading: what the pages say stands in the menu."""
    page = (ROOT / "docs" / f"{name}.md").read_text("utf-8")
    with override("da"):
        ways = {f"{group} → {label}" for group, entries in MENU for label, _route in entries}
        # A way may go on to one of the rules' subjects, by its heading.
        ways |= {f"{way} → {heading}" for way in ways for heading in HEADINGS.values()}
    said = re.findall(r"\*Selvbetjening → ([^*]+)\*", page)
    assert said
    assert [way for way in said if way not in ways] == []


def test_signed_up_changed_and_cancelled(shell: Shell, machine: Machine) -> None:
    """The price of eight is told before; the change that waited is taken back; the end is at the renewal."""
    said = shell("signup", "change", "later", "cancel")
    for word in ('"total": "618.75"', "990.00", '"quantity": 8', '"state": "cancelled"'):
        assert word in said, word
    with within(machine.here):
        mine = Subscription.objects.get()
    assert (mine.state, mine.quantity) == ("cancelled", 8)
    assert mine.ends_on and said.rstrip().endswith(mine.ends_on.isoformat())


def test_extra_usage_is_billed_and_taken_home(shell: Shell, tmp_path: Path) -> None:
    """T13: 434.00 and 975.00 with VAT; the invoice as a PDF and as XML."""
    said = shell("signup", "usage", "documents")
    assert "1761.25" in said
    assert (tmp_path / "invoice.pdf").read_bytes().startswith(b"%PDF")
    assert b"Havblik ApS" in (tmp_path / "invoice.xml").read_bytes()


def test_what_lies_ready_is_fetched_once(shell: Shell, machine: Machine, tmp_path: Path) -> None:
    """BP-48, BP-81: the bytes that were laid ready; the second time there is nothing new."""
    business.entitle(machine.organization, FILE_TRANSFER)
    rights = ["outputs.read", "contents.read"]
    set_rights(machine.here, api_user=machine.api_user, rights=rights, actor=SYSTEM, at=clock.now())
    made = keep_output(
        machine.here, output=None, solution="betalingsservice", kind="payments", pbs_number="", name="D0602.txt",
        chunks=[b"BS002...\r\n"], environment="production", at=clock.now(),
    )  # fmt: skip
    shell("answers")
    assert (tmp_path / f"{made.id}.txt").read_bytes() == b"BS002...\r\n"
    (tmp_path / f"{made.id}.txt").unlink()
    shell("answers")
    assert list(tmp_path.glob("*.txt")) == []


def test_the_way_into_the_portal(shell: Shell) -> None:
    """LG-12: a link on the company's own host."""
    assert re.search(r"^https://[\w-]+\.portal\.test/log-ind/direkte/\S+/$", shell("signup", "portal"), re.M)


def test_a_token_is_rotated(shell: Shell, machine: Machine) -> None:
    """The new one works before the old one is revoked, and the old one not after."""
    at = clock.now()
    made = issue_token(machine.here, api_user=machine.api_user, read_only=False, expires_at=None, actor=SYSTEM, at=at)
    assert shell("rotate", NEW_TOKEN=made.token).split()[-1] == "200"
    assert shell("revoked").split()[-1] == "200"
    with within(machine.here):
        old = ApiToken.objects.get(organization_id=machine.here, ending=machine.token[-4:])
    revoke_token(machine.here, api_token=old.id, actor=SYSTEM, at=at)
    assert shell("rotate", NEW_TOKEN=made.token).split()[-1] == "200"
    assert shell("revoked").split()[-1] == "401"


@pytest.mark.parametrize(("language", "program"), [("python", sys.executable), ("js", "node")])
def test_the_receivers_of_the_page(shell: Shell, machine: Machine, tmp_path: Path, language: str, program: str) -> None:
    """Challenged, told, told again after being down, once each; what is not ours is refused."""
    port = _free_port()
    secret = shell("webhook", RECEIVER=f"http://127.0.0.1:{port}/in").split()[-1]
    (tmp_path / f"receiver.{language}").write_text(BLOCKS[language, "receiver"], encoding="utf-8")
    command = [_found(program), str(tmp_path / f"receiver.{language}")]
    with within(machine.here):
        hook = WebhookEndpoint.objects.get()
    assert challenge(machine.here, endpoint=hook.id, actor=SYSTEM, at=clock.now()) != ""  # nobody knows the secret yet
    with _running(command, port, secret) as said:
        assert shell("challenged").split()[-1] == "unverified"
        assert challenge(machine.here, endpoint=hook.id, actor=SYSTEM, at=clock.now()) == ""
        assert shell("challenged").split()[-1] == "active"
    shell("signup")
    assert deliver(machine.here, host=hook.host, at=clock.now()) >= 1
    with _running(command, port, secret) as said:
        _sent_until_empty(machine, hook)
        shell("usage")
        _sent_until_empty(machine, hook)
        assert (_forged(port, secret="no-such-secret"), _forged(port, secret=secret)) == (401, 204)
    told = [line.partition(" ") for line in said]
    assert sorted(event for event, _space, _data in told) == ["account.created", *["new_invoice"] * 3]
    (account,) = (json.loads(data) for event, _space, data in told if event == "account.created")
    assert account["code"] == "CUST-4711"


def _sent_until_empty(machine: Machine, hook: WebhookEndpoint) -> None:
    """As the sweep does, a little later, when the next try is due; the signature is of that time."""
    while deliver(machine.here, host=hook.host, at=clock.now() + timedelta(seconds=90)):
        continue


def _forged(port: int, *, secret: str) -> int:
    """The answer to a message that somebody else has signed."""
    body, stamp = b'{"event": "new_invoice", "data": {"uuid": "1"}, "id": "forged"}', str(int(time.time()))
    signature = hmac.new(secret.encode(), f"{stamp}.".encode() + body, "sha256").hexdigest()
    headers = {"X-Signature": f"t={stamp},v1={signature}", "Content-Type": "application/json"}
    return httpx.post(f"http://127.0.0.1:{port}/in", content=body, headers=headers).status_code


def _found(program: str) -> str:
    beside = Path(sys.executable).parent / program
    return str(beside) if beside.exists() else program


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _running(command: list[str], port: int, secret: str) -> Iterator[list[str]]:
    """The receiver of the page; what it printed stands in the list afterwards."""
    said: list[str] = []
    known = {"PATH": os.environ["PATH"], "PORT": str(port), "SIGNING_SECRET": secret, "HOME": os.environ["HOME"]}
    # The node of a Python package is a program that starts another one: both are ended together.
    with subprocess.Popen(command, env=known, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            while not _listens(port):
                assert process.poll() is None
                time.sleep(0.02)
            yield said
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            said += (process.communicate()[0] or "").splitlines()
