"""A company with a real adapter on a stand-in over HTTP, a customer with a saved card, and the door of the notices.

The clock stands still (`tests.story.portal.conftest.present`), for the stand-in too: `pass_time` moves it on there.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from django.conf import settings

from selvbetjening.adapters.stripe import orders
from selvbetjening.adapters.stripe.client import client_for
from selvbetjening.domain.billing.actions.charge import charge, look_at, notices_address
from selvbetjening.domain.billing.actions.take_notice import work_on_notice
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway
from selvbetjening.domain.payments.actions.keep_card import keep_card
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.actions.redirect_payer import redirect_payer
from selvbetjening.domain.payments.models import Attempt, GatewayFact, GatewayNotice, Payment, PaymentCard
from selvbetjening.domain.payments.ports import CardGateway, ChargeOrder, Credentials, Instrument, Returns
from selvbetjening.domain.payments.queries.entries import entries_of, sums_of
from selvbetjening.domain.payments.queries.gateways import adapter
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests.gateways import Gateways, Notice
from tests.portal import PortalClient
from tests.story.portal.world import World, world

Name = Literal["stripe", "quickpay"]
GOOD: Final = {"stripe": "4242424242424242", "quickpay": "1000020000000006"}
DECLINED: Final = {"stripe": "4000000000000002", "quickpay": "1000020000000014"}
#: What a charge's order is sent to, as control's `fail` finds it.
CHARGE: Final = {"stripe": r"POST /stripe/v1/payment_intents$", "quickpay": r"POST /quickpay/subscriptions/\d+/rec"}


@dataclass
class CardShop:
    """One company, its account at one gateway, an invoice of 250.00 DKK, and a saved card of its customer."""

    name: Name
    gateways: Gateways
    world: World
    account: Any
    key: str
    secret: str
    card: PaymentCard = field(init=False)

    def __post_init__(self) -> None:
        self.card = self.saved_card()

    # What we do.

    def saved_card(self) -> PaymentCard:
        """A card that is on file there and here."""
        named = {"order_id": "S000000001"} if self.name == "quickpay" else {"name": "Anna", "email": "a@example.com"}
        made = self.gateways.control("saved-card", gateway=self.name, api_key=self.key, **named)
        stripe = self.name == "stripe"
        return keep_card(
            self.world.id,
            account=self.world.account.id,
            gateway_account=self.account,
            instrument=Instrument(
                external_id=made["id"] if stripe else f"subscription:{made['id']}",
                customer_ref=made["customer"] if stripe else "",
                exp_month=12,
                exp_year=2034,
            ),
            currency="" if stripe else "DKK",
            actor=SYSTEM,
            at=clock.now(),
        )

    def wish(self, kind: Literal["pay", "charge"] = "charge", invoice: Invoice | None = None) -> Wish:
        owed = invoice or self.world.invoice
        return Wish(
            account=self.world.account.id,
            gateway_account=self.account.id,
            kind=kind,
            currency="DKK",
            parts=[(owed.id, Money(owed.total_minor, "DKK"))],
            card=self.card if kind == "charge" else None,
        )

    def attempt(self, kind: Literal["pay", "charge"] = "charge") -> Attempt:
        return make_attempt(self.world.id, wish=self.wish(kind), at=clock.now())

    def charged(self, attempt: Attempt) -> Attempt:
        return charge(self.world.id, attempt=attempt.id, at=clock.now())

    def page(self, attempt: Attempt) -> str:
        """The address of the gateway's page."""
        back = Returns(
            done="https://shop.example/done", cancelled="https://shop.example/left",
            notices=notices_address(self.world.id, gateway=self.name, gateway_account=self.account.id),
        )  # fmt: skip
        return redirect_payer(
            self.world.id, attempt=attempt.id, email="anna@example.com", language="da", text="Faktura 1",
            returns=back, at=clock.now(),
        ).url  # fmt: skip

    def look(self, attempt: Attempt, *, after: timedelta = timedelta()) -> Attempt:
        """The poller's look."""
        return look_at(self.world.id, attempt=attempt.id, at=clock.now() + after)

    # What the gateway does.

    @property
    def gateway(self) -> CardGateway:
        return adapter(account=self.account)

    def pass_time(self, seconds: float = 2) -> None:
        self.gateways.control("advance", seconds=seconds)

    def told(self) -> list[Notice]:
        """The notices that wait for this account, oldest first."""
        self.pass_time()
        return self.gateways.notices(gateway=self.name, api_key=self.key)

    def money_there(self) -> list[tuple[int, str]]:
        """Amount and currency of every payment that took money at the gateway, as it has it itself."""
        self.pass_time()
        tables = self.gateways.control("state")["tables"]
        if self.name == "stripe":
            mine = [one for one in tables.get("stripe.payment_intent", {}).values() if self._is_mine(one["metadata"])]
            return [(one["amount_received"], one["currency"].upper()) for one in mine if one["amount_received"]]
        mine = [one for one in tables.get("quickpay.payment", {}).values() if self._is_mine(one["variables"])]
        return [(one["balance"], one["currency"].upper()) for one in mine if one["balance"]]

    def _is_mine(self, marks: dict[str, str]) -> bool:
        return marks.get("account") == str(self.account.id)

    def payment_there(self) -> str:
        """The gateway's id of the newest payment of ours."""
        self.pass_time()
        table = "stripe.payment_intent" if self.name == "stripe" else "quickpay.payment"
        rows = self.gateways.control("state")["tables"][table]
        marks = "metadata" if self.name == "stripe" else "variables"
        return str([id for id, one in rows.items() if self._is_mine(one[marks])][-1])

    def charge_beside(self, reference: str, *, key: str = "beside") -> None:
        """Somebody takes 250.00 with a reference of ours that we gave to nobody, or a second time."""
        instrument = Instrument(
            external_id=self.card.external_id, customer_ref=self.card.customer_ref, method=self.card.method
        )  # fmt: skip
        address = notices_address(self.world.id, gateway=self.name, gateway_account=self.account.id)
        order = ChargeOrder(
            reference=reference, amount=Money(25000, "DKK"), text="Beside", card=instrument, notices=address
        )  # fmt: skip
        if self.name == "quickpay":
            self.gateway.charge(order)
            return
        mine = Credentials(
            account=str(self.account.id), mode="test", api_key=self.key, notice_secrets=(self.secret,),
            api_base=settings.CARD_GATEWAY_BASES["stripe"],
        )  # fmt: skip
        params = orders.charge(order, account=mine.account)
        client_for(mine).v1.payment_intents.create(params=params, options={"idempotency_key": key})

    # What comes of it.

    def post(self, notice: Notice, **changed: Any) -> int:
        """Hand a notice over at our door; the status of the answer."""
        return post(self.address, notice, **changed)

    @property
    def address(self) -> str:
        return f"/{self.name}/{self.world.id}/{self.account.id}/"

    def kept(self) -> list[GatewayNotice]:
        with within(self.world.id):
            return list(GatewayNotice.objects.order_by("received_at", "id"))

    def work(self, *, at: datetime | None = None) -> None:
        """What the jobs do with the notices that were kept."""
        for notice in self.kept():
            work_on_notice(self.world.id, notice=notice.id, at=at or clock.now())

    def hand_over(self, notices: Sequence[Notice] | None = None) -> list[int]:
        """Post and work."""
        answers = [self.post(notice) for notice in (self.told() if notices is None else notices)]
        self.work()
        return answers

    def state(self, attempt: Attempt) -> str:
        with within(self.world.id):
            return str(Attempt.objects.values_list("state", flat=True).get(id=attempt.id))

    def booked(self) -> list[tuple[int, str]]:
        """Amount and currency of every payment in our books."""
        with within(self.world.id):
            return list(Payment.objects.values_list("amount_minor", "currency"))

    def outstanding(self) -> int:
        with within(self.world.id):
            return Invoice.objects.get(id=self.world.invoice.id).outstanding.minor

    def parked(self) -> list[str]:
        """Why facts were parked; each was told to the company too (G5)."""
        with within(self.world.id):
            rows = list(GatewayFact.objects.filter(outcome="parked").order_by("taken_at"))
            told = [event.data["fact"] for event in Event.objects.filter(name="payments.fact_parked")]
        assert sorted(told) == sorted(str(row.id) for row in rows)
        return [row.reason for row in rows]

    def paid_once(self) -> bool:
        """The gateway took 250.00 once, we booked it once, nothing is open, and the account's entries sum up."""
        with within(self.world.id):
            entries = entries_of(self.world.id, account=self.world.account.id)
            sums = sums_of(self.world.id, account=self.world.account.id)
        assert {code: rows[-1].left for code, rows in entries.items()} == {c: one.net for c, one in sums.items()}
        return (self.money_there(), self.booked(), self.outstanding()) == ([(25000, "DKK")], [(25000, "DKK")], 0)


def post(address: str, notice: Notice, *, body: bytes | None = None, **headers: Any) -> int:
    """POST to the host for machines; `headers` as Django's client has them, over those of the notice."""
    given = {"content_type": "application/json", **notice.django_headers(), **headers}
    sent = notice.body if body is None else body
    return int(PortalClient("hooks.portal.test").post(address, sent, **given).status_code)


def open_shop(name: Name, gateways: Gateways) -> CardShop:
    """A company of its own with an account that nobody else uses."""
    ours = world()
    key = ("sk_test_" if name == "stripe" else "qp_") + secrets.token_hex(12)
    secret = gateways.merchant(name, key)["secret"]
    account = connect_gateway(
        ours.id, gateway=name, api_key=key, notice_secret=secret, mode="test", actor=SYSTEM, at=clock.now()
    )  # fmt: skip
    return CardShop(name, gateways, ours, account, key, secret)
