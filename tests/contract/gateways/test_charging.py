"""Charges without the payer, and money that goes back, for both gateways alike (XB-38, XB-39)."""

import pytest

from selvbetjening.adapters.stripe import reading
from selvbetjening.domain.payments.ports import Instrument
from selvbetjening.kernel.money import Money
from tests.contract.gateways.conftest import opened
from tests.contract.gateways.shop import Shop, kinds, only
from tests.gateways import Gateways


def test_a_saved_card_is_charged(card_shop: Shop) -> None:
    result = card_shop.charge(card_shop.saved(), "F0000000A1")

    assert result.kind in ("succeeded", "pending") and result.external_ref
    paid = only(card_shop.ended(result), "payment_succeeded")
    assert (paid.amount, paid.reference) == (Money(12_500, "DKK"), "F0000000A1")
    assert paid.external_id == result.external_ref


def test_what_the_answer_says_is_what_a_reading_says(shop: Shop) -> None:
    """G4: one `dedupe_key`, whichever way a fact came."""
    card = shop.saved()
    first = shop.charge(card, "F0000000A1")
    shop.pass_time(2)
    again = shop.charge(card, "F0000000A1")

    read = only(shop.gateway.fetch(first.external_ref), "payment_succeeded")
    told = only(shop.taken(shop.notices()), "payment_succeeded")
    assert only(again.facts, "payment_succeeded").dedupe_key == read.dedupe_key == told.dedupe_key
    assert len(shop.payments()) == 1


def test_a_bank_that_says_no_is_a_failure_with_a_reason(card_shop: Shop) -> None:
    card = card_shop.saved("declines_later")

    failed = only(card_shop.ended(card_shop.charge(card, "F0000000A1")), "payment_failed")

    assert failed.reference == "F0000000A1"
    assert failed.failure and failed.failure.kind == "declined" and failed.failure.retry == "later"
    assert card_shop.payments() == []


def test_a_bank_that_wants_the_payer_asks_for_her(shop: Shop) -> None:
    """Strong authentication: the payer gets a link, the failed order is not tried again by itself."""
    card = shop.saved("asks_later")
    result = shop.charge(card)

    told = only(shop.ended(result), "payment_needs_customer")

    assert told.failure and told.failure.kind == "authentication_required"
    assert told.failure.retry == "after_customer" and not told.failure.ask_for_new_card
    keys = {fact.dedupe_key for fact in shop.taken(shop.notices()) if fact.kind.startswith("payment_")}
    assert told.dedupe_key in keys


def test_a_card_that_the_gateway_lost_asks_for_another(card_shop: Shop) -> None:
    card = card_shop.saved()
    card_shop.gateway.disable(card)
    card_shop.pass_time(2)

    result = card_shop.charge(card)

    assert result.kind == "failed" and result.failure
    assert (result.failure.kind, result.failure.retry, result.failure.ask_for_new_card) == (
        "card_removed",
        "never",
        True,
    )


def test_disabling_twice_is_disabling_once(card_shop: Shop) -> None:
    """CD-03: what was wanted is so."""
    card = card_shop.saved()

    assert card_shop.gateway.disable(card).kind == "succeeded"
    assert card_shop.gateway.disable(card).kind == "succeeded"

    assert "instrument_disabled" in kinds(card_shop.gateway.fetch(card.external_id))


def test_a_card_that_never_was_counts_as_disabled(card_shop: Shop) -> None:
    unknown = "pm_unknown" if card_shop.name == "stripe" else "subscription:999999"

    assert card_shop.gateway.disable(Instrument(external_id=unknown)).kind == "succeeded"


def test_a_card_that_is_cancelled_there_is_told(shop: Shop) -> None:
    card = shop.saved()
    shop.notices()
    assert shop.standin
    number = card.external_id.rpartition(":")[2]

    shop.standin.control("cancel-outside", subscription=number, gateway=shop.name)

    gone = only(shop.taken(shop.notices()), "instrument_disabled")
    assert gone.external_id == card.external_id


def test_a_payment_is_refunded_in_full(card_shop: Shop) -> None:
    paid = card_shop.charged(card_shop.saved())

    told = only(card_shop.ended(card_shop.refund(paid, 12_500, "R0000000A1")), "refund_succeeded")

    assert (told.amount, told.reference, told.of_payment) == (Money(12_500, "DKK"), "R0000000A1", paid.external_id)


def test_a_payment_is_refunded_in_parts_and_never_beyond(card_shop: Shop) -> None:
    paid = card_shop.charged(card_shop.saved())
    card_shop.ended(card_shop.refund(paid, 5_000, "R0000000A1"))
    card_shop.ended(card_shop.refund(paid, 5_000, "R0000000A2"))

    beyond = card_shop.refund(paid, 5_000, "R0000000A3")
    left = card_shop.ended(card_shop.refund(paid, 2_500, "R0000000A4"))
    rest = only([fact for fact in left if fact.reference == "R0000000A4"], "refund_succeeded")

    assert beyond.kind == "failed" and beyond.failure and beyond.failure.kind == "bad_request"
    assert rest.amount == Money(2_500, "DKK")
    told = [fact for fact in card_shop.gateway.fetch(paid.external_id) if fact.kind == "refund_succeeded"]
    assert sorted(fact.reference for fact in told) == ["R0000000A1", "R0000000A2", "R0000000A4"]
    assert len({fact.dedupe_key for fact in told}) == 3


def test_a_refund_that_fails_is_told(shop: Shop) -> None:
    """The money is with the company again: at Stripe after it had succeeded, at QuickPay from the start."""
    paid = shop.charged(shop.saved("refund_fails"))
    shop.notices()
    result = shop.refund(paid, 12_500, "R0000000A1")

    shop.pass_time(10)

    failed = only(shop.gateway.fetch(result.external_ref), "refund_failed")
    assert failed.reference == "R0000000A1" and failed.amount == Money(12_500, "DKK")
    assert failed.failure and failed.failure.code
    assert failed.dedupe_key in {fact.dedupe_key for fact in shop.taken(shop.notices())}


def test_the_same_refund_twice_gives_the_money_back_once(card_shop: Shop) -> None:
    paid = card_shop.charged(card_shop.saved())

    first, again = card_shop.refund(paid, 2_000, "R0000000A1"), card_shop.refund(paid, 2_000, "R0000000A1")

    assert first.external_ref == again.external_ref
    card_shop.pass_time(2)
    refunds = [fact for fact in card_shop.gateway.fetch(paid.external_id) if fact.kind.startswith("refund_")]
    assert [fact.amount for fact in refunds] == [Money(2_000, "DKK")]


def test_a_refund_made_in_the_gateways_own_pages_has_no_reference_of_ours(shop: Shop) -> None:
    paid = shop.charged(shop.saved())
    elsewhere = opened_beside(shop)

    elsewhere.refund(paid, 1_000)
    shop.pass_time(2)

    found = [fact for fact in shop.gateway.fetch(paid.external_id) if fact.kind.startswith("refund_")]
    assert [fact.of_payment for fact in found] == [paid.external_id]
    assert len(found) == 1


def opened_beside(shop: Shop) -> Shop:
    """Somebody else with the same key: a web shop, or an earlier row of ours."""
    assert shop.standin
    return opened(shop.standin, shop.name, account="web-shop", api_key=shop.credentials.api_key)


def test_the_web_shops_payments_in_the_same_account_are_not_ours(shop: Shop) -> None:
    """Fact.reference is set only for what carries our own mark; all else is left alone."""
    web = opened_beside(shop)
    paid = web.charged(web.saved())

    assert shop.gateway.fetch(paid.external_id) == ()
    assert shop.gateway.fetch(paid.external_id, reference=paid.reference) == ()
    assert shop.payments() == []
    assert [fact.reference for fact in shop.taken(shop.notices()) if fact.reference] == []


def test_our_reference_that_somebody_else_used_is_never_theirs(shop: Shop) -> None:
    """A second row for the same account counts from one again: its first charge is not the old one's."""
    web = opened_beside(shop)
    theirs = web.charged(web.saved(), "F0000000A1")
    shop.new("S")

    result = shop.charge(shop.saved(), "F0000000A1", amount=12_500)

    assert theirs.external_id not in {result.external_ref, *(fact.external_id for fact in result.facts)}
    assert result.kind in (("succeeded",) if shop.name == "stripe" else ("failed",))


def test_the_account_says_what_it_can(card_shop: Shop) -> None:
    can = card_shop.gateway.capabilities()

    assert {"DKK", "EUR"} <= can.currencies == set(can.least_minor)
    assert can.one_instrument_per_currency == (card_shop.name == "quickpay")
    assert all((can.save, can.charge, can.refund, can.partial_refund))


def test_a_lost_charge_is_found_however_many_came_after_it(gateways: Gateways, monkeypatch: pytest.MonkeyPatch) -> None:
    """G6: what is not found counts as never made in the end, so nothing of these days may be left unread."""
    shop = opened(gateways, "stripe")
    card, ref = shop.saved(), shop.new("F")
    shop.charged(card, ref)
    monkeypatch.setattr(reading, "_PAGE", 2)
    for _ in range(12):
        shop.charged(card)
    assert kinds(shop.gateway.fetch("", reference=ref))[0] == "payment_succeeded"
