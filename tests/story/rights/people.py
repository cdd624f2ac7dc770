"""A company with two customers: invoices with documents, logins, mails, and names in the log."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.events import RecipientChanged
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.models import LinkEvent, LoginLink, LoginRequest, PortalSession
from selvbetjening.domain.invoicing.models import Invoice, InvoiceDocument
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make

AT = make.AT
LONG_AGO = date(2015, 5, 1)


@dataclass
class Customer:
    owner: Organization
    account: Account
    person: Recipient

    @property
    def organization(self) -> OrganizationId:
        return OrganizationId(self.owner.id)

    @property
    def actor(self) -> Actor:
        return Actor("recipient", str(self.person.id))


def customer(name: str, owner: Organization | None = None, **account: Any) -> Customer:
    """With a login, a mail and a changed address in the log, all under this name."""
    owner = owner or make.organization()
    holder = make.account(owner, name=f"{name} Eksempel", address_line=f"{name}vej 7", **account)
    person = make.recipient(holder, name=f"{name} Eksempel", email=f"{name.lower()}.{new_id().hex[:6]}@example.com")
    mine = Customer(owner, holder, person)
    here = mine.organization
    fact = RecipientChanged(account=holder.id, recipient=person.id, fields=("email",))
    record(here, fact=fact, actor=mine.actor, at=AT, personal={"email": person.email})
    with within(here):
        asked = LoginRequest.objects.create(
            organization=owner, email=person.email, language="da", browser_digest=new_id().bytes * 2,
            network="203.0.113.9", requested_at=AT, outcome="sent",
        )  # fmt: skip
        link = LoginLink.objects.create(
            organization=owner, login_request=asked, purpose="login", recipient_id=person.id,
            token_digest=new_id().bytes * 2, code_digest=new_id().bytes * 2, created_at=AT,
            expires_at=AT + timedelta(minutes=10),
        )  # fmt: skip
        LinkEvent.objects.create(
            organization=owner, link=link, at=AT, kind="spent", client_class="browser", mail_domain="example.com"
        )
        PortalSession.objects.create(
            organization=owner, key_digest=new_id().bytes * 2, recipient_id=person.id, created_at=AT, last_seen_at=AT
        )
        Message.objects.create(
            organization=owner, key=f"{new_id()}:{person.id}", kind="invoice_issued", to_address=person.email,
            language="da", subject="Faktura", text=f"Kære {name}", html="<p>x</p>", state="sent", sent_at=AT,
            created_at=AT, next_attempt_at=AT,
        )  # fmt: skip
    return mine


def invoice(mine: Customer, *, number: int, kept_until: date, paid: bool = True, pdf: bytes = b"%PDF-1.7 test") -> UUID:
    """An issued invoice of 125,00 kr. with its stored PDF."""
    buyer = {"name": mine.account.name, "address_lines": [mine.account.address_line], "country": "Danmark"}
    with within(mine.organization):
        made = Invoice.objects.create(
            organization=mine.owner, account=mine.account, number=number, issued_on=LONG_AGO, due_on=LONG_AGO,
            currency="DKK", net_minor=10000, vat_minor=2500, total_minor=12500, settled_minor=12500 if paid else 0,
            language="da", snapshot={"buyer": buyer, "number": number}, issued_at=AT, retain_until=kept_until,
        )  # fmt: skip
        InvoiceDocument.objects.create(
            organization=mine.owner, invoice=made, content=pdf, sha256="0" * 64, created_at=AT
        )
    return made.id
