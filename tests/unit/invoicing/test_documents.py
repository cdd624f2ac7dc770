"""What stands on an issued document, read back out of the PDF."""

import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from pypdf import PdfReader
from tests.unit.invoicing.document_samples import BUSINESS, BUSINESS_INVOICE, CREDIT_NOTE, INVOICE, LINES, png

from selvbetjening.domain.invoicing.documents.pdf import render_pdf
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Language, VatGroup, VatInKroner


def reader(snapshot: InvoiceSnapshot, *, logo: bytes | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(snapshot, logo=logo)))


def words(snapshot: InvoiceSnapshot) -> str:
    """All text of the document in one line, with plain spaces."""
    text = " ".join(page.extract_text() for page in reader(snapshot).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


PARTIES = [
    "Nordlys Træning ApS",
    "12345674",
    "Havnegade 12",
    "8000 Aarhus C",
    "Åse Sørensen",
    "Æblevej 3, 2. th.",
    "5000 Odense C",
]
DANISH = [
    "Faktura", "Fakturanummer 100042", "Fakturadato 1. marts 2026", "Forfaldsdato 15. marts 2026", "Kundenummer K-1042",
    "CVR-nr. 12345674", "Medlemskab Fuld adgang", "Periode: 1. marts 2026 – 31. marts 2026", "4 timer",
    "Rabat: −40,00 kr.", "Stykpris ekskl. moms", "319,20 kr.", "25 % moms af 599,20 kr.", "149,80 kr.",
    "I alt ekskl. moms",
    "I alt inkl. moms 749,00 kr.", "Beløb at betale", "Betales senest 15. marts 2026", "Netto 14 dage.",
    "Betal til konto 1234 0012345678", "Tak fordi du træner hos os.", "Side 1 af 1",
]  # fmt: skip
ENGLISH = [
    "Invoice", "Invoice number 100042", "Invoice date 1 March 2026", "Due date 15 March 2026", "Customer number K-1042",
    "CVR no. 12345674", "Medlemskab Fuld adgang", "Period: 1 March 2026 – 31 March 2026", "4 timer",
    "Discount: −DKK 40.00", "Unit price excl. VAT", "DKK 319.20", "25% VAT on DKK 599.20", "DKK 149.80",
    "Total excl. VAT",
    "Total incl. VAT DKK 749.00", "Amount to pay", "Pay no later than 15 March 2026", "Page 1 of 1",
]  # fmt: skip


@pytest.mark.parametrize(("language", "expected"), [("da", DANISH), ("en", ENGLISH)])
def test_an_invoice_says_all_that_the_law_asks_for(language: Language, expected: list[str]) -> None:
    """INV-1 to INV-8: date, number, seller, buyer, lines, period, base, unit price, discount, rate and VAT (XB-19)."""
    text = words(replace(INVOICE, language=language))
    assert [part for part in PARTIES + expected if part not in text] == []


def test_a_consumer_reads_unit_prices_with_vat_and_a_business_does_not() -> None:
    """INV-12: 319.20 excl. is 399.00 incl. VAT."""
    assert "Stykpris inkl. moms" in words(INVOICE)
    assert "399,00 kr." in words(INVOICE)
    assert "inkl. moms 399,00 kr." not in words(BUSINESS_INVOICE)
    assert "Stykpris inkl. moms" not in words(BUSINESS_INVOICE)


def test_taxed_and_exempt_lines_are_marked_and_summed_apart() -> None:
    """INV-9, INV-4 and the buyer's own references."""
    text = words(BUSINESS_INVOICE)
    assert "Momsfri 10.000,00 kr." in text
    assert "25 % moms af 599,20 kr. 149,80 kr." in text
    assert "Momsfritaget, grundlag 10.000,00 kr. –" in text
    assert "Moms i alt 149,80 kr." in text
    assert "Beløb at betale Betales senest 15. marts 2026 10.749,00 kr." in text
    for part in ("CVR-nr. 98765433", "5798000000001", "PO-77120", "Mette Holm", "Att. Bogholderiet"):
        assert part in text


@pytest.mark.parametrize(
    ("language", "note"),
    [("da", "Omvendt betalingspligt, køber afregner momsen."), ("en", "Reverse charge: the buyer settles the VAT.")],
)
def test_reverse_charge_has_a_note_and_neither_rate_nor_amount(language: Language, note: str) -> None:
    """INV-11."""
    snapshot = replace(
        INVOICE,
        language=language,
        buyer=replace(BUSINESS, vat_number="SE556677889901"),
        lines=tuple(replace(line, vat_category="AE", vat_basis_points=0) for line in LINES),
        vat_groups=(VatGroup(vat_basis_points=0, vat_category="AE", net_minor=59_920, vat_minor=0),),
        vat_minor=0,
        total_minor=59_920,
    )
    text = words(snapshot)
    assert note in text
    assert "SE556677889901" in text
    assert "%" not in text


def test_foreign_currency_shows_the_vat_in_kroner_and_the_rate() -> None:
    """INV-13."""
    text = words(
        replace(INVOICE, currency="EUR", vat_in_kroner=VatInKroner(vat_minor=111_758, rate="1 EUR = 7,4605 DKK"))
    )
    assert "749,00 EUR" in text
    assert "Moms i danske kroner 1.117,58 kr. (1 EUR = 7,4605 DKK)" in text


CREDIT_IN_DANISH = [
    "Kreditnota", "Kreditnotanummer K-7", "Vedrører faktura 100042 af 1. marts 2026", "Årsag", "Beløb til gode",
]  # fmt: skip
CREDIT_IN_ENGLISH = [
    "Credit note", "Credit note number K-7", "Amends invoice 100042 of 1 March 2026", "Reason", "Amount in your favour",
]  # fmt: skip


@pytest.mark.parametrize(("language", "expected"), [("da", CREDIT_IN_DANISH), ("en", CREDIT_IN_ENGLISH)])
def test_a_credit_note_names_the_invoice_and_the_reason(language: Language, expected: list[str]) -> None:
    """CRN-1: the same content, the original's number and day, and what changes."""
    text = words(replace(CREDIT_NOTE, language=language))
    missing = [part for part in [*expected, "Fortrudt inden for 14 dage", *PARTIES] if part not in text]
    assert missing == []
    assert "Beløb at betale" not in text
    assert "Amount to pay" not in text


def test_a_quantity_given_back_has_the_minus_of_the_amounts() -> None:
    line = replace(LINES[1], quantity=-1, net_minor=-8_000)
    text = words(replace(INVOICE, lines=(line,)))
    assert "−1 stk." in text and "−80,00 kr." in text and " -1" not in text


def test_an_invoice_of_nothing_asks_for_nothing() -> None:
    text = words(replace(INVOICE, lines=(), vat_groups=(), net_minor=0, vat_minor=0, total_minor=0))
    assert "Intet at betale 0,00 kr." in text
    assert "Betales senest" not in text


@pytest.mark.parametrize(("language", "tag"), [("da", "da-DK"), ("en", "en-GB")])
def test_the_file_says_its_title_and_language_and_is_tagged(language: Language, tag: str) -> None:
    """ACC-3: accessible (PDF/UA-1) and archivable (PDF/A-3a): claimed by the metadata, checked by the renderer."""
    file = reader(replace(INVOICE, language=language), logo=png())
    root: Any = file.root_object
    assert file.metadata is not None
    assert file.metadata.title == f"{'Faktura' if language == 'da' else 'Invoice'} 100042 · Nordlys Træning ApS"
    assert root["/Lang"] == tag
    assert root["/MarkInfo"]["/Marked"]
    claims = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1<" in claims
    assert "<pdfaid:part>3<" in claims


def test_the_logo_has_a_text_for_those_who_cannot_see_it() -> None:
    assert alternatives(reader(INVOICE, logo=png())) == ["Logo for Nordlys Træning ApS"]
    assert alternatives(reader(INVOICE)) == []


def alternatives(file: PdfReader) -> list[str]:
    """The alternative texts in the structure tree, in reading order."""
    found: list[str] = []
    left: list[Any] = [file.root_object["/StructTreeRoot"]]
    while left:
        item = left.pop(0)
        element = item if isinstance(item, int) else item.get_object()
        if isinstance(element, dict):
            found += [str(element["/Alt"])] if "/Alt" in element else []
            left.append(element.get("/K", 0))
        elif isinstance(element, list):
            left += element
    return found


def test_two_hundred_lines_run_over_pages_with_header_and_count() -> None:
    lines = tuple(replace(LINES[1], text=f"Vare {number}.") for number in range(200))
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader(replace(INVOICE, lines=lines)).pages]
    assert len(pages) >= 4
    for number, page in enumerate(pages, start=1):
        assert f"Side {number} af {len(pages)}" in page
        assert ("Nordlys Træning ApS · Faktura 100042" in page) == (number > 1)
    joined = " ".join(pages)
    assert [number for number in range(200) if f"Vare {number}." not in joined] == []
    assert all("Stykpris" in page for page in pages if "Vare" in page)


def test_the_same_snapshot_gives_the_same_bytes_here_there_and_in_threads() -> None:
    """XB-20, XB-28: a regenerated document is the same document."""
    first = render_pdf(INVOICE, logo=png())
    render_pdf(BUSINESS_INVOICE)
    with ThreadPoolExecutor(4) as pool:
        hashes = set(pool.map(lambda _: sha256(render_pdf(INVOICE, logo=png())).hexdigest(), range(12)))
    code = (
        "import hashlib; from selvbetjening.domain.invoicing.documents.pdf import render_pdf;"
        "from tests.unit.invoicing.document_samples import INVOICE, png;"
        "print(hashlib.sha256(render_pdf(INVOICE, logo=png())).hexdigest())"
    )
    environment = {"PYTHONPATH": ":".join(sys.path), "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert hashes | {elsewhere.stdout.strip()} == {sha256(first).hexdigest()}


def test_the_creation_time_is_the_day_of_issue() -> None:
    metadata = reader(INVOICE).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2026, 3, 1)
