"""GDP-4, BOK-1: contracts and receipts name people as long as they must be kept, and not a day longer."""

import hashlib
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError

from selvbetjening.domain.billing.actions.record_legal_act import record_legal_act
from selvbetjening.domain.billing.models import Contract, GuestLink, GuestRequest, LegalAct
from selvbetjening.domain.billing.queries import legal_acts
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.rights.actions.end_retention import end_retention
from selvbetjening.domain.rights.actions.erase import erase_account, erase_recipient, kept_for_the_books
from selvbetjening.domain.rights.models import Erasure
from selvbetjening.domain.rights.rules.erasing import Kept, behind_the_books
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.story.rights.people import AT, Customer, customer, invoice
from tests.story.rights.test_erasure import everything

pytestmark = pytest.mark.usefixtures("database")
STAFF = Actor("staff", "1")
PAST, FUTURE = date(2020, 12, 31), date(2099, 12, 31)
ENDED = date(2026, 3, 1)


def ended(mine: Customer) -> Subscription:
    return make.subscription(mine.account, make.terms(make.plan(mine.owner)), state="ended", ends_on=ENDED)


def declared(mine: Customer, *, kept_until: date | None = None, by: Actor | None = None) -> LegalAct:
    """A cancellation by the customer, with its real receipt; kept until another day where one is given."""
    over = ended(mine)
    with within(mine.organization):
        subscription = Subscription.objects.select_related("terms__plan").get(id=over.id)
        act = record_legal_act(
            mine.organization, kind="cancel", subscription=subscription, declaration=None, effective_on=ENDED,
            refund=None, reasons=(), actor=by or mine.actor, at=AT,
        )  # fmt: skip
        return aged(act, kept_until) if kept_until else act


def aged(act: Any, kept_until: date) -> Any:
    """The same row as if it had been written long ago: another one, since nothing that was written can change."""
    values = {field.attname: getattr(act, field.attname) for field in act._meta.concrete_fields}
    values |= {"id": None, "retain_until": kept_until}
    if isinstance(act, LegalAct):
        values |= {"code": act.code[::-1], "receipt_sha256": act.receipt_sha256[::-1]}
    values.pop("id")
    return type(act)._default_manager.create(**values)


def contract(mine: Customer, *, kept_until: date) -> Contract:
    pdf = f"%PDF {mine.account.name}".encode()
    with within(mine.organization):
        return Contract.objects.create(
            organization=mine.owner, account=mine.account, subscription=ended(mine), party_type="consumer",
            language="da", contracted_at=AT, starts_on=ENDED, text_version="1", content_hash="0" * 64,
            confirmation=pdf, confirmation_sha256=hashlib.sha256(pdf).hexdigest(), retain_until=kept_until,
        )  # fmt: skip


def test_an_act_is_kept_five_years_from_the_end_of_its_financial_year() -> None:
    """BOK-1: the day stands on the row from the first moment."""
    act = declared(customer("Aslaug"))
    assert (AT.year, act.retain_until, act.content_erased_on) == (2026, date(2031, 12, 31), None)


def test_who_is_erased_is_told_of_contracts_and_receipts_that_stay() -> None:
    """GDP-4: which, how many, until when, in the mail and on the page of the staff."""
    mine = customer("Bodil")
    declared(mine)
    contract(mine, kept_until=date(2031, 12, 31))
    until = date(2031, 12, 31)
    with within(mine.organization):
        kept = kept_for_the_books(mine.organization, account=mine.account.id)
    assert kept == (Kept("legal_acts", 1, until), Kept("contracts", 1, until))
    made = erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    assert made.next_on == date(2032, 1, 1) and made.completed_at is None
    with within(mine.organization):
        (told,) = Message.objects.filter(kind="person_erased")
    assert "Opsigelser og fortrydelser med kvitteringer (1)" in told.text
    assert "Aftaler med bekræftelser (1)" in told.text
    assert "31. december 2031" in told.text


def test_receipts_go_in_time_and_are_still_known_as_genuine(superuser_connection: psycopg.Connection) -> None:
    """GDP-4, CM-04: name, address, words and PDF go; the digests stay, so that the customer's own copy proves it."""
    mine = customer("Cornelia")
    fresh = declared(mine)
    old = contract(mine, kept_until=PAST)
    erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    assert end_retention(mine.organization, today=date(2026, 3, 10), at=AT) == 1
    with within(mine.organization):
        gone, stays = Contract.objects.get(id=old.id), LegalAct.objects.get(id=fresh.id)
        assert bytes(gone.confirmation) == b"" and gone.confirmation_sha256 == old.confirmation_sha256
        assert gone.informed_on == gone.contracted_on  # that the customer was informed is still known (WDR-8)
        assert stays.name == "Cornelia Eksempel" and bytes(stays.receipt)
        assert Erasure.objects.get(account=mine.account).next_on == date(2032, 1, 1)
    # What the database's clock allows in 2032, seen through the eyes of whoever owns the tables.
    receipt = bytes(fresh.receipt)
    superuser_connection.execute("ALTER TABLE billing_legalact DISABLE TRIGGER only_added")
    superuser_connection.execute("UPDATE billing_legalact SET retain_until = '2020-12-31'")
    superuser_connection.execute("ALTER TABLE billing_legalact ENABLE TRIGGER only_added")
    superuser_connection.commit()
    assert end_retention(mine.organization, today=date(2032, 1, 1), at=AT) == 1
    assert "billing_legalact" not in everything(superuser_connection, "cornelia")
    assert "billing_contract" not in everything(superuser_connection, "cornelia")
    by_code = legal_acts.verified_by_code(mine.organization, code=fresh.code)
    by_file = legal_acts.verified_by_file(mine.organization, content=receipt)
    assert by_code == by_file and by_code is not None
    assert (by_code.kind, by_code.erased_on) == ("cancel", date(2032, 1, 1))
    assert legal_acts.verified_by_file(mine.organization, content=receipt + b" ") is None
    assert legal_acts.verified_by_file(mine.organization, content=b"") is None
    with within(mine.organization):
        waiting = Erasure.objects.get(account=mine.account)
        assert (waiting.next_on, waiting.completed_at) == (None, AT)


@pytest.mark.parametrize("act", ["blank", "delete", "digest", "name", "blank_again"])
def test_the_database_itself_keeps_evidence_for_its_time(act: str) -> None:
    """GDP-4, CM-04: before its day nothing goes; after it only what names people, and only to nothing."""
    mine = customer("Dagny")
    over, kept = declared(mine, kept_until=PAST), declared(mine)

    def attempt(which: LegalAct) -> Any:
        rows = LegalAct.objects.filter(id=which.id)
        blank = {"name": "–", "receipt_address": "", "statement": "", "receipt": b"", "content_erased_on": ENDED}
        match act:
            case "blank":
                return rows.update(**blank)
            case "digest":
                return rows.update(**blank, content_hash="0" * 64)
            case "name":
                return rows.update(**{**blank, "name": "Somebody else"})
            case "blank_again":
                return rows.update(**blank, retain_until=FUTURE)
        return rows._raw_delete(rows.db)

    with pytest.raises(DatabaseError), within(mine.organization):
        attempt(kept)
    if act == "blank":
        with within(mine.organization):
            assert attempt(over) == 1
    else:
        with pytest.raises(DatabaseError), within(mine.organization):
            attempt(over)


def test_a_contract_stays_as_long_as_an_invoice_of_it() -> None:
    """GDP-4, BOK-1: allowed when nothing is kept any more; forbidden, in the rule and in the database, while one is."""
    assert behind_the_books(kept=[Kept("invoices", 1, FUTURE), Kept("contracts", 1, PAST)])[1].until == FUTURE
    assert behind_the_books(kept=[Kept("invoices", 1, PAST), Kept("contracts", 1, FUTURE)])[1].until == FUTURE
    mine = customer("Ebba")
    papers, invoiced = contract(mine, kept_until=PAST), invoice(mine, number=1, kept_until=FUTURE)
    erase_account(mine.organization, account=mine.account.id, actor=STAFF, at=AT)
    end_retention(mine.organization, today=date(2026, 3, 10), at=AT)
    with within(mine.organization):
        assert bytes(Contract.objects.get(id=papers.id).confirmation)
        assert Erasure.objects.get().next_on == date(2100, 1, 1)
    with pytest.raises(DatabaseError), within(mine.organization):
        Contract.objects.update(confirmation=b"", content_erased_on=ENDED)
    assert invoiced


def test_one_person_s_receipts_wait_and_the_others_stay() -> None:
    """GDP-4: of one erased person only what that person declared goes, when its day has come."""
    mine = customer("Freja")
    other = make.recipient(mine.account, name="Bliver Her")
    hers = declared(mine, kept_until=PAST)
    his = declared(mine, by=Actor("recipient", str(other.id)))
    made = erase_recipient(mine.organization, recipient=mine.person.id, actor=STAFF, at=AT)
    assert (made.kept[0]["what"], made.next_on) == ("legal_acts", date(2021, 1, 1))
    assert str(his.id) not in made.kept[0]["ids"]
    assert end_retention(mine.organization, today=date(2026, 3, 10), at=AT) == 1
    with within(mine.organization):
        assert LegalAct.objects.get(id=hers.id).name == "–"
        assert LegalAct.objects.get(id=his.id).name == "Bliver Her"


def test_what_somebody_asked_as_a_guest_goes_at_once() -> None:
    """GDP-4: with the person, the request and its link; a stranger's stays."""
    mine = customer("Gerda")
    subscription = ended(mine)
    organization = OrganizationId(mine.owner.id)
    for email in (mine.person.email, "en.anden@example.com"):
        with within(organization):
            asked = GuestRequest.objects.create(
                organization=mine.owner, email=email, reference="1", language="da", browser_digest=b"1" * 32,
                requested_at=AT, outcome="sent",
            )  # fmt: skip
            if email == mine.person.email:
                GuestLink.objects.create(
                    organization=mine.owner, guest_request=asked, account=mine.account, subscription=subscription,
                    token_digest=b"2" * 32, code_digest=b"3" * 32, created_at=AT, expires_at=AT,
                )  # fmt: skip
    make.recipient(mine.account, name="Bliver Her")
    erase_recipient(organization, recipient=mine.person.id, actor=STAFF, at=AT)
    with within(organization):
        assert GuestRequest.objects.get().email == "en.anden@example.com"
        assert not GuestLink.objects.exists()
