"""A mail of the mailbox, taken apart."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

#: Written by the mailbox itself: the demo's time at which the mail came.
RECEIVED: Final = "X-Demo-Received"
_LINK: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_HREF: Final = re.compile(r"href=[\"'](https?://[^\"']+)[\"']", re.IGNORECASE)
#: A code stands on a line of its own, so that no other number is taken for one.
_CODE: Final = re.compile(r"^[ \t]*(\d{4})[ \u00a0]?(\d{4})[ \t]*\r?$", re.MULTILINE)


@dataclass(frozen=True)
class File:
    """An attachment; `content_type` is what its sender says."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One mail. `code` is the code to type in, or None where the mail has none; `links` are each there once."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    at: datetime
    text: str
    html: str
    files: tuple[File, ...]

    @property
    def links(self) -> tuple[str, ...]:
        """In the order of the text, then those that only the HTML has."""
        only_html = [html.unescape(href) for href in _HREF.findall(self.html)]
        return tuple(dict.fromkeys([*_LINK.findall(self.text), *only_html]))

    @property
    def code(self) -> str | None:
        """Eight digits, without the space between them."""
        found = _CODE.search(self.text)
        return found[1] + found[2] if found else None


def read(name: str, content: bytes) -> Letter:
    """Take a mail apart; `name` is its id, which begins with the nanoseconds of its arrival."""
    message = message_from_bytes(content, policy=policy.default)
    received = message[RECEIVED]
    at = datetime.fromtimestamp(int(name[:20]) / 1e9, UTC)
    to = message["To"]
    return Letter(
        id=name,
        sender=str(message["From"] or ""),
        to=tuple(address.addr_spec for address in to.addresses) if to else (),
        subject=str(message["Subject"] or ""),
        at=datetime.fromisoformat(str(received)) if received else at,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        files=tuple(_file(part) for part in message.iter_attachments()),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    content = part.get_content() if part is not None else ""
    return content if isinstance(content, str) else ""


def _file(part: EmailMessage) -> File:
    content = part.get_payload(decode=True)
    return File(
        part.get_filename() or "attachment", part.get_content_type(), content if isinstance(content, bytes) else b""
    )
