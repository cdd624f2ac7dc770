"""OIOUBL 2.1 (UBL 2.1): what Danish public bodies take beside Peppol, expected to end in mid-2029 (EIN-2).

It differs from Peppol where Danish code lists say so: categories and schemes have names of their own, tax stands on
each line, `TaxExclusiveAmount` is the tax and not the net, and a line's net is its quantity times its price.
"""

from typing import Final

from selvbetjening.domain.invoicing.documents.snapshot import Buyer, InvoiceSnapshot, Line, Seller, VatCategory
from selvbetjening.domain.invoicing.einvoice.endpoints import (
    GLN,
    SE,
    NoAddress,
    country_of,
    cvr_of,
    endpoint_of,
    vat_number_of,
)
from selvbetjening.domain.invoicing.einvoice.lines import days_of, unit_of
from selvbetjening.domain.invoicing.einvoice.oioubl_payment import means, terms
from selvbetjening.domain.invoicing.einvoice.reasons import notes
from selvbetjening.domain.invoicing.einvoice.xml import amount, leaf, node, percent, root
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up

CUSTOMIZATION: Final = "OIOUBL-2.1"
PROFILE: Final = "Procurement-BilSim-1.0"
_AGENCY: Final = {"schemeAgencyID": "320"}
_CATEGORIES: Final[dict[VatCategory, str]] = {
    "S": "StandardRated", "Z": "ZeroRated", "E": "ZeroRated", "O": "ZeroRated", "AE": "ReverseCharge",
}  # fmt: skip
_SCHEMES: Final = {GLN: "GLN", SE: "DK:SE"}
_LONGEST_NAME: Final = 40


def document(snapshot: InvoiceSnapshot) -> str:
    """The whole document as text. Raises `NoAddress` for a buyer with neither EAN nor a Danish CVR number."""
    invoice = snapshot.kind == "invoice"
    type_code = {"listAgencyID": "320", "listID": "urn:oioubl:codelist:invoicetypecode-1.1"}
    return root(
        "Invoice" if invoice else "CreditNote",
        leaf("cbc:UBLVersionID", "2.1"),
        leaf("cbc:CustomizationID", CUSTOMIZATION),
        leaf("cbc:ProfileID", PROFILE, schemeID="urn:oioubl:id:profileid-1.4", **_AGENCY),
        leaf("cbc:ID", snapshot.number),
        leaf("cbc:CopyIndicator", "false"),
        leaf("cbc:IssueDate", snapshot.issued_on.isoformat()),
        leaf("cbc:InvoiceTypeCode", "380", **type_code) if invoice else "",
        leaf("cbc:Note", notes(snapshot)),
        leaf("cbc:DocumentCurrencyCode", snapshot.currency),
        leaf("cbc:TaxCurrencyCode", "DKK" if snapshot.vat_in_kroner else ""),
        node("cac:OrderReference", leaf("cbc:ID", snapshot.buyer.po_number or snapshot.buyer.reference)),
        _original(snapshot),
        node("cac:AccountingSupplierParty", _seller(snapshot.seller)),
        node("cac:AccountingCustomerParty", _buyer(snapshot.buyer)),
        means(snapshot) if invoice else "",
        terms(snapshot) if invoice else "",
        _taxes(snapshot),
        _sums(snapshot),
        *(_line(snapshot, position, line) for position, line in enumerate(snapshot.lines, start=1)),
    )


def _original(snapshot: InvoiceSnapshot) -> str:
    day = snapshot.original_date.isoformat() if snapshot.original_date else ""
    inside = leaf("cbc:ID", snapshot.original_number) + leaf("cbc:IssueDate", day)
    return (
        node("cac:BillingReference", node("cac:InvoiceDocumentReference", inside)) if snapshot.original_number else ""
    )


def _seller(seller: Seller) -> str:
    contact = leaf("cbc:ID", "1") + leaf("cbc:Telephone", seller.phone) + leaf("cbc:ElectronicMail", seller.email)
    return node("cac:Party", _party(seller), node("cac:Contact", contact))


def _buyer(buyer: Buyer) -> str:
    return node("cac:Party", _party(buyer), node("cac:Contact", leaf("cbc:ID", buyer.reference or "n/a")))


def _party(party: Seller | Buyer) -> str:
    address, number = endpoint_of(party, prefix=True), cvr_of(party.cvr)
    if address is None or country_of(party) != "DK":
        raise NoAddress("OIOUBL reaches Danish companies by EAN or CVR number only")
    company = f"DK{number}" if number else "n/a"
    tax = leaf("cbc:CompanyID", vat_number_of(party), schemeID="DK:SE")
    return "".join(
        (
            leaf("cbc:EndpointID", address[1], schemeID=_SCHEMES.get(address[0], "DK:CVR")),
            node("cac:PartyName", leaf("cbc:Name", party.name)),
            _address(party),
            node("cac:PartyTaxScheme", tax, _SCHEME) if tax else "",
            node(
                "cac:PartyLegalEntity",
                leaf("cbc:RegistrationName", party.name),
                leaf("cbc:CompanyID", company, schemeID="DK:CVR" if number else "ZZZ"),
            ),
        )
    )


def _address(party: Seller | Buyer) -> str:
    first, *rest = (*party.address_lines, "")
    code = {"listAgencyID": "320", "listID": "urn:oioubl:codelist:addressformatcode-1.1"}
    return node(
        "cac:PostalAddress",
        leaf("cbc:AddressFormatCode", "StructuredLax", **code),
        leaf("cbc:StreetName", first),
        leaf("cbc:AdditionalStreetName", ", ".join(filter(None, rest))),
        leaf("cbc:CityName", party.city),
        leaf("cbc:PostalZone", party.postal_code),
        node("cac:Country", leaf("cbc:IdentificationCode", country_of(party))),
    )


_SCHEME: Final = node(
    "cac:TaxScheme",
    leaf("cbc:ID", "63", schemeID="urn:oioubl:id:taxschemeid-1.5", **_AGENCY),
    leaf("cbc:Name", "Moms"),
)


def _subtotal(snapshot: InvoiceSnapshot, name: str, rate: int, net: int, vat: int, kroner: int | None) -> str:
    return node(
        "cac:TaxSubtotal",
        amount("cbc:TaxableAmount", net, snapshot.currency),
        amount("cbc:TaxAmount", vat, snapshot.currency),
        amount("cbc:TransactionCurrencyTaxAmount", kroner, "DKK") if kroner is not None else "",
        node(
            "cac:TaxCategory",
            leaf("cbc:ID", name, schemeID="urn:oioubl:id:taxcategoryid-1.1", **_AGENCY),
            leaf("cbc:Percent", percent(rate)),
            _SCHEME,
        ),
    )


def _taxes(snapshot: InvoiceSnapshot) -> str:
    """One subtotal for each name and rate: what OIOUBL calls zero-rated is summed over its three categories."""
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    for group in snapshot.vat_groups:
        key = (_CATEGORIES[group.vat_category], group.vat_basis_points if group.vat_category == "S" else 0)
        net, vat = sums.get(key, (0, 0))
        sums[key] = (net + group.net_minor, vat + group.vat_minor)
    left = snapshot.vat_in_kroner.vat_minor if snapshot.vat_in_kroner else None
    subtotals = []
    for (name, rate), (net, vat) in sums.items():
        kroner = None if left is None else (left if vat else 0)
        subtotals.append(_subtotal(snapshot, name, rate, net, vat, kroner))
    return node("cac:TaxTotal", amount("cbc:TaxAmount", snapshot.vat_minor, snapshot.currency), *subtotals)


def _sums(snapshot: InvoiceSnapshot) -> str:
    sums = (
        ("cbc:LineExtensionAmount", snapshot.net_minor),
        ("cbc:TaxExclusiveAmount", snapshot.vat_minor),
        ("cbc:TaxInclusiveAmount", snapshot.total_minor),
        ("cbc:PayableAmount", snapshot.total_minor),
    )
    return node("cac:LegalMonetaryTotal", *(amount(name, minor, snapshot.currency) for name, minor in sums))


def _line(snapshot: InvoiceSnapshot, position: int, line: Line) -> str:
    invoice, currency, unit = snapshot.kind == "invoice", snapshot.currency, unit_of(line)
    count = abs(line.quantity) or 1
    exact = line.net_minor % count == 0
    quantity, price = (count, abs(line.net_minor) // count) if exact else (1, abs(line.net_minor))
    rate = line.vat_basis_points if line.vat_category == "S" else 0
    vat = round_half_up(line.net_minor * rate, TEN_THOUSAND)
    days = days_of(line)
    note = f"{days[0].isoformat()} – {days[1].isoformat()}" if days else ""
    return node(
        "cac:InvoiceLine" if invoice else "cac:CreditNoteLine",
        leaf("cbc:ID", position),
        leaf("cbc:Note", note),
        leaf(
            "cbc:InvoicedQuantity" if invoice else "cbc:CreditedQuantity",
            -quantity if line.net_minor < 0 else quantity,
            unitCode=unit,
        ),
        amount("cbc:LineExtensionAmount", line.net_minor, currency),
        node(
            "cac:TaxTotal",
            amount("cbc:TaxAmount", vat, currency),
            _subtotal(snapshot, _CATEGORIES[line.vat_category], rate, line.net_minor, vat, None),
        ),
        node("cac:Item", leaf("cbc:Description", line.text), leaf("cbc:Name", (line.text or "-")[:_LONGEST_NAME])),
        node("cac:Price", amount("cbc:PriceAmount", price, currency)),
    )
