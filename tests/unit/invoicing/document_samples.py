"""Snapshots that the document tests and the benchmark print: an invoice, a business invoice, a credit note."""

import struct
import zlib
from dataclasses import replace
from datetime import date

from selvbetjening.domain.invoicing.documents.snapshot import Buyer, InvoiceSnapshot, Line, Seller, VatGroup

SELLER = Seller(
    name="Nordlys Træning ApS",
    cvr="12345674",
    address_lines=("Havnegade 12",),
    postal_code="8000",
    city="Aarhus C",
    country="Danmark",
    email="faktura@nordlys.example",
    phone="70 12 34 56",
    brand_colour="#0f766e",
    payment_text="Betal til konto 1234 0012345678 og skriv fakturanummeret.",
)
CONSUMER = Buyer(
    name="Åse Sørensen",
    account_code="K-1042",
    address_lines=("Æblevej 3, 2. th.",),
    postal_code="5000",
    city="Odense C",
    country="Danmark",
)
BUSINESS = Buyer(
    name="Kontorfællesskabet Broen A/S",
    account_code="E-2001",
    party_type="business",
    address_lines=("Att. Bogholderiet", "Brogade 7"),
    postal_code="4000",
    city="Roskilde",
    country="Danmark",
    cvr="98765433",
    ean="5798000000001",
    po_number="PO-77120",
    reference="Mette Holm",
)
LINES = (
    Line(
        text="Medlemskab Fuld adgang",
        quantity=1,
        unit="stk.",
        unit_price_minor=31_920,
        net_minor=31_920,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 4, 1),
    ),
    Line(text="Oprettelse", quantity=1, unit="stk.", unit_price_minor=8_000, net_minor=8_000),
    Line(
        text="Holdtimer",
        quantity=4,
        unit="timer",
        unit_price_minor=6_000,
        discount_minor=4_000,
        net_minor=20_000,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 2),
    ),
)
INVOICE = InvoiceSnapshot(
    kind="invoice",
    number="100042",
    issued_on=date(2026, 3, 1),
    due_on=date(2026, 3, 15),
    seller=SELLER,
    buyer=CONSUMER,
    lines=LINES,
    vat_groups=(VatGroup(vat_basis_points=2500, vat_category="S", net_minor=59_920, vat_minor=14_980),),
    net_minor=59_920,
    vat_minor=14_980,
    total_minor=74_900,
    payment_terms="Netto 14 dage.",
    note="Tak fordi du træner hos os.",
)
_EXEMPT = Line(
    text="Undervisning", quantity=2, unit_price_minor=500_000, net_minor=1_000_000, vat_category="E", vat_basis_points=0
)
BUSINESS_INVOICE = replace(
    INVOICE,
    number="100043",
    buyer=BUSINESS,
    lines=(*LINES, _EXEMPT),
    vat_groups=(
        *INVOICE.vat_groups,
        VatGroup(vat_basis_points=0, vat_category="E", net_minor=1_000_000, vat_minor=0),
    ),
    net_minor=1_059_920,
    total_minor=1_074_900,
)
CREDIT_NOTE = replace(
    INVOICE,
    kind="credit_note",
    number="K-7",
    issued_on=date(2026, 3, 9),
    due_on=None,
    payment_terms="",
    note="",
    original_number="100042",
    original_date=date(2026, 3, 1),
    reason="Fortrudt inden for 14 dage",
)


def png(*, width: int = 240, height: int = 80, colour: tuple[int, int, int] = (15, 118, 110)) -> bytes:
    """A PNG of one colour, made here so that no picture needs to lie in the repository."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
