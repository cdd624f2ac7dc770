"""Notices: true ones in any order and number, late ones, forged ones (SEC-75, SEC-76, G4, G7)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from selvbetjening.adapters.quickpay import notices as quickpay
from selvbetjening.adapters.stripe import notices as stripe
from selvbetjening.domain.payments.ports import BadSignature, Credentials, Ignored, Told
from tests.contract.gateways.conftest import adapter, opened
from tests.contract.gateways.shop import Shop, only
from tests.gateways import Gateways, Notice

KEYS = Credentials(account="account-of-ours", mode="test", api_key="k", notice_secrets=("demo",), api_base="")


def history(shop: Shop) -> list[Notice]:
    """A card saved, a charge, a refund: everything that the gateway tells of them."""
    paid = shop.charged(shop.saved())
    shop.refund(paid, 2_500)
    return shop.notices()


def test_each_notice_leads_to_facts_by_reading_alone(shop: Shop) -> None:
    """Its content is never believed: it names what to read again."""
    for notice in history(shop):
        told = shop.parse(notice)
        assert isinstance(told, Told)
        assert told.facts == () and len(told.reread) == 1 and told.mode == "test"


def test_in_any_order_and_number_they_come_to_the_same(shop: Shop) -> None:
    told = history(shop)

    straight = {fact.dedupe_key: fact.kind for fact in shop.taken(told)}
    turned = {fact.dedupe_key: fact.kind for fact in shop.taken([*reversed(told), *told])}

    assert straight == turned
    assert sorted(straight.values()) == ["instrument_saved", "payment_succeeded", "refund_succeeded"]


def test_the_same_notice_twice_has_the_same_id(shop: Shop) -> None:
    told = history(shop)

    ids = [found.notice_id for found in (shop.parse(one) for one in told) if isinstance(found, Told)]

    assert ids == [found.notice_id for found in (shop.parse(one) for one in told) if isinstance(found, Told)]
    assert len(set(ids)) == len(ids)


def test_forged_notices_are_refused(shop: Shop) -> None:
    """SEC-75: another body, another key, no signature, half a signature."""
    notice = history(shop)[0]
    forged = [
        (notice.headers, notice.body + b" "),
        (notice.headers, notice.body.replace(b"false", b"true", 1).replace(b"{", b"{ ", 1)),
        ({name: value for name, value in notice.headers.items() if "ign" not in name and "hecksum" not in name}, b""),
        ({name: value[:-1] for name, value in notice.headers.items()}, notice.body),
        ({}, notice.body),
        ({"Stripe-Signature": "", "QuickPay-Checksum-Sha256": ""}, notice.body),
        ({"Stripe-Signature": "t=x,v1=é", "QuickPay-Checksum-Sha256": "é"}, notice.body),
    ]

    for headers, body in forged:
        with pytest.raises(BadSignature):
            shop.gateway.parse_webhook(headers, body, at=datetime.now(UTC))

    other = adapter(shop.name, replace(shop.credentials, notice_secrets=("whsec_another", "")))
    with pytest.raises(BadSignature):
        other.parse_webhook(notice.headers, notice.body, at=datetime.now(UTC))


def test_an_earlier_key_is_still_known_while_keys_change(shop: Shop) -> None:
    notice = history(shop)[0]
    changing = replace(shop.credentials, notice_secrets=("whsec_new", *shop.credentials.notice_secrets))

    told = adapter(shop.name, changing).parse_webhook(notice.headers, notice.body, at=datetime.now(UTC))

    assert isinstance(told, Told)


def test_header_names_are_compared_in_any_case(shop: Shop) -> None:
    notice = history(shop)[0]
    lowered = {name.lower(): value for name, value in notice.headers.items()}
    raised = {name.upper(): value for name, value in notice.headers.items()}

    at = datetime.now(UTC)
    assert shop.gateway.parse_webhook(lowered, notice.body, at=at) == shop.gateway.parse_webhook(
        raised, notice.body, at=at
    )


def test_a_notice_of_the_web_shop_is_ignored(shop: Shop) -> None:
    notice = next(one for one in history(shop) if "setup_intent" in one.label or "Subscription" in one.label)
    stranger = adapter(shop.name, replace(shop.credentials, account="another-row"))

    assert isinstance(stranger.parse_webhook(notice.headers, notice.body, at=datetime.now(UTC)), Ignored)


@pytest.mark.parametrize(("seconds", "fine"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_stripes_stamps_are_fresh_by_300_seconds_to_either_side(seconds: int, fine: bool) -> None:
    body = b'{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}'
    header = "t=1767225600,v1=cf3d1afca57145764ac9dba9479266f37367ef2159b7cc39945a2fb207fc0e29"
    at = datetime.fromtimestamp(1767225600, UTC) + timedelta(seconds=seconds)

    assert stripe.is_signed(header, body, secrets=("whsec_demo_secret",), at=at) is fine
    assert not stripe.is_signed(header, body + b"\n", secrets=("whsec_demo_secret",), at=at)


def test_stripes_vector_among_several_signatures_and_keys() -> None:
    body = b'{"id":"evt_test_1","object":"event","type":"checkout.session.completed"}'
    right = "v1=cf3d1afca57145764ac9dba9479266f37367ef2159b7cc39945a2fb207fc0e29"
    at = datetime.fromtimestamp(1767225600, UTC)

    for header in (f"t=1767225600,v1=00,{right}", f"t=1767225600, {right},v0=11"):
        assert stripe.is_signed(header, body, secrets=("whsec_new", "whsec_demo_secret"), at=at)
    for header in (right, f"t=,{right}", f"t=1767225600.0,{right}", "t=1767225600,v0=" + right[3:]):
        assert not stripe.is_signed(header, body, secrets=("whsec_demo_secret",), at=at)


def test_quickpays_vector() -> None:
    body = b'{"id":1234,"order_id":"F0000000A1","accepted":true,"state":"new","operations":[]}'
    right = "5c7826ba520e7940d9f4b09b3e5c7e73fc65b0507cf1f52880b1fc17ca22f2af"
    keys = replace(KEYS, notice_secrets=("demo-private-key",))

    told = quickpay.parse({"QuickPay-Checksum-Sha256": right}, body, credentials=keys)

    assert told == Told("payment:1234:0:done", "test", ("payment:1234",), ())
    assert not quickpay.is_signed(right, json.dumps(json.loads(body)).encode(), secrets=keys.notice_secrets)
    assert not quickpay.is_signed(right, body, secrets=("",))


def test_stripe_renews_a_card_and_a_bank_takes_money_back(gateways: Gateways) -> None:
    """XB-41 and chargebacks: QuickPay tells of neither."""
    shop = opened(gateways, "stripe")
    card = shop.saved()
    paid = shop.charged(card)
    shop.notices()

    gateways.control("card-update", card=card.external_id, exp="09/39")
    renewed = only(shop.taken(shop.notices()), "instrument_updated").instrument
    gateways.control("dispute", payment=paid.external_id)
    objected = only(shop.taken(shop.notices()), "dispute_opened")
    gateways.control("dispute", payment=paid.external_id, close="lost")
    closed = only(shop.taken(shop.notices()), "dispute_closed")

    assert renewed and (renewed.external_id, renewed.exp_month, renewed.exp_year) == (card.external_id, 9, 2039)
    assert objected.of_payment == closed.of_payment == paid.external_id
    assert objected.amount == paid.amount and closed.failure and closed.failure.code == "lost"


def test_an_inquiry_says_nothing_until_it_becomes_a_dispute(gateways: Gateways) -> None:
    """Stripe's `warning_*`: the bank asks, and no money moves."""
    shop = opened(gateways, "stripe")
    asked, escalated = shop.charged(shop.saved()), shop.charged(shop.saved())
    shop.notices()

    gateways.control("dispute", payment=asked.external_id, inquiry=True)
    gateways.control("dispute", payment=escalated.external_id, inquiry=True)
    gateways.control("dispute", payment=asked.external_id, close="lost")
    assert shop.taken(shop.notices()) == []

    gateways.control("dispute", payment=escalated.external_id, escalate=True)
    told = shop.taken(shop.notices())
    assert {fact.dedupe_key for fact in told} == {only(told, "dispute_opened").dedupe_key}
    assert only(told, "dispute_opened").of_payment == escalated.external_id
