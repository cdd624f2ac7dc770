"""Documents of what was issued: made once, checked, embedded, sent (XB-19, XB-20, XB-28, EIN-1 to EIN-4)."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import override_settings
from pypdf import PdfReader

from selvbetjening.domain.invoicing.actions.check import check_document
from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.domain.invoicing.actions.document import document, electronic_document
from selvbetjening.domain.invoicing.actions.document_batch import document_batch
from selvbetjening.domain.invoicing.actions.document_credit_note import document_credit_note
from selvbetjening.domain.invoicing.actions.issue import NotIssued
from selvbetjening.domain.invoicing.actions.send import WAITS, send
from selvbetjening.domain.invoicing.actions.sweep import sweep
from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import bundle
from selvbetjening.domain.invoicing.einvoice.checked import check
from selvbetjening.domain.invoicing.models import (
    CreditNoteDocument,
    DocumentCheck,
    EInvoiceDelivery,
    FikNumber,
    Invoice,
    InvoiceDocument,
)
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.numbers import read_fik_line
from tests import make
from tests.access_point import RecordingAccessPoint
from tests.story.invoicing.books import CLERK, Books, books, line, noon

pytestmark = pytest.mark.usefixtures("database")

PUBLIC = {"party_type": "public", "ean": "5798000000001", "reference": "Inge Prøve", "name": "Prøveby Kommune"}
FIRM = {"party_type": "business", "cvr": "10150817", "name": "Eksempel A/S"}


@pytest.fixture(autouse=True)
def access_point() -> Iterator[type[RecordingAccessPoint]]:
    with override_settings(ACCESS_POINT="tests.access_point.RecordingAccessPoint"):
        yield RecordingAccessPoint
    RecordingAccessPoint.forget()


def choose(shop: Books, **choices: object) -> None:
    with within(shop.organization):
        owner = Organization.objects.get(id=shop.organization)
        owner.choices = owner.choices | choices
        owner.save(update_fields=["choices"])


def documents(shop: Books, invoice: Invoice) -> dict[str, bytes]:
    with within(shop.organization):
        found = InvoiceDocument.objects.filter(invoice_id=invoice.id)
        return {each.kind: bytes(each.content) for each in found}


def delivery(shop: Books) -> EInvoiceDelivery:
    with within(shop.organization):
        return EInvoiceDelivery.objects.get()


def test_the_batch_makes_and_checks_every_document_once() -> None:
    """XB-20, EIN-2, EIN-3: PDF, Peppol and OIOUBL for who can be reached, PDF and the core invoice for a person."""
    shop = books(**FIRM)
    shop.issue()
    shop.account = make.account(shop.owner)
    shop.issue()
    assert document_batch(shop.organization, first=1, last=2, at=noon()) == 2
    assert document_batch(shop.organization, first=1, last=2, at=noon()) == 0
    with within(shop.organization):
        kinds = list(InvoiceDocument.objects.order_by("invoice__number", "kind").values_list("invoice__number", "kind"))
        checks = list(DocumentCheck.objects.values_list("is_valid", "findings"))
    assert kinds == [(1, "bis3"), (1, "oioubl"), (1, "pdf"), (2, "en16931"), (2, "pdf")]
    assert checks == [(True, []), (True, [])]


def test_the_same_bytes_are_made_again_from_the_snapshot() -> None:
    """XB-20, XB-28: also after the customer, the company and its settings have changed."""
    shop = books(**PUBLIC)
    invoice = shop.issue([line(text="Æbler & <pærer>"), line(500, rate=0, vat_category="E")])
    document(shop.organization, invoice=invoice.id, at=noon())
    before = documents(shop, invoice)
    with within(shop.organization):
        Organization.objects.filter(id=shop.organization).update(name="Et andet navn", city="Andeby")
        type(shop.account).objects.filter(id=shop.account.id).update(name="Nogen anden", ean="")
        stored = Invoice.objects.get(id=invoice.id).snapshot
    assert bundle(stored, logo=None, formats=["bis3", "oioubl21"]) == before


def test_the_xml_is_inside_the_pdf() -> None:
    shop = books(**FIRM)
    invoice = shop.issue()
    document(shop.organization, invoice=invoice.id, at=noon())
    made = documents(shop, invoice)
    reader = PdfReader(io.BytesIO(made["pdf"]))
    assert reader.attachments["invoice.xml"] == [made["bis3"]]
    assert check(made["bis3"]) == []


def test_what_is_frozen_is_the_customer_s_numbers_and_the_way_to_pay() -> None:
    """INV-4, INV-8, FIK-1, FIK-5: and an earlier snapshot without these fields is still read."""
    shop = books(**(PUBLIC | {"po_number": "PO-1", "vat_number": "DK10150817"}))
    choose(shop, fik_creditor_number="81234567", fik_series_prefix="2026", bank_registration_number="1234",
           bank_account_number="0012345678")  # fmt: skip
    invoice = shop.issue()
    frozen = InvoiceSnapshot.from_data(invoice.snapshot)
    assert (frozen.buyer.ean, frozen.buyer.po_number, frozen.buyer.vat_number) == (
        "5798000000001",
        "PO-1",
        "DK10150817",
    )
    assert frozen.payment is not None
    assert read_fik_line(frozen.payment.fik_line) == ("20260000000001", "81234567")
    with within(shop.organization):
        assert FikNumber.objects.get(payload="20260000000001").invoice_id == invoice.id
    earlier = {name: value for name, value in invoice.snapshot.items() if name not in ("payment", "explanation")}
    earlier["seller"] = {k: v for k, v in earlier["seller"].items() if k not in ("country_code", "endpoint_prefix")}
    assert InvoiceSnapshot.from_data(earlier).payment is None


def test_vat_in_kroner_is_frozen_with_its_rate_and_no_rate_issues_nothing() -> None:
    """INV-13, NUM-1: the number of the invoice that was refused is given to the next."""
    shop = books(**FIRM)
    invoice = shop.issue([line(10_000)], currency="EUR")
    assert invoice.snapshot["vat_in_kroner"] == {
        "vat_minor": 18_650, "rate": "1 EUR = 7,4600 DKK", "rate_millionths": 7_460_000,
    }  # fmt: skip
    with pytest.raises(NotIssued, match="exchange_rate: USD"):
        shop.issue([line(10_000)], currency="USD")
    choose(shop, vat_dkk_on_foreign_invoice=False)
    later = shop.issue([line(10_000)], currency="USD")
    assert later.snapshot["vat_in_kroner"] is None and later.number == invoice.number + 1


def test_a_company_without_number_or_address_issues_nothing() -> None:
    """INV-3."""
    shop = books()
    with within(shop.organization):
        Organization.objects.filter(id=shop.organization).update(cvr="", city="")
    with pytest.raises(NotIssued, match="seller: number city"):
        shop.issue()


def test_an_e_invoice_goes_to_a_public_body_and_only_once(access_point: type[RecordingAccessPoint]) -> None:
    """EIN-1, EIN-3, EIN-4."""
    shop = books(**PUBLIC)
    invoice = shop.issue()
    document(shop.organization, invoice=invoice.id, at=noon())
    sent = delivery(shop)
    for _ in range(2):
        send(shop.organization, delivery=sent.id, at=noon())
    assert len(access_point.asked) == 1
    parcel = access_point.taken[str(sent.id)]
    assert (parcel.receiver, parcel.sender) == (("0088", "5798000000001"), ("0184", "12345674"))
    assert parcel.content == documents(shop, invoice)["bis3"]
    done = delivery(shop)
    assert (done.state, done.attempts) == ("accepted", 1) and done.receipt.startswith("twin-")


def test_a_company_gets_one_only_where_that_is_chosen() -> None:
    """EIN-3; OIOUBL first where the company prefers it (EIN-2)."""
    shop = books(**FIRM)
    document(shop.organization, invoice=shop.issue().id, at=noon())
    with within(shop.organization):
        assert not EInvoiceDelivery.objects.exists()
    choose(shop, einvoice_default_for="business", einvoice_formats=["oioubl21", "bis3"])
    document(shop.organization, invoice=shop.issue().id, at=noon())
    assert (delivery(shop).kind, delivery(shop).scheme, delivery(shop).address) == ("oioubl", "0184", "10150817")


def test_no_answer_is_tried_again_and_given_up_after_the_last_wait(access_point: type[RecordingAccessPoint]) -> None:
    """EIN-4: and the sweep finds what a lost job left."""
    shop = books(**PUBLIC)
    document(shop.organization, invoice=shop.issue().id, at=noon())
    access_point.down.append("timeout")
    at = noon()
    for _ in range(len(WAITS)):
        send(shop.organization, delivery=delivery(shop).id, at=at)
        assert (delivery(shop).state, delivery(shop).reason) == ("waiting", "timeout")
        at = delivery(shop).next_try_at
    assert sweep(at=at + timedelta(minutes=3)) >= 1
    send(shop.organization, delivery=delivery(shop).id, at=at)
    assert (delivery(shop).state, delivery(shop).attempts) == ("failed", len(WAITS) + 1)
    access_point.down.clear()
    send(shop.organization, delivery=delivery(shop).id, at=at + timedelta(days=9))
    assert delivery(shop).state == "failed" and not access_point.taken


def test_a_document_that_breaks_a_rule_is_kept_and_not_sent(access_point: type[RecordingAccessPoint]) -> None:
    """EIN-2, NUM-2: the invoice stays, the finding is kept, the company is told."""
    shop = books(**(PUBLIC | {"name": "\x07"}))
    invoice = shop.issue()
    document(shop.organization, invoice=invoice.id, at=noon())
    send(shop.organization, delivery=delivery(shop).id, at=noon())
    found = check_document(shop.organization, invoice=invoice.id, at=noon())
    assert not found.is_valid and "BR-07" in {each["code"] for each in found.findings}
    assert (delivery(shop).state, access_point.asked) == ("rejected", [])
    assert delivery(shop).reason.startswith("rule ")
    assert "pdf" in documents(shop, invoice)


def test_a_rejected_e_invoice_says_why(access_point: type[RecordingAccessPoint]) -> None:
    shop = books(**PUBLIC)
    document(shop.organization, invoice=shop.issue().id, at=noon())
    access_point.refused["5798000000001"] = "unknown_receiver"
    send(shop.organization, delivery=delivery(shop).id, at=noon())
    assert (delivery(shop).state, delivery(shop).reason) == ("rejected", "unknown_receiver")


def test_an_invoice_from_before_has_its_e_invoice_made_when_asked_and_never_sent() -> None:
    shop = books(**PUBLIC)
    invoice = shop.issue()
    with within(shop.organization):
        InvoiceDocument.objects.create(
            organization_id=shop.organization, invoice=invoice, content=b"%PDF", sha256="0" * 64, created_at=noon()
        )
    made = electronic_document(shop.organization, invoice=invoice.id, at=noon())
    assert made.kind == "bis3" and check(bytes(made.content)) == []
    assert electronic_document(shop.organization, invoice=invoice.id, at=noon()).id == made.id
    assert documents(shop, invoice)["pdf"] == b"%PDF"
    with within(shop.organization):
        assert not EInvoiceDelivery.objects.exists()


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_credit_note_is_a_document_too(language: str) -> None:
    """CRN-1, XB-19, XB-20: PDF and e-invoices in the invoice's language, checked, made once."""
    shop = books(**(PUBLIC | {"language": language}))
    invoice = shop.issue([line(), line(900, rate=0, vat_category="E")])
    note = credit_in_full(
        shop.organization, account=shop.account.id, invoice=invoice.id, reason="Fejl", actor=CLERK, at=noon()
    )
    pdf = document_credit_note(shop.organization, credit_note=note.credit_note, at=noon())
    again = document_credit_note(shop.organization, credit_note=note.credit_note, at=noon(date(2026, 5, 1)))
    assert again.sha256 == pdf.sha256
    assert check_document(shop.organization, credit_note=note.credit_note, at=noon()).findings == []
    with within(shop.organization):
        kinds = sorted(CreditNoteDocument.objects.values_list("kind", flat=True))
        assert EInvoiceDelivery.objects.get().credit_note_id == note.credit_note
    assert kinds == ["bis3", "oioubl", "pdf"]
    words = " ".join(PdfReader(io.BytesIO(bytes(pdf.content))).pages[0].extract_text().split())
    assert ("Kreditnota" if language == "da" else "Credit note") in words
    assert str(invoice.number) in words and "Fejl" in words


def test_a_neighbour_sees_no_document_check_or_delivery() -> None:
    shop, other = books(**PUBLIC), books()
    invoice = shop.issue()
    document(shop.organization, invoice=invoice.id, at=noon())
    with pytest.raises(Invoice.DoesNotExist):
        document(other.organization, invoice=invoice.id, at=noon())
    with pytest.raises(Invoice.DoesNotExist):
        check_document(other.organization, invoice=invoice.id, at=noon())
    before = delivery(shop)
    send(other.organization, delivery=before.id, at=noon())
    assert delivery(shop).attempts == 0


def test_a_company_s_invoice_without_its_address_is_a_finding_and_a_person_s_is_not() -> None:
    """INV-4: a company always has its address on its invoice, of a person what is known is printed."""
    for account, missing in ((FIRM, {"buyer.address_line", "buyer.city"}), ({}, set())):
        shop = books(**(account | {"address_line": "", "city": ""}))
        found = check_document(shop.organization, invoice=shop.issue().id, at=noon())
        assert found.is_valid == (not missing)
        assert {each["where"] for each in found.findings if each["code"] == "INV-4"} == missing
