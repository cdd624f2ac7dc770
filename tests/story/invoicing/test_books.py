"""BOK-1 to BOK-5, NUM-1, NUM-3: what the bookkeeper gets, and what nobody can delete."""

import csv
import hashlib
import io
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection

from selvbetjening.domain.invoicing.actions.bring_in_foreign import Foreign, UnknownAccounts, bring_in_foreign
from selvbetjening.domain.invoicing.actions.document import document
from selvbetjening.domain.invoicing.models import ForeignDocument, InvoiceDocument
from selvbetjening.domain.payments.actions.refunds import drop_refund, mark_refunded, open_refund
from selvbetjening.domain.payments.queries import open_refunds
from selvbetjening.domain.payments.queries.description import system_description
from selvbetjening.domain.payments.queries.ledger import postings_csv, saft_file, vouchers
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.domain.payments.rules.postings import VatPart, Voucher, postings, unbalanced
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from selvbetjening.kernel.money import Money
from tests.hostile.at_once import at_once
from tests.story.invoicing.books import CLERK, DAY, Books, books, line, noon
from tests.story.invoicing.test_corrections import correct
from tests.story.invoicing.test_credit_notes import give

pytestmark = pytest.mark.usefixtures("database")

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def refund(mine: Books, minor: int, *, due_on: date = DAY + timedelta(days=14)):  # type: ignore[no-untyped-def]
    return open_refund(
        mine.organization,
        account=mine.account.id,
        amount=Money(minor, "DKK"),
        reason="overpayment",
        due_on=due_on,
        actor=CLERK,
        at=noon(),
    )


def rows_of(mine: Books) -> list[dict[str, str]]:
    text = b"".join(postings_csv(mine.organization, **YEAR)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def minor(text: str) -> int:
    return int(text.replace(",", "") or 0)


def test_postings_balance_and_lead_to_the_document_and_back_bok_2() -> None:
    mine = books()
    invoice = mine.issue([line(20000), line(3333, rate=0)])
    document(mine.organization, invoice=invoice.id, at=noon())
    give(mine, invoice, 5000)
    mine.pay(invoice, 50000)
    task = refund(mine, 1000)
    mark_refunded(mine.organization, refund=task.id, reference="bank-77", actor=CLERK, at=noon())
    rows = rows_of(mine)
    assert {row["voucher"] for row in rows} == {"invoice", "credit_note", "payment", "refund"}
    for kind in ("invoice", "credit_note", "payment", "refund"):
        own = [row for row in rows if row["voucher"] == kind]
        assert sum(minor(row["debit"]) for row in own) == sum(minor(row["credit"]) for row in own) > 0
    booked = next(row for row in rows if row["voucher"] == "invoice")
    with within(mine.organization):
        stored = InvoiceDocument.objects.get(invoice_id=booked["document_id"], kind="pdf")
    assert booked["sha256"] == stored.sha256 == hashlib.sha256(bytes(stored.content)).hexdigest()
    debtors = sum(minor(row["debit"]) - minor(row["credit"]) for row in rows if row["purpose"] == "debtors")
    good = sum(each.minor for each in mine.balance())
    assert debtors == mine.invoice(invoice.id).outstanding.minor - good


def test_a_correction_leaves_vat_and_debtors_as_they_were_cm_07() -> None:
    def sums(mine: Books) -> dict[str, int]:
        found: dict[str, int] = {}
        for row in rows_of(mine):
            key = f"{row['purpose']} {row['vat_code']}"
            found[key] = found.get(key, 0) + minor(row["debit"]) - minor(row["credit"])
        return found

    mine = books(party_type="business")
    old = mine.issue([line(20000), line(3333, rate=0)])
    before = sums(mine)
    assert correct(mine, old).made is not None
    assert sums(mine) == before


def test_saft_names_documents_and_hashes_bok_3() -> None:
    """BOK-3: vouchers and postings in the standard format, of the version that the company chose."""
    mine = books(name="Anna & <Bo>\x07")
    invoice = mine.issue()
    document(mine.organization, invoice=invoice.id, at=noon())
    content = b"".join(saft_file(mine.organization, at=noon(), **YEAR))
    root = ElementTree.fromstring(content)
    space = {"s": "urn:StandardAuditFile-Taxation-Financial:DK"}
    assert root.findtext("s:Header/s:AuditFileVersion", namespaces=space) == "1.0"
    assert root.findtext("s:MasterFiles/s:Customers/s:Customer/s:Name", namespaces=space) == "Anna & <Bo>"
    entry = root.find(".//s:Transaction", space)
    assert entry is not None
    with within(mine.organization):
        stored = InvoiceDocument.objects.get(invoice=invoice, kind="pdf")
    assert entry.findtext("s:SystemID", namespaces=space) == f"{invoice.id} sha256:{stored.sha256}"
    debit = [float(each.text or 0) for each in entry.findall(".//s:DebitAmount/s:Amount", space)]
    credit = [float(each.text or 0) for each in entry.findall(".//s:CreditAmount/s:Amount", space)]
    assert (sum(debit), sum(credit)) == (250.0, 250.0)
    assert [each.text for each in entry.findall(".//s:TaxCode", space)] == ["S25", "S25"]


def test_only_the_days_asked_for_and_only_ones_own() -> None:
    mine, other = books(), books()
    mine.issue()
    other.issue()
    assert len(list(vouchers(mine.organization, first=DAY, last=DAY))) == 1
    assert list(vouchers(mine.organization, first=DAY + timedelta(days=1), last=YEAR["last"])) == []


def test_a_voucher_of_every_kind_balances() -> None:
    parts = (VatPart("S", 2500, 999, 250), VatPart("E", 0, 100, 0))
    for kind in ("invoice", "credit_note", "late_claim", "waiver", "payment", "refund"):
        voucher = Voucher(kind, new_id(), "1", DAY, "", "K", "DKK", 1349, parts)
        assert unbalanced(lines=postings(voucher=voucher)) == 0


def test_nothing_can_be_deleted_before_its_day_bok_1_num_2() -> None:
    mine = books()
    invoice = mine.issue()
    mine.pay(invoice, 30000)
    give(mine, invoice, 100)
    assert mine.invoice(invoice.id).retain_until == date(2031, 12, 31)
    tables = (
        "invoicing_invoice", "invoicing_invoiceline", "invoicing_creditnote", "invoicing_creditnoteline",
        "invoicing_invoiceexplanation", "payments_payment", "payments_credituse",
    )  # fmt: skip
    for table in tables:
        with pytest.raises(DatabaseError), within(mine.organization), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
        with pytest.raises(DatabaseError), within(mine.organization), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_bok_1_holds_against_the_owner_of_the_tables_too(owner_connection) -> None:  # type: ignore[no-untyped-def]
    mine = books()
    invoice = mine.issue()
    owner_connection.execute("SELECT set_config('app.organization', %s, false)", [str(mine.organization)])
    with pytest.raises(Exception, match="final"):
        owner_connection.execute("DELETE FROM invoicing_invoice WHERE id = %s", [invoice.id])


def test_the_system_description_says_series_and_rules_bok_4_bok_5() -> None:
    mine = books()
    mine.issue()
    give(mine, mine.issue(), 100)
    text = system_description(mine.organization, on=DAY)
    assert "invoice: 1-2, 2 documents, next 3" in text
    assert "credit_note: 1-1, 1 documents, next 2" in text
    for words in ("2026-12-31", "2031-12-31", "ikke et registreret", "debtors: 6100", "BOK-1", "SHA-256"):
        assert words in text


def test_foreign_numbers_are_kept_apart_and_read_once_num_3() -> None:
    mine, other = books(), books()
    rows = [
        Foreign(mine.account.code, "1", date(2025, 2, 1), Money(12500, "DKK"), date(2025, 2, 9)),
        Foreign(mine.account.code, "K-9", date(2025, 3, 1), Money(-500, "DKK")),
    ]
    first = bring_in_foreign(mine.organization, source="Fenerum", documents=rows, at=noon())
    again = bring_in_foreign(mine.organization, source="Fenerum", documents=rows, at=noon())
    assert (first.created, again.created) == (2, 0)
    assert mine.issue().number == 1
    with within(mine.organization):
        kept = ForeignDocument.objects.get(foreign_number="1")
        assert (kept.source, kept.total, kept.retain_until) == ("Fenerum", Money(12500, "DKK"), date(2030, 12, 31))
    with pytest.raises(UnknownAccounts, match=mine.account.code):
        bring_in_foreign(other.organization, source="Fenerum", documents=rows, at=noon())


def test_refunds_take_the_balance_and_give_it_back_py_06() -> None:
    mine = books()
    invoice = mine.issue()
    mine.pay(invoice, 30000)
    late, soon = refund(mine, 2000, due_on=DAY + timedelta(days=14)), refund(mine, 1500, due_on=DAY)
    assert mine.balance() == [Money(1500, "DKK")]
    with pytest.raises(Refused, match="balance"):
        refund(mine, 1501)
    with within(mine.organization):
        assert [task.id for task in open_refunds(mine.organization)] == [soon.id, late.id]
    answers = at_once(
        [
            lambda: drop_refund(mine.organization, refund=late.id, actor=CLERK, at=noon()),
            lambda: mark_refunded(mine.organization, refund=late.id, reference="b", actor=CLERK, at=noon()),
        ]
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    left = 3500 if not isinstance(answers[0], Refused) else 1500
    assert mine.balance() == [Money(left, "DKK")]
    with pytest.raises(Refused, match="reference"):
        mark_refunded(mine.organization, refund=soon.id, reference=" ", actor=CLERK, at=noon())
    mark_refunded(mine.organization, refund=soon.id, reference="bank-1", actor=CLERK, at=noon())
    with pytest.raises(Refused, match="closed"):
        drop_refund(mine.organization, refund=soon.id, actor=CLERK, at=noon())
