"""What is sent to the gateways, word for word, as readable files: `requests/<gateway>_<flow>.json`.

A change of a request is a change of a file, which somebody reads. To renew one, delete it: the test writes it, fails
once, and the difference is there to be reviewed.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from selvbetjening.domain.payments.ports import NotReached
from tests.contract.gateways.conftest import BOTH, opened
from tests.contract.gateways.shop import Name, Shop
from tests.gateways import Gateways, standin

FOLDER: Final = Path(__file__).parent / "requests"
KEYS: Final[dict[Name, str]] = {"stripe": "sk_test_recorded", "quickpay": "qp_recorded_key"}
_BY_THE_SDK: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LISTED: Final = ("accept-version", "idempotency-key", "quickpay-callback-url", "stripe-version")


def save(shop: Shop) -> None:
    shop.saved()


def pay(shop: Shop) -> None:
    page = shop.start_payment()
    shop.fill_in(page, "good")
    shop.gateway.fetch(page.external_ref)


def pay_and_save(shop: Shop) -> None:
    page = shop.start_payment(save=True)
    shop.fill_in(page, "good")
    shop.gateway.fetch(page.external_ref)


def charge(shop: Shop) -> None:
    card = shop.saved()
    forget(shop)
    shop.charge(card)


def charge_again_after_a_lost_answer(shop: Shop) -> None:
    card = shop.saved()
    forget(shop)
    assert shop.standin
    shop.standin.control("fail", path="(payment_intents|recurring)$", times=3, drop=True)
    assert shop.charge(card, "F0000000A1").kind == "unknown"
    shop.standin.server.disturbances.waiting.clear()
    shop.charge(card, "F0000000A1")


def charge_that_asks_for_the_payer(shop: Shop) -> None:
    card = shop.saved("asks_later")
    forget(shop)
    shop.charge(card)


def refund_a_part(shop: Shop) -> None:
    paid = shop.charged(shop.saved())
    forget(shop)
    shop.refund(paid, 2_500)


def disable(shop: Shop) -> None:
    card = shop.saved()
    forget(shop)
    shop.gateway.disable(card)


def close_a_page(shop: Shop) -> None:
    page = shop.start_payment()
    forget(shop)
    shop.gateway.close_redirect(page.external_ref)


def check_the_key(shop: Shop) -> None:
    shop.gateway.check()


FLOWS: Final[tuple[Callable[[Shop], None], ...]] = (
    save, pay, pay_and_save, charge, charge_again_after_a_lost_answer, charge_that_asks_for_the_payer, refund_a_part,
    disable, close_a_page, check_the_key,
)  # fmt: skip


def forget(shop: Shop) -> None:
    """What stands before the flow is another file's."""
    assert shop.standin
    shop.standin.control("requests/clear", now=True)


@pytest.fixture(scope="module")
def running() -> Iterator[Gateways]:
    with standin() as gateways:
        yield gateways


@pytest.fixture
def gateways(running: Gateways) -> Gateways:
    """The stand-in, empty: the same calls give the same ids."""
    running.control("reset")
    running.handed.clear()
    running.control("webhooks/order", hold=True)
    return running


@pytest.mark.parametrize("flow", FLOWS, ids=[flow.__name__ for flow in FLOWS])
@pytest.mark.parametrize("name", BOTH)
def test_the_requests_are_those_on_file(gateways: Gateways, name: Name, flow: Callable[[Shop], None]) -> None:
    """Must show 3 of the issue."""
    flow(opened(gateways, name, api_key=KEYS[name]))

    sent = [readable(one) for one in gateways.requests()]
    path = FOLDER / f"{name}_{flow.__name__}.json"
    written = json.dumps(sent, ensure_ascii=False, indent=1) + "\n"
    if not path.exists():
        path.write_text(written, encoding="utf-8")
        pytest.fail(f"{path.name} was missing and is written now: read it")
    assert written == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BOTH)
def test_no_card_number_and_no_key_is_ever_sent_in_a_body_or_an_address(gateways: Gateways, name: Name) -> None:
    """G9, SEC-79: cards are typed on the gateways' pages only."""
    for flow in FLOWS:
        flow(opened(gateways, name, api_key=KEYS[name]))

        sent = json.dumps(gateways.requests())
        assert KEYS[name] not in sent
        assert not re.search(r"\b(?:\d[ -]?){13,19}\b", sent)
        gateways.control("reset")


def test_every_file_is_a_flows() -> None:
    names = {f"{name}_{flow.__name__}.json" for name in BOTH for flow in FLOWS}

    assert {path.name for path in FOLDER.iterdir()} == names


def test_an_order_has_the_same_body_each_time(gateways: Gateways) -> None:
    """Stripe refuses a key that comes with other parameters: nothing in an order may follow the clock."""
    shop = opened(gateways, "stripe", api_key=KEYS["stripe"])
    shop.start_payment("F0000000A1", save=True)
    gateways.control("fail", path="checkout/sessions$", times=3, drop=True)
    with pytest.raises(NotReached):
        shop.start_payment("F0000000A1", save=True)

    bodies = [one["body"] for one in gateways.requests(path="checkout/sessions", method="POST")]
    assert len(bodies) == 4 and bodies.count(bodies[0]) == 4


def readable(request: dict[str, Any]) -> dict[str, Any]:
    """A request without what differs each time; header names as the stand-in tells them."""
    headers = {
        name: _BY_THE_SDK.sub("<by the SDK>", value) for name, value in request["headers"].items() if name in _LISTED
    }
    wanted = {name: request[name] for name in ("method", "path", "query", "body", "status")}
    return {**wanted, "headers": headers}
