"""What a company says itself in its mails: an own subject and own words in front, with places that are filled (SEC-62).

The mail's own parts always follow: what the law wants told, amounts and ways on are no company's to leave out. Pure.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from selvbetjening.kernel.links import LINK

#: Places that every mail fills.
EVERYWHERE: Final = ("company", "phone", "email")
#: Kind of mail → the places that it fills beside those.
KINDS: Final[dict[str, tuple[str, ...]]] = {
    "login_link": (),
    "signup_link": (),
    "invoice_issued": ("number", "amount", "day"),
    "payment_received": ("number", "amount", "day"),
    "credit_note_issued": ("number", "amount"),
    "reminder": ("number", "day"),
    "charge_failed": ("number", "day"),
    "card_expiring": (),
    "subscription_started": (),
    "subscription_changed": (),
    "subscription_cancelled": (),
    "subscription_ended": (),
}
LONGEST_OWN_SUBJECT: Final = 120
LONGEST_OWN_WORDS: Final = 600
_PLACE: Final = re.compile(r"\{([a-z]*)\}")
#: An address without scheme is one, too, where something follows it.
_ADDRESS: Final = re.compile(r"[\w-]+\.(?:dk|com|net|org|eu|io)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The company's subject, and its words, a paragraph a line; what is empty stays as it is in the standard."""

    subject: str = ""
    words: str = ""


class WordsRefused(ValueError):
    """Why they cannot stand in a mail: at `field` (`subject` or `words`), and `what` it is about, such as a place."""

    def __init__(self, reason: str, *, field: str, what: str = "") -> None:
        super().__init__(reason)
        self.reason, self.field, self.what = reason, field, what


def places(*, kind: str) -> tuple[str, ...]:
    """What may stand in braces in this kind of mail. Raises KeyError for a kind that has no own words."""
    return EVERYWHERE + KINDS[kind]


def checked(*, kind: str, subject: str, words: str) -> OwnWords:
    """The words as they are kept.

    Raises `WordsRefused`: `one_line` (a subject of several lines forges headers), `hidden` (a character that nobody
    sees), `too_long`, `link`, `braces` (a brace alone) or `place` (`what` is no place of this mail).
    """
    lines = [" ".join(line.split(" ")).strip() for line in words.replace("\r\n", "\n").strip().split("\n")]
    own = OwnWords(subject.strip(), "\n".join(line for line in lines if line))
    if re.search(r"[\r\n\u2028\u2029\x0b\x0c\x85]", own.subject):
        raise WordsRefused("one_line", field="subject")
    for field, text, longest in (
        ("subject", own.subject, LONGEST_OWN_SUBJECT),
        ("words", own.words, LONGEST_OWN_WORDS),
    ):
        _check(field, text, longest, places(kind=kind))
    return own


def _check(field: str, text: str, longest: int, known: tuple[str, ...]) -> None:
    if any(unicodedata.category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for each in text if each != "\n"):
        raise WordsRefused("hidden", field=field)
    if len(text) > longest:
        raise WordsRefused("too_long", field=field, what=str(longest))
    if found := LINK.search(text) or _ADDRESS.search(text):
        raise WordsRefused("link", field=field, what=found[0])
    for place in _PLACE.findall(text):
        if place not in known:
            raise WordsRefused("place", field=field, what="{" + place + "}")
    if set(_PLACE.sub("", text)) & {"{", "}"}:
        raise WordsRefused("braces", field=field)


def filled(*, text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled, once: what stands in a value is no place. One without a value is left out."""
    return " ".join(_PLACE.sub(lambda found: values.get(found[1], ""), text).split())


def read(*, kept: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], OwnWords]:
    """By kind and language, from how the register keeps them; a kind that is none any more is left out."""
    return {
        (kind, language): OwnWords(said["subject"], said["words"])
        for kind, spoken in kept.items()
        if kind in KINDS
        for language, said in spoken.items()
    }
