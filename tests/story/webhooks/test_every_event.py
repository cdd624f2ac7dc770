"""Every event of fenerum-api.md 15 and of ours is sent, with the payload that the list says (XB-40, BP-46, SEC-73)."""

import json
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Final, get_type_hints
from uuid import UUID, uuid4

import pytest

from selvbetjening.domain.accounts.events import AccountChanged
from selvbetjening.domain.deliveries.events import DeliveryAccepted, DeliveryProcessed
from selvbetjening.domain.deliveries.models import Delivery, OutFile, Staging
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.credit import credit_in_full
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.models import PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.foresee import foresee
from selvbetjening.domain.webhooks.rules.catalogue import EVENTS
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.money import Money
from selvbetjening.reactions.webhook_facts import TELLINGS
from tests import make
from tests.story.invoicing.books import Books, line
from tests.webhooks import Receiver, endpoint, rows, send_all

AT = make.AT
pytestmark = pytest.mark.usefixtures("database")

ACCOUNT: Final = (
    "uuid code company_name legal_address legal_zipcode legal_city legal_country legal_vat_number "
    "billing_same_as_legal billing_address billing_zipcode billing_city billing_country created_date"
)
TERMS: Final = (
    "uuid plan_uuid plan_vat_type code name price currency interval interval_count backwards_charging is_active"
)
INVOICE: Final = (
    "uuid invoice_number kickback_status type account account_code date due_date currency amount vat total outstanding "
    "is_paid paid_date collection_method payment_terms po_number credited_invoice invoiceline_set created_date "
    "last_modified_date ubl_available payment_link fik"
)
LINE: Final = (
    "id invoice description quantity unit_price discount amount vat_rate vat date_from date_to subscription plan_terms "
    "revenue_group"
)
SUBSCRIPTION: Final = (
    "uuid account terms collection_method start_date quantity group_on_invoice payment_terms pre_renewal_invoicing "
    "po_number invoice_supplement reference_person case_number next_renewal_date status end_date cancelled_date "
    "created_date last_modified_date plan_name currency unit_price"
)
CARD: Final = (
    "uuid account gateway gateway_reference brand last_digits expiration_month expiration_year currency is_active "
    "is_default created_date disabled_date"
)
CHARGE: Final = "invoice account payment_card reason payment_link"
#: What stands in `data`, by event; of our own families what all of them have.
DATA: Final = {
    "account.created": ACCOUNT, "account.updated": ACCOUNT, "plan_terms.created": TERMS, "plan_terms.updated": TERMS,
    "new_invoice": INVOICE, "paid_invoice": INVOICE, "new_activity": "uuid type text account account_code created_date",
    "cancel_subscription": f"{SUBSCRIPTION} cancellation_type", "renew_subscription_soon": SUBSCRIPTION,
    "payment.authentication_required": CHARGE, "payment.declined": CHARGE, "card_expires_this_month": CARD,
    "payment_card.activated": CARD, "payment_card.deactivated": CARD,
    "betalingsservice": "account account_code", "dispute": "account account_code",
    "file": "uuid environment size sha256",
}  # fmt: skip
#: What never leaves by a webhook, whatever it is about.
NEVER: Final = ("pdf_base64", "fil-med-navn", "anna.hemmelig@example.com")


@dataclass
class Things:
    """One of each kind that something can be told of."""

    owner: Organization
    account: UUID
    rows: dict[str, UUID]


@pytest.fixture
def things() -> Things:
    owner = make.organization()
    here = OrganizationId(owner.id)
    account = make.account(owner, name="Havblik ApS", created_at=AT)
    make.recipient(account, email="anna.hemmelig@example.com")
    terms = make.terms(make.plan(owner))
    mine = make.subscription(account, terms, renews_on=AT.date() + timedelta(days=3))
    books = Books(owner, here, account)
    invoice = books.issue([line(terms=terms.id, revenue_group="4010")])
    note = credit_in_full(here, account=account.id, invoice=invoice.id, reason="Fejl", actor=SYSTEM, at=AT)
    delivery, upload, out = uuid4(), uuid4(), uuid4()
    with within(here):
        card = PaymentCard.objects.create(
            id=new_id(), organization=owner, account=account, gateway="stripe", external_id="pm_1", brand="visa",
            last4="4242", exp_month=AT.month, exp_year=AT.year, saved_at=AT,
        )  # fmt: skip
        _files(owner, delivery, upload, out)
    rows = {
        "account": account.id, "plan_terms": terms.id, "subscription": mine.id, "invoice": invoice.id,
        "credit_note": note.credit_note, "payment_card": card.id, "delivery": delivery, "staging": upload,
        "out_file": out, "charge": invoice.id,
    }  # fmt: skip
    return Things(owner, account.id, rows)


def _files(owner: Organization, delivery: UUID, upload: UUID, out: UUID, *, environment: str = "production") -> None:
    by = {"door": "https", "actor_kind": "user", "actor_id": str(uuid4())}
    Delivery.objects.create(
        id=delivery, organization=owner, number=1, name="fil-med-navn.txt", size=128, sha256="0" * 64,
        clash_key="fil", environment=environment, received_at=AT, counts_at=AT, state_at=AT, **by,
    )  # fmt: skip
    Staging.objects.create(
        id=upload, organization=owner, name="fil-med-navn.txt", clash_key="fil", holder=uuid4(), lease_until=AT,
        began_at=AT, moved_at=AT, expires_at=AT, **by,
    )  # fmt: skip
    OutFile.objects.create(
        id=out, organization=owner, environment=environment, solution="betalingsservice", kind="0602",
        name="fil-med-navn.txt", size=128, sha256="0" * 64, made_at=AT,
    )  # fmt: skip


def _fact(kind: type[Fact], account: UUID | None, ids: dict[str, UUID]) -> Fact:
    """A fact of this kind, with the id that the webhook asks for and anything else in its other fields."""
    some: dict[Any, Any] = {
        UUID: uuid4, int: lambda: 1, str: lambda: "declined", bool: lambda: True, date: AT.date,
        Money: lambda: Money(100, "DKK"), tuple: tuple,
    }  # fmt: skip
    given: dict[str, Any] = {}
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        options = [hint, *getattr(hint, "__args__", ()), getattr(hint, "__origin__", None)]
        made = next((some[each] for each in options if each in some), lambda: "declined")
        given[field.name] = ids[field.name] if field.name in ids else made()
    return kind(**{**given, "account": account if kind.__module__.split(".")[2] != "deliveries" else None})


def test_every_event_tells_what_the_list_says(things: Things) -> None:
    """fenerum-api.md 15: one of each is kept for sending, with every field of its object, and nothing else."""
    here = OrganizationId(things.owner.id)
    endpoint(things.owner, "https://hooks.example/in", at=AT, events=list(EVENTS))
    for kind, tellings in TELLINGS.items():
        ids = {each.field: things.rows[each.kind] for each in tellings if each.kind in things.rows}
        record(here, fact=_fact(kind, things.account, ids), actor=Actor("recipient", str(uuid4())), at=AT)
    foresee(here, today=AT.date(), at=AT)
    came: dict[str, list[dict[str, Any]]] = {}
    for row in rows(things.owner):
        told = json.loads(row.message.body)
        assert set(told) == {"event", "data", "id", "created"} and row.state == "waiting"
        came.setdefault(told["event"], []).append(told["data"])
        assert not [word for word in NEVER if word in row.message.body], told["event"]
    assert sorted(came) == sorted(EVENTS)
    for name, data in came.items():
        wanted = DATA.get(name) or DATA.get(name.partition(".")[0]) or ""
        for one in data:
            assert one and set(wanted.split()) <= set(one), (name, set(wanted.split()) - set(one))
    (line_,) = came["paid_invoice"][0]["invoiceline_set"]
    assert set(LINE.split()) <= set(line_) and line_["revenue_group"] == "4010" and line_["plan_terms"]
    assert {each["type"] for each in came["new_invoice"]} == {"invoice", "credit_note"}


def test_a_file_of_the_test_environment_is_told_to_nobody() -> None:
    """BP-46, BP-48: what is tried out there is no news."""
    owner, delivery = make.organization(), uuid4()
    here = OrganizationId(owner.id)
    with within(here):
        _files(owner, delivery, uuid4(), uuid4(), environment="test")
    endpoint(owner, "https://hooks.example/in", at=AT, events=["file.*"])
    for kind in (DeliveryAccepted, DeliveryProcessed):
        record(here, fact=_fact(kind, None, {"delivery": delivery}), actor=SYSTEM, at=AT)
    assert rows(owner) == []


def test_a_field_of_an_account_that_changes_is_told() -> None:
    """fenerum-api.md 15: `account.updated` also for what the API and the company's own people change of it."""
    owner = make.organization()
    account = make.account(owner, code="CUST-7")
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        fact = AccountChanged(account=account.id, fields=("erp_id",))
        record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)
        send_all(owner, made, at=AT + timedelta(seconds=1))
        assert receiver.events == ["account.updated"]
        assert receiver.taken[-1].told["data"]["code"] == "CUST-7"
