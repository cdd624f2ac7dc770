"""Peppol BIS Billing 3 (UBL 2.1): invoice 380 and credit note 381. The order of elements is the schema's."""

from typing import Final

from selvbetjening.domain.invoicing.documents.snapshot import Buyer, InvoiceSnapshot, Line, Seller, VatCategory
from selvbetjening.domain.invoicing.einvoice.endpoints import (
    CVR,
    country_of,
    cvr_of,
    endpoint_of,
    is_addressable,
    vat_number_of,
)
from selvbetjening.domain.invoicing.einvoice.lines import category_in, days_of, groups_of, priced, unit_of
from selvbetjening.domain.invoicing.einvoice.reasons import exemption, notes
from selvbetjening.domain.invoicing.einvoice.transfer import means_of
from selvbetjening.domain.invoicing.einvoice.xml import amount, leaf, node, percent, root

EN16931: Final = "urn:cen.eu:en16931:2017"
PEPPOL: Final = f"{EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def document(snapshot: InvoiceSnapshot) -> str:
    """The whole document as text. A buyer whom Peppol cannot reach gets the core invoice of EN 16931."""
    invoice = snapshot.kind == "invoice"
    reached = is_addressable(snapshot.buyer)
    due = snapshot.due_on.isoformat() if invoice and snapshot.due_on else ""
    kroner = snapshot.vat_in_kroner
    return root(
        "Invoice" if invoice else "CreditNote",
        leaf("cbc:CustomizationID", PEPPOL if reached else EN16931),
        leaf("cbc:ProfileID", PROFILE if reached else ""),
        leaf("cbc:ID", snapshot.number),
        leaf("cbc:IssueDate", snapshot.issued_on.isoformat()),
        leaf("cbc:DueDate", due),
        leaf("cbc:InvoiceTypeCode", "380") if invoice else leaf("cbc:CreditNoteTypeCode", "381"),
        leaf("cbc:Note", notes(snapshot)),
        leaf("cbc:DocumentCurrencyCode", snapshot.currency),
        leaf("cbc:TaxCurrencyCode", "DKK" if kroner else ""),
        leaf("cbc:BuyerReference", _reference(snapshot.buyer)),
        node("cac:OrderReference", leaf("cbc:ID", snapshot.buyer.po_number)),
        _original(snapshot),
        node("cac:AccountingSupplierParty", _seller(snapshot)),
        node("cac:AccountingCustomerParty", _buyer(snapshot)),
        _means(snapshot) if invoice else "",
        node("cac:PaymentTerms", leaf("cbc:Note", snapshot.payment_terms if invoice else "")),
        _taxes(snapshot),
        node("cac:TaxTotal", amount("cbc:TaxAmount", kroner.vat_minor, "DKK")) if kroner else "",
        _sums(snapshot),
        *(_line(snapshot, position, line) for position, line in enumerate(snapshot.lines, start=1)),
    )


def _reference(buyer: Buyer) -> str:
    """Peppol wants a reference or an order number (R003); a buyer who gave neither reads the customer number."""
    return buyer.reference or ("" if buyer.po_number else buyer.account_code)


def _original(snapshot: InvoiceSnapshot) -> str:
    day = snapshot.original_date.isoformat() if snapshot.original_date else ""
    inside = leaf("cbc:ID", snapshot.original_number) + leaf("cbc:IssueDate", day)
    return (
        node("cac:BillingReference", node("cac:InvoiceDocumentReference", inside)) if snapshot.original_number else ""
    )


def _outside(snapshot: InvoiceSnapshot) -> bool:
    """Whether nothing here is subject to VAT: then no VAT number may stand in it (BR-O-02)."""
    return all(group.vat_category == "O" for group in snapshot.vat_groups)


def _seller(snapshot: InvoiceSnapshot) -> str:
    seller = snapshot.seller
    contact = leaf("cbc:Telephone", seller.phone) + leaf("cbc:ElectronicMail", seller.email)
    return node("cac:Party", _party(snapshot, seller), node("cac:Contact", contact))


def _buyer(snapshot: InvoiceSnapshot) -> str:
    return node("cac:Party", _party(snapshot, snapshot.buyer))


def _party(snapshot: InvoiceSnapshot, party: Seller | Buyer) -> str:
    address = endpoint_of(party, prefix=snapshot.seller.endpoint_prefix)
    number = cvr_of(party.cvr) if country_of(party) == "DK" else ""
    registration = leaf("cbc:CompanyID", number, schemeID=CVR) if number else leaf("cbc:CompanyID", party.cvr)
    tax = "" if _outside(snapshot) else leaf("cbc:CompanyID", vat_number_of(party))
    return "".join(
        (
            leaf("cbc:EndpointID", address[1], schemeID=address[0]) if address else "",
            node("cac:PartyName", leaf("cbc:Name", party.name)),
            _address(party),
            node("cac:PartyTaxScheme", tax, _VAT) if tax else "",
            node("cac:PartyLegalEntity", leaf("cbc:RegistrationName", party.name), registration),
        )
    )


def _address(party: Seller | Buyer) -> str:
    first, second, *rest = (*party.address_lines, "", "")
    return node(
        "cac:PostalAddress",
        leaf("cbc:StreetName", first),
        leaf("cbc:AdditionalStreetName", second),
        leaf("cbc:CityName", party.city),
        leaf("cbc:PostalZone", party.postal_code),
        node("cac:AddressLine", leaf("cbc:Line", " ".join(rest))),
        node("cac:Country", leaf("cbc:IdentificationCode", country_of(party))),
    )


def _means(snapshot: InvoiceSnapshot) -> str:
    means = means_of(snapshot)
    branch = node("cac:FinancialInstitutionBranch", leaf("cbc:ID", means.branch))
    return node(
        "cac:PaymentMeans",
        leaf("cbc:PaymentMeansCode", means.code),
        leaf("cbc:PaymentID", f"71#{means.reference}" if means.code == "93" else means.reference),
        node("cac:PayeeFinancialAccount", leaf("cbc:ID", means.account), branch) if means.account else "",
    )


_VAT: Final = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"


def _category(name: str, category: VatCategory, rate: int, *reason: str) -> str:
    rated = "" if category == "O" else leaf("cbc:Percent", percent(rate if category == "S" else 0))
    return node(name, leaf("cbc:ID", category), rated, *reason, _VAT)


def _taxes(snapshot: InvoiceSnapshot) -> str:
    subtotals = []
    for group in groups_of(snapshot):
        code, words = exemption(group.vat_category, snapshot.language)
        reason = leaf("cbc:TaxExemptionReasonCode", code) + leaf("cbc:TaxExemptionReason", words)
        subtotals.append(
            node(
                "cac:TaxSubtotal",
                amount("cbc:TaxableAmount", group.net_minor, snapshot.currency),
                amount("cbc:TaxAmount", group.vat_minor, snapshot.currency),
                _category("cac:TaxCategory", group.vat_category, group.vat_basis_points, reason),
            )
        )
    return node("cac:TaxTotal", amount("cbc:TaxAmount", snapshot.vat_minor, snapshot.currency), *subtotals)


def _sums(snapshot: InvoiceSnapshot) -> str:
    sums = (
        ("cbc:LineExtensionAmount", snapshot.net_minor),
        ("cbc:TaxExclusiveAmount", snapshot.net_minor),
        ("cbc:TaxInclusiveAmount", snapshot.total_minor),
        ("cbc:PayableAmount", snapshot.total_minor),
    )
    return node("cac:LegalMonetaryTotal", *(amount(name, minor, snapshot.currency) for name, minor in sums))


def _line(snapshot: InvoiceSnapshot, position: int, line: Line) -> str:
    invoice, currency, how, unit = snapshot.kind == "invoice", snapshot.currency, priced(line), unit_of(line)
    days = days_of(line)
    category = category_in(snapshot, line.vat_category)
    period = leaf("cbc:StartDate", days[0]) + leaf("cbc:EndDate", days[1]) if days else ""
    discount = (
        "<cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:AllowanceChargeReasonCode>95"
        f"</cbc:AllowanceChargeReasonCode>{amount('cbc:Amount', how.discount_minor, currency)}"
    )
    base = leaf("cbc:BaseQuantity", how.base, unitCode=unit) if how.base != 1 else ""
    return node(
        "cac:InvoiceLine" if invoice else "cac:CreditNoteLine",
        leaf("cbc:ID", position),
        leaf("cbc:InvoicedQuantity" if invoice else "cbc:CreditedQuantity", how.quantity, unitCode=unit),
        amount("cbc:LineExtensionAmount", line.net_minor, currency),
        node("cac:InvoicePeriod", period),
        node("cac:AllowanceCharge", discount) if how.discount_minor else "",
        node(
            "cac:Item",
            leaf("cbc:Name", line.text or "-"),
            _category("cac:ClassifiedTaxCategory", category, line.vat_basis_points),
        ),
        node("cac:Price", amount("cbc:PriceAmount", how.price_minor, currency), base),
    )
