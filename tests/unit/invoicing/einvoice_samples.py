"""Snapshots of every kind of document: language, VAT category, currency, line, buyer, payment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tests.unit.invoicing.document_samples import BUSINESS, CONSUMER, CREDIT_NOTE, INVOICE, SELLER

from selvbetjening.domain.invoicing.documents.snapshot import InvoiceSnapshot, Line, Payment, VatGroup, VatInKroner
from selvbetjening.domain.invoicing.rules import grouped

SELLER_DK = replace(SELLER, country="", country_code="DK")
BUYER = replace(BUSINESS, country="", country_code="DK")
PUBLIC = replace(BUYER, party_type="public", name="Prøveby Kommune", cvr="", reference="Inge Prøve")
NO_REFERENCE = replace(BUYER, ean="", po_number="", reference="", cvr="10150817")
SWEDISH = replace(BUYER, name="Nordhem AB", ean="", cvr="", country_code="SE", vat_number="SE556677889901", city="Lund")
PERSON = replace(CONSUMER, country="", country_code="DK")
FIK = Payment(fik_line="+71<000000010000420+81234567<", fik_id="000000010000420", fik_creditor="81234567")
BANK = Payment(bank_registration="1234", bank_account="0012345678")
IBAN = Payment(iban="DK5000400440116243", bic="DABADKKK")
CARD = Payment(by_card=True)


def line(net: int, *, category: str = "S", rate: int = 2500, **values: object) -> Line:
    fields: dict[str, object] = {"text": "Medlemskab", "quantity": 1, "unit_price_minor": net, "net_minor": net}
    return Line(**(fields | {"vat_category": category, "vat_basis_points": rate} | values))  # type: ignore[arg-type]


def snapshot(lines: Sequence[Line], base: InvoiceSnapshot = INVOICE, **values: object) -> InvoiceSnapshot:
    """A document of these lines, with sums that add up."""
    summed = grouped(nets=[(each.vat_category, each.vat_basis_points, each.net_minor) for each in lines])
    groups = tuple(
        VatGroup(vat_category=category, vat_basis_points=rate, net_minor=net, vat_minor=vat)  # type: ignore[arg-type]
        for category, rate, net, vat in summed.groups
    )
    made = replace(
        base, lines=tuple(lines), vat_groups=groups, net_minor=summed.net_minor, vat_minor=summed.vat_minor,
        total_minor=summed.total_minor, seller=SELLER_DK, buyer=BUYER,
    )  # fmt: skip
    return replace(made, **values)  # type: ignore[arg-type]


STANDARD = line(31_920, starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1))
EXEMPT = line(50_000, category="E", rate=0, text="Undervisning")
ZERO = line(12_345, category="Z", rate=0)
REVERSED = line(99_900, category="AE", rate=0, quantity=3, unit_price_minor=33_300)
OUTSIDE = line(10_000, category="O", rate=0, text="Rykkergebyr")
DISCOUNTED = line(20_000, quantity=4, unit_price_minor=6_000, discount_minor=4_000, unit="timer")
GIVEN_BACK = line(-15_050, text="Basis, ubrugte dage", quantity=1, unit_price_minor=-15_050)
PART = line(
    10_001, quantity=3, unit_price_minor=20_000, unit="md.", starts_on=date(2026, 2, 28), ends_on=date(2026, 3, 1)
)
EURO = VatInKroner(vat_minor=59_535, rate="1 EUR = 7,4605 DKK", rate_millionths=7_460_500)

SAMPLES: dict[str, InvoiceSnapshot] = {
    "danish": snapshot([STANDARD]),
    "english": snapshot([STANDARD], language="en"),
    "exempt alone": snapshot([EXEMPT]),
    "exempt and taxed": snapshot([STANDARD, EXEMPT, line(5_000)]),
    "zero-rated and taxed": snapshot([STANDARD, ZERO]),
    "reverse charge": snapshot([REVERSED], buyer=SWEDISH),
    "reverse charge in Denmark": snapshot([REVERSED], language="en"),
    "outside alone": snapshot([OUTSIDE]),
    "outside and taxed": snapshot([STANDARD, OUTSIDE]),
    "all at once": snapshot([STANDARD, EXEMPT, ZERO, OUTSIDE, REVERSED]),
    "euro": snapshot([STANDARD], currency="EUR", vat_in_kroner=EURO, payment=IBAN, buyer=SWEDISH),
    "dollars without kroner": snapshot([STANDARD], currency="USD", payment=IBAN),
    "discount": snapshot([DISCOUNTED, STANDARD]),
    "given back": snapshot([STANDARD, GIVEN_BACK]),
    "part of a period": snapshot([PART, line(1), line(3)]),
    "nothing to pay": snapshot([line(10_000), line(-10_000)]),
    "free line": snapshot([STANDARD, line(0)]),
    "public with EAN": snapshot([STANDARD], buyer=PUBLIC, payment=FIK),
    "no reference": snapshot([STANDARD], buyer=NO_REFERENCE),
    "person": snapshot([STANDARD], buyer=PERSON, payment=FIK),
    "bank": snapshot([STANDARD], payment=BANK),
    "iban": snapshot([STANDARD], payment=IBAN),
    "card": snapshot([STANDARD], payment=CARD),
    "prefixed endpoint": snapshot([STANDARD], seller=replace(SELLER_DK, endpoint_prefix=True), buyer=NO_REFERENCE),
    "markup in texts": snapshot([line(100, text='<b>&"Æ\x07\ud83d</b>')], note="]]> & <"),
    "credit note": snapshot([STANDARD], CREDIT_NOTE),
    "credit note for a public body": snapshot([STANDARD, EXEMPT], CREDIT_NOTE, buyer=PUBLIC, language="en"),
    "credit note in euro": snapshot([STANDARD], CREDIT_NOTE, currency="EUR", vat_in_kroner=EURO, buyer=SWEDISH),
    "credit note for a person": snapshot([STANDARD, DISCOUNTED], CREDIT_NOTE, buyer=PERSON),
}
