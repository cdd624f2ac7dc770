"""The demo's mailbox: what the SMTP adapter posts is there for people and for scripts."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from selvbetjening.adapters.smtp import SmtpPost
from selvbetjening.config.commands.mailserver import READY
from selvbetjening.domain.messaging.ports import Attachment, Mail
from selvbetjening.domain.organizations.models import Logo
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sandbox import mailbox
from tests import make
from tests.portal import PortalClient
from tests.story.sandbox.conftest import environment

pytestmark = pytest.mark.usefixtures("database")

LINK = "https://nordlys.portal.test/log-ind/link/abc_DEF-123/"
PDF = b"%PDF-1.7\r\n\x00\xff"
MAIL = Mail(
    message_id="<4d0c@portal.test>",
    sender="selvbetjening@portal.test",
    sender_name="Nordlys Træning",
    to="anna@testesen.example",
    reply_to="hej@nordlys.example",
    subject="Dit link – æøå",
    text=f"Hej Ærø\n\nLog ind: {LINK}\n\nKoden er:\n\n12345678\n\nRing på 87654321.\n",
    html=f'<html><head></head><body><p>Hej Ærø</p><a href="{LINK}?a=1&amp;b=2">Log ind</a></body></html>',
    language="da",
    attachments=(Attachment("faktura 1001 æ.pdf", "application/pdf", PDF),),
)


@pytest.fixture
def post(var: Path) -> Iterator[SmtpPost]:
    """The adapter in front of the demo's own mail server, which runs as its own process and ends on SIGTERM."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "selvbetjening.config.cli", "mailserver", "--host", "127.0.0.1", "--port"]
    process = subprocess.Popen([*command, str(port)], env=environment(var), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == READY
        yield SmtpPost({"host": "127.0.0.1", "port": port, "user": "", "password": "", "security": "none"}, timeout=10)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.stdout.close()


def listed(demo: PortalClient, to: str = "") -> list[dict[str, Any]]:
    """The mailbox as JSON."""
    answer: list[dict[str, Any]] = demo.get("/mailbox.json", {"to": to} if to else {}).json()
    return answer


def test_a_posted_mail_is_read_by_scripts(post: SmtpPost, demo: PortalClient) -> None:
    post.deliver(MAIL)
    post.deliver(replace(MAIL, to="bo@testesen.example", subject="Nyere", attachments=()))
    newer, older = listed(demo)
    assert (newer["to"], newer["subject"], newer["attachments"]) == ("bo@testesen.example", "Nyere", [])
    assert [mail["id"] for mail in listed(demo, "ANNA@testesen.example")] == [older["id"]]
    assert [mail["id"] for mail in listed(demo, "bo@testesen.example")] == [newer["id"]]
    assert listed(demo, "na@testesen.example") == []
    assert (older["subject"], older["code"]) == ("Dit link – æøå", "12345678")
    assert older["links"] == [LINK, f"{LINK}?a=1&b=2"]
    assert "Hej Ærø" in older["text"] and "<p>Hej Ærø</p>" in older["html"]
    (file,) = older["attachments"]
    assert (file["name"], file["size"]) == ("faktura 1001 æ.pdf", len(PDF))
    answer = demo.get(file["url"].removeprefix("https://demo.portal.test"))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''faktura%201001")


def test_a_mail_without_a_code_has_none(var: Path, demo: PortalClient) -> None:
    mailbox.keep(b"To: a@x.example\r\nSubject: Tal\r\n\r\nRing 87654321 i dag, CVR 12345674.\r\n")
    (mail,) = listed(demo)
    assert (mail["code"], mail["links"], mail["html"]) == (None, [], "")
    assert demo.get(f"/mailbox/{mail['id']}/html").status_code == 404


def test_the_mailbox_is_read_by_people(var: Path, demo: PortalClient) -> None:
    assert "No mail yet" in demo.get("/mailbox/").content.decode()
    assert "No mail to nobody@x.example" in demo.get("/mailbox/?to=nobody@x.example").content.decode()
    name = mailbox.keep(b"To: a@x.example\r\nSubject: <b>Hej</b>\r\n\r\nSe https://x.example/a\r\n")
    page = demo.get("/mailbox/").content.decode()
    assert f'<a href="/mailbox/{name}/">&lt;b&gt;Hej&lt;/b&gt;</a>' in page
    letter = demo.get(f"/mailbox/{name}/").content.decode()
    assert '<a href="https://x.example/a"' in letter and "<b>Hej" not in letter
    for unknown in (f"{'0' * 20}-{'0' * 8}", "..", "x"):
        assert demo.get(f"/mailbox/{unknown}/").status_code == 404
    assert demo.get(f"/mailbox/{name}/1").status_code == 404


def test_the_mails_own_html_is_locked_in(var: Path, demo: PortalClient) -> None:
    """SEC-132: the mail may be styled and lead on when somebody presses; it may run, send and frame nothing."""
    company = make.organization(slug=f"firma-{uuid4().hex[:8]}")
    with within(OrganizationId(company.id)):
        Logo.objects.create(organization=company, png=b"\x89PNG", sha256="0" * 64, width=1, height=1)
    head = b"To: a@x.example\r\nSubject: Hej\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    logo = f'<img src="https://{company.slug}.portal.test/logo.png?v=0"><img src="https://x.example/logo.png">'
    name = mailbox.keep(head + f"<html><head></head><body>{logo}<script>alert(1)</script></body></html>".encode())
    page, document = demo.get(f"/mailbox/{name}/"), demo.get(f"/mailbox/{name}/html")
    frame = re.search(r'<iframe [^>]*src="([^"]+)"[^>]*sandbox="([^"]+)"', page.content.decode())
    assert frame is not None and frame[1] == f"/mailbox/{name}/html"
    assert not {"allow-scripts", "allow-same-origin", "allow-forms", "allow-top-navigation"} & set(frame[2].split())
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    policy = dict(rule.split(" ", 1) for rule in document["Content-Security-Policy"].split("; "))
    assert policy.pop("sandbox") == frame[2]
    assert policy == {
        "default-src": "'none'", "style-src": "'unsafe-inline'", "img-src": "data: https://*.portal.test",
        "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'self'",
    }  # fmt: skip
    assert document["X-Frame-Options"] == "SAMEORIGIN"
    body = document.content.decode()
    assert '<base target="_top">' in body
    assert logo in body  # the portal's picture loads by the policy, a stranger's is refused by it
    shown = PortalClient(f"{company.slug}.portal.test").get("/logo.png?v=0")
    assert shown["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_only_the_newest_stay(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox, "KEPT", 3)
    names = [mailbox.keep(b"Subject: x\r\n\r\nx") for _ in range(5)]
    assert [letter.id for letter in mailbox.letters()] == names[:1:-1]
    assert {path.suffix for path in (var / "mailbox").iterdir()} == {".eml"}
