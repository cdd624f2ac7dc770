"""Lost answers, slow and refusing gateways: an order is carried out once, and nothing is believed lightly (G5, G6)."""

from collections.abc import Iterator

import pytest

from selvbetjening.domain.payments.ports import GatewayRefused, NotReached, RefundOrder
from selvbetjening.kernel.money import Money
from tests.contract.gateways.shop import Shop, only

PAID = "payment_succeeded"
#: The call that takes money from a saved card, as the stand-in sees it.
CHARGE = {"stripe": "POST /stripe/v1/payment_intents$", "quickpay": "POST /quickpay/subscriptions/.*/recurring"}
REFUND = {"stripe": "POST /stripe/v1/refunds$", "quickpay": "POST /quickpay/payments/.*/refund"}
ANY = {"stripe": "/stripe/v1/", "quickpay": "/quickpay/"}
PAGE = {"stripe": "POST /stripe/v1/checkout/sessions$", "quickpay": "PUT /quickpay/payments/.*/link"}


def disturb(shop: Shop, pattern: dict[str, str], **what: object) -> None:
    """The next requests of a kind go wrong; Stripe's client tries three times by itself."""
    assert shop.standin
    shop.standin.control("fail", path=pattern[shop.name], **{"times": 3, **what})


def calm(shop: Shop) -> None:
    """Nothing goes wrong any more."""
    assert shop.standin
    shop.standin.server.disturbances.waiting.clear()


@pytest.fixture(autouse=True)
def _calm(shop: Shop) -> Iterator[None]:
    """What a test left over strikes nobody else."""
    yield
    calm(shop)


@pytest.mark.parametrize("how", [{"drop": True}, {"status": 500, "when": "after"}])
def test_an_answer_lost_after_the_charge_charges_once(shop: Shop, how: dict[str, object]) -> None:
    """G6: no answer is `unknown`; the same order again finds what it did."""
    card = shop.saved()
    disturb(shop, CHARGE, **how)

    lost = shop.charge(card, "F0000000A1")
    assert lost.kind == "unknown"
    calm(shop)
    shop.pass_time(2)

    found = only(shop.gateway.fetch("", reference="F0000000A1"), PAID)
    again = shop.charge(card, "F0000000A1")
    # Stripe answers a key with its first answer, and be it a 500.
    assert again.external_ref == found.external_id or again.kind == "unknown"
    assert [fact.dedupe_key for fact in shop.payments()] == [found.dedupe_key]


def test_an_order_that_never_arrived_leaves_no_trace_and_can_be_sent_again(shop: Shop) -> None:
    card = shop.saved()
    disturb(shop, CHARGE, drop=True, when="before")

    assert shop.charge(card, "F0000000A1").kind == "unknown"
    assert shop.gateway.fetch("", reference="F0000000A1") == ()

    calm(shop)
    assert shop.charged(card, "F0000000A1").amount == Money(12_500, "DKK")
    assert len(shop.payments()) == 1


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_lost_around_the_refund_refunds_once(shop: Shop, when: str) -> None:
    """Whether the order arrived or only its answer was lost: sent again, it is carried out once."""
    paid = shop.charged(shop.saved())
    disturb(shop, REFUND, drop=True, when=when)

    lost = shop.refund(paid, 2_000, "R0000000A1")
    assert (lost.kind, lost.external_ref) == ("unknown", "")
    calm(shop)
    shop.pass_time(2)
    shop.refund(paid, 2_000, "R0000000A1")
    shop.pass_time(2)

    found = [fact for fact in shop.gateway.fetch(paid.external_id) if fact.kind.startswith("refund_")]
    assert [(fact.amount, fact.reference) for fact in found] == [(Money(2_000, "DKK"), "R0000000A1")]


def test_a_page_whose_address_was_lost_is_the_same_page(shop: Shop) -> None:
    disturb(shop, PAGE, drop=True)

    with pytest.raises(NotReached):
        shop.start_payment("F0000000A1")
    calm(shop)
    shop.fill_in(shop.start_payment("F0000000A1"), "good")

    assert len(shop.payments()) == 1


def test_an_intent_that_is_too_many_is_asked_again(shop: Shop) -> None:
    """Q3: 429 with `Retry-After`; the order was not carried out, and is not given up."""
    card = shop.saved()
    disturb(shop, CHARGE, status=429, times=9)

    result = shop.charge(card, "F0000000A1")

    assert result.kind == "unknown" and result.failure
    assert (result.failure.kind, result.failure.retry) == ("rate_limited", "same_request")


def test_a_gateway_that_is_down_is_not_reached(shop: Shop) -> None:
    disturb(shop, ANY, status=503, times=9)

    with pytest.raises(NotReached):
        shop.gateway.fetch("pi_1" if shop.name == "stripe" else "payment:1")
    with pytest.raises(NotReached):
        shop.gateway.check()
    payment = "pi_1" if shop.name == "stripe" else "payment:1"
    order = RefundOrder(reference="R0000000A1", payment=payment, amount=Money(100, "DKK"), notices="https://h.example/")
    assert shop.gateway.refund(order).kind == "unknown"


def test_a_key_that_was_taken_back_is_a_fault_of_ours(shop: Shop) -> None:
    card = shop.saved()
    disturb(shop, ANY, status=401, times=1)

    result = shop.charge(card)

    assert result.kind == "failed" and result.failure and result.failure.kind == "config_error"


def test_what_does_not_exist_has_no_facts_or_is_refused(shop: Shop) -> None:
    for ref in ("payment:999999", "subscription:999999") if shop.name == "quickpay" else ("unknown_1",):
        assert shop.gateway.fetch(ref) == ()
    assert shop.gateway.fetch("", reference="F0000000ZZ") == ()
    assert shop.gateway.fetch("") == ()


def test_an_amount_that_cannot_be_charged_is_refused_by_name(shop: Shop) -> None:
    """S9: below the least. QuickPay's least is one."""
    amount = 100 if shop.name == "stripe" else 0
    with pytest.raises(GatewayRefused) as refused:
        shop.start_payment(amount=amount)

    assert refused.value.failure.kind == "bad_request" and refused.value.failure.retry == "never"
    assert refused.value.failure.code == ("amount_too_small" if shop.name == "stripe" else "amount")


def test_a_live_fact_says_so(shop: Shop) -> None:
    """G5: which world a payment belongs to is read from the payment."""
    paid = shop.charged(shop.saved())
    assert shop.standin

    shop.standin.control("live-mode-fact", payment=paid.external_id.rpartition(":")[2], gateway=shop.name)

    assert only(shop.gateway.fetch(paid.external_id), PAID).mode == "live"


def test_another_amount_is_another_fact(shop: Shop) -> None:
    """G5: what was taken is told as it was taken; the domain holds it against what was asked for."""
    paid = shop.charged(shop.saved())
    assert shop.standin

    number = paid.external_id.rpartition(":")[2]
    shop.standin.control("other-amount", payment=number, amount=9_000, currency="EUR", gateway=shop.name)

    other = only(shop.gateway.fetch(paid.external_id), PAID)
    assert other.amount == Money(9_000, "EUR") and other.dedupe_key != paid.dedupe_key
