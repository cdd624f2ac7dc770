"""Fees and interest in the books: postings and balances agree after anything that may happen (BOK-2, DUN-8)."""

import csv
import io
import random
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.billing.actions.waive_claims import waive_claims
from selvbetjening.domain.invoicing.models import Invoice, LateClaim
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.models import CreditUse
from selvbetjening.domain.payments.queries.balance import spent_of
from selvbetjening.domain.payments.queries.ledger import postings_csv, saft_file
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.money import Money
from tests.story.invoicing.books import CLERK, noon
from tests.story.invoicing.test_credit_notes import give
from tests.story.late.debts import ISSUED, Debts, debts, owed

pytestmark = pytest.mark.usefixtures("database")

YEAR = {"first": date(2026, 1, 1), "last": date(2027, 12, 31)}


def sums(mine: Debts) -> Counter[str]:
    """Debit less credit of each account of the ledger, and that every voucher is balanced."""
    text = b"".join(postings_csv(mine.organization, **YEAR)).decode("utf-8-sig")
    found: Counter[str] = Counter()
    vouchers: Counter[str] = Counter()
    for row in csv.DictReader(io.StringIO(text), delimiter=";"):
        minor = int(row["debit"].replace(",", "") or 0) - int(row["credit"].replace(",", "") or 0)
        found[row["purpose"]] += minor
        vouchers[f"{row['voucher']} {row['document_id']}"] += minor
    assert not any(vouchers.values())
    return found


def reconciled(mine: Debts) -> None:
    """What the ledger says of the customers is what the customers are told."""
    with within(mine.organization):
        open_ = sum(each.outstanding.minor for each in Invoice.objects.all())
        claims = list(LateClaim.objects.all())
        items = open_items(mine.organization, account=mine.account.id)
        for invoice in Invoice.objects.all():
            due, item = to_pay(mine.organization, invoice=invoice), items.get(invoice.id)
            assert due.now.minor == (item.now.minor if item else 0)
            assert item is None or (item.due_on, item.rest, item.disputed) == (due.due_on, due.rest, due.disputed)
    good = sum(each.minor for each in mine.balance())
    ledger = sums(mine)
    assert ledger["debtors"] == open_ + sum(claim.left_minor for claim in claims) - good
    assert -ledger["late_payment"] == sum(claim.amount_minor - claim.waived_minor for claim in claims)


def test_any_history_of_a_late_payer_is_booked_to_the_oere_bok_2() -> None:
    """BOK-2: letters, part payments, too much, credit notes and waivers in any order: postings equal balances."""
    kinds: Counter[str] = Counter()
    for seed in range(6):
        draw, mine = random.Random(seed), debts()
        invoices, day = [owed(mine), owed(mine, 20_000, 31_111)], ISSUED
        for _ in range(9):
            day += timedelta(days=draw.randint(1, 14))
            invoice = draw.choice(invoices)
            match draw.choice(["wait", "wait", "pay", "pay", "credit", "waive", "issue"]):
                case "pay":
                    mine.pay(invoice, draw.choice([1, 9_999, 25_000, 140_000]), day=day)
                case "credit":
                    left = [line for line in mine.lines(invoice) if line.net_minor > line.credited_minor]
                    if left:
                        line = draw.choice(left)
                        give(mine, mine.invoice(invoice.id), min(7_777, line.net_minor - line.credited_minor))
                case "waive":
                    waive_claims(mine.organization, invoice=invoice.id, actor=CLERK, at=noon(day))
                case "issue":
                    invoices.append(owed(mine, 5_000, day=day))
            late_run(mine.organization, today=day, at=noon(day))
            reconciled(mine)
        with within(mine.organization):
            kinds.update(LateClaim.objects.values_list("kind", flat=True))
            kinds["waived"] += LateClaim.objects.filter(waived_minor__gt=0).count()
            kinds["paid"] += LateClaim.objects.filter(settled_minor__gt=0).count()
    assert all(kinds[kind] for kind in ("fee", "interest", "waived", "paid"))


def test_credit_pays_invoices_first_and_then_fees_and_interest() -> None:
    mine = debts()
    late = owed(mine)
    mine.through(date(2026, 3, 8), date(2026, 3, 12))
    assert mine.letters(late)
    claimed = sum(claim.left_minor for claim in mine.claims(late))
    mine.pay(late, 125_000, day=date(2026, 3, 12))
    other = owed(mine, 10_000, day=date(2026, 3, 12))
    mine.pay(other, 12_500 + claimed + 500, day=date(2026, 3, 12))
    assert [claim.left_minor for claim in mine.claims(late)] == [0] * len(mine.claims(late))
    assert mine.balance() == [Money(500, "DKK")]
    assert use_credit(mine.organization, account=mine.account.id, actor=CLERK, at=noon()) == []
    with within(mine.organization):
        uses = CreditUse.objects.filter(claim__isnull=False)
        assert sum(use.amount_minor for use in uses) == claimed
        assert {use.invoice_id for use in uses} == {late.id}
        assert any(each.beside for each in spent_of(mine.organization, account=mine.account.id))
    reconciled(mine)


def test_claims_and_waivers_stand_in_saft_on_their_days_bok_3() -> None:
    """BOK-3: a waiver is booked on its own day, and leaves the day of the claim as it was."""
    mine = debts()
    late = owed(mine)
    mine.through(date(2026, 3, 8), date(2026, 3, 12))
    until = {"first": date(2026, 1, 1), "last": date(2026, 3, 12)}
    before = b"".join(postings_csv(mine.organization, **until))
    waive_claims(mine.organization, invoice=late.id, actor=CLERK, at=noon(date(2026, 4, 2)))
    assert b"".join(postings_csv(mine.organization, **until)) == before
    root = ElementTree.fromstring(b"".join(saft_file(mine.organization, at=noon(), **YEAR)))
    space = {"s": "urn:StandardAuditFile-Taxation-Financial:DK"}
    days = {
        (entry.findtext("s:TransactionID", "", space).split("-")[0], entry.findtext("s:TransactionDate", "", space))
        for entry in root.iterfind(".//s:Transaction", space)
    }
    assert ("waiver", "2026-04-02") in days
    assert {kind for kind, _day in days} == {"invoice", "late_claim", "waiver"}
    accounts = {each.text for each in root.iterfind(".//s:GeneralLedgerAccounts/s:Account/s:AccountID", space)}
    used = {each.text for each in root.iterfind(".//s:Line/s:AccountID", space)}
    assert used <= accounts and "1090" in used
