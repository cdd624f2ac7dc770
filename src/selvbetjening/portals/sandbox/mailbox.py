"""The demo's mailbox: what was posted lies as `.eml` files under `var/mailbox`, the newest 500 of them."""

import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from selvbetjening.kernel import clock
from selvbetjening.portals.sandbox.letter import RECEIVED, Letter
from selvbetjening.portals.sandbox.letter import read as take_apart

KEPT: Final = 500
_NAME: Final = re.compile(r"[0-9]{20}-[0-9a-f]{8}")


def keep(content: bytes) -> str:
    """Store one mail in one piece, let the oldest beyond 500 go, and return its id.

    The id sorts by arrival in the machine's time, which never moves back; the demo's time is written into the mail.
    """
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    beside = _folder() / f"{name}.new"
    beside.write_bytes(f"{RECEIVED}: {clock.now().isoformat()}\r\n".encode() + content)
    os.replace(beside, _folder() / f"{name}.eml")
    for old in _names()[KEPT:]:
        (_folder() / f"{old}.eml").unlink(missing_ok=True)
    return name


def letters(*, to: str = "", limit: int = 100) -> Iterator[Letter]:
    """The newest first; with `to` only those to this address, whatever its case."""
    wanted, found = to.lower(), 0
    for name in _names():
        content = _content(name)
        if content is None or not _may_be_for(content, wanted):
            continue
        letter = take_apart(name, content)
        if wanted and wanted not in [address.lower() for address in letter.to]:
            continue
        yield letter
        found += 1
        if found >= limit:
            return


def read(name: str) -> Letter | None:
    """One mail, or None when there is none of this id."""
    content = _content(name) if _NAME.fullmatch(name) else None
    return None if content is None else take_apart(name, content)


def _may_be_for(content: bytes, wanted: str) -> bool:
    """A quick look at the head: most of five hundred mails need not be taken apart to find one person's."""
    head = content.partition(b"\r\n\r\n")[0].lower()
    return not wanted.isascii() or wanted.encode() in head


def _content(name: str) -> bytes | None:
    try:
        return (_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None


def _folder() -> Path:
    path = Path(settings.VAR_DIR) / "mailbox"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _names() -> list[str]:
    return sorted((path.stem for path in _folder().glob("*.eml") if _NAME.fullmatch(path.stem)), reverse=True)
