"""OIOUBL 2.1: what its published rules say of code lists, totals, tax on lines and payment (EIN-2).

The official OIOUBL schematron is on no package registry, so its rules are stated here one by one, by their numbers.
"""

import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import pytest
from tests.unit.invoicing.einvoice_samples import BANK, FIK, IBAN, SAMPLES, STANDARD, snapshot

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot
from selvbetjening.domain.invoicing.einvoice import is_addressable, write
from selvbetjening.domain.invoicing.einvoice.endpoints import country_of

NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
DANISH = {
    name: sample
    for name, sample in SAMPLES.items()
    if is_addressable(sample.buyer) and country_of(sample.buyer) == "DK"
}
ORDER = [
    "UBLVersionID", "CustomizationID", "ProfileID", "ID", "CopyIndicator", "IssueDate", "InvoiceTypeCode", "Note",
    "DocumentCurrencyCode", "TaxCurrencyCode", "OrderReference", "BillingReference", "AccountingSupplierParty",
    "AccountingCustomerParty", "PaymentMeans", "PaymentTerms", "TaxTotal", "LegalMonetaryTotal", "InvoiceLine",
    "CreditNoteLine",
]  # fmt: skip


def tree(sample: InvoiceSnapshot) -> ElementTree.Element:
    return ElementTree.fromstring(write(sample, format="oioubl"))


def number(element: ElementTree.Element, path: str) -> Decimal:
    found = element.findtext(path, namespaces=NAMES)
    assert found is not None, path
    return Decimal(found)


@pytest.mark.parametrize("name", list(DANISH))
def test_totals_and_lines_add_up_as_oioubl_counts(name: str) -> None:
    """F-INV127 to F-INV133, F-INV348, F-LIB400 to F-LIB402, and no negative price."""
    made = tree(DANISH[name])
    lines = [*made.findall("cac:InvoiceLine", NAMES), *made.findall("cac:CreditNoteLine", NAMES)]
    assert lines
    sums = [number(line, "cbc:LineExtensionAmount") for line in lines]
    total = "cac:LegalMonetaryTotal/cbc:"
    assert number(made, f"{total}LineExtensionAmount") == sum(sums)
    assert number(made, f"{total}TaxExclusiveAmount") == number(made, "cac:TaxTotal/cbc:TaxAmount")
    assert number(made, f"{total}TaxInclusiveAmount") == sum(sums) + number(made, "cac:TaxTotal/cbc:TaxAmount")
    taxes = sum(number(group, "cbc:TaxAmount") for group in made.findall("cac:TaxTotal/cac:TaxSubtotal", NAMES))
    assert taxes == number(made, "cac:TaxTotal/cbc:TaxAmount")
    bases = sum(number(group, "cbc:TaxableAmount") for group in made.findall("cac:TaxTotal/cac:TaxSubtotal", NAMES))
    assert bases == sum(sums)
    for line, net in zip(lines, sums, strict=True):
        quantity = line.findtext("cbc:InvoicedQuantity", namespaces=NAMES) or line.findtext(
            "cbc:CreditedQuantity", namespaces=NAMES
        )
        price = number(line, "cac:Price/cbc:PriceAmount")
        assert price >= 0 and Decimal(quantity or "") * price == net
        rate = number(line, "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:Percent")
        assert abs(number(line, "cac:TaxTotal/cbc:TaxAmount") - net * rate / 100) <= Decimal("0.01")


@pytest.mark.parametrize("name", list(DANISH))
def test_elements_stand_in_the_order_of_the_schema_and_none_is_empty(name: str) -> None:
    made = tree(DANISH[name])
    found = [child.tag.rpartition("}")[2] for child in made]
    assert found == sorted(found, key=ORDER.index)
    assert [each.tag for each in made.iter() if not len(each) and not (each.text or "").strip()] == []


def test_the_code_lists_are_denmarks() -> None:
    """F-LIB179, F-LIB180: endpoint and company schemes; tax category and scheme with their lists."""
    made = tree(SAMPLES["exempt and taxed"])
    buyer = made.find("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", NAMES)
    seller = made.find("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID", NAMES)
    assert buyer is not None and (buyer.get("schemeID"), buyer.text) == ("GLN", "5798000000001")
    assert seller is not None and (seller.get("schemeID"), seller.text) == ("DK:CVR", "DK12345674")
    categories = [each.text for each in made.findall("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID", NAMES)]
    assert categories == ["StandardRated", "ZeroRated"]
    assert made.findtext("cbc:CustomizationID", namespaces=NAMES) == "OIOUBL-2.1"
    assert tree(SAMPLES["reverse charge in Denmark"]).findtext(
        "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory/cbc:ID", namespaces=NAMES
    ) == "ReverseCharge"  # fmt: skip


def test_a_buyer_without_reference_has_a_contact_all_the_same() -> None:
    """F-INV051."""
    made = tree(SAMPLES["no reference"])
    assert made.findtext("cac:AccountingCustomerParty/cac:Party/cac:Contact/cbc:ID", namespaces=NAMES) == "n/a"


@pytest.mark.parametrize(
    ("payment", "code", "channel", "account"),
    [
        (FIK, "93", "DK:FIK", "cac:CreditAccount/cbc:AccountID"),
        (BANK, "42", "DK:BANK", "cac:PayeeFinancialAccount/cbc:ID"),
        (IBAN, "31", "IBAN", "cac:PayeeFinancialAccount/cbc:ID"),
    ],
)
def test_payment_has_its_danish_channel(payment: object, code: str, channel: str, account: str) -> None:
    """FIK-3: 93 with channel DK:FIK, payment id 71, fifteen digits and the creditor's eight."""
    means = tree(snapshot([STANDARD], payment=payment)).find("cac:PaymentMeans", NAMES)
    assert means is not None
    assert means.findtext("cbc:PaymentMeansCode", namespaces=NAMES) == code
    assert means.findtext("cbc:PaymentChannelCode", namespaces=NAMES) == channel
    assert means.findtext(account, namespaces=NAMES)
    if payment is FIK:
        assert means.findtext("cbc:PaymentID", namespaces=NAMES) == "71"
        assert means.findtext("cbc:InstructionID", namespaces=NAMES) == FIK.fik_id
    assert means.findtext("cbc:PaymentDueDate", namespaces=NAMES) == "2026-03-15"


def test_a_credit_note_names_its_invoice_and_asks_for_no_payment() -> None:
    """CRN-1."""
    made = tree(SAMPLES["credit note"])
    assert made.tag.endswith("CreditNote")
    assert made.findtext("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID", namespaces=NAMES) == "100042"
    assert made.find("cac:PaymentMeans", NAMES) is None
