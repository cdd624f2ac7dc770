"""What came to the paper with e-invoices: payment slip, accounts, card, explanation, VAT in kroner, embedded XML."""

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from pypdf import PdfReader
from tests.unit.invoicing.document_samples import CREDIT_NOTE, INVOICE
from tests.unit.invoicing.einvoice_samples import BANK, CARD, FIK, IBAN, SAMPLES, STANDARD, snapshot

from selvbetjening.domain.invoicing.documents.content import content_of
from selvbetjening.domain.invoicing.documents.paying import how_to_pay
from selvbetjening.domain.invoicing.documents.pdf import render_pdf
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Payment
from selvbetjening.domain.invoicing.einvoice import bundle, write

ROOT = Path(__file__).resolve().parents[3]


def words(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_every_way_to_pay_is_printed() -> None:
    """FIK-1: the line of the slip as it is, without a blank before the second plus."""
    both = replace(FIK, bank_registration="1234", bank_account="0012345678", iban=IBAN.iban, bic=IBAN.bic)
    lines = how_to_pay(replace(INVOICE, payment=both))
    assert lines[1:] == [
        "Indbetalingskort: +71<000000010000420+81234567<",
        "Reg.nr. 1234, konto 0012345678",
        "IBAN DK5000400440116243, BIC DABADKKK",
    ]
    assert "+71<000000010000420+81234567<" in words(render_pdf(replace(INVOICE, payment=both)))


def test_what_was_frozen_before_is_drawn_as_it_was_xb_28() -> None:
    """XB-28: a stored invoice by card knows nothing of the later words, and its paper stays the same, byte by byte."""
    issued = replace(INVOICE, payment=CARD)
    stored = json.loads(issued.to_json())
    del stored["payment"]["conditional"]
    read = InvoiceSnapshot.from_data(stored)
    assert how_to_pay(read) == ["Beløbet trækkes på dit betalingskort."]
    assert render_pdf(read) == render_pdf(issued)
    now = words(render_pdf(replace(INVOICE, payment=replace(CARD, conditional=True))))
    assert "hvis du da har et gyldigt kort hos os" in " ".join(now.split())


def test_a_slip_is_for_kroner_and_a_card_leaves_the_rest_out() -> None:
    assert not any("+71<" in line for line in how_to_pay(replace(INVOICE, payment=FIK, currency="EUR")))
    assert how_to_pay(replace(INVOICE, payment=CARD, language="en")) == ["The amount is charged to your payment card."]
    frozen_now = replace(CARD, conditional=True)
    assert how_to_pay(replace(INVOICE, payment=frozen_now, language="en")) == [
        "Paid by card: charged on the due date if you then have a valid card with us and still pay by card."
    ]
    assert how_to_pay(replace(CREDIT_NOTE, payment=BANK)) == []
    assert how_to_pay(replace(INVOICE, payment=Payment()))[0] == INVOICE.seller.payment_text


@pytest.mark.parametrize(
    ("language", "heading"), [("da", "Hvorfor er beløbet ændret?"), ("en", "Why has the amount changed?")]
)
def test_the_explanation_is_an_appendix(language: str, heading: str) -> None:
    """XB-19, CM-01."""
    sentences = ("Prisen er steget fra 299,00 kr. til 319,20 kr.", "Du har 2 pladser mere.")
    made = replace(INVOICE, language=language, explanation=sentences)  # type: ignore[arg-type]
    printed = words(render_pdf(made))
    assert heading in printed and all(sentence in printed for sentence in sentences)
    assert heading not in words(render_pdf(replace(made, explanation=())))


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("reverse charge", "da", "Omvendt betalingspligt, køber afregner momsen"),
        ("reverse charge", "en", "Reverse charge: the buyer settles the VAT"),
        ("exempt and taxed", "da", "Momsfritaget, grundlag 500,00"),
        ("exempt and taxed", "en", "Exempt from VAT, tax base DKK"),
        ("euro", "da", "1 EUR = 7,4605 DKK"),
        ("outside alone", "da", "Uden for momsloven"),
    ],
)
def test_vat_says_what_the_law_wants_in_both_languages(name: str, language: str, text: str) -> None:
    """INV-9, INV-11, INV-13: marks, subtotals, words, kroner and rate."""
    sample = replace(SAMPLES[name], language=language)  # type: ignore[arg-type]
    assert text in words(render_pdf(sample)).replace("\N{NO-BREAK SPACE}", " ").replace("\u200b", "")


def test_reverse_charge_prints_the_buyer_s_number_and_neither_rate_nor_amount() -> None:
    """INV-11."""
    content = content_of(SAMPLES["reverse charge"])
    assert any("SE5566778899" in line.replace("\u200b", "") for line in content["buyer"])
    assert [row["cells"][-2] for row in content["rows"]] == ["Omvendt"]
    assert content["sums"][1][1] == "–"


def test_the_xml_is_attached_and_the_archive_standard_kept() -> None:
    """XB-20: PDF/A-3 with the document for machines, tagged for screen readers (PDF/UA)."""
    xml = write(SAMPLES["danish"], format="bis3")
    pdf = render_pdf(SAMPLES["danish"], xml=xml)
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.attachments["invoice.xml"] == [xml]
    about = reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ""
    assert "<pdfaid:part>3</pdfaid:part>" in about and "<pdfuaid:part>1</pdfuaid:part>" in about
    catalog = cast("dict[str, Any]", reader.trailer["/Root"])
    assert "/AF" in catalog and "/StructTreeRoot" in catalog


def test_another_process_makes_the_same_bytes() -> None:
    """XB-28: from the stored JSON, in a process with another hash seed, PDF and both e-invoices."""
    sample = replace(snapshot([STANDARD], payment=FIK), explanation=("Æ.",))
    program = (
        "import sys, json, hashlib; from selvbetjening.domain.invoicing.einvoice import bundle;"
        "made = bundle(json.loads(sys.stdin.read()), logo=None, formats=['bis3', 'oioubl21']);"
        "print(json.dumps({kind: hashlib.sha256(data).hexdigest() for kind, data in made.items()}, sort_keys=True))"
    )
    text = sample.to_json()
    done = subprocess.run(
        [sys.executable, "-c", program], input=text, capture_output=True, text=True, check=True, cwd=ROOT,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    ours = bundle(json.loads(text), logo=None, formats=["bis3", "oioubl21"])
    for kind, data in ours.items():
        assert hashlib.sha256(data).hexdigest() in done.stdout, kind
    assert set(ours) == {"pdf", "bis3", "oioubl"}
