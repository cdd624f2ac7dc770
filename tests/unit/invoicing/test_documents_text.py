"""Text of others stays text: nothing is evaluated, nothing is lost, nothing stops an invoice."""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.unit.invoicing.document_samples import CONSUMER, INVOICE, LINES, png

from selvbetjening.domain.invoicing.documents import typeface
from selvbetjening.domain.invoicing.documents.logo import NotAPicture, as_svg
from selvbetjening.domain.invoicing.documents.pdf import render_pdf
from selvbetjening.domain.invoicing.documents.printable import breakable, latin_only, printable
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.documents.texts import WORDS


def compact(snapshot: InvoiceSnapshot) -> str:
    """All text of the document without any white space."""
    pages = PdfReader(io.BytesIO(render_pdf(snapshot))).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


HOSTILE = [
    '#import "data.json": x', '#panic("no")', "$ x^2 $", "*bold* _it_ `raw`", r"C:\new \u{41} \ ", "= Heading",
    "<label> @reference", "https://example.org/a--b", "a -- b --- c ...", "'single' \"double\"",
    "// comment /* more */", "#sys.inputs", "]#[ )(",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_any_field_is_printed_letter_by_letter(text: str) -> None:
    snapshot = replace(
        INVOICE,
        note=f"note{text}",
        number=f"no{text}",
        payment_terms=f"terms{text}",
        buyer=replace(CONSUMER, name=f"name{text}", reference=f"ref{text}"),
        lines=(replace(LINES[0], text=f"line{text}"),),
    )
    printed = compact(snapshot)
    for place in ("note", "no", "terms", "name", "ref", "line"):
        assert place + re.sub(r"\s", "", text) in printed


@pytest.mark.parametrize("name", ["Ελένη Παππά", "Наталья Юрьевна", "Žofia Łukasiewicz", "Þórdís Ørn"])
def test_other_alphabets_are_printed(name: str) -> None:
    assert name.replace(" ", "") in compact(replace(INVOICE, buyer=replace(CONSUMER, name=name)))


@pytest.mark.parametrize("word", ["שלום", "مرحبا"])
def test_right_to_left_names_are_printed(word: str) -> None:
    printed = compact(replace(INVOICE, buyer=replace(CONSUMER, name=word)))
    assert word in printed or word[::-1] in printed


@pytest.mark.parametrize("name", ["Ida 😀", "Ida 日本", "Ida \ue000", "Ida \U000e0fff", "Ida \ud800"])
def test_a_character_without_a_glyph_becomes_a_square_and_the_invoice_goes_out(name: str) -> None:
    printed = compact(replace(INVOICE, buyer=replace(CONSUMER, name=name)))
    assert "Ida□" in printed
    assert "Æblevej3" in printed


@pytest.mark.parametrize("name", ["Ida 日\u0651", "Ida \u0ca0\u0651", "Ida 日\u036c"])
def test_marks_that_no_font_can_set_cost_the_mark_and_not_the_invoice(name: str) -> None:
    assert "Ida□" in compact(replace(INVOICE, buyer=replace(CONSUMER, name=name)))
    assert latin_only("Søren e\u0301 א – −1") == "Søren é □ – −1"


def test_control_characters_and_direction_overrides_are_taken_out() -> None:
    assert printable("a\x00b\x1bc\td\ne\u202e12\u2066") == "abc d\ne12"
    assert "Ida12" in compact(replace(INVOICE, buyer=replace(CONSUMER, name="Ida\x00\u202e12")))


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_at_all_can_stop_a_document(name: str, text: str) -> None:
    snapshot = replace(INVOICE, buyer=replace(CONSUMER, name=name), lines=(replace(LINES[0], text=text),), note=text)
    assert render_pdf(snapshot).startswith(b"%PDF-")


def test_words_too_long_for_their_column_break_and_keep_every_letter() -> None:
    long = "".join(chr(ord("a") + number % 26) for number in range(300))
    snapshot = replace(
        INVOICE,
        seller=replace(INVOICE.seller, name=long, email=f"{long}@example.org"),
        buyer=replace(CONSUMER, name=long, account_code=long, address_lines=(long,) * 3),
        lines=(replace(LINES[0], text=long, unit=long),),
        note=long,
    )
    printed = compact(snapshot)
    assert printed.count(long) >= 8


def test_only_long_words_are_made_breakable_and_accents_stay_on_their_letters() -> None:
    assert breakable("Medlemskab i Odense", longest=10) == "Medlemskab i Odense"
    assert breakable("abc e\u0301bc", longest=3) == "abc \u200be\u0301\u200bb\u200bc"


def test_newlines_in_a_note_are_kept() -> None:
    pages = PdfReader(io.BytesIO(render_pdf(replace(INVOICE, note="første\nanden")))).pages
    assert "første\nanden" in pages[0].extract_text()


def test_a_damaged_logo_is_refused_and_never_left_out_silently() -> None:
    whole = png()
    for broken in (b"GIF89a", whole[:-20], whole[:60] + b"\0" + whole[61:], b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(NotAPicture):
            as_svg(broken)
    with pytest.raises(NotAPicture):
        render_pdf(INVOICE, logo=b"<svg/>")


def test_the_logo_is_in_the_document_as_a_picture() -> None:
    with_logo = PdfReader(io.BytesIO(render_pdf(INVOICE, logo=png())))
    without = PdfReader(io.BytesIO(render_pdf(INVOICE)))
    assert [len(file.pages[0].images) for file in (with_logo, without)] == [1, 0]
    assert without.pages[0].extract_text().count("Nordlys Træning ApS") == 2


def test_both_languages_say_everything() -> None:
    assert WORDS["da"].keys() == WORDS["en"].keys()
    assert all(text.strip() for language in WORDS.values() for text in language.values())


def test_a_missing_typeface_is_said_and_never_replaced_by_another(tmp_path: Path) -> None:
    with pytest.raises(typeface.TypefaceMissing, match=r"IBMPlexSans_400Regular\.ttf is missing"):
        typeface.folder(at=tmp_path)
    for name in typeface.FACES:
        (tmp_path / name).write_bytes(b"x")
    assert typeface.folder(at=tmp_path) == tmp_path


def test_the_typeface_lies_beside_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (typeface.folder() / "LICENSE_FONT").read_text(encoding="utf-8")
    pages = PdfReader(io.BytesIO(render_pdf(INVOICE))).pages
    resources: list[Any] = [page["/Resources"] for page in pages]
    used = {str(font.get_object()["/BaseFont"]).split("+")[-1] for page in resources for font in page["/Font"].values()}
    assert used == {"IBMPlexSans-Regular", "IBMPlexSans-SemiBold"}


def test_a_web_address_can_be_copied_from_the_paper() -> None:
    address = "https://nordlys.selvbetjening.example/opsig-eller-fortryd/"
    assert breakable(f"Skriv til {address} eller os", longest=10) == f"Skriv til {address} eller os"
