"""A card gateway in memory, behind the port: scripted answers, a payer who pays, and things that happen outside.

    @pytest.fixture(autouse=True)
    def _fake(settings): card_gateway.install(settings)

    account = card_gateway.connect(organization)            # a GatewayAccount, keys sealed
    book = card_gateway.book(account)                       # what the gateway has on its books
    book.script("charge", answer("failed", failure=DECLINED))
    book.pay("F000000001", card=VISA)                       # the payer on the gateway's page
    take_facts(organization, gateway_account=account.id, facts=book.facts(), at=AT)

Nothing here goes over a network. The same reference again is the same order, as `ports.Gateway` promises.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments import ports
from selvbetjening.domain.payments.actions.connect_gateway import connect_gateway
from selvbetjening.domain.payments.models import GatewayAccount
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests.card_book import (
    CONFIRM,
    DANKORT,
    DECLINED,
    EXPIRED,
    LOST,
    NEVER_ARRIVED,
    NO_FUNDS,
    SECRETS,
    UNAUTHORISED,
    UNREACHED,
    VISA,
    Answer,
    Book,
    Call,
    answer,
)
from tests.make import AT

KEYS: dict[tuple[str, str], str] = {
    ("stripe", "test"): "sk_test_fakefakefake", ("stripe", "live"): "sk_live_fakefakefake",
    ("quickpay", "test"): "fake-api-key", ("quickpay", "live"): "fake-api-key",
}  # fmt: skip
_BOOKS: dict[str, Book] = {}


def install(settings: Any) -> None:
    """Put the fake in the place of both adapters; `settings` is pytest-django's."""
    settings.CARD_GATEWAYS = {"stripe": "tests.card_gateway.FakeGateway", "quickpay": "tests.card_gateway.FakeQuickPay"}


def connect(
    organization: Organization, gateway: str = "stripe", *, mode: ports.Mode = "live", at: datetime = AT
) -> GatewayAccount:
    """The company's own account at the fake, with an empty book; its references begin at one."""
    owner = OrganizationId(organization.id)
    with within(owner):
        is_first = not GatewayAccount.objects.filter(organization_id=owner, gateway=gateway).exists()
    made = connect_gateway(
        owner, gateway=gateway, api_key=KEYS[gateway, mode], notice_secret=SECRETS[gateway], mode=mode, actor=SYSTEM,
        at=at,
    )  # fmt: skip
    if is_first:
        made.serial = 0
        with within(owner):
            made.save(update_fields=["serial"])
    return made


def book(account: GatewayAccount) -> Book:
    """The book of one account."""
    return _book(account.gateway, str(account.id), cast(ports.Mode, account.mode))


def _book(gateway: str, account: str, mode: ports.Mode) -> Book:
    return _BOOKS.setdefault(account, Book(gateway, mode))


class FakeGateway:
    """`ports.CardGateway` in memory, as Stripe is: one card for every currency, refunds in parts."""

    gateway = "stripe"
    one_per_currency = False

    def __init__(self, credentials: ports.Credentials) -> None:
        self.credentials = credentials
        self.book = _book(self.gateway, credentials.account, credentials.mode)

    def start_save(self, order: ports.SaveOrder) -> ports.Redirect:
        return self._page("start_save", order)

    def start_payment(self, order: ports.PayOrder) -> ports.Redirect:
        return self._page("start_payment", order)

    def _page(self, call: Call, order: ports.SaveOrder | ports.PayOrder) -> ports.Redirect:
        given = self.book.next_answer(call, order)
        if given.made:
            self.book.pages[order.reference] = order
        if given.raises:
            raise given.raises
        return ports.Redirect(
            url=f"https://{self.gateway}.example/page/{order.reference}",
            external_ref=f"page_{order.reference}",
            expires_at=self.book.at + timedelta(hours=24),
            customer_ref=order.payer.customer_ref or "cus_1",
        )

    def charge(self, order: ports.ChargeOrder) -> ports.Result:
        kinds: dict[str, ports.FactKind] = {
            "succeeded": "payment_succeeded", "unknown": "payment_succeeded", "pending": "payment_pending",
            "failed": "payment_failed", "needs_customer": "payment_needs_customer",
        }  # fmt: skip
        return self._order("charge", order, f"pay_{order.reference}", kinds, "")

    def refund(self, order: ports.RefundOrder) -> ports.Result:
        kinds: dict[str, ports.FactKind] = {
            "succeeded": "refund_succeeded", "unknown": "refund_succeeded", "pending": "refund_pending",
            "failed": "refund_failed", "needs_customer": "refund_failed",
        }  # fmt: skip
        return self._order("refund", order, f"re_{order.reference}", kinds, order.payment)

    def _order(
        self,
        call: Call,
        order: ports.ChargeOrder | ports.RefundOrder,
        external_id: str,
        kinds: Mapping[str, ports.FactKind],
        of_payment: str,
    ) -> ports.Result:
        if order.reference in self.book.done:
            self.book.orders.append((call, order))
            return self.book.done[order.reference]
        given = self.book.next_answer(call, order)
        if given.made:
            fact = self.book.tell(
                kinds[given.kind], external_id, amount=order.amount, reference=order.reference,
                of_payment=of_payment, failure=given.failure,
            )  # fmt: skip
            kind: ports.ResultKind = "succeeded" if given.kind == "unknown" else given.kind
            self.book.done[order.reference] = ports.Result(
                kind=kind, external_ref=external_id, failure=given.failure, facts=(fact,)
            )
        if given.raises:
            raise given.raises
        return ports.Result(kind="unknown") if given.kind == "unknown" else self.book.done[order.reference]

    def disable(self, card: ports.Instrument) -> ports.Result:
        given = self.book.next_answer("disable", card)
        if given.raises:
            raise given.raises
        return ports.Result(kind=given.kind, external_ref=card.external_id, failure=given.failure)

    def fetch(self, external_ref: str, *, reference: str = "") -> tuple[ports.Fact, ...]:
        given = self.book.next_answer("fetch", external_ref or reference)
        if given.raises:
            raise given.raises
        # A page's own id is made of our reference, as a session is read with what came of it.
        named = {external_ref, external_ref.removeprefix("page_"), reference} - {""}
        return tuple(fact for each in sorted(named) for fact in self.book.facts(each))

    def capabilities(self) -> ports.Capabilities:
        return ports.Capabilities(
            currencies=frozenset({"DKK", "EUR", "SEK"}),
            one_instrument_per_currency=self.one_per_currency,
            least_minor={"DKK": 250},
        )

    def parse_webhook(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> "ports.Told | ports.Ignored":
        signature = {name.lower(): value for name, value in headers.items()}.get("fake-signature", "")
        if signature not in self.credentials.notice_secrets:
            raise ports.BadSignature
        told = json.loads(body)
        return ports.Told(notice_id=told["id"], mode=told["mode"], reread=tuple(told["reread"]), facts=())

    def check(self) -> ports.Mode:
        given = self.book.next_answer("check", "")
        if given.raises:
            raise given.raises
        return self.credentials.mode

    def recent(self, *, since: datetime) -> tuple[ports.Fact, ...]:
        given = self.book.next_answer("recent", since)
        if given.raises:
            raise given.raises
        kinds = ("payment_succeeded", "refund_succeeded")
        return tuple(fact for fact in self.book.told if fact.kind in kinds and fact.occurred_at >= since)

    def adopt(self, order: ports.AdoptOrder) -> tuple[ports.Instrument, str]:
        given = self.book.next_answer("adopt", order)
        if given.raises:
            raise given.raises
        if order.token not in self.book.elsewhere:
            raise ports.CardNotTaken("unknown")
        card = self.book.elsewhere[order.token]
        owner = card.customer_ref or order.payer.customer_ref or f"cus_{order.payer.account}"
        return replace(card, customer_ref=owner), "DKK" if self.one_per_currency else ""

    def close_redirect(self, external_ref: str) -> tuple[ports.Fact, ...]:
        reference = external_ref.removeprefix("page_")
        if not self.book.facts(reference):
            self.book.leave(reference)
        return self.book.facts(reference)


class FakeQuickPay(FakeGateway):
    """The same as QuickPay is: a card pays in the currency it was saved for."""

    gateway = "quickpay"
    one_per_currency = True


__all__ = [
    "CONFIRM", "DANKORT", "DECLINED", "EXPIRED", "LOST", "NEVER_ARRIVED", "NO_FUNDS", "UNAUTHORISED", "UNREACHED",
    "VISA", "Answer", "Book", "FakeGateway", "FakeQuickPay", "answer", "book", "connect", "install",
]  # fmt: skip
