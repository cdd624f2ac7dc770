"""What Danish law wants on an invoice beside the rules of the formats (INV-3 to INV-7, INV-10)."""

from selvbetjening.domain.invoicing.documents.snapshot import Buyer, InvoiceSnapshot, Seller
from selvbetjening.domain.invoicing.einvoice.checked import Finding
from selvbetjening.domain.invoicing.rules.required import (
    Party,
    Row,
    is_enough,
    missing_of_buyer,
    missing_of_line,
    missing_of_seller,
)


def lawful(snapshot: InvoiceSnapshot, *, limit_minor: int) -> list[Finding]:
    """One finding for each thing that is missing; none where the simplified set is enough for a small sale (INV-10).

    `limit_minor` is the largest total of that, in øre. Sales in other currencies are never small.
    """
    seller, buyer = snapshot.seller, snapshot.buyer
    missing = [("INV-3", f"seller.{code}") for code in missing_of_seller(seller=_party(seller, seller.cvr))]
    missing += [
        ("INV-4", f"buyer.{code}")
        for code in missing_of_buyer(buyer=_party(buyer, buyer.cvr), party_type=buyer.party_type)
    ]
    for line in snapshot.lines:
        row = Row(text=line.text, quantity=line.quantity, unit_price_minor=0, net_minor=0, starts_on=line.starts_on)
        missing += [("INV-5", f"line.{code}") for code in missing_of_line(row=row) if code != "net"]
    small = limit_minor if snapshot.currency == "DKK" else -1
    codes = [code for _, code in missing]
    if is_enough(missing=codes, party_type=buyer.party_type, total_minor=snapshot.total_minor, limit_minor=small):
        return []
    return [Finding(rule, f"Danish law wants this on an invoice: {code}", code, fatal=True) for rule, code in missing]


def _party(party: Seller | Buyer, number: str) -> Party:
    return Party(
        name=party.name,
        number=number,
        address_line=party.address_lines[0] if party.address_lines else "",
        postal_code=party.postal_code,
        city=party.city,
    )
