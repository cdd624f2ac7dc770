"""One contract for everything that carries mail: SMTP against a real server, and the in-memory twin."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from selvbetjening.adapters.smtp import SmtpPost
from selvbetjening.adapters.smtp.envelope import as_message
from selvbetjening.domain.messaging.ports import Attachment, Mail, Post, PostRefused
from tests import outbox
from tests.contract.smtp_server import Handler, server

MAIL = Mail(
    message_id="<4d0c@portal.test>",
    sender="selvbetjening@portal.test",
    sender_name="Nordlys Træning, Aarhus",
    to="anna@example.com",
    reply_to="hej@nordlys.example",
    subject="Din faktura – æøå",
    text="Hej Ærø\n",
    html="<p>Hej Ærø</p>",
    language="da",
    attachments=(Attachment("faktura-1001.pdf", "application/pdf", b"%PDF-1.7\r\n\x00\xff"),),
)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[Handler, dict[str, Any]]]:
    with server() as made:
        yield made


@pytest.fixture(params=["smtp", "twin"])
def post(request: pytest.FixtureRequest, running: tuple[Handler, dict[str, Any]]) -> Iterator[Post]:
    """Each carrier in turn, refusing the same receivers for the same reasons."""
    if request.param == "smtp":
        yield SmtpPost(running[1], timeout=5)
        return
    outbox.REFUSED.update(
        {
            "refused@example.com": PostRefused("recipient_550", permanent=True),
            "later@example.com": PostRefused("recipient_450", permanent=False),
            "spam@example.com": PostRefused("answer_554", permanent=True),
            "dropped@example.com": PostRefused("disconnected", permanent=False),
        }
    )
    yield outbox.RecordingPost()
    outbox.REFUSED.clear()
    outbox.POSTED.clear()


def test_a_mail_is_taken(post: Post) -> None:
    post.deliver(MAIL)
    post.deliver(replace(MAIL, attachments=(), reply_to=""))


@pytest.mark.parametrize(
    ("to", "code", "permanent"),
    [
        ("refused@example.com", "recipient_550", True),
        ("later@example.com", "recipient_450", False),
        ("spam@example.com", "answer_554", True),
        ("dropped@example.com", "disconnected", False),
        ("two@example.com\nBcc: x@example.com", "malformed", True),
    ],
)
def test_a_refusal_says_whether_to_try_again_and_names_nobody(post: Post, to: str, code: str, permanent: bool) -> None:
    """SEC-144: the code is short and holds no address."""
    with pytest.raises(PostRefused) as refused:
        post.deliver(replace(MAIL, to=to))
    assert (refused.value.code, refused.value.permanent) == (code, permanent)
    assert "@" not in str(refused.value)


def test_the_message_on_the_wire(running: tuple[Handler, dict[str, Any]]) -> None:
    """Both bodies, the file byte for byte, and every header; the sender on the envelope is the fixed one (SEC-62)."""
    handler, address = running
    SmtpPost(address).deliver(MAIL)
    envelope, message = handler.taken[-1]
    assert (envelope.mail_from, envelope.rcpt_tos) == (MAIL.sender, [MAIL.to])
    assert message["From"] == '"Nordlys Træning, Aarhus" <selvbetjening@portal.test>'
    assert [message[name] for name in ("To", "Reply-To", "Subject", "Message-ID", "Content-Language")] == [
        MAIL.to, MAIL.reply_to, MAIL.subject, MAIL.message_id, "da",
    ]  # fmt: skip
    assert message["Auto-Submitted"] == "auto-generated" and message["Date"].datetime.tzinfo
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None and plain.get_content().strip() == MAIL.text.strip()
    assert html is not None and html.get_content().strip() == MAIL.html
    (file,) = message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("faktura-1001.pdf", "application/pdf")
    assert file.get_content() == MAIL.attachments[0].content


def test_letters_beyond_ascii_before_the_at_sign_where_the_server_takes_them() -> None:
    """RFC 6531: receiver and Reply-To arrive as they are, in the envelope and in the header."""
    with server(enable_SMTPUTF8=True) as (handler, address):
        SmtpPost(address).deliver(replace(MAIL, to="søren@example.com", reply_to="låge@nordlys.example"))
        SmtpPost(address).deliver(replace(MAIL, reply_to="låge@nordlys.example"))
    (envelope, message), (_, other) = handler.taken
    assert envelope.rcpt_tos == ["søren@example.com"] and envelope.smtp_utf8
    assert (message["To"], message["Reply-To"]) == ("søren@example.com", "låge@nordlys.example")
    assert message["From"] == '"Nordlys Træning, Aarhus" <selvbetjening@portal.test>'
    assert message["Subject"] == MAIL.subject
    (file,) = message.iter_attachments()
    assert file.get_content() == MAIL.attachments[0].content
    assert (other["To"], other["Reply-To"]) == (MAIL.to, "låge@nordlys.example")


def test_such_an_address_is_refused_for_good_where_the_server_does_not() -> None:
    """No other try can help; what only concerns the answers is left out instead."""
    with server(enable_SMTPUTF8=False) as (handler, address):
        with pytest.raises(PostRefused) as refused:
            SmtpPost(address).deliver(replace(MAIL, to="søren@example.com"))
        SmtpPost(address).deliver(replace(MAIL, reply_to="låge@nordlys.example"))
    assert (refused.value.code, refused.value.permanent) == ("not_supported", True)
    ((_, message),) = handler.taken
    assert message["To"] == MAIL.to and message["Reply-To"] is None


@pytest.mark.parametrize("to", ["ø ø@example.com", "ø<x@example.com", "ø\r\nBcc:x@example.com", "ø@exa mple.com", "ø@"])
def test_no_letter_opens_the_header_to_more_sec_62(to: str) -> None:
    """SEC-62."""
    with pytest.raises(PostRefused) as refused:
        as_message(replace(MAIL, to=to))
    assert (refused.value.code, refused.value.permanent) == ("malformed", True)


def test_no_server_is_for_now() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    closed = {"host": "127.0.0.1", "port": port, "user": "", "password": "", "security": "none"}
    with pytest.raises(PostRefused) as refused:
        SmtpPost(closed).deliver(MAIL)
    assert (refused.value.code, refused.value.permanent) == ("no_connection", False)


def test_a_server_that_says_nothing_is_for_now() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = {"host": "127.0.0.1", "port": silent.getsockname()[1], "user": "", "password": "", "security": "none"}
        with pytest.raises(PostRefused) as refused:
            SmtpPost(address, timeout=0.3).deliver(MAIL)
    assert (refused.value.code, refused.value.permanent) == ("disconnected", False)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_without_a_good_certificate_nothing_is_said_sec_130(
    security: str, running: tuple[Handler, dict[str, Any]]
) -> None:
    """SEC-130: a server without TLS where TLS is asked for gets no mail; it is tried again later."""
    before = len(running[0].taken)
    with pytest.raises(PostRefused) as refused:
        SmtpPost({**running[1], "security": security}, timeout=5).deliver(MAIL)
    assert not refused.value.permanent
    assert refused.value.code in {"not_supported", "certificate", "disconnected"}
    assert len(running[0].taken) == before
