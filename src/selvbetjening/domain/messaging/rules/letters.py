"""A finished letter and its sender; what may stand in them (SEC-62)."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from selvbetjening.domain.messaging.rules.own_words import OwnWords
from selvbetjening.kernel.colour import Brand
from selvbetjening.kernel.law import law
from selvbetjening.kernel.links import LINK

LONGEST_SUBJECT: Final = 200
LONGEST_NAME: Final = 80

#: As `kernel.formatting.format_money` writes them, in both languages.
_AMOUNT = re.compile(
    r"−?\b[0-9][0-9.]*,[0-9]{2}[\u00a0 ](?:kr\.|[A-Z]{3}\b)|−?\b[A-Z]{3}[\u00a0 ][0-9][0-9,]*\.[0-9]{2}\b"
)
_OFFER = re.compile(
    r"\b(special offer|save (?:up to )?[0-9]|upgrade (?:now|today)|buy (?:now|more)|try also|recommend|newsletter"
    r"|særtilbud|spar (?:op til )?[0-9]|opgradér (?:nu|i dag)|køb (?:nu|mere|også)|prøv også|anbefal|nyhedsbrev)",
    re.IGNORECASE,
)


class LetterRefused(ValueError):
    """The letter would forge a header or lead off our host. The message repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail before it has a receiver. `text` and `html` say the same.

    Raises `LetterRefused` for an empty, too long or several-lined subject (SEC-62).
    """

    kind: str
    subject: str
    text: str
    html: str

    def __post_init__(self) -> None:
        if not self.subject or len(self.subject) > LONGEST_SUBJECT or has_control(text=self.subject):
            raise LetterRefused("a subject is one line of at most 200 characters")


@dataclass(frozen=True, slots=True)
class Footing:
    """What stands below a mail to a company's own user (BP-77): why it came, its number, where mails are chosen."""

    reason: str
    reference: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """The company that a mail comes from: its name, where answers go, its look, and the only host it links to."""

    name: str
    reply_to: str
    origin: str
    logo_url: str = ""
    brand: Brand | None = None
    shows_amounts: bool = True
    """Whether amounts may stand in its mails (GDP-5, setting `mail_show_amounts`); `letter` takes them out if not."""
    from_name: str = ""
    """The name that its mails come from, where it is another than `name`."""
    phone: str = ""
    own_words: Mapping[tuple[str, str], OwnWords] = field(default_factory=dict)
    """What the company itself says in a kind of mail, by kind and language."""
    footing: Footing | None = None

    def url(self, path: str) -> str:
        """An address on the company's own portal. Raises `LetterRefused` for anything but a local path (SEC-62)."""
        if not path.startswith("/") or path.startswith("//") or "\\" in path or has_control(text=path):
            raise LetterRefused("mails link to the company's own host only")
        return self.origin + path


@law(
    "GDP-5",
    source="databeskyttelsesforordningen art. 5, stk. 1, litra c",
    setting="mail_show_amounts",
)
def without_amounts(*, text: str) -> str:
    """Where the company says so, amounts are taken out of a mail: its reader finds them after logging in."""
    return _AMOUNT.sub("•••", text)


@law("MKT-1", source="markedsføringsloven § 10")
def has_offer(*, text: str) -> bool:
    """Mails are about what the customer has; words that sell something more are an offer, and need consent."""
    return _OFFER.search(text) is not None


def has_control(*, text: str) -> bool:
    """Whether there is a character that could end a header's line or hide: CR, LF and their kin."""
    return any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text)


def plain(*, text: str, longest: int = LONGEST_NAME) -> str:
    """Text that a company or a customer wrote, fit for a mail: one line, no links, at most `longest` long (SEC-62)."""
    visible = "".join(" " if has_control(text=character) else character for character in text)
    words = " ".join(LINK.sub("", visible).split())
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
