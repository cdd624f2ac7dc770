"""A company with a card gateway, a customer who owes 250.00 kr., and browsers that pay."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.payment_links import link_for
from selvbetjening.domain.payments.models import Attempt, GatewayAccount, Payment, PaymentCard
from selvbetjening.domain.payments.ports import PayOrder
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import card_gateway, portal
from tests.card_book import Book
from tests.story.invoicing.books import Books, line
from tests.story.portal.world import World, world


@dataclass
class Shop:
    """The world of the pages' tests, with a gateway. `token` is the payment link's."""

    world: World
    gateway: GatewayAccount

    @property
    def id(self) -> OrganizationId:
        return self.world.id

    @property
    def invoice(self) -> Invoice:
        with within(self.id):
            return Invoice.objects.get(id=self.world.invoice.id)

    @property
    def token(self) -> str:
        return link_for(self.id, invoice=self.world.invoice.id, at=clock.now())

    @property
    def link(self) -> str:
        return f"/betal/{self.token}/"

    @property
    def own(self) -> str:
        return f"/fakturaer/{self.world.invoice.id}/betal/"

    @property
    def book(self) -> Book:
        return card_gateway.book(self.gateway)

    def stranger(self, *, language: str = "da", **defaults: Any) -> portal.PortalClient:
        """A browser that nobody is logged in with."""
        made = portal.client(self.world.organization, language=language)
        made.defaults.update(defaults)
        return made

    def visitor(self, *, language: str = "da") -> portal.PortalClient:
        """The customer's own browser, logged in."""
        return self.world.client(language=language)

    def another(self, net: int = 10_000, *, currency: str = "DKK") -> Invoice:
        """One more invoice of the customer: 125.00, unless said otherwise."""
        mine = Books(self.world.organization, self.id, self.world.account)
        return mine.issue([line(net, "Ekstra")], currency=currency)

    def told(self) -> None:
        """Everything that the gateway has to say arrives."""
        take_facts(self.id, gateway_account=self.gateway.id, facts=self.book.facts(), at=clock.now())

    def pages(self) -> list[PayOrder]:
        """What the gateway was asked for, each order once."""
        return [cast(PayOrder, order) for order in self.book.pages.values()]

    def attempts(self) -> list[Attempt]:
        with within(self.id):
            return list(Attempt.objects.order_by("made_at", "reference"))

    def payments(self) -> list[int]:
        with within(self.id):
            return list(Payment.objects.order_by("amount_minor").values_list("amount_minor", flat=True))

    def cards(self) -> list[PaymentCard]:
        with within(self.id):
            return list(PaymentCard.objects.filter(state="active"))

    def facts(self, name: str) -> list[dict[str, Any]]:
        with within(self.id):
            return [event.data for event in Event.objects.filter(name=name).order_by("at", "id")]


def shop(*, gateway: str = "stripe", **values: Any) -> Shop:
    """Make one; `values` are the company's. It can invoice in euros, too."""
    choices = {"exchange_rates": [["2020-01-01", "EUR", 74600]], **values.pop("choices", {})}
    made = world(choices=choices, **values)
    account = card_gateway.connect(made.organization, gateway)
    card_gateway.book(account).at = clock.now()
    return Shop(made, account)


def pay_form(response: Any, **values: str) -> dict[str, str]:
    """The fields of the pay page's form as a browser would send them, hidden ones and choices included."""
    form = response.context["form"]
    sent = {name: str(form[name].value() or "") for name in ("shown", "way", "words") if name in form.fields}
    return sent | values


def begin(client: portal.PortalClient, path: str, **values: str) -> Any:
    """Open the page and press the button; the answer to the press."""
    page = client.get(path)
    assert page.status_code == 200, page.headers.get("Location")
    return client.post(path, pay_form(page, **values))


def reference_in(answer: Any) -> str:
    """The reference of the page at the gateway that an answer leads to."""
    address = answer.headers["Location"]
    assert address.startswith("https://stripe.example/page/"), address
    return str(address.rsplit("/", 1)[1])


def status_of(ours: Shop, attempt: UUID) -> str:
    return f"/fakturaer/betal/status/{attempt}/"
