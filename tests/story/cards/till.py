"""A company that takes cards, a customer who pays by card, and days that go by with everything that runs on them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.collect_due import collect_due
from selvbetjening.domain.billing.actions.late_run import late_run
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.history.models import Event, PendingReaction
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.models import Attempt, CardCollection, GatewayAccount, Payment, PaymentCard
from selvbetjening.domain.payments.ports import Instrument
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import card_gateway, make
from tests.card_gateway import VISA, Book
from tests.story.billing.deal import noon

FIRST = date(2026, 3, 2)  # a Monday
#: The first invoice, 250 kr. incl. VAT, is due eight days after it was issued.
DUE = date(2026, 3, 10)


@dataclass
class Till:
    """`day` does what a day does: bill, charge, remind, and write the mails."""

    owner: Organization
    organization: OrganizationId
    account: Account
    terms: PlanTerms
    gateway: GatewayAccount
    book: Book

    def save(self, instrument: Instrument = VISA, *, day: date = FIRST, currency: str = "") -> PaymentCard:
        return keep_card(
            self.organization, account=self.account.id, gateway_account=self.gateway, instrument=instrument,
            currency=currency, actor=SYSTEM, at=noon(day),
        )  # fmt: skip

    def subscribe(self, terms: PlanTerms | None = None, *, day: date = FIRST, **values: Any) -> Subscription:
        return make.subscription(self.account, terms or self.terms, started_on=day, **values)

    def bill(self, day: date = FIRST) -> list[Invoice]:
        """The run and what follows from it; all invoices so far."""
        run(self.organization, today=day, at=noon(day))
        self.react(day)
        return self.invoices()

    def collect(self, day: date) -> int:
        """One sweep's work and what follows from it; how many were charged."""
        self.book.at = noon(day)
        charged = collect_due(self.organization, at=noon(day))
        self.react(day)
        return charged

    def days(self, first: date, last: date) -> None:
        """Every day from `first` to `last`, both included: charges, then reminders; no new bills."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            self.collect(day)
            late_run(self.organization, today=day, at=noon(day))
            self.react(day)

    def react(self, day: date) -> None:
        """Everything that follows; nothing may be left undone."""
        react(self.organization, at=noon(day))
        with within(self.organization):
            assert not PendingReaction.objects.filter(organization_id=self.organization).exists()

    def invoices(self) -> list[Invoice]:
        with within(self.organization):
            return list(Invoice.objects.filter(account=self.account).order_by("number").prefetch_related("lines"))

    def row(self, invoice: Invoice | None = None) -> CardCollection:
        with within(self.organization):
            mine = CardCollection.objects.filter(organization_id=self.organization)
            return mine.get(invoice_id=invoice.id) if invoice else mine.get()

    def rows(self) -> int:
        with within(self.organization):
            return CardCollection.objects.filter(organization_id=self.organization).count()

    def attempts(self) -> list[Attempt]:
        with within(self.organization):
            return list(Attempt.objects.filter(organization_id=self.organization).order_by("made_at", "reference"))

    def paid(self) -> list[int]:
        """The payments, in øre."""
        with within(self.organization):
            mine = Payment.objects.filter(organization_id=self.organization)
            return list(mine.order_by("recorded_at", "id").values_list("amount_minor", flat=True))

    def post(self, *kinds: str) -> list[Message]:
        """What came into the outbox since last time, of these kinds; the rest is thrown away with it."""
        with within(self.organization):
            found = list(Message.objects.order_by("created_at", "key"))
            Message.objects.all().delete()
        return [message for message in found if not kinds or message.kind in kinds]

    def facts(self, name: str) -> list[dict[str, Any]]:
        with within(self.organization):
            return [event.data for event in Event.objects.filter(name=name).order_by("at", "id")]

    def subscription(self, id_: UUID) -> Subscription:
        with within(self.organization):
            return Subscription.objects.get(id=id_)

    def method(self, method: str) -> None:
        with within(self.organization):
            Account.objects.filter(id=self.account.id).update(collection_method=method)
        self.account.collection_method = method


def till(*, gateway: str = "stripe", choices: dict[str, Any] | None = None, **account: Any) -> Till:
    owner = make.organization(choices=choices or {}, payment_instructions="Betal til reg. 1234 konto 0012345678")
    holder = make.account(owner, collection_method="payment_card", **account)
    make.recipient(holder)
    terms = make.terms(make.plan(owner), unit_price_minor=20000)
    at_gateway = card_gateway.connect(owner, gateway)
    return Till(owner, OrganizationId(owner.id), holder, terms, at_gateway, card_gateway.book(at_gateway))


def another(last4: str = "0006", **told: Any) -> Instrument:
    """Another card."""
    return replace(VISA, **{"external_id": f"pm_{last4}", "last4": last4, "fingerprint": f"fp-{last4}", **told})
