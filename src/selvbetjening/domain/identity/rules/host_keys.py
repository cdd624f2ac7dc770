"""A change of the SFTP server's own key: how far ahead, which key is shown first, who is warned when (BM-09). Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from selvbetjening.domain.identity.rules.ssh_keys import SOUND_RSA, PublicKey

Code = Literal["too_soon", "known", "weak"]
Standing = Literal["knows", "retiring", "unknown"]
#: Days between the announcement and the change, at least.
AHEAD: Final = 30
#: Who still meets the retiring key alone is told so many days before the change, and at the announcement.
WARNED: Final = (30, 7, 1)
#: Whoever has not connected for so long is not told.
SILENT: Final = timedelta(days=180)


class HostKeyRefused(Exception):
    """The key cannot be announced."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code: Code = code


@dataclass(frozen=True, slots=True)
class Met:
    """A host key that an SFTP user's program has connected with, or asked the proof of."""

    fingerprint: str
    used_at: datetime | None = None
    learned_at: datetime | None = None


def check(*, key: PublicKey, starts_on: date, today: date, published: Iterable[str]) -> None:
    """Raise `HostKeyRefused` for a key that is in use already, too weak for a server, or announced too late."""
    if key.fingerprint in set(published):
        raise HostKeyRefused("known")
    if key.kind.startswith("sk-") or (key.kind == "ssh-rsa" and key.bits < SOUND_RSA):
        raise HostKeyRefused("weak")
    if (starts_on - today).days < AHEAD:
        raise HostKeyRefused("too_soon")


def in_order(*, fingerprints: Sequence[str], starts: Mapping[str, date], today: date) -> list[str]:
    """The server's keys as they are to be offered: of each kind the first one is what clients meet.

    An announced key stands last until its day, whatever the order of the files, and first from then on.
    """

    def place(fingerprint: str) -> int:
        begins = starts.get(fingerprint)
        return 1 if begins is None else 0 if begins <= today else 2

    return sorted(fingerprints, key=place)


def standing(*, met: Sequence[Met], retires: str, comes: str) -> Standing:
    """Whether a user's program knows the key that comes, has only met the one that goes, or neither."""
    if any(each.fingerprint == comes and (each.used_at or each.learned_at) for each in met):
        return "knows"
    return "retiring" if any(each.fingerprint == retires and each.used_at for each in met) else "unknown"


def warning(*, starts_on: date, today: date, warned: int | None) -> int | None:
    """How many days before the change the next mail is for, if it is due and none of it was sent. Late is once."""
    left = (starts_on - today).days
    if left < 0:
        return None
    due = min((days for days in WARNED if left <= days), default=None)
    return due if due is not None and (warned is None or due < warned) else None
