"""POST paymentcards: a card that the company's own program made is read at the gateway and kept (fenerum-api.md 11)."""

from dataclasses import replace
from typing import Any

import pytest

from selvbetjening.domain.payments.actions.connect_gateway import disconnect_gateway
from selvbetjening.domain.payments.models import GatewayAccount, GatewayPayer, PaymentCard
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from tests import card_gateway, make
from tests.api.client import Machine
from tests.card_book import DANKORT, UNAUTHORISED, UNREACHED, VISA, Book

OWN = replace(VISA, external_id="pm_own", customer_ref="")


@pytest.fixture
def connected(machine: Machine, settings: Any) -> GatewayAccount:
    card_gateway.install(settings)
    return card_gateway.connect(machine.organization)


@pytest.fixture
def book(connected: GatewayAccount) -> Book:
    """The gateway's books; it has one card of the company's own program."""
    found = card_gateway.book(connected)
    found.elsewhere["pm_own"] = OWN
    return found


@pytest.fixture
def account(machine: Machine) -> Any:
    return make.account(machine.organization, code="CUST-9", created_at=clock.now())


def cards(machine: Machine) -> list[PaymentCard]:
    with within(machine.here):
        return list(PaymentCard.objects.order_by("saved_at", "id"))


def body(**values: Any) -> dict[str, Any]:
    return {"account": "CUST-9", "gateway": "stripe", "token": "pm_own", **values}


@pytest.mark.parametrize("base", ["paymentcards", "paymentscards"])
def test_a_card_is_kept_as_the_gateway_tells_it(machine: Machine, book: Book, account: Any, base: str) -> None:
    """T15: 201 with the object; nothing but the token is believed; the same token again is the same card."""
    answer = machine.post(f"{base}/", body(gateway="Stripe", brand="amex", last_digits="9999", is_default=False))
    assert answer.status_code == 201, answer.content
    card = answer.json()
    assert (card["brand"], card["last_digits"], card["expiration_year"]) == ("visa", "4242", 2030)
    assert (card["gateway"], card["gateway_reference"], card["is_active"]) == ("stripe", "pm_own", True)
    assert card["account"] == str(account.id) and card["is_default"] is True and card["currency"] is None
    again = machine.post(f"{base}/", body(account=str(account.id)))
    assert (again.status_code, again.json()["uuid"]) == (201, card["uuid"])
    assert machine.get(f"{base}/{card['uuid']}/").json() == again.json()
    with within(machine.here):
        assert GatewayPayer.objects.get().external_id == f"cus_{account.id}"
        (row,) = PaymentCard.objects.all()
    assert row.gateway_account_id and (row.state, row.consent) == ("active", "")
    assert machine.post(f"{base}/{card['uuid']}/disable/").json()["is_active"] is False


def test_what_is_missing_or_wrong_is_named_at_its_field(machine: Machine, book: Book, account: Any) -> None:
    """All three are required; a wrong token is 400 on `token`, and nothing is kept."""
    for missing in ("account", "gateway", "token"):
        sent = {name: value for name, value in body().items() if name != missing}
        answer = machine.post("paymentcards/", sent)
        assert answer.status_code == 400 and missing in answer.json(), missing
    for wrong, field, code in (
        ({"token": "pm_9"}, "token", "card_unknown"), ({"gateway": "quickpay"}, "gateway", "card_not_connected"),
        ({"gateway": "reepay"}, "gateway", "invalid"), ({"account": "NOBODY"}, "account", "unknown_account"),
    ):  # fmt: skip
        answer = machine.post("paymentcards/", body(**wrong))
        assert answer.status_code == 400 and field in answer.json(), wrong
        assert answer.headers["X-Error-Code"] == code
    assert cards(machine) == []


def test_a_neighbour_s_card_and_a_neighbour_s_customer_are_refused(machine: Machine, book: Book, account: Any) -> None:
    """SEC-19: what another account of the company has at the gateway is taken by nobody else."""
    make.account(machine.organization, code="NABO")
    assert machine.post("paymentcards/", body()).status_code == 201
    book.elsewhere["pm_hers"] = replace(DANKORT, external_id="pm_hers", customer_ref=f"cus_{account.id}")
    for token in ("pm_own", "pm_hers"):
        answer = machine.post("paymentcards/", body(account="NABO", token=token))
        assert answer.status_code == 400 and "token" in answer.json()
        assert answer.headers["X-Error-Code"] == "card_other_payer"
    assert [card.account_id for card in cards(machine)] == [account.id]
    mine = machine.post("paymentcards/", body(token="pm_hers"))
    assert mine.status_code == 201 and len(cards(machine)) == 2


def test_another_organization_sees_and_takes_nothing(
    machine: Machine, stranger: Machine, book: Book, account: Any
) -> None:
    """SEC-19, T18: its gateway does not know the token, our account is none of its own, and its book stays empty."""
    theirs = card_gateway.connect(stranger.organization)
    make.account(stranger.organization, code="CUST-9")
    answer = stranger.post("paymentcards/", body(account=str(account.id)))
    assert answer.status_code == 400 and "account" in answer.json()
    answer = stranger.post("paymentcards/", body())
    assert answer.status_code == 400 and "token" in answer.json()
    assert card_gateway.book(theirs).asked("adopt") and not book.asked("adopt") and cards(stranger) == []


def test_a_disabled_card_does_not_come_back(machine: Machine, book: Book, account: Any) -> None:
    """CD-03: whoever was told that it is disabled is not charged by a second POST."""
    made = machine.post("paymentcards/", body()).json()
    machine.post(f"paymentcards/{made['uuid']}/disable/")
    answer = machine.post("paymentcards/", body())
    assert answer.status_code == 400 and answer.headers["X-Error-Code"] == "card_disabled"
    assert [card.state for card in cards(machine)] == ["disabled"]


def test_a_silent_gateway_keeps_nothing(machine: Machine, book: Book, account: Any) -> None:
    """503 with `Retry-After`, not kept under its key; wrong keys are the company's to mend: 400."""
    book.script("adopt", UNREACHED, UNAUTHORISED)
    silent = machine.post("paymentcards/", body(), Idempotency_Key="k1")
    assert silent.status_code == 503 and silent.headers["Retry-After"] and silent.json()["reference"]
    keys = machine.post("paymentcards/", body())
    assert keys.status_code == 400 and "gateway" in keys.json()
    assert cards(machine) == []
    first = machine.post("paymentcards/", body(), Idempotency_Key="k1")
    again = machine.post("paymentcards/", body(), Idempotency_Key="k1")
    assert (first.status_code, again.json()) == (201, first.json())
    assert len(book.asked("adopt")) == 3


def test_a_card_of_one_currency_says_which(machine: Machine, book: Book, account: Any) -> None:
    """QuickPay: `token` is the subscription's number, and the card pays what that was made for."""
    quickpay = card_gateway.connect(machine.organization, "quickpay")
    card_gateway.book(quickpay).elsewhere["1234"] = replace(DANKORT, external_id="subscription:1234", customer_ref="")
    answer = machine.post("paymentcards/", body(gateway="quickpay", token="1234"))
    assert answer.status_code == 201, answer.content
    assert (answer.json()["currency"], answer.json()["gateway_reference"]) == ("DKK", "subscription:1234")


def test_an_imported_card_is_connected_by_it(machine: Machine, book: Book, account: Any, connected: Any) -> None:
    """A card that came from another system without a connection is charged from then on; it stays one row."""
    with within(machine.here):
        PaymentCard.objects.create(
            organization=machine.organization, account=account, gateway="stripe", external_id="pm_own",
            saved_at=clock.now(),
        )  # fmt: skip
    assert machine.post("paymentcards/", body()).status_code == 201
    (card,) = cards(machine)
    assert card.gateway_account_id == connected.id and card.last4 == "4242"


def test_who_may_not_or_is_disconnected(machine: Machine, book: Book, account: Any, connected: Any) -> None:
    """The right is `paymentcards.create`; a gateway that was taken out of use takes no card."""
    reader = Machine(machine.organization, rights=["paymentcards.read"])
    assert reader.post("paymentcards/", body()).status_code == 403
    disconnect_gateway(machine.here, gateway_account=connected.id, actor=SYSTEM, at=clock.now())
    answer = machine.post("paymentcards/", body())
    assert answer.status_code == 400 and answer.headers["X-Error-Code"] == "card_not_connected"
    assert not book.asked("adopt")
