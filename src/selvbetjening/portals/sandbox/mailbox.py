"""The demo's mailbox: what was posted lies as `.eml` files under `var/mailbox`, the newest 500 of them."""

import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from django.conf import settings

KEPT: Final = 500
_NAME: Final = re.compile(r"[0-9]{20}-[0-9a-f]{8}")
_LINK: Final = re.compile(r"https?://[^\s<>\"')\]]+")
_CODE: Final = re.compile(r"(?<![\d+])(\d{4}) ?(\d{4})(?![\d])")


@dataclass(frozen=True)
class Letter:
    """One mail, taken apart. `code` is the code to type in, where the mail has one."""

    id: str
    sender: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str
    html: str
    links: tuple[str, ...]
    code: str
    attachments: tuple[str, ...]


def folder() -> Path:
    """Where the mails lie; made when it is missing."""
    path = Path(settings.VAR_DIR) / "mailbox"
    path.mkdir(parents=True, exist_ok=True)
    return path


def keep(content: bytes) -> str:
    """Store one mail in one piece, let the oldest beyond 500 go, and return its id."""
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    beside = folder() / f"{name}.new"
    beside.write_bytes(content)
    os.replace(beside, folder() / f"{name}.eml")
    for old in _names()[KEPT:]:
        (folder() / f"{old}.eml").unlink(missing_ok=True)
    return name


def letters(*, to: str = "", limit: int = 100) -> Iterator[Letter]:
    """The newest first; with `to` only those to this address."""
    found = 0
    for name in _names():
        letter = read(name)
        if letter is None or (to and to.lower() not in letter.to.lower().split(", ")):
            continue
        yield letter
        found += 1
        if found >= limit:
            return


def read(name: str) -> Letter | None:
    """One mail, or None when there is none of this id."""
    if not _NAME.fullmatch(name):
        return None
    try:
        content = (folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    message = message_from_bytes(content, policy=policy.default)
    text, html = _body(message, "plain"), _body(message, "html")
    sent = message["Date"]
    code = _CODE.search(_LINK.sub("", text))
    return Letter(
        id=name,
        sender=str(message["From"] or ""),
        to=", ".join(address.addr_spec for address in message["To"].addresses) if message["To"] else "",
        subject=str(message["Subject"] or ""),
        sent_at=parsedate_to_datetime(str(sent)) if sent else None,
        text=text,
        html=html,
        links=tuple(dict.fromkeys(_LINK.findall(text))),
        code=code[1] + code[2] if code else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    content = part.get_content() if part is not None else ""
    return content if isinstance(content, str) else ""


def _names() -> list[str]:
    return sorted((path.stem for path in folder().glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)
