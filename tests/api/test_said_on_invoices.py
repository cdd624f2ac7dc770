"""What an account and a subscription say of their invoices is said on them (fenerum-api.md sections 5 and 8)."""

import base64
import io
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from selvbetjening.domain.billing.actions.remind import remind
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.queries.reminding import candidates, overdue
from selvbetjening.domain.invoicing.actions.check import check_document
from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.domain.invoicing.models import CreditNote, EInvoiceDelivery, Invoice, InvoiceDocument
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import make
from tests.api.client import Machine, account_body

EAN = "5798009811578"


def business(machine: Machine, **values: Any) -> str:
    """A company's account; its code."""
    made = machine.post("accounts/", account_body(party_type="business", legal_vat_number="12345674", **values))
    assert made.status_code == 201, made.content
    return str(made.json()["code"])


def chosen(machine: Machine, **values: Any) -> None:
    """The company's settings."""
    with within(machine.here):
        Organization.objects.filter(id=machine.here).update(choices={**machine.organization.choices, **values})


def invoiced(machine: Machine, code: str) -> dict[str, Any]:
    """What waits on the account is invoiced, with its PDF."""
    line = {"account": code, "description": "Montering", "vat_type": "services", "price": "100"}
    assert machine.post("draftinvoicelines/", line).status_code == 201
    (made,) = machine.post(f"accounts/{code}/generate_invoice/").json()
    return shown(machine, made["uuid"])


def shown(machine: Machine, invoice: str) -> dict[str, Any]:
    return dict(machine.get(f"invoices/{invoice}/").json())


def text_of(invoice: dict[str, Any]) -> str:
    """The words of its PDF."""
    pages = PdfReader(io.BytesIO(base64.b64decode(invoice["pdf_base64"]))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def xml_of(machine: Machine, invoice: dict[str, Any]) -> dict[str, str]:
    """Its e-invoices by kind; the official rules find nothing in them."""
    id_ = UUID(invoice["uuid"])
    assert check_document(machine.here, invoice=id_, at=clock.now()).findings == []
    with within(machine.here):
        found = InvoiceDocument.objects.filter(organization_id=machine.here, invoice_id=id_).exclude(kind="pdf")
        return {each.kind: bytes(each.content).decode() for each in found}


def sent_to(machine: Machine, invoice: dict[str, Any]) -> tuple[str, str] | None:
    """Where the e-invoice goes; None for nowhere."""
    with within(machine.here):
        found = EInvoiceDelivery.objects.filter(organization_id=machine.here, invoice_id=UUID(invoice["uuid"])).first()
        return (found.scheme, found.address) if found else None


@pytest.mark.parametrize(
    ("values", "address", "bis3", "oioubl"),
    [
        ({"ean_number": EAN}, ("0088", EAN), f'schemeID="0088">{EAN}<', f'schemeID="GLN">{EAN}<'),
        (
            {"einvoicing_identifier_schema": "CVR"}, ("0184", "12345674"), 'schemeID="0184">12345674<',
            'schemeID="DK:CVR">DK12345674<',
        ),
        (
            {"einvoicing_identifier_schema": "SE", "ean_number": "25313763"}, ("0198", "DK25313763"),
            'schemeID="0198">DK25313763<', 'schemeID="DK:SE">DK25313763<',
        ),
    ],
)  # fmt: skip
def test_ean_invoicing_sends_an_e_invoice(
    machine: Machine, values: dict[str, Any], address: tuple[str, str], bis3: str, oioubl: str
) -> None:
    """Section 5, EIN-3: an account that takes its invoices so gets each as an e-invoice, at the address it named."""
    invoice = invoiced(machine, business(machine, ean_invoicing=True, **values))
    found = xml_of(machine, invoice)
    assert bis3 in found["bis3"] and oioubl in found["oioubl"]
    assert sent_to(machine, invoice) == address
    if "ean_number" in values:
        assert values["ean_number"] in text_of(invoice)
    note = credit_in_full(
        machine.here, account=UUID(invoice["account"]), invoice=UUID(invoice["uuid"]), reason="Fejl", actor=SYSTEM,
        at=clock.now(),
    )  # fmt: skip
    with within(machine.here):
        kept = CreditNote.objects.get(organization_id=machine.here, id=note.credit_note).snapshot["buyer"]
    assert kept["einvoicing"] is True


def test_without_ean_invoicing_the_company_decides(machine: Machine) -> None:
    """EIN-3: a number alone is no wish to be invoiced by it."""
    assert sent_to(machine, invoiced(machine, business(machine, ean_number=EAN))) is None


def test_the_invoice_note_is_printed(machine: Machine) -> None:
    """Section 5: `invoice_note` stands on the paper and in the e-invoice, on what is issued from then on."""
    code = business(machine, ean_number=EAN, ean_invoicing=True)
    before = invoiced(machine, code)
    assert machine.put(f"accounts/{code}/", {"invoice_note": "Ring 11 22\nfør kl. 8 & efter 4"}).status_code == 200
    after = invoiced(machine, code)
    assert "Ring 11 22 før kl. 8 & efter 4" in text_of(after)
    assert "Ring 11 22" not in text_of(shown(machine, before["uuid"]))
    for xml in xml_of(machine, after).values():
        assert "Ring 11 22 før kl. 8 &amp; efter 4" in xml


def test_no_reminders_for_who_gets_none(machine: Machine) -> None:
    """Section 5: `is_getting_reminders` false: no letter is written, whatever the company's manner."""
    chosen(machine, send_reminders=True)
    code = business(machine, is_getting_reminders=False)
    invoice = UUID(invoiced(machine, code)["uuid"])
    later = clock.today() + timedelta(days=40)

    def reason() -> str:
        with within(machine.here):
            late = overdue(machine.here, today=later)
            return str(candidates(machine.here, invoices=late, today=later)[0].verdict.reason)

    assert reason() == "account"
    assert remind(machine.here, invoice=invoice, today=later, actor=SYSTEM, at=clock.now()) is None
    assert machine.put(f"accounts/{code}/", {"is_getting_reminders": True}).status_code == 200
    assert reason() == "send"
    assert remind(machine.here, invoice=invoice, today=later, actor=SYSTEM, at=clock.now()) is not None


SAID = {
    "payment_terms": 30, "po_number": "PO-7", "invoice_supplement": "Projekt Nord", "reference_person": "Kim Prøve",
    "case_number": "2026-17",
}  # fmt: skip


def subscribed(machine: Machine, code: str, **values: Any) -> dict[str, Any]:
    terms = make.terms(make.plan(machine.organization), unit_price_minor=10_000)
    body = {"account": code, "terms": str(terms.id), "collection_method": "invoice", **values}
    made = machine.post("subscriptions/", body)
    assert made.status_code == 201, made.content
    return dict(made.json())


def invoices_of(machine: Machine, code: str) -> list[dict[str, Any]]:
    rows = machine.get(f"invoices/?account={code}&ordering=invoice_number").json()["results"]
    return sorted(rows, key=lambda row: int(row["invoice_number"]))


def test_what_a_subscription_says_stands_on_its_invoices(machine: Machine) -> None:
    """Section 8: days to pay, order number, person, case number and supplement: on the first invoice and the next."""
    code = business(machine, ean_number=EAN, ean_invoicing=True, invoice_note="Kontoens note")
    mine = subscribed(machine, code, **SAID)
    (first,) = invoices_of(machine, code)
    first = shown(machine, first["uuid"])
    assert date.fromisoformat(first["due_date"]) - date.fromisoformat(first["date"]) == timedelta(days=30)
    assert (first["payment_terms"], first["po_number"]) == (30, "PO-7")
    words = text_of(first)
    for each in ("Netto 30 dage", "PO-7", "Kim Prøve", "Sagsnr.: 2026-17", "Projekt Nord", "Kontoens note"):
        assert each in words, each
    found = xml_of(machine, first)
    for xml in found.values():
        assert "<cac:OrderReference><cbc:ID>PO-7</cbc:ID>" in "".join(xml.split("\n")).replace("> <", "><")
        assert "Kim Prøve" in xml and "Sagsnr.: 2026-17" in xml and "Projekt Nord" in xml
        assert first["due_date"] in xml and "Netto 30 dage" in xml
    assert (
        machine.put(f"subscriptions/{mine['uuid']}/", {"payment_terms": None, "po_number": "PO-8"}).status_code == 200
    )
    renews = date.fromisoformat(mine["next_renewal_date"][:10]) + timedelta(days=1)
    run(machine.here, today=renews, at=clock.now())
    second = invoices_of(machine, code)[1]
    assert (second["payment_terms"], second["po_number"]) == (8, "PO-8")


def test_a_change_of_the_subscription_is_due_as_it_says(machine: Machine) -> None:
    """Section 8: the invoice of a change keeps to the subscription's days to pay, too."""
    code = business(machine)
    mine = subscribed(machine, code, payment_terms=45)
    assert machine.put(f"subscriptions/{mine['uuid']}/", {"quantity": 4}).status_code == 200
    assert [row["payment_terms"] for row in invoices_of(machine, code)] == [45, 45]


def test_unlike_subscriptions_have_invoices_of_their_own(machine: Machine) -> None:
    """Section 8: one invoice has one due day and one order number; alike ones share it, each with its words."""
    code = business(machine)
    mine = [
        subscribed(machine, code, po_number="A", invoice_supplement="Nord"),
        subscribed(machine, code, po_number="A", invoice_supplement="Syd"),
        subscribed(machine, code, po_number="B"),
        subscribed(machine, code),
    ]
    before = len(invoices_of(machine, code))
    run(machine.here, today=date.fromisoformat(mine[0]["next_renewal_date"][:10]) + timedelta(days=1), at=clock.now())
    renewed = invoices_of(machine, code)[before:]
    assert sorted((row["po_number"] or "", row["amount"]) for row in renewed) == [
        ("", "100.00"), ("A", "200.00"), ("B", "100.00"),
    ]  # fmt: skip
    words = text_of(shown(machine, next(row["uuid"] for row in renewed if row["po_number"] == "A")))
    assert "Nord" in words and "Syd" in words


def test_grouped_ones_share_an_invoice(machine: Machine) -> None:
    """Section 8: where each subscription has its own invoice, those with `group_on_invoice` have one together."""
    chosen(machine, invoice_grouping="subscription")
    code = business(machine)
    mine = [subscribed(machine, code, group_on_invoice=grouped) for grouped in (True, True, False)]
    before = len(invoices_of(machine, code))
    run(machine.here, today=date.fromisoformat(mine[0]["next_renewal_date"][:10]) + timedelta(days=1), at=clock.now())
    assert sorted(row["amount"] for row in invoices_of(machine, code)[before:]) == ["100.00", "200.00"]


@pytest.mark.parametrize("days", [-1, 121])
def test_days_to_pay_that_nobody_gets(machine: Machine, days: int) -> None:
    code = business(machine)
    terms = make.terms(make.plan(machine.organization))
    body = {"account": code, "terms": str(terms.id), "collection_method": "invoice", "payment_terms": days}
    refused = machine.post("subscriptions/", body)
    assert refused.status_code == 400 and "payment_terms" in refused.json()
    with within(machine.here):
        assert not Invoice.objects.filter(organization_id=machine.here).exists()
