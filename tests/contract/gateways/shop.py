"""A company's account at a gateway as the contract sees it: orders, cards by what they do, and what is told."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final, Literal

import stripe

from selvbetjening.domain.payments.ports import (
    CardGateway,
    ChargeOrder,
    Credentials,
    Fact,
    Ignored,
    Instrument,
    Payer,
    PayOrder,
    Redirect,
    RefundOrder,
    Result,
    Returns,
    SaveOrder,
    Told,
)
from selvbetjening.domain.payments.rules.references import Prefix, reference
from selvbetjening.kernel.money import Money
from tests.gateways import Gateways, Notice

Card = Literal["good", "declined", "declines_later", "asks", "asks_later", "refund_fails"]
Name = Literal["stripe", "quickpay"]

RETURNS: Final = Returns(
    done="https://shop.example/done", cancelled="https://shop.example/left", notices="https://hooks.example/told/"
)
SAVES: Final = "Kort til kommende betalinger"
#: The gateways' own test cards (gateways.md 2.6, 3.5).
NUMBERS: Final[dict[Name, dict[Card, str]]] = {
    "stripe": {
        "good": "4242424242424242", "declined": "4000000000000002", "declines_later": "4000000000000341",
        "asks": "4000000000003220", "asks_later": "4000002760003184", "refund_fails": "4000000000005126",
    },
    "quickpay": {
        "good": "1000020000000006", "declined": "1000020000000014", "declines_later": "1000020000000063",
        "asks": "1000000000000073", "asks_later": "1000000000000073", "refund_fails": "1000020000000048",
    },
}  # fmt: skip
#: Stripe's own names for cards of its test mode.
NAMED: Final[dict[Card, str]] = {
    "good": "pm_card_visa", "declines_later": "pm_card_chargeCustomerFail", "refund_fails": "pm_card_refundFail",
    "asks_later": "pm_card_authenticationRequired",
}  # fmt: skip


@dataclass
class Shop:
    """One account, freshly opened. `standin` is None at the gateway's own test account."""

    name: Name
    gateway: CardGateway
    credentials: Credentials
    standin: Gateways | None = None
    serials: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def payer(self) -> Payer:
        return Payer(account="account-1", name="Anna Andersen", email="anna@example.com", language="da")

    def new(self, prefix: Prefix) -> str:
        return reference(prefix=prefix, serial=next(self.serials))

    def start_save(self, ref: str = "", currency: str = "DKK") -> Redirect:
        order = SaveOrder(
            reference=ref or self.new("S"), payer=self.payer, currency=currency, returns=RETURNS, text=SAVES
        )
        return self.gateway.start_save(order)

    def start_payment(self, ref: str = "", *, amount: int = 12_500, save: bool = False) -> Redirect:
        return self.gateway.start_payment(
            PayOrder(
                reference=ref or self.new("F"), payer=self.payer, amount=Money(amount, "DKK"), text="Faktura 1001",
                save=save, returns=RETURNS,
            )
        )  # fmt: skip

    def fill_in(self, redirect: Redirect, card: Card, *, approve: bool = True) -> str:
        """Type a card on the hosted page; where the browser is led then."""
        assert self.standin
        return self.standin.fill_in(redirect.url, NUMBERS[self.name][card], approve=approve)

    def saved(self, card: Card = "good") -> Instrument:
        """A card that was saved on the page; at Stripe's own account by its test names, since no page is open there."""
        if self.standin is None:
            return self._attached(card)
        page = self.start_save()
        self.fill_in(page, card)
        return only(self.gateway.fetch(page.external_ref), "instrument_saved").instrument or Instrument(external_id="")

    def _attached(self, card: Card) -> Instrument:
        client = stripe.StripeClient(self.credentials.api_key)
        customer = client.v1.customers.create()
        method = client.v1.payment_methods.attach(NAMED[card], params={"customer": customer.id})
        return Instrument(external_id=method.id, customer_ref=customer.id)

    def charge(self, card: Instrument, ref: str = "", *, amount: int = 12_500) -> Result:
        return self.gateway.charge(
            ChargeOrder(
                reference=ref or self.new("F"), amount=Money(amount, "DKK"), text="Havnens Varme", card=card,
                notices=RETURNS.notices,
            )
        )  # fmt: skip

    def charged(self, card: Instrument, ref: str = "", *, amount: int = 12_500) -> Fact:
        """A charge that went through, read when it was done."""
        return only(self.ended(self.charge(card, ref, amount=amount)), "payment_succeeded")

    def refund(self, payment: Fact, amount: int, ref: str = "") -> Result:
        return self.gateway.refund(
            RefundOrder(
                reference=ref or self.new("R"), payment=payment.external_id, amount=Money(amount, "DKK"),
                notices=RETURNS.notices,
            )
        )  # fmt: skip

    def ended(self, result: Result) -> tuple[Fact, ...]:
        """What is so of an order once it is no longer under way."""
        self.pass_time(2)
        return self.gateway.fetch(result.external_ref)

    def pass_time(self, seconds: float) -> None:
        if self.standin:
            self.standin.control("advance", seconds=seconds)
        else:
            time.sleep(min(seconds, 10))

    def notices(self) -> list[Notice]:
        """What the gateway has told of this account since it was asked last."""
        assert self.standin
        self.pass_time(2)
        return self.standin.notices(gateway=self.name, api_key=self.credentials.api_key)

    def parse(self, notice: Notice) -> Told | Ignored:
        return self.gateway.parse_webhook(notice.headers, notice.body, at=datetime.now(UTC))

    def taken(self, notices: Sequence[Notice]) -> list[Fact]:
        """Each fact once, in the order in which the notices lead to it."""
        facts: dict[str, Fact] = {}
        for notice in notices:
            told = self.parse(notice)
            for again in told.reread if isinstance(told, Told) else ():
                for fact in self.gateway.fetch(again):
                    facts.setdefault(fact.dedupe_key, fact)
        return list(facts.values())

    def payments(self) -> list[Fact]:
        """The payments that the gateway has on its books."""
        self.pass_time(2)
        found = self.gateway.recent(since=datetime.now(UTC) - timedelta(hours=1))
        return [fact for fact in found if fact.kind == "payment_succeeded"]


def only(facts: Sequence[Fact], kind: str) -> Fact:
    """The one fact of a kind."""
    found = [fact for fact in facts if fact.kind == kind]
    assert len(found) == 1, [fact.kind for fact in facts]
    return found[0]


def kinds(facts: Sequence[Fact]) -> list[str]:
    """What they say, in order."""
    return [fact.kind for fact in facts]
