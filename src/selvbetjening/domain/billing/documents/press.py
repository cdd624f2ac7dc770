"""A letter printed: PDF/A-3a and PDF/UA-1, with the typeface and the care of invoices."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from selvbetjening.domain.invoicing.documents.compiler import compiled
from selvbetjening.domain.invoicing.documents.logo import as_svg
from selvbetjening.domain.invoicing.documents.printable import breakable, each_text, latin_only, printable
from selvbetjening.kernel.formatting import Language

_TEMPLATE: Final = Path(__file__).with_name("letter.typ")
_LONGEST_WORD: Final = 40
_PLAIN_COLOUR: Final = "#1b1f24"


class NotPrintable(Exception):
    """The renderer refused the letter. The text carries nothing of the customer."""


@dataclass(frozen=True, slots=True)
class Company:
    """Who writes: name, lines of address and contact, brand colour (empty for none), logo as PNG (None for none)."""

    name: str
    lines: tuple[str, ...]
    brand_colour: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter: paragraphs, then labelled facts, then a code that stands out."""

    heading: str
    text: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole letter in finished words."""

    language: Language
    heading: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())


_PAGE: Final = {"da": ("Side", "af", "Logo for"), "en": ("Page", "of", "Logo of")}


def print_letter(letter: Printed, *, company: Company, at: datetime) -> bytes:
    """The letter as PDF bytes; the same for the same arguments, `at` is the creation time in the file.

    Characters without a glyph become a square. Raises `NotPrintable`, `TypefaceMissing`, `NotAPicture`.
    """
    page, of, logo_of = _PAGE[letter.language]
    content: dict[str, Any] = {
        "language": letter.language,
        "brand": company.brand_colour or _PLAIN_COLOUR,
        "title": f"{letter.heading} · {company.name}",
        "heading": letter.heading,
        "seller": {"name": company.name, "lines": list(company.lines)},
        "logo_alt": f"{logo_of} {company.name}",
        "lead": list(letter.lead),
        "sections": [_section(section) for section in letter.sections],
        "page": page,
        "page_of": of,
    }
    logo = as_svg(company.logo) if company.logo else ""
    safe = each_text(content, printable)
    for attempt in (safe, each_text(safe, latin_only)):
        try:
            return _run(attempt | {"has_logo": bool(logo)}, logo=logo, at=at)
        except typst.TypstError as refusal:
            told = refusal
    raise NotPrintable("the renderer refused the letter") from told


def _section(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "text": [breakable(line, longest=_LONGEST_WORD) for line in section.text],
        "facts": [[label, breakable(value, longest=_LONGEST_WORD)] for label, value in section.facts],
        "code": section.code,
    }


def _run(content: dict[str, Any], *, logo: str, at: datetime) -> bytes:
    files = {"main.typ": _template(), "data.json": json.dumps(content).encode()}
    if logo:
        files["logo.svg"] = logo.encode()
    return compiled(files, at=at)


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
