"""The list of documents, what is found in it, the ZIP, credit notes, the balance, corrections; and other people's."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from tests import make
from tests.story.portal.world import NOW, World, text_of, world

from selvbetjening.domain.invoicing.actions.bundle import Picked, bundle_files
from selvbetjening.domain.invoicing.actions.draft_lines import add_draft_line
from selvbetjening.domain.invoicing.models import CreditNote, ForeignDocument, Invoice
from selvbetjening.domain.payments.actions.give_credit import make_void
from selvbetjening.domain.payments.actions.issue_now import issue_now
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.tables import as_csv
from selvbetjening.kernel.zips import zipped


def course(ours: World, *, text: str = "Kursus i dybt vand", minor: int = 12345) -> Invoice:
    price = Money(minor, "DKK")
    add_draft_line(ours.id, account=ours.account.id, text=text, unit_price=price, actor=SYSTEM, at=NOW)
    (made,) = issue_now(ours.id, account=ours.account.id, issued_on=NOW.date(), actor=SYSTEM, at=NOW)
    with within(ours.id):
        return Invoice.objects.get(id=made.invoice)


def void(ours: World, invoice: Invoice) -> CreditNote:
    made = make_void(ours.id, account=ours.account.id, invoice=invoice.id, reason="Fejl", actor=SYSTEM, at=NOW)
    with within(ours.id):
        return CreditNote.objects.get(id=made.credit_note)


def pay(ours: World, invoice: Invoice, minor: int) -> None:
    record_manual_payment(
        ours.id, invoice=invoice.id, amount=Money(minor, "DKK"), paid_on=NOW.date(), reference=str(new_id()),
        actor=SYSTEM, at=NOW,
    )  # fmt: skip


def names(ours: World, query: str) -> list[str]:
    words = text_of(ours.client(language="en").get(f"/fakturaer/?{query}"))
    table = words.partition("Total incl. VAT PDF")[2]
    return [part for part in ("Invoice 1", "Invoice 2", "Credit note 1", "Earlier invoice 77") if part in table]


def test_everything_is_on_one_list_and_can_be_filtered(ours: World) -> None:
    """XB-15, NUM-3: invoices, credit notes, and what another system issued under its own number."""
    other = course(ours)
    void(ours, other)
    pay(ours, ours.invoice, 25000)
    with within(ours.id):
        ForeignDocument.objects.create(
            organization_id=ours.id, account=ours.account, source="Gammelt", foreign_number="77",
            issued_on=date(2024, 5, 1), currency="DKK", total_minor=5000, retain_until=date(2029, 12, 31),
            imported_at=NOW,
        )  # fmt: skip
    assert names(ours, "") == ["Invoice 1", "Invoice 2", "Credit note 1", "Earlier invoice 77"]
    assert names(ours, "state=paid") == ["Invoice 1"]
    assert names(ours, "state=credited") == ["Invoice 2", "Credit note 1"]
    assert names(ours, "state=open") == names(ours, "state=overdue") == []
    assert names(ours, "year=2024") == ["Earlier invoice 77"]
    assert names(ours, f"subscription={ours.subscription.id}") == ["Invoice 1"]
    for nonsense in ("state=x", "year=99999", f"subscription={new_id()}", "page=-1"):
        assert names(ours, nonsense)[:1] == ["Invoice 1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1", ["Invoice 1", "Credit note 1"]),
        ("DYBT vand", ["Invoice 2", "Credit note 1"]),
        ("154,31", ["Invoice 2", "Credit note 1"]),
        ("250 kr.", ["Invoice 1"]),
        ("%", []),
        ("_", []),
        ("'; DROP", []),
    ],
)
def test_search_finds_numbers_words_and_amounts(text: str, found: list[str]) -> None:
    ours = world()
    void(ours, course(ours))
    assert names(ours, f"q={text}") == found


def test_a_zip_of_what_was_chosen_with_a_manifest(ours: World) -> None:
    """XB-15: PDF, XML, list and manifest; every hash is the stored document's."""
    note = void(ours, course(ours, text="=HYPERLINK(1)"))
    picks = f"pick=invoice:{ours.invoice.id}&pick=credit_note:{note.id}&pick=invoice:{new_id()}&pick=x:y"
    picks += f"&pick=invoice:{ours.invoice.id}" * 5  # picked again it is still one document
    answer: Any = ours.client().get(f"/fakturaer/hent/?what=chosen&{picks}")
    assert answer.streaming
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    listed = json.loads(packed.read("manifest.json"))["files"]
    inside = [each["name"] for each in listed]
    assert sorted(name for name in inside if name.endswith(".pdf")) == ["faktura-1.pdf", "kreditnota-1.pdf"]
    assert {"faktura-1.xml", "kreditnota-1.xml", "documents.csv"} <= set(inside)
    for each in listed:
        assert hashlib.sha256(packed.read(each["name"])).hexdigest() == each["sha256"]
    rows = packed.read("documents.csv").decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert rows[2].startswith("credit_note;1;")
    assert ";-154,31;" in rows[2]
    everything: Any = ours.client().get("/fakturaer/hent/?what=all&state=credited")
    packed = zipfile.ZipFile(io.BytesIO(b"".join(everything.streaming_content)))
    assert {"faktura-2.pdf", "kreditnota-1.pdf"} <= set(packed.namelist())
    assert "faktura-1.pdf" not in packed.namelist()
    nothing: Any = ours.client().get("/fakturaer/hent/?what=chosen")
    assert nothing.url == "/fakturaer/?none=1"


def test_the_zip_is_written_as_it_is_sent() -> None:
    """Memory is that of one document, however many there are."""
    size, count = 400_000, 60

    def files() -> Iterator[tuple[str, bytes]]:
        for place in range(count):
            yield f"{place}.bin", hashlib.sha256(bytes(place)).digest() * (size // 32)

    tracemalloc.start()
    sent = sum(map(len, zipped(files(), at=NOW)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent > 0
    assert peak < 8 * size


def test_a_spreadsheet_runs_no_cell() -> None:
    rows = as_csv([["=1+1", "@x", "-12,50", "-a", "+45", 7, None]]).decode("utf-8-sig")
    assert rows == "'=1+1;'@x;-12,50;'-a;'+45;7;\r\n"


def test_a_credit_note_says_what_it_amends_and_the_balance_how_it_is_used(ours: World) -> None:
    """CRN-1, XB-22."""
    pay(ours, ours.invoice, 30000)
    note = void(ours, course(ours, minor=8000))
    client = ours.client(language="en")
    words = text_of(client.get(f"/fakturaer/kreditnota/{note.id}/"))
    assert "Amends Invoice 2 (11 March 2026)" in words
    assert "Reason Fejl" in words
    assert "Total incl. VAT DKK 100.00 Left to use DKK 50.00" in words
    pdf = client.get(f"/fakturaer/kreditnota/{note.id}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    balance = text_of(client.get("/fakturaer/til-gode/"))
    assert "DKK 50.00" in balance
    assert "pays your open invoices by itself" in balance
    assert "Credit note 1" in balance
    assert "To your credit See how it is used DKK 50.00" in text_of(client.get("/fakturaer/"))
    words = text_of(client.get(f"/fakturaer/{note.invoice_id}/"))
    assert "Credited" in words and "Credit note 1" in words
    assert words.count("Paid with credit") == 1  # what was paid too much; the invoice's own note is not told twice


def test_why_the_amount_is_what_it_is_stands_on_the_invoice(ours: World) -> None:
    """CM-01, XB-30."""
    words = text_of(ours.client(language="en").get(f"/fakturaer/{ours.invoice.id}/"))
    assert "The first invoice This is the first invoice for Basishold." in words


def test_correcting_shows_first_and_makes_the_pair(ours: World) -> None:
    """CM-07: without a script; the fields of companies are not there for a consumer."""
    client, path = ours.client(language="en"), f"/fakturaer/{ours.invoice.id}/ret/"
    page = text_of(client.get(path))
    assert "You get a credit note for all of invoice 1." in page
    assert "EAN" not in page
    same = {"name": "Anna Eksempel", "address_line": "Prøvevej 2", "postal_code": "8000", "city": "Aarhus C"}
    assert "Nothing is changed." in text_of(client.post(path, same))
    answer: Any = client.post(path, same | {"name": "Anna Ny"})
    assert answer.status_code == 302
    assert "Corrected invoice This invoice stands in the place of invoice 1" in text_of(client.get(answer.url))
    assert "The invoice was corrected. Invoice 2 stands in its place." in text_of(client.get(path.removesuffix("ret/")))
    again: Any = client.post(path, same | {"name": "Anna Igen"})
    assert again.status_code == 302
    assert "We have been asked to look at it" in text_of(client.get(again.url))
    ours.forbid("correct_invoice")
    assert client.get(path).status_code == 404


def test_what_is_a_neighbours_is_not_there(ours: World) -> None:
    """SB-01: neither pages, nor files, nor in the ZIP."""
    other = world()
    note = void(other, course(other))
    same_company = make.account(ours.organization)
    client = ours.client()
    for path in (f"kreditnota/{note.id}/", f"kreditnota/{note.id}/pdf/", f"{other.invoice.id}/ret/"):
        assert client.get(f"/fakturaer/{path}").status_code == 404
    picked = [Picked("invoice", other.invoice.id), Picked("credit_note", note.id)]
    for account in (ours.account.id, same_company.id):
        files = dict(bundle_files(ours.id, account=account, picked=picked, at=NOW))
        assert list(files) == ["documents.csv"]
    stolen = [Picked("invoice", ours.invoice.id)]
    assert list(dict(bundle_files(ours.id, account=same_company.id, picked=stolen, at=NOW))) == ["documents.csv"]


def test_a_doubtful_number_is_said_before_a_corrected_invoice_is_made(ours: World) -> None:
    """CM-07, XB-27: the doubt of the details page, and a second yes that counts for these very numbers only."""
    firm = world(party_type="business")
    client, path = firm.client(language="en"), f"/fakturaer/{firm.invoice.id}/ret/"
    wanted = {"name": "Skolen", "address_line": "Prøvevej 2", "postal_code": "8000", "city": "Aarhus C", "ean": "579"}
    page = client.post(path, wanted)
    words = text_of(page)
    assert "An EAN number has 13 digits. Check it for typing mistakes." in words and "Skolen" in page.content.decode()
    looked = {"looked_at": page.context["numbers"]}
    other: Any = client.post(path, wanted | looked | {"ean": "578"})
    assert other.status_code == 200
    again: Any = client.post(path, wanted | looked)
    assert again.status_code == 302 and again.url != f"/fakturaer/{firm.invoice.id}/"
    school = world(party_type="public")
    client, path = school.client(language="en"), f"/fakturaer/{school.invoice.id}/ret/"
    for ean in ("579", "5790000123450"):  # PTY-3: no e-invoice would arrive, said at the field, and nothing issued
        page = client.post(path, wanted | looked | {"ean": ean})
        assert "Write the 13 digits of the EAN number" in text_of(page) and page.context["form"].errors.keys() == {
            "ean"
        }
    assert client.post(path, wanted | {"ean": "5790000123452"}).status_code == 302
