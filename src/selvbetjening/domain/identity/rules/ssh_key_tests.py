"""Is this key the one, and does it open? What somebody who tests a key is told (BP-42). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, Literal, Protocol, TypeVar

from selvbetjening.domain.identity.rules.ssh_doors import Verdict
from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused, read

#: How long a test looks for the key; then it says what to check.
LASTS: Final = timedelta(minutes=5)
#: For so long what came of a test is told: attempts are kept for a day.
TOLD: Final = timedelta(hours=24)
#: `waiting`: nothing yet, and there is time; `silent`: nothing, and the time is over.
Outcome = Literal["not_begun", "waiting", "passed", "other_key", "failed", "silent"]
_FINGERPRINT: Final = re.compile(r"SHA256:([A-Za-z0-9+/]{43})(?![A-Za-z0-9+/])")
#: Verdicts of a connection that never said whose it is; every other one but `unknown_user` is about a known name.
_NAMELESS: Final[frozenset[Verdict]] = frozenset({"algorithms", "banned", "unknown_user"})
#: What happens after a login is no answer about the key.
_LATER: Final[frozenset[Verdict]] = frozenset({"refused_path", "incomplete", "access_ended", "cut"})


class Try(Protocol):
    """One attempt at the door, as it was noted."""

    @property
    def at(self) -> datetime:
        """When it was."""

    @property
    def verdict(self) -> str:
        """A `Verdict`."""

    @property
    def fingerprint(self) -> str:
        """The key's, empty where none was offered."""


#: What is told of; `key_test` alone asks what it can say.
Told = TypeVar("Told")
T = TypeVar("T", bound=Try)


@dataclass(frozen=True, slots=True)
class KeyTest(Generic[Told]):
    """How a test stands. `tries` are those that say why, the newest first; `steps` counts what went well of three:
    our server was reached, the user name is known, the key opened.
    """

    outcome: Outcome
    until: datetime | None = None
    tries: tuple[Told, ...] = ()
    steps: int = 0

    @property
    def is_open(self) -> bool:
        """Whether one more attempt can still change it."""
        return self.outcome in {"waiting", "failed", "other_key"} and self.until is not None


def key_test(
    *, fingerprint: str, began_at: datetime | None, last_used_at: datetime | None, tries: Sequence[T], at: datetime
) -> KeyTest[T]:
    """How the test of a key stands that was begun then. A login with this very key counts, however late it came."""
    if began_at is None or at - began_at >= TOLD:
        return KeyTest("not_begun")
    ends = began_at + LASTS
    until = ends if at < ends else None
    if last_used_at is not None and last_used_at >= began_at:
        return KeyTest("passed", until, tuple(each for each in tries if each.verdict == "ok")[:1], 3)
    since = sorted((each for each in tries if each.at >= began_at), key=lambda each: each.at, reverse=True)
    about = [each for each in since if each.verdict not in _LATER]
    wrong = [each for each in about if each.verdict != "ok"]
    # What this key itself was answered says more than what became of others that the program knows.
    wrong.sort(key=lambda each: each.fingerprint != fingerprint)
    if wrong:
        return KeyTest("failed", until, tuple(wrong[:5]), 1 if wrong[0].verdict in _NAMELESS else 2)
    if about:
        return KeyTest("other_key", until, tuple(about[:1]), 2)
    return KeyTest("waiting" if until else "silent", until)


def named_in(*, text: bytearray) -> str:
    """The fingerprint of a public key, or one that stands in the text as `ssh-keygen -l` shows it.

    Raises `KeyRefused`: `private`, and then the text is overwritten with zeros (KEY-02); `unreadable` for neither of
    them; `weak` and `kind` for a key that could be nobody's here.
    """
    shown = _FINGERPRINT.search(bytes(text).decode("ascii", "replace"))
    try:
        return read(text=text).fingerprint
    except KeyRefused as refused:
        if refused.code == "unreadable" and shown is not None:
            return f"SHA256:{shown[1]}"
        raise
