"""Attacks on the door of the gateways' notices, over the real adapters and the stand-ins (Must show 4 of issue 4).

A notice is never believed for its content: what it names is read again (SEC-75, SEC-76, SEC-77, G5, G7).
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from selvbetjening.kernel import clock
from tests.gateways import Gateways, Notice, standin
from tests.hostile.at_once import at_once
from tests.hostile.card_shop import DECLINED, GOOD, CardShop, open_shop, post
from tests.portal import PortalClient
from tests.story.portal.world import NOW

BOTH = ("stripe", "quickpay")


@pytest.fixture(scope="module")
def running() -> Iterator[Gateways]:
    with standin() as gateways:
        yield gateways


@pytest.fixture
def gateways(running: Gateways, settings: Any) -> Gateways:
    """An empty stand-in that sends nothing by itself, as the gateways' address."""
    running.control("reset")
    running.handed.clear()
    running.control("webhooks/order", hold=True)
    settings.CARD_GATEWAY_BASES = {"stripe": running.stripe_base, "quickpay": running.quickpay_base}
    return running


@pytest.fixture(params=BOTH)
def shop(request: pytest.FixtureRequest, gateways: Gateways, present: Any) -> CardShop:
    return open_shop(request.param, gateways)


def charged(shop: CardShop) -> tuple[Any, list[Notice]]:
    """A charge that the gateway made and whose answer never came back, with the notices of it."""
    attempt = shop.attempt()
    shop.charge_beside(attempt.reference)
    return attempt, shop.told()


def test_a_forged_notice_is_refused_and_leaves_nothing(shop: CardShop) -> None:
    """SEC-75: not signed, signed with another key, another body under a right signature, cut short, or turned round."""
    _, notices = charged(shop)
    good = notices[-1]
    header = "HTTP_STRIPE_SIGNATURE" if shop.name == "stripe" else "HTTP_QUICKPAY_CHECKSUM_SHA256"
    richer = good.body.replace(b"25000", b"99000")
    assert richer != good.body
    signed = good.django_headers()[header]
    assert [
        shop.post(good, **{header: ""}),
        shop.post(good, **{header: "t=1,v1=00" if shop.name == "stripe" else "00"}),
        shop.post(good, **{header: signed[:-1]}),
        shop.post(good, **{header: signed[:-2] + "æø"}),
        shop.post(good, body=richer),
        shop.post(good, body=good.body[:-1]),
        shop.post(good, body=good.body[:20]),
        shop.post(good, body=b""),
        shop.post(good, body=good.body + b" "),
        shop.post(good, body=b"\xff\xfe\x00"),
    ] == [400] * 10
    assert shop.kept() == []
    assert shop.post(good) == 204 and len(shop.kept()) == 1


def test_a_right_signature_counts_at_its_own_address_only(shop: CardShop) -> None:
    """SEC-19, SEC-75: company A's notice at B's address, at nobody's, at A's account under another gateway's path."""
    _, notices = charged(shop)
    neighbour = open_shop(shop.name, shop.gateways)
    other = "quickpay" if shop.name == "stripe" else "stripe"
    ours, theirs = f"{shop.world.id}/{shop.account.id}", f"{neighbour.world.id}/{neighbour.account.id}"
    addresses = [
        f"/{shop.name}/{theirs}/",
        f"/{shop.name}/{neighbour.world.id}/{shop.account.id}/",
        f"/{shop.name}/{shop.world.id}/{neighbour.account.id}/",
        f"/{shop.name}/{uuid4()}/{shop.account.id}/",
        f"/{shop.name}/{uuid4()}/{uuid4()}/",
        f"/{other}/{ours}/",
    ]
    assert [post(address, notices[-1]) for address in addresses] == [400] * 6
    assert shop.kept() == neighbour.kept() == []


def test_a_notice_that_names_another_companys_payment_moves_nothing(shop: CardShop) -> None:
    """SEC-76: B signs a notice of its own about A's payment, with A's mark in it. It is read with B's key, in vain."""
    attempt, notices = charged(shop)
    thief = open_shop(shop.name, shop.gateways)
    thief.attempt()
    body = notices[-1].body.replace(str(shop.account.id).encode(), str(thief.account.id).encode())
    header, made = resigned(thief, body)
    assert thief.post(notices[-1], body=body, **{header: made}) == 204
    thief.work()
    assert (thief.booked(), shop.booked(), shop.state(attempt)) == ([], [], "made")
    assert "new" not in {notice.state for notice in thief.kept()}


def resigned(shop: CardShop, body: bytes) -> tuple[str, str]:
    """What the company's own key makes of these bytes."""
    from selvbetjening.portals.sandbox.gateways import signatures

    if shop.name == "stripe":
        stamp = int(clock.now().timestamp())
        return "HTTP_STRIPE_SIGNATURE", signatures.stripe(secret=shop.secret, stamp=stamp, body=body)
    return "HTTP_QUICKPAY_CHECKSUM_SHA256", signatures.quickpay(private_key=shop.secret, body=body)


def test_signed_nonsense_is_answered_and_forgotten(shop: CardShop) -> None:
    """G7: whoever has the key may send anything; nothing of it is an error of ours, and nothing is kept."""
    _, notices = charged(shop)
    deep = b"[" * 5_000 + b"]" * 5_000
    wrong_types = {"id": [1], "object": "event", "type": {"a": 1}, "data": [], "operations": "no", "variables": 3}
    texts = (b"", b"null", b"[]", b"{}", b'"text"', b"12", b"{", b"\xff", deep, json.dumps(wrong_types).encode())
    for body in (*texts, b'{"id": 1e999, "operations": [1, null]}', b'{"id":"\\u0000","object":"event","data":null}'):
        header, made = resigned(shop, body)
        assert shop.post(notices[-1], body=body, **{header: made}) == 204, body
    assert shop.kept() == []


def test_lengths_that_lie_and_bodies_that_are_too_large(shop: CardShop) -> None:
    """SEC-150: much more announced than comes, a byte less, less than nothing; and a real body above the limit."""
    notice = charged(shop)[1][-1]
    assert shop.post(notice, CONTENT_LENGTH="99999999999") == 413
    assert shop.post(notice, CONTENT_LENGTH=str(len(notice.body) - 1)) == 400
    assert shop.post(notice, CONTENT_LENGTH="-5") == 400
    large = b'{"x":"' + b"a" * 1_000_001 + b'"}'
    header, made = resigned(shop, large)
    assert shop.post(notice, body=large, **{header: made}) == 413
    assert shop.kept() == []


def test_only_a_post_is_heard_and_no_cookie_is_given(shop: CardShop) -> None:
    """SEC-77: the door has no session; other methods say nothing."""
    client = PortalClient("hooks.portal.test")
    assert [client.get(shop.address).status_code, client.put(shop.address).status_code] == [405, 405]
    answer = client.post(shop.address, b"{}", content_type="application/json")
    assert (answer.status_code, answer.content, dict(client.cookies)) == (400, b"", {})


def test_replayed_it_is_kept_once_and_refused_when_old(shop: CardShop, present: Any) -> None:
    """SEC-75: the same bytes again, at once by many, and an hour later. QuickPay signs no time: there it is known."""
    attempt, notices = charged(shop)
    replays = [lambda: shop.post(notices[-1])] * 6
    assert at_once(replays) == [204] * 6
    assert len(shop.kept()) == 1
    shop.work()
    present(NOW + timedelta(hours=1))
    assert shop.post(notices[-1]) == (400 if shop.name == "stripe" else 204)
    present(NOW - timedelta(hours=1))
    assert shop.post(notices[-1]) == (400 if shop.name == "stripe" else 204)
    shop.work()
    assert len(shop.kept()) == 1 and shop.state(attempt) == "succeeded" and shop.paid_once()


def test_three_times_and_backwards_it_is_paid_once(shop: CardShop) -> None:
    """A payer whose first card is declined; every notice three times, the newest first, worked on by four at once."""
    attempt = shop.attempt("pay")
    page = shop.page(attempt)
    shop.gateways.fill_in(page, DECLINED[shop.name])
    early = shop.told()
    shop.gateways.fill_in(page, GOOD[shop.name])
    notices = [*early, *shop.told()]
    assert all(shop.post(notice) == 204 for notice in reversed(notices * 3))
    assert at_once([shop.work] * 4) == [None] * 4
    assert shop.state(attempt) == "succeeded" and shop.paid_once() and shop.parked() == []
    assert {notice.state for notice in shop.kept()} == {"done"}


def test_what_comes_late_does_not_undo_it(shop: CardShop) -> None:
    """G4: paid and booked by the poller; the notices of the declined try, of the waiting and of the end come later."""
    attempt = shop.attempt("pay")
    page = shop.page(attempt)
    shop.gateways.fill_in(page, DECLINED[shop.name])
    shop.pass_time()
    shop.gateways.fill_in(page, GOOD[shop.name])
    shop.pass_time()
    shop.look(attempt)
    assert shop.state(attempt) == "succeeded"
    assert set(shop.hand_over()) == {204}
    assert shop.state(attempt) == "succeeded" and shop.paid_once() and shop.parked() == []


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"amount": 24999}, "amount"), ({"amount": 1}, "amount"), ({"currency": "EUR"}, "currency")],
)
def test_another_sum_than_was_asked_for_is_never_booked(shop: CardShop, changed: Any, reason: str) -> None:
    """G5, Must show 4: parked and told to the company, however often it comes; the invoice stays unpaid."""
    attempt, _ = charged(shop)
    shop.gateways.control("other-amount", gateway=shop.name, payment=number(shop), **changed)
    notices = shop.told()
    shop.hand_over(notices)
    shop.hand_over(notices)
    shop.look(attempt)
    assert (shop.booked(), shop.outstanding(), shop.parked()) == ([], 25000, [reason])
    assert shop.state(attempt) != "succeeded"


def test_a_sum_that_changes_after_it_was_booked_is_seen(shop: CardShop) -> None:
    """G5: the same payment, of another sum on a later day: the books stay, and the company is told."""
    attempt, notices = charged(shop)
    shop.hand_over(notices)
    assert shop.paid_once()
    shop.gateways.control("other-amount", gateway=shop.name, payment=number(shop), amount=99000)
    shop.gateway.fetch(shop.kept()[0].reread[0])
    take_again(shop)
    assert (shop.booked(), shop.outstanding(), shop.parked()) == ([(25000, "DKK")], 0, ["amount"])
    assert shop.state(attempt) == "succeeded"


def take_again(shop: CardShop) -> None:
    """What a later notice of the same payment leads to."""
    from selvbetjening.domain.billing.actions.take_facts import take_facts

    facts = shop.gateway.fetch(shop.kept()[0].reread[0])
    take_facts(shop.world.id, gateway_account=shop.account.id, facts=facts, at=clock.now())


def number(shop: CardShop) -> str:
    """The payment as control names it."""
    return shop.payment_there()


def test_live_money_on_a_test_account_is_never_booked(shop: CardShop) -> None:
    """G5: test and live never mix."""
    attempt, _ = charged(shop)
    shop.gateways.control("live-mode-fact", gateway=shop.name, payment=number(shop))
    shop.hand_over(shop.told())
    shop.look(attempt)
    assert (shop.booked(), shop.outstanding(), set(shop.parked())) == ([], 25000, {"mode"})


def test_money_with_a_reference_that_nobody_gave_is_seen(shop: CardShop) -> None:
    """G5: it carries our mark, but no attempt has its reference."""
    shop.charge_beside("F0000000ZZ")
    assert set(shop.hand_over()) == {204}
    assert (shop.booked(), shop.parked()) == ([], ["unknown_reference"])
    assert {notice.state for notice in shop.kept()} == {"done"}


def test_a_second_payment_on_one_attempt_is_seen_and_not_booked(gateways: Gateways, present: Any) -> None:
    """G5: two payments with one reference (at QuickPay the order id lets no second one through)."""
    shop = open_shop("stripe", gateways)
    attempt = shop.attempt()
    shop.charge_beside(attempt.reference, key="one")
    shop.charge_beside(attempt.reference, key="two")
    shop.hand_over()
    assert shop.money_there() == [(25000, "DKK")] * 2
    assert (shop.booked(), shop.outstanding(), shop.parked()) == ([(25000, "DKK")], 0, ["twice"])
