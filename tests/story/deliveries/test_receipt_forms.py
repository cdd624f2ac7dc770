"""A receipt in every form: XML by its schema, page and PDF with the signed JSON in them (annex D.2, BM-02)."""

import io
import json
import re
from base64 import b64decode
from pathlib import Path

import pypdf
import pytest
from lxml import etree  # type: ignore[import-untyped]

from selvbetjening.domain.deliveries.documents import as_text, receipt_files, receipt_html, receipt_pdf
from selvbetjening.domain.deliveries.models import DeliveryReceipt
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import Language
from tests import deliveries as files
from tests.deliveries import Sender
from tests.story.filetransfer.steps import browser, company
from tests.unit.deliveries.test_receipt_xml import plain, read

pytestmark = pytest.mark.usefixtures("database")
SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "kvittering.xsd"


def several(of: Sender) -> list[DeliveryReceipt]:
    """K1, K2 and K3 of files that were accepted, partly accepted, refused, held, and of one without an end."""
    good = files.file(of, [14_900, 9_900, 19_900], customers=["771001", "771002", "771003"])
    bad = files.no_such_day(files.file(of, [5_000, 6_000], identification="2"))
    other = good.replace(of.agreement.pbs_number.encode(), b"00000000")
    found = [files.send(of, data, name=name) for name, data in (
        ("god & <fin> æøå.bs1", good), ("delvis.bs1", bad), ("fremmed.bs1", other), ("igen.bs1", good),
    )]  # fmt: skip
    return [row for done in found for row in files.receipts(of, done.id)]


def test_the_xml_is_the_json_and_keeps_to_its_schema() -> None:
    """D.2: same names, same values, for every kind of receipt; the schema lies in the documentation."""
    of = files.sender(files_accept="sound_ones")
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    kinds = set()
    for row in several(of):
        made = {each.ending: each for each in receipt_files(of.id, row=row)}
        assert made["xml"].name == made["json"].name.removesuffix("json") + "xml"
        document = etree.fromstring(made["xml"].content)
        assert schema.validate(document), (row.kind, schema.error_log)
        assert read(document) == plain(json.loads(made["json"].content))
        kinds.add((row.kind, row.facts["status"]))
    assert {kind for kind, _status in kinds} == {"K1", "K2", "K3"} and len(kinds) >= 4


def test_every_error_names_its_record() -> None:
    """D.2: `record`, the data type and the code of the line; empty where the whole file is meant."""
    of = files.sender()
    done = files.send(of, files.no_such_day(files.file(of, [14_900])))
    (receipt,) = [row for row in files.receipts(of, done.id) if row.kind == "K2"]
    errors = receipt.facts["errors"]
    assert "042 0280" in {each["record"] for each in errors}
    assert {each["record"] for each in errors if each["line"]} <= {"042 0280", "012 0112", "092 0112", "992 0601"}


def test_the_page_says_what_the_text_says_and_holds_the_signed_bytes() -> None:
    """BM-02: no script, nothing fetched, names that could be markup are words; JSON and signature byte for byte."""
    of = files.sender(files_accept="sound_ones")
    for row in several(of):
        made = {each.ending: each.content for each in receipt_files(of.id, row=row)}
        for language in ("da", "en"):
            html = receipt_html(of.id, row=row, language=language).content.decode()
            assert "<script" not in html and "<fin>" not in html and "default-src &#x27;none&#x27;" in html
            embedded = [b64decode(each) for each in re.findall(r";base64,([^\"]*)\"", html)]
            assert embedded == [made["json"], made["sig"]]
            text = etree.tostring(etree.HTML(html), method="text", encoding="unicode")
            words = re.findall(r"\w{4,}", as_text(facts=row.facts, language=language))
            squeezed = re.sub(r"\W", "", text)
            assert all(word in squeezed for word in words if not word.isdigit())


def test_the_pdf_has_the_signed_json_attached() -> None:
    """BM-02: PDF/A-3 with both files as they were signed, the text to be read, in either language."""
    of = files.sender(files_accept="sound_ones")
    rows = several(of)
    chosen: list[tuple[DeliveryReceipt, Language]] = [(rows[1], "da"), (rows[4], "en"), (rows[-1], "da")]
    for row, language in chosen:
        made = {each.ending: each.content for each in receipt_files(of.id, row=row)}
        drawn = receipt_pdf(of.id, row=row, language=language)
        assert drawn.name.endswith(".pdf")
        reader = pypdf.PdfReader(io.BytesIO(drawn.content))
        assert reader.attachments == {
            "kvittering.json": [made["json"]], "kvittering.json.sig": [made["sig"]],
        }  # fmt: skip
        text = "".join(page.extract_text() for page in reader.pages)
        assert row.facts["file"]["sha256"] in re.sub(r"\W", "", text)
        assert b"pdfaid" in drawn.content or b"/OutputIntents" in drawn.content
        assert drawn.content == receipt_pdf(of.id, row=row, language=language).content


def test_every_form_is_fetched_from_the_deliverys_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """BP-46, BM-02: a link for each, saved under the receipt's name; none for a stranger."""
    monkeypatch.setattr(clock, "now", lambda: files.AT)
    monkeypatch.setattr(clock, "today", lambda: files.AT.date())
    of, organization = company()
    client = browser(organization)
    done = files.send(of, files.file(of), name="januar.bs1")
    page = client.get(f"{client.path('mft')}leverancer/{done.id}/").content.decode()
    row = files.receipts(of, done.id)[-1]
    address = client.path("mft_receipt", row.id)
    for ending, kind in (("xml", "application/xml"), ("html", "text/html"), ("pdf", "application/pdf")):
        assert f"{address}?fil={ending}" in page
        answer = client.get(f"{address}?fil={ending}")
        assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(kind)
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith("attachment") and f"januar.bs1.{done.id}.K3.{ending}" in disposition
    _of, other = company()
    stranger = browser(other)
    assert stranger.get(f"{stranger.path('mft_receipt', row.id)}?fil=pdf").status_code == 404
