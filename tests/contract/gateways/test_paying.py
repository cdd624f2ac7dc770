"""What a payer does on a gateway's page, for both gateways alike (PY-01, PY-03, CD-01, SB-26)."""

from dataclasses import replace

import pytest

from selvbetjening.domain.payments.ports import GatewayRefused
from selvbetjening.kernel.money import Money
from tests.contract.gateways.conftest import adapter
from tests.contract.gateways.shop import Shop, kinds, only


def test_a_card_is_saved_and_no_money_moves(shop: Shop) -> None:
    page = shop.start_save("S0000000A1")

    led = shop.fill_in(page, "good")

    saved = only(shop.gateway.fetch(page.external_ref), "instrument_saved")
    assert led == "https://shop.example/done"
    assert saved.reference == "S0000000A1" and saved.mode == "test" and saved.gateway == shop.name
    assert saved.instrument
    assert saved.external_id == saved.instrument.external_id
    assert (saved.instrument.last4, saved.instrument.exp_month, saved.instrument.exp_year)[1:] == (12, 2034)
    assert saved.instrument.fingerprint and saved.instrument.brand and saved.instrument.method == "card"
    assert len(saved.raw_sha256) == 64
    assert shop.payments() == []


def test_the_same_card_saved_twice_has_one_fingerprint(shop: Shop) -> None:
    """CD-04: the card's row is brought up to date instead of standing there twice."""
    first, again = shop.saved(), shop.saved()

    assert first.external_id != again.external_id
    assert first.fingerprint == again.fingerprint


def test_a_payment_is_made_on_the_page(shop: Shop) -> None:
    page = shop.start_payment("F0000000B2", amount=9_900)
    assert shop.gateway.fetch(page.external_ref) == ()

    shop.fill_in(page, "asks")
    shop.pass_time(2)

    paid = only(shop.gateway.fetch(page.external_ref), "payment_succeeded")
    assert paid.amount == Money(9_900, "DKK") and paid.reference == "F0000000B2"
    assert kinds(shop.gateway.fetch(page.external_ref)) == ["payment_succeeded"]


def test_paying_and_saving_makes_a_payment_and_a_card_that_can_be_charged(shop: Shop) -> None:
    """PY-09: both come of one page, and both carry the attempt's reference."""
    page = shop.start_payment("F0000000C3", save=True)
    shop.fill_in(page, "good")
    shop.gateway.fetch(page.external_ref)
    shop.pass_time(2)

    told = shop.gateway.fetch(page.external_ref)

    paid, saved = only(told, "payment_succeeded"), only(told, "instrument_saved")
    assert paid.amount == Money(12_500, "DKK")
    assert {paid.reference, saved.reference} == {"F0000000C3"}
    assert saved.instrument
    assert shop.charged(saved.instrument, amount=5_000).amount == Money(5_000, "DKK")
    assert len(shop.payments()) == 2


def test_read_at_once_by_notice_poll_and_page_it_is_paid_once(shop: Shop) -> None:
    """G4: however often and by whomever the page is read, its payment is started once."""
    page = shop.start_payment(save=True)
    shop.fill_in(page, "good")

    for _ in range(3):
        shop.gateway.fetch(page.external_ref)
        shop.taken(shop.notices())

    assert len(shop.payments()) == 1


def test_a_card_that_is_refused_is_no_fact_while_another_can_be_tried(shop: Shop) -> None:
    page = shop.start_payment()

    shop.fill_in(page, "declined")
    assert shop.gateway.fetch(page.external_ref) == ()
    shop.fill_in(page, "good")
    shop.pass_time(2)

    assert kinds(shop.gateway.fetch(page.external_ref)) == ["payment_succeeded"]


@pytest.mark.parametrize("saves", [False, True])
def test_a_page_that_nobody_finishes_expires(shop: Shop, saves: bool) -> None:
    """An attempt never stands on an invoice for ever: the page's end is a fact."""
    page = shop.start_save() if saves else shop.start_payment()
    assert page.expires_at

    shop.pass_time(25 * 3600)

    assert kinds(shop.gateway.fetch(page.external_ref)) == ["redirect_expired"]


def test_a_page_can_be_closed_and_takes_no_money_then(any_shop: Shop) -> None:
    page = any_shop.start_payment("F0000000D4") if any_shop.standin else any_shop.start_payment()

    told = any_shop.gateway.close_redirect(page.external_ref)

    assert kinds(told) == ["redirect_expired"]
    assert told == any_shop.gateway.close_redirect(page.external_ref)


def test_a_page_that_was_paid_cannot_be_closed(shop: Shop) -> None:
    page = shop.start_payment()
    shop.fill_in(page, "good")
    shop.pass_time(2)

    assert kinds(shop.gateway.close_redirect(page.external_ref)) == ["payment_succeeded"]


def test_the_same_order_twice_is_the_same_page(any_shop: Shop) -> None:
    """Two tabs, or a second try after a lost answer: one page, one object at the gateway."""
    reference, other = any_shop.new("F"), any_shop.new("S")

    first, again = any_shop.start_payment(reference), any_shop.start_payment(reference)
    saving, saving_again = any_shop.start_save(other), any_shop.start_save(other)

    assert first.external_ref == again.external_ref and first.url == again.url
    assert saving.external_ref == saving_again.external_ref


def test_the_key_is_right_and_belongs_to_the_tests(any_shop: Shop) -> None:
    """SB-26: "test connection" asks the gateway itself."""
    assert any_shop.gateway.check() == "test"


def test_a_wrong_key_is_said_to_be_one_and_never_shown(shop: Shop) -> None:
    wrong = "sk_live_somebody_else" if shop.name == "stripe" else "x"
    gateway = adapter(shop.name, replace(shop.credentials, api_key=wrong))

    with pytest.raises(GatewayRefused) as refused:
        gateway.check()

    assert refused.value.failure.kind == "config_error"
    assert wrong not in f"{refused.value!r} {refused.value.__cause__!r} {shop.credentials!r}"
