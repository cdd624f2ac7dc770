"""GDP-2, GDP-4, BOK-1: what the books need no more goes by itself, of customers who were never erased, too.

The rows that may go have a day in 2020; the database goes by its own clock.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.models import Contract, LegalAct
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.actions.bundle import Picked, bundle_files
from selvbetjening.domain.invoicing.actions.document import document, electronic_document
from selvbetjening.domain.invoicing.models import (
    CreditNote,
    Invoice,
    InvoiceDocument,
    InvoiceLine,
    LateClaim,
    Reminder,
    ReminderDocument,
)
from selvbetjening.domain.invoicing.rules.retention import retain_until
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.payments.models import Dispute, DisputeFile, DisputeMessage, Payment, PaymentPlan, RefundTask
from selvbetjening.domain.rights.actions import remove_old as removing
from selvbetjening.domain.rights.actions.purge import purge
from selvbetjening.domain.rights.actions.remove_old import remove_old
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.rights.queries.removable import Coming, coming
from selvbetjening.domain.rights.rules.erasing import oldest_kept
from selvbetjening.domain.tenancy.within import within
from tests import make
from tests.hostile.at_once import at_once
from tests.story.rights.people import AT, LONG_AGO, Customer, customer, invoice
from tests.story.rights.test_erasure import FUTURE, PAST, everything
from tests.story.rights.test_evidence_in_time import contract, declared

pytestmark = pytest.mark.usefixtures("database")
TODAY = date(2026, 3, 10)
LONG_AGO_STATEMENTS = (
    "ALTER TABLE billing_legalact DISABLE TRIGGER only_added",
    "UPDATE billing_legalact SET retain_until = '2020-12-31' WHERE account_id = %s",
    "ALTER TABLE billing_legalact ENABLE TRIGGER only_added",
    "UPDATE subscriptions_subscription SET ends_on = '2016-03-01' WHERE account_id = %s",
)
LONG_AGO_AT = datetime(2015, 5, 1, 12, tzinfo=UTC)


def old_customer(name: str) -> Customer:
    """A customer since 2015 of whom nothing runs."""
    mine = customer(name)
    with within(mine.organization):
        Account.objects.update(created_at=LONG_AGO_AT)
    return mine


def run(mine: Customer) -> int:
    return remove_old(mine.organization, today=TODAY, at=AT)


def named(mine: Customer) -> set[int]:
    """The numbers of the invoices that still say who bought."""
    with within(mine.organization):
        return {each.number for each in Invoice.objects.all() if each.snapshot["buyer"]["name"] != "–"}


def test_old_invoices_of_a_customer_who_stays_lose_who_bought() -> None:
    """GDP-2: nobody erased her; the old one goes, the new one and she herself stay, and a second run does nothing."""
    mine = old_customer("Astrid")
    make.subscription(mine.account, make.terms(make.plan(mine.owner)))
    over, kept = (invoice(mine, number=number, kept_until=day) for number, day in ((1, PAST), (2, FUTURE)))
    with within(mine.organization):
        assert coming(mine.organization, today=TODAY) == Coming(invoices=1, credit_notes=0, accounts=0, held=0)
    assert run(mine) == 1
    assert named(mine) == {2}
    with within(mine.organization):
        gone = Invoice.objects.get(id=over)
        assert (gone.number, gone.total_minor, gone.content_erased_on) == (1, 12500, TODAY)
        assert set(InvoiceDocument.objects.values_list("invoice", flat=True)) == {kept}
        assert Account.objects.get().name == "Astrid Eksempel"
        (fact,) = Event.objects.filter(name="rights.retention_ended")
        assert (fact.account_id, fact.data["documents"]) == (mine.account.id, 1)
    assert run(mine) == 0


def test_a_document_that_went_is_not_made_anew() -> None:
    """GDP-4: neither by its page nor in a ZIP; the list there still has its number and amount."""
    mine = old_customer("Birgit")
    make.subscription(mine.account, make.terms(make.plan(mine.owner)))
    over = invoice(mine, number=1, kept_until=PAST)
    run(mine)
    for again in (document, electronic_document):
        with pytest.raises(Invoice.DoesNotExist):
            again(mine.organization, invoice=over, at=AT)
    files = dict(bundle_files(mine.organization, account=mine.account.id, picked=[Picked("invoice", over)], at=AT))
    assert list(files) == ["documents.csv"]
    assert b";125,00;" in files["documents.csv"] and b"Birgit" not in files["documents.csv"]


@pytest.mark.parametrize("hold", ["unpaid", "dispute", "claim", "plan", "credit", "overpaid", "refund"])
def test_what_is_open_in_any_way_is_held(hold: str) -> None:
    """GDP-4: art. 17, stk. 3, litra e: however old, what is argued or owed about stays whole until it is over."""
    mine = old_customer("Charlotte")
    make.subscription(mine.account, make.terms(make.plan(mine.owner)))
    held = invoice(mine, number=1, kept_until=PAST, paid=hold != "unpaid")
    release = holding(mine, held, hold)
    with within(mine.organization):
        assert coming(mine.organization, today=TODAY) == Coming(invoices=0, credit_notes=0, accounts=0, held=1)
    assert run(mine) == 0 and named(mine) == {1}
    with within(mine.organization):
        release()
    assert run(mine) >= 1 and named(mine) == set()


def holding(mine: Customer, held: UUID, hold: str) -> Any:
    """Put the hold on the invoice; what comes back lifts it."""
    of = {"organization": mine.owner, "account": mine.account, "currency": "DKK"}
    with within(mine.organization):
        match hold:
            case "dispute":
                made: Any = disputed(mine, held)
                return lambda: Dispute.objects.update(state="withdrawn", closed_at=AT, closed_on=TODAY)
            case "claim":
                made = LateClaim.objects.create(
                    **of, invoice_id=held, kind="fee", amount_minor=100_00, claimed_on=LONG_AGO, claimed_at=AT
                )
                return lambda: LateClaim.objects.update(waived_minor=100_00)
            case "plan":
                made = PaymentPlan.objects.create(**of, invoice_id=held, total_minor=1, made_on=LONG_AGO, made_at=AT)
                return lambda: PaymentPlan.objects.update(state="done", closed_on=TODAY)
            case "credit":
                made = noted(mine, held, used=0)
                return lambda: CreditNote.objects.update(used_minor=12500)
            case "overpaid":
                made = Payment.objects.create(
                    **of, invoice_id=held, method="transfer", amount_minor=2, overpaid_minor=1, paid_on=LONG_AGO,
                    reference="1", recorded_at=AT,
                )  # fmt: skip
                return lambda: Payment.objects.update(used_minor=1)
            case "refund":
                made = RefundTask.objects.create(**of, amount_minor=1, reason="asked", due_on=LONG_AGO, made_at=AT)
                return lambda: RefundTask.objects.update(state="refunded", reference="B1", closed_at=AT)
        made = Invoice.objects.filter(id=held)
        return lambda: made.update(settled_minor=12500)


def disputed(mine: Customer, held: UUID) -> Dispute:
    """A dispute with her words and a file."""
    line = InvoiceLine.objects.create(
        organization=mine.owner, invoice_id=held, position=1, text="Basis", starts_on=LONG_AGO,
        ends_on=date(2015, 6, 1), quantity=1, unit_price_minor=10000, net_minor=10000, vat_basis_points=2500,
    )  # fmt: skip
    made = Dispute.objects.create(
        organization=mine.owner, account=mine.account, invoice_id=held, invoice_line=line, amount_minor=1,
        currency="DKK", reason="other", opened_on=LONG_AGO, opened_at=AT, answer_by_on=LONG_AGO,
    )  # fmt: skip
    said = DisputeMessage.objects.create(
        organization=mine.owner, dispute=made, author="customer", text=f"Jeg, {mine.account.name}", written_at=AT
    )
    DisputeFile.objects.create(
        organization=mine.owner, message=said, name="a.pdf", content_type="application/pdf", content=b"%PDF", size=4,
        sha256="0" * 64,
    )  # fmt: skip
    return made


def noted(mine: Customer, of: UUID, *, used: int = 12500, kept_until: date = PAST) -> CreditNote:
    buyer = {"name": mine.account.name, "address_lines": [mine.account.address_line]}
    return CreditNote.objects.create(
        organization=mine.owner, account=mine.account, invoice_id=of, number=1, original_number="1",
        original_date=LONG_AGO, reason="x", issued_on=LONG_AGO, currency="DKK", net_minor=10000, vat_minor=2500,
        total_minor=12500, used_minor=used, language="da", snapshot={"buyer": buyer}, issued_at=AT,
        retain_until=kept_until,
    )  # fmt: skip


def letter(mine: Customer, of: UUID) -> Reminder:
    made = Reminder.objects.create(
        organization=mine.owner, account=mine.account, invoice_id=of, number=1, principal_minor=1, total_minor=1,
        currency="DKK", sent_on=LONG_AGO, deadline_on=LONG_AGO, snapshot={"debtor": mine.account.name}, made_at=AT,
    )  # fmt: skip
    ReminderDocument.objects.create(
        organization=mine.owner, reminder=made, content=b"%PDF", sha256="0" * 64, created_at=AT
    )
    return made


def test_who_left_long_ago_is_erased_whole_and_nobody_is_written_to(superuser_connection: psycopg.Connection) -> None:
    """GDP-2, GDP-4, SEC-117: account, letters, disputes, acts, contracts; one walk over every table for the name."""
    mine = old_customer("Dorthea")
    over = invoice(mine, number=1, kept_until=PAST)
    with within(mine.organization):
        noted(mine, over)
        letter(mine, over)
        disputed(mine, over)
        Dispute.objects.update(state="withdrawn", closed_at=AT, closed_on=TODAY)
    act, paper = declared(mine), contract(mine, kept_until=PAST)
    for statement in LONG_AGO_STATEMENTS:  # what was written in 2015, made today
        superuser_connection.execute(statement.encode(), [mine.account.id] if "%s" in statement else None)
    with within(mine.organization):
        Message.objects.all().delete()
    purge(mine.organization, at=AT)
    assert everything(superuser_connection, "dorthea") == []
    with within(mine.organization):
        assert Invoice.objects.get(id=over).total_minor == 12500
        assert LegalAct.objects.get(id=act.id).content_hash == act.content_hash
        assert Contract.objects.get(id=paper.id).confirmation_sha256 == paper.confirmation_sha256
        assert not ReminderDocument.objects.exists() and not DisputeFile.objects.exists()
        assert not Message.objects.exists()  # the address may be another's by now
        assert Erasure.objects.get().kept == []


@pytest.mark.parametrize("alive", ["new", "subscription", "ended_lately", "kept_document", "paid_lately"])
def test_who_is_or_was_lately_a_customer_stays(alive: str) -> None:
    """GDP-4: allowed for who left long ago (above), forbidden for everybody else."""
    mine = old_customer("Edith") if alive != "new" else customer("Edith")
    over = invoice(mine, number=1, kept_until=PAST)
    price = make.terms(make.plan(mine.owner))
    match alive:
        case "subscription":
            make.subscription(mine.account, price)
        case "ended_lately":
            make.subscription(mine.account, price, state="ended", ends_on=date(2021, 1, 1))
        case "kept_document":
            invoice(mine, number=2, kept_until=FUTURE)
        case "paid_lately":
            with within(mine.organization):
                Payment.objects.create(
                    organization=mine.owner, invoice_id=over, method="transfer", amount_minor=1, currency="DKK",
                    paid_on=TODAY, reference="1", recorded_at=AT, retain_until=FUTURE,
                )  # fmt: skip
    run(mine)
    with within(mine.organization):
        assert Recipient.objects.get().email == mine.person.email
        assert not Erasure.objects.exists()


def test_in_batches_twice_at_once_and_only_one_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """BOK-1, SEC-19: two workers share the work, and another company's documents are its own."""
    monkeypatch.setattr(removing, "_AT_ONCE", 2)
    mine, other = old_customer("Frida"), old_customer("Gunhild")
    make.subscription(mine.account, make.terms(make.plan(mine.owner)))
    for number in range(1, 8):
        invoice(mine, number=number, kept_until=PAST)
    invoice(other, number=1, kept_until=PAST)
    done = at_once([lambda: run(mine), lambda: run(mine)])
    assert sum(done) == 7
    assert named(mine) == set() and named(other) == {1}
    with within(mine.organization):
        facts = Event.objects.filter(name="rights.retention_ended").values_list("data", flat=True)
        assert sum(each["documents"] for each in facts) == 7


@pytest.mark.parametrize("which", ["letter", "paper"])
def test_the_database_itself_keeps_letters_for_their_time(which: str) -> None:
    """BOK-1, GDP-4: a letter goes with its invoice's time, and only who it was to."""
    mine = old_customer("Hanne")
    over, kept = (invoice(mine, number=number, kept_until=day) for number, day in ((1, PAST), (2, FUTURE)))
    with within(mine.organization):
        gone, stays = letter(mine, over), letter(mine, kept)

    def attempt(one: Reminder) -> Any:
        if which == "letter":
            return Reminder.objects.filter(id=one.id).update(snapshot={"debtor": "–"})
        return ReminderDocument.objects.filter(reminder=one).delete()[0]

    with within(mine.organization):
        assert attempt(gone) == 1
    with pytest.raises(DatabaseError), within(mine.organization):
        attempt(stays)
    with pytest.raises(DatabaseError), within(mine.organization):
        Reminder.objects.filter(id=gone.id).update(total_minor=2)


@given(
    today=st.dates(date(2016, 1, 1), date(2060, 12, 31)),
    ends=st.sampled_from(["12-31", "06-30", "02-29", "01-01", "09-30"]),
)
def test_the_oldest_kept_day_is_the_first_whose_material_must_stay(today: date, ends: str) -> None:
    """BOK-1: the day before it is over, the day itself is not."""
    first = oldest_kept(today=today, financial_year_ends=ends)
    assert retain_until(on=first, financial_year_ends=ends) >= today
    assert retain_until(on=first - timedelta(days=1), financial_year_ends=ends) < today
