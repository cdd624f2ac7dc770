"""GDP-4, GDP-6: what may go goes at once, what the books need goes in time, and the person is told."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.history.models import PersonalValue
from selvbetjening.domain.identity.actions import purge as logins
from selvbetjening.domain.identity.models import LinkEvent, LoginLink, LoginRequest, PortalSession
from selvbetjening.domain.invoicing.models import Invoice, InvoiceDocument
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.rights.actions.end_retention import end_retention
from selvbetjening.domain.rights.actions.erase import ErasureRefused, erase_account, erase_recipient
from selvbetjening.domain.rights.actions.purge import purge
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.rights.rules.erasing import Kept, Refusal, forget_before, may_be_erased, still_kept
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from tests import make
from tests.api.client import Machine
from tests.story.rights.people import AT, Customer, customer, invoice

pytestmark = pytest.mark.usefixtures("database")
STAFF = Actor("staff", "1")
PAST, FUTURE = date(2020, 12, 31), date(2099, 12, 31)


def everything(superuser: psycopg.Connection, word: str) -> list[str]:
    """The tables in which the word stands anywhere."""
    names = superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = []
    for (name,) in names.fetchall():
        query = f'SELECT 1 FROM "{name}" t WHERE to_jsonb(t)::text ILIKE %s LIMIT 1'
        if superuser.execute(query.encode(), [f"%{word}%"]).fetchone():
            found.append(name)
    return found


def test_an_erased_account_is_nowhere_but_in_the_books(superuser_connection: psycopg.Connection) -> None:
    """GDP-4, SEC-117: one walk over every table for the person's name."""
    mine = customer("Xanthippe")
    invoice(mine, number=1, kept_until=FUTURE)
    made = erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    assert made.kept == [{"what": "invoices", "count": 1, "until": "2099-12-31"}]
    # The last mail is on its way to her; its words go with the other old mails.
    assert everything(superuser_connection, "xanthippe") == ["invoicing_invoice", "messaging_message"]
    with within(mine.organization):
        (told,) = Message.objects.filter(kind="person_erased")
        assert told.to_address == mine.person.email
        assert "31. december 2099" in told.text and "bogføringsloven" in told.text.lower()
        assert not PersonalValue.objects.filter(account_id=mine.account.id).exists()
        assert history.verify_log(mine.organization, account=mine.account.id).whole
        Message.objects.filter(kind="person_erased").update(state="sent", sent_at=AT)
    purge(mine.organization, at=AT + timedelta(days=91))
    assert everything(superuser_connection, "xanthippe") == ["invoicing_invoice"]


def test_what_other_systems_said_of_a_person_goes_too(superuser_connection: psycopg.Connection) -> None:
    """GDP-4: the note of the account, its number elsewhere, and whom a subscription's invoices named."""
    machine = Machine(make.organization())
    mine = customer(
        "Quirinalia", machine.organization, invoice_note="Ring til Quirinalia", erp_id="quirinalia-7",
        register_status="Quirinalia",
    )  # fmt: skip
    terms = make.terms(make.plan(machine.organization))
    body = {"account": mine.account.code, "terms": str(terms.id), "collection_method": "invoice"}
    said = {"reference_person": "Quirinalia", "invoice_supplement": "Til Quirinalia", "start_date": "2030-01-01"}
    started = machine.post("subscriptions/", {**body, **said})
    assert started.status_code == 201, started.content
    with within(mine.organization):
        Subscription.objects.filter(account=mine.account).update(state="ended", ends_on=PAST)
    erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    assert everything(superuser_connection, "quirinalia") == ["messaging_message"]


def test_what_the_books_kept_goes_in_time_and_not_a_day_before(superuser_connection: psycopg.Connection) -> None:
    """GDP-4, BOK-1: documents go, buyers become nameless; numbers and amounts stay."""
    mine = customer("Yrsaline")
    over, kept = (invoice(mine, number=number, kept_until=day) for number, day in ((1, PAST), (2, FUTURE)))
    erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    assert end_retention(mine.organization, today=date(2020, 12, 31), at=AT) == 0
    assert end_retention(mine.organization, today=date(2026, 3, 10), at=AT) == 1
    with within(mine.organization):
        gone, stays = Invoice.objects.get(id=over), Invoice.objects.get(id=kept)
        assert gone.snapshot["buyer"] == {"name": "–", "address_lines": [], "country": "Danmark"}
        assert (gone.number, gone.total_minor) == (1, 12500)
        assert stays.snapshot["buyer"]["name"] == "Yrsaline Eksempel"
        assert list(
            InvoiceDocument.objects.filter(invoice__account=mine.account).values_list("invoice", flat=True)
        ) == [kept]
        waiting = Erasure.objects.get(account=mine.account)
        assert (waiting.next_on, waiting.completed_at) == (date(2100, 1, 1), None)


@pytest.mark.parametrize("act", ["blank", "delete", "amount", "row"])
def test_the_database_itself_keeps_documents_for_the_books(act: str) -> None:
    """BOK-1, NUM-2, GDP-4: before its day nothing goes, after it only what names people."""
    mine = customer("Zenobia")
    over, kept = (invoice(mine, number=number, kept_until=day) for number, day in ((1, PAST), (2, FUTURE)))

    def attempt(which: Any) -> Any:
        rows, papers = Invoice.objects.filter(id=which), InvoiceDocument.objects.filter(invoice_id=which)
        match act:
            case "blank":
                return rows.update(snapshot={})
            case "delete":
                return papers.delete()[0]
            case "amount":
                return rows.update(total_minor=1, net_minor=1, vat_minor=0, settled_minor=0)
        return rows._raw_delete(rows.db)

    with pytest.raises(DatabaseError), within(mine.organization):
        attempt(kept)
    if act in {"blank", "delete"}:
        with within(mine.organization):
            assert attempt(over) == 1
    else:
        with pytest.raises(DatabaseError), within(mine.organization):
            attempt(over)


def test_one_person_goes_and_the_others_stay(superuser_connection: psycopg.Connection) -> None:
    """GDP-4: sessions, logins, mails, names in the log of one recipient; the account keeps its own."""
    mine = customer("Wilhelmine")
    other = make.recipient(mine.account, name="Bliver Her")
    erase_recipient(mine.organization, recipient=mine.person.id, actor=STAFF, at=AT)
    local = mine.person.email.partition("@")[0]
    assert everything(superuser_connection, local) == ["messaging_message"]  # the mail that tells so
    with within(mine.organization):
        gone = Recipient.objects.get(id=mine.person.id)
        assert (gone.name, gone.has_self_service_access, gone.receive_invoice) == ("–", False, False)
        assert Recipient.objects.get(id=other.id).name == "Bliver Her"
        assert Account.objects.get(id=mine.account.id).name == "Wilhelmine Eksempel"
        for model in (PortalSession, LoginLink, LinkEvent, LoginRequest):
            assert not model._default_manager.exists()
        assert list(Message.objects.values_list("kind", flat=True)) == ["person_erased"]
        assert history.verify_log(mine.organization, account=mine.account.id).whole


def test_nobody_is_erased_in_the_midst_of_a_contract() -> None:
    """GDP-4: allowed without contract and debt; refused while a subscription runs, money is owed, or it was done."""
    nothing = {"running_subscriptions": 0, "open_invoices": 0, "open_disputes": 0, "open_refunds": 0}
    assert may_be_erased(**nothing) is None
    for what, reason in (("open_disputes", "disputes_open"), ("open_refunds", "refunds_open")):
        assert may_be_erased(**nothing | {what: 1}) == Refusal(reason)
    mine = customer("Viggo")
    invoice(mine, number=1, kept_until=FUTURE, paid=False)
    assert refused(mine) == "invoices_open"
    with within(mine.organization):
        Invoice.objects.update(settled_minor=12500)
    price = make.terms(make.plan(mine.owner))
    running = make.subscription(mine.account, price)
    assert refused(mine) == "subscriptions_running"
    with pytest.raises(ErasureRefused, match="only_recipient"):
        erase_recipient(mine.organization, recipient=mine.person.id, actor=STAFF, at=AT)
    with within(mine.organization):
        type(running).objects.filter(id=running.id).update(state="ended", ends_on=date(2026, 3, 1))
    erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    assert refused(mine) == "erased_already"
    assert refused(Customer(make.organization(), mine.account, mine.person)) == "unknown"


def refused(mine: Customer) -> str:
    with pytest.raises(ErasureRefused) as refusal:
        erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    return refusal.value.reason


def test_a_twin_s_logins_are_left_alone() -> None:
    """GDP-4: the same address on another account is another customer's."""
    mine = customer("Ulla")
    twin = make.recipient(make.account(mine.owner), email=mine.person.email)
    with within(mine.organization):
        LoginRequest.objects.create(
            organization=mine.owner, email=twin.email, language="da", browser_digest=b"1" * 32, requested_at=AT
        )
    erase_recipient(mine.organization, recipient=mine.person.id, actor=STAFF, at=AT)
    with within(mine.organization):
        assert LoginRequest.objects.filter(email=twin.email).count() == 1
        assert Recipient.objects.get(id=twin.id).email == twin.email


@pytest.mark.parametrize(("days", "kept"), [(7, 7), (365, 365), (1, 7), (9999, 365)])
def test_the_login_log_lives_as_long_as_the_company_chose(days: int, kept: int) -> None:
    """GDP-6: between 7 and 365 days, whatever stands in the settings; the words of mails by their own number."""
    assert forget_before(at=AT, days=days) == AT - timedelta(days=kept)
    mine = customer("Tove")
    with within(mine.organization):
        Organization.objects.update(choices={"login_log_days": days, "mail_log_days": days})
    for after, there in ((kept, True), (kept + 1, False)):
        at = AT + timedelta(days=after) - timedelta(minutes=1)
        logins.purge(mine.organization, at=at)
        purge(mine.organization, at=at)
        with within(mine.organization):
            assert LoginRequest.objects.exists() is there
            message = Message.objects.get()
            assert bool(message.text and message.to_address) is there
            assert (message.kind, message.state) == ("invoice_issued", "sent")


def test_secrets_of_links_are_kept_for_a_day_only() -> None:
    """GDP-6: tokens 24 hours; network addresses 7 days (SEC-145)."""
    mine = customer("Svend")
    logins.purge(mine.organization, at=AT + timedelta(hours=24))
    with within(mine.organization):
        before = LoginLink.objects.get()
        assert len(bytes(before.code_digest)) == 32
    logins.purge(mine.organization, at=AT + timedelta(hours=25))
    with within(mine.organization):
        after = LoginLink.objects.get()
        assert bytes(after.code_digest) == b"" and bytes(after.token_digest) != bytes(before.token_digest)
        assert LoginRequest.objects.get().network == "203.0.113.9"
    logins.purge(mine.organization, at=AT + timedelta(days=8))
    with within(mine.organization):
        assert LoginRequest.objects.get().network == ""


def test_material_of_the_books_stays_through_its_last_day() -> None:
    """GDP-4, BOK-1: kept on the last day, gone the day after."""
    kept = Kept("invoices", 3, date(2031, 12, 31))
    assert still_kept(kept=[kept], today=date(2031, 12, 31)) == (kept,)
    assert still_kept(kept=[kept], today=date(2032, 1, 1)) == ()
