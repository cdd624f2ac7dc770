"""E-invoices: every kind of document passes the official rules of EN 16931 and Peppol, and broken ones do not."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.invoicing.document_samples import BUSINESS_INVOICE
from tests.unit.invoicing.einvoice_samples import (
    BANK,
    DISCOUNTED,
    FIK,
    PERSON,
    PUBLIC,
    SAMPLES,
    STANDARD,
    SWEDISH,
    line,
    snapshot,
)

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import NoAddress, is_addressable, write
from selvbetjening.domain.invoicing.einvoice.checked import check

NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}


def tree(xml: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(xml)


def text(xml: bytes, path: str) -> str | None:
    return tree(xml).findtext(path, namespaces=NAMES)


@pytest.mark.parametrize("name", list(SAMPLES))
def test_every_kind_of_document_passes_the_official_rules(name: str) -> None:
    """EIN-2, INV-8, INV-9, INV-11, INV-13: no finding at all, not even a warning."""
    assert check(write(SAMPLES[name], format="bis3")) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (replace(SAMPLES["danish"], total_minor=1), "BR-CO-15"),
        (replace(SAMPLES["danish"], vat_groups=()), "BR-CO-18"),
        (replace(SAMPLES["danish"], buyer=replace(BUSINESS_INVOICE.buyer, name="")), "BR-07"),
        (replace(SAMPLES["exempt alone"], vat_groups=SAMPLES["danish"].vat_groups), "BR-E-01"),
        (replace(SAMPLES["public with EAN"], payment=replace(FIK, fik_creditor="123")), "DK-R-010"),
        (replace(SAMPLES["credit note"], total_minor=-1), "DK-R-016"),
        (replace(SAMPLES["danish"], number=""), "BR-02"),
        (replace(SAMPLES["danish"], currency="XQX"), "BR-CL-04"),
    ],
)
def test_a_broken_document_is_refused_by_its_rule(broken: InvoiceSnapshot, rule: str) -> None:
    found = check(write(broken, format="bis3"))
    assert rule in {each.code for each in found if each.fatal}


def test_a_wrong_cvr_number_is_not_forgiven_with_the_rule_that_peppol_has_changed() -> None:
    """PEPPOL-COMMON-R042: eight digits and DK with eight digits pass, anything else does not."""
    right = write(SAMPLES["no reference"], format="bis3")
    assert check(right) == []
    wrong = right.replace(b'schemeID="0184">10150817<', b'schemeID="0184">1015081<')
    assert "PEPPOL-COMMON-R042" in {each.code for each in check(wrong)}


def test_an_invoice_and_a_credit_note_carry_their_codes() -> None:
    """EIN-2, CRN-1: 380 and 381, Peppol's identifiers, the amended invoice and its day."""
    invoice, note = write(SAMPLES["danish"], format="bis3"), write(SAMPLES["credit note"], format="bis3")
    assert text(invoice, "cbc:InvoiceTypeCode") == "380"
    assert text(note, "cbc:CreditNoteTypeCode") == "381"
    assert text(note, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID") == "100042"
    assert text(note, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate") == "2026-03-01"
    assert "Fortrudt inden for 14 dage" in (text(note, "cbc:Note") or "")


@pytest.mark.parametrize(
    ("buyer", "scheme", "number"),
    [
        (PUBLIC, "0088", "5798000000001"),
        (SWEDISH, "0007", "5566778899"),
        (SAMPLES["no reference"].buyer, "0184", "10150817"),
    ],
)
def test_the_buyer_is_reached_by_ean_then_cvr_then_vat_number(buyer: object, scheme: str, number: str) -> None:
    """EIN-1, PTY-3."""
    xml = write(replace(SAMPLES["danish"], buyer=buyer), format="bis3")  # type: ignore[arg-type]
    found = tree(xml).find("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", NAMES)
    assert found is not None and (found.get("schemeID"), found.text) == (scheme, number)


def test_a_person_has_the_core_invoice_and_no_oioubl() -> None:
    assert not is_addressable(PERSON)
    assert text(write(SAMPLES["person"], format="bis3"), "cbc:CustomizationID") == "urn:cen.eu:en16931:2017"
    with pytest.raises(NoAddress):
        write(SAMPLES["person"], format="oioubl")


def test_fik_and_bank_as_the_danish_rules_want_them() -> None:
    """DK-R-006, DK-R-010, DK-R-011; FIK-3."""
    slip = write(snapshot([STANDARD], payment=FIK), format="bis3")
    assert text(slip, "cac:PaymentMeans/cbc:PaymentMeansCode") == "93"
    assert text(slip, "cac:PaymentMeans/cbc:PaymentID") == "71#000000010000420"
    assert text(slip, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID") == "81234567"
    bank = write(snapshot([STANDARD], payment=BANK), format="bis3")
    assert text(bank, "cac:PaymentMeans/cbc:PaymentMeansCode") == "42"
    assert text(bank, "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID") == "1234"


def test_vat_in_kroner_is_a_tax_total_of_its_own() -> None:
    """INV-13."""
    totals = tree(write(SAMPLES["euro"], format="bis3")).findall("cac:TaxTotal/cbc:TaxAmount", NAMES)
    assert [(each.get("currencyID"), each.text) for each in totals] == [("EUR", "79.80"), ("DKK", "595.35")]


def test_a_discount_is_an_allowance_of_its_line() -> None:
    """INV-7."""
    xml = write(snapshot([DISCOUNTED]), format="bis3")
    assert text(xml, "cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount") == "40.00"
    assert text(xml, "cac:InvoiceLine/cac:Price/cbc:PriceAmount") == "60.00"
    assert text(xml, "cac:InvoiceLine/cbc:LineExtensionAmount") == "200.00"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            line,
            st.integers(-50_000, 500_000),
            category=st.just("S"),
            quantity=st.integers(1, 40),
            unit_price_minor=st.integers(0, 90_000),
        ),
        min_size=1,
        max_size=5,
    ),
    st.text(max_size=30),
)
def test_any_lines_and_any_text_make_a_valid_document(lines: list[object], note: str) -> None:
    """Whatever proration makes of a net, and whatever stands in a text."""
    made = snapshot(lines, note=note)  # type: ignore[arg-type]
    assert [each for each in check(write(made, format="bis3")) if each.fatal] == []


def test_equal_snapshots_are_equal_bytes() -> None:
    """XB-20, XB-28: also after a stay in the database."""
    for name, sample in SAMPLES.items():
        if name != "markup in texts":  # half of a surrogate pair has no UTF-8 and so no place in the database
            again = InvoiceSnapshot.from_json(sample.to_json())
            assert write(again, format="bis3") == write(sample, format="bis3")
