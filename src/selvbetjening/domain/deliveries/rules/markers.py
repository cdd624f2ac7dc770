"""What lies beside a file and says something of it: sidecars, markers, empty files (annex C.4, layer 3). Pure.

They are never deliveries. `x.txt.sha256` and `x.sha256` speak of `x.txt`; so do `x.txt.ok` and `x.ok`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

from selvbetjening.domain.deliveries.rules import names

Verdict = Literal["waits", "fits", "differs", "unreadable", "nothing"]
#: Larger is no marker, whatever it is called.
MOST_BYTES: Final = 4096
SIDECAR: Final = ".sha256"
MARKERS: Final = (".ok", ".done", ".ready", ".fin", ".slut", ".end", ".eof")
_HASH: Final = re.compile(r"(?<![0-9A-Za-z])[0-9a-fA-F]{64}(?![0-9A-Za-z])")
_LINE: Final = re.compile(r"\\?([0-9a-fA-F]{64})(?:[ \t]+\*?(.*))?")
_BSD: Final = re.compile(r"SHA256 ?\((.*)\) ?= ?([0-9a-fA-F]{64})", re.IGNORECASE)
_SIZE: Final = re.compile(
    r"(?:^|[\s;,])(?:(?:size|bytes|length|antal bytes|stoerrelse|størrelse)\s*[=:]\s*)?([0-9]{1,12})(?=$|[\s;,])",
    re.IGNORECASE,
)
#: All that a marker may say: whatever else stands in it makes it a file like any other.
_ALL: Final = re.compile(
    r"(?:size|bytes|length|antal bytes|stoerrelse|størrelse|sha-?256|sum)\s*[=:]|[0-9a-f]{64}|[0-9]{1,12}|[\s;,]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What is said of a file: its SHA-256 (hex, small letters) or "", its size in bytes or None."""

    sha256: str = ""
    size: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it says no more than that there is a file."""
        return not self.sha256 and self.size is None


def speaks_of(*, name: str) -> str:
    """The name without the ending that makes it a sidecar or a marker; empty for every other name."""
    for ending in (SIDECAR, *MARKERS):
        # Counted in the name itself: one of its signs may fold into two.
        length = next((each for each in range(1, len(ending) + 1) if name[-each:].casefold() == ending), 0)
        if length:
            return name[:-length]
    return ""


def is_sidecar(*, name: str) -> bool:
    """Whether it is one by its name alone, whatever stands in it."""
    return name.casefold().endswith(SIDECAR) and len(name) > len(SIDECAR)


def read(*, name: str, text: bytes) -> Promise | None:
    """What a sidecar or marker of this name promises; None where it cannot be read, or is a file like any other."""
    if not speaks_of(name=name) or len(text) > MOST_BYTES:
        return None
    try:
        words = text.decode("utf-8-sig").strip("\r\n\t \x1a\0")
    except UnicodeDecodeError:
        return None
    if is_sidecar(name=name):
        return _of_sums(words, about=names.clash_key(name=speaks_of(name=name)))
    if _ALL.sub("", words):
        return None
    hashes = _HASH.findall(words)
    sizes = _SIZE.findall(_HASH.sub(" ", words).replace("=", "= ").replace("= ", "="))
    if len(hashes) > 1 or len(sizes) > 1:
        return None
    return Promise(hashes[0].lower() if hashes else "", int(sizes[0]) if sizes else None)


def _of_sums(words: str, *, about: str) -> Promise | None:
    """As `sha256sum` and its BSD sister write it; of several lines the one that names the file."""
    found: list[tuple[str, str]] = []
    for line in filter(None, (each.strip() for each in words.splitlines())):
        if bsd := _BSD.fullmatch(line):
            found.append((bsd[1], bsd[2]))
        elif plain := _LINE.fullmatch(line):
            found.append((plain[2] or "", plain[1]))
        else:
            return None
    named = [sum_ for name, sum_ in found if about in _keys(PurePosixPath(name.replace("\\", "/")).name)]
    chosen = named if len(named) == 1 else [sum_ for _name, sum_ in found]
    return Promise(chosen[0].lower()) if len(chosen) == 1 else None


def _keys(name: str) -> tuple[str, ...]:
    return keys_of(name=name) if name else ()


def keys_of(*, name: str) -> tuple[str, ...]:
    """What a marker's `speaks_of` may be for a file of this name, as `names.clash_key` compares: whole, or its stem."""
    stem = PurePosixPath(name).stem
    return tuple(dict.fromkeys(names.clash_key(name=each) for each in (name, stem)))


def about(*, key: str, among: Sequence[str]) -> str | None:
    """The one name that a marker with this key speaks of; None where there is none, or several by their stem."""
    exact = [name for name in among if names.clash_key(name=name) == key]
    stems = [name for name in among if key in keys_of(name=name)]
    chosen = exact or stems
    return chosen[0] if len({names.clash_key(name=name) for name in chosen}) == 1 else None


def holds(*, promise: Promise, sha256: str, size: int) -> bool | None:
    """Whether the bytes are what was promised; None where nothing was."""
    if promise.is_empty:
        return None
    fits_hash = not promise.sha256 or promise.sha256 == sha256
    return fits_hash and (promise.size is None or promise.size == size)
