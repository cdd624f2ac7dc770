"""Text of others made safe to print: no control characters, no word wider than its column, no missing glyph.

A document is archived (PDF/A) and read aloud (PDF/UA), so a character without a glyph is refused by the renderer. An
invoice must still go out to a customer with an emoji in her name: such characters become a visible square.
"""

import re
import unicodedata
from collections.abc import Callable, Set
from typing import Any

SQUARE = "\u25a1"
_BREAK = "\u200b"
_OUR_SIGNS = frozenset(f"–−\n{_BREAK}{SQUARE}")
_BIDI_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Dropped, because they can turn the digits of an amount round; letters of right-to-left scripts need none of them."""


def breakable(text: str, *, longest: int) -> str:
    """Lets words of more than `longest` characters break anywhere, by zero-width spaces between their letters.

    Web addresses are left alone: whoever copies one would copy the spaces too, and the renderer breaks them itself.
    """
    return re.sub(rf"(?<!\S)(?!https?://)\S{{{longest + 1},}}", _broken, text)


def _broken(word: re.Match[str]) -> str:
    # Never before a combining mark: the accent would stand alone.
    return "".join(char if unicodedata.combining(char) else _BREAK + char for char in word[0])


def printable(text: str) -> str:
    """`text` without control characters and direction overrides; newlines stay, private codes become squares."""
    return "".join(_one(char) for char in text) if not _is_plain(text) else text


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _one(char: str) -> str:
    if char == "\n":
        return char
    if char == "\t":
        return " "
    category = unicodedata.category(char)
    if category == "Cc" or char in _BIDI_OVERRIDES:
        return ""
    return SQUARE if category in ("Co", "Cs", "Cn") else char


def each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same nested lists and dictionaries with `change` applied to every string in them."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(item, change) for key, item in value.items()}
    return [each_text(item, change) for item in value]


def characters_of(value: Any) -> set[str]:
    """Every different character that occurs in the strings of `value`."""
    found: set[str] = set()
    each_text(value, lambda text: found.update(text) or text)  # type: ignore[func-returns-value]
    return found


def with_squares(text: str, *, instead_of: Set[str]) -> str:
    """`text` with a square for every character in `instead_of`."""
    return "".join(SQUARE if char in instead_of else char for char in text)


def latin_only(text: str) -> str:
    """The last resort, for marks that no font can set on their letters: Latin, our own signs, and squares."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char if char < "\u0250" or char in _OUR_SIGNS else SQUARE for char in composed)
