"""A snapshot printed: PDF/A-3a for the archive and PDF/UA-1 for those who listen, the same bytes every time."""

import json
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import typst

from selvbetjening.domain.invoicing.documents.compiler import compiled
from selvbetjening.domain.invoicing.documents.content import Content, content_of
from selvbetjening.domain.invoicing.documents.logo import as_svg
from selvbetjening.domain.invoicing.documents.printable import (
    characters_of,
    each_text,
    latin_only,
    printable,
    with_squares,
)
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot

_TEMPLATE: Final = Path(__file__).with_name("invoice.typ")
_PROBE: Final = b'#set document(title: "x")\n#set text(font: "IBM Plex Sans")\n#json("data.json")'
_NO_GLYPH: Final = ("could not be displayed", "codepoint")


class NotPrintable(Exception):
    """The renderer refused the document. The text carries nothing of the customer."""


def render_pdf(snapshot: InvoiceSnapshot, *, logo: bytes | None = None, xml: bytes = b"") -> bytes:
    """The document as PDF bytes: INV-1 to INV-9, INV-11 to INV-13, CRN-1, in the snapshot's language (XB-19).

    `logo` is a PNG; without it the seller's name stands in its place. `xml` is the same document for machines; it is
    embedded as `invoice.xml`, so that one file serves both (PDF/A-3). Equal arguments give equal bytes: the creation
    time in the file is midnight UTC of `issued_on`, and only our own fonts are used. Characters without a glyph become
    a square. Safe to call from many threads. Raises TypefaceMissing where the installation is not whole, NotAPicture
    where the logo is damaged, NotPrintable where the renderer refuses for another reason.
    """
    svg = as_svg(logo) if logo else ""
    content = each_text(content_of(snapshot), printable)
    for attempt in (lambda: content, lambda: _squared(content), lambda: each_text(content, latin_only)):
        try:
            return _compile(attempt(), logo=svg, xml=xml, day=snapshot.issued_on)
        except typst.TypstError as refusal:
            if not any(words in str(refusal) for words in _NO_GLYPH):
                raise NotPrintable("the renderer refused the document") from refusal
    raise NotPrintable("a text of our own has a character without a glyph")


def _squared(content: Content) -> Content:
    # Asked one by one, and only after a refusal: nearly every document passes at the first attempt.
    missing = frozenset(char for char in characters_of(content) if not _has_glyph(char))
    squared: Content = each_text(content, lambda text: with_squares(text, instead_of=missing))
    return squared


def _compile(content: Content, *, logo: str, xml: bytes, day: date) -> bytes:
    # Texts travel as a data file and are read with json(): the template prints strings and never evaluates one.
    given = {"has_logo": bool(logo), "has_xml": bool(xml)}
    files = {"main.typ": _template(), "data.json": json.dumps(content | given).encode()}
    if xml:
        files["invoice.xml"] = xml
    if logo:
        files["logo.svg"] = logo.encode()
    return _run(files, day=day)


def _run(files: dict[str, bytes], *, day: date) -> bytes:
    return compiled(files, at=datetime(day.year, day.month, day.day, tzinfo=UTC))


@lru_cache(maxsize=4096)
def _has_glyph(char: str) -> bool:
    if char.isspace() or char == "\u200b":
        return True
    try:
        _run({"main.typ": _PROBE, "data.json": json.dumps(char).encode()}, day=date(2000, 1, 1))
    except typst.TypstError:
        return False
    return True


@cache
def _template() -> bytes:
    return _TEMPLATE.read_bytes()
