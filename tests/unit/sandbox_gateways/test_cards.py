"""The test cards of gateways.md 2.6 and 3.5: each does what its row says, and no other exists."""

import pytest

from selvbetjening.portals.sandbox.gateways.pages import read_card
from selvbetjening.portals.sandbox.gateways.quickpay import cards as quickpay
from selvbetjening.portals.sandbox.gateways.stripe import cards as stripe
from selvbetjening.portals.sandbox.gateways.stripe.cards import AUTHENTICATION, EXPIRED, FUNDS, GENERIC, Decline
from selvbetjening.portals.sandbox.gateways.words import WORDS, amount, words

NOW = 1_795_000_000.0  # November 2026


@pytest.mark.parametrize(
    ("number", "setup", "present", "away_set_up", "away_fresh"),
    [
        ("4242424242424242", "ok", "ok", "ok", "ok"),
        ("4000002500003155", "authenticate", "authenticate", "ok", AUTHENTICATION),
        ("4000002760003184", "authenticate", "authenticate", AUTHENTICATION, AUTHENTICATION),
        ("4000003800000446", "authenticate", "authenticate", "ok", "ok"),
        ("4000008260003178", "authenticate", "authenticate", FUNDS, AUTHENTICATION),
        ("4000000000000341", "ok", GENERIC, GENERIC, GENERIC),
        ("4000000000009995", FUNDS, FUNDS, FUNDS, FUNDS),
        ("4000000000000069", EXPIRED, EXPIRED, EXPIRED, EXPIRED),
    ],
)
def test_stripes_cards(
    number: str, setup: str | Decline, present: str | Decline, away_set_up: str | Decline, away_fresh: str | Decline
) -> None:
    card = stripe.CARDS[number]
    kept = {"authenticated": False, "expired": False}
    assert stripe.decide(card, situation="setup", set_up=False, **kept) == setup
    assert stripe.decide(card, situation="on_session", set_up=False, **kept) == present
    assert stripe.decide(card, situation="off_session", set_up=True, **kept) == away_set_up
    assert stripe.decide(card, situation="off_session", set_up=False, **kept) == away_fresh


def test_there_are_the_cards_of_the_tables_and_no_other() -> None:
    assert len(stripe.CARDS) == 19
    assert len(quickpay.CARDS) == 29
    assert all(len(number) == 16 and number.isdigit() for number in [*stripe.CARDS, *quickpay.CARDS])
    assert {"1000000000000008", "1000010000000007", "1000020000000006", "1000010000000049", "1000020000000089"} <= set(
        quickpay.CARDS
    )
    assert {number for number, _ in stripe.SHOWN} <= set(stripe.CARDS)
    assert {number for number, _ in quickpay.SHOWN} <= set(quickpay.CARDS)


@pytest.mark.parametrize(
    ("number", "operation", "code", "said"),
    [
        ("1000000000000008", "recurring", "20000", "Approved"),
        ("1000010000000015", "authorize", "40000", "Rejected test operation"),
        ("1000020000000022", "authorize", "40000", "Card expired"),
        ("1000000000000032", "authorize", "20000", "Approved"),
        ("1000000000000032", "capture", "40000", "Rejected test operation"),
        ("1000010000000049", "refund", "40000", "Rejected test operation"),
        ("1000020000000055", "cancel", "40000", "Rejected test operation"),
        ("1000000000000065", "authorize", "20000", "Approved"),
        ("1000000000000065", "recurring", "40000", "Rejected test operation"),
        ("1000000000000073", "recurring", "30100", "3D Secure is required"),
        ("1000020000000071", "recurring", "40000", "Rejected test operation"),
        ("1000000000000099", "recurring", "20000", "Approved"),
    ],
)
def test_quickpays_cards(number: str, operation: str, code: str, said: str) -> None:
    status = quickpay.decide(quickpay.CARDS[number], operation=operation, expired=False)
    assert (status.code, status.acquirer_message) == (code, said)
    worn = quickpay.decide(quickpay.CARDS[number], operation=operation, expired=True)
    assert (worn == quickpay.EXPIRED) == (operation in {"authorize", "recurring"})


@pytest.mark.parametrize(
    ("sent", "faults"),
    [
        ({"number": "4242 4242 4242 4242", "expiry": "12/34", "cvc": "123"}, []),
        ({"number": "4242-4242-4242-4242", "expiry": "11 / 2026", "cvc": "1234"}, []),
        ({"number": "4111111111111111", "expiry": "10/26", "cvc": "12"}, ["number", "expiry", "cvc"]),
        ({"number": "4242424242424242", "expiry": "13/34", "cvc": "abc"}, ["expiry", "cvc"]),
        ({}, ["number", "expiry", "cvc"]),
    ],
)
def test_what_was_typed(sent: dict[str, str], faults: list[str]) -> None:
    assert read_card(sent, known=stripe.CARDS, now=NOW)[1] == faults


def test_every_word_is_there_in_both_languages() -> None:
    assert all(danish and english for danish, english in WORDS.values())
    shown = {what for _, what in (*stripe.SHOWN, *quickpay.SHOWN)}
    assert {f"outcome_{what}" for what in shown} <= set(WORDS)
    assert words("da")["pay"] == "Betal" and words("en")["pay"] == "Pay"


def test_amounts_are_written_as_people_write_them() -> None:
    assert amount(123450, "dkk", "da") == "1.234,50\u00a0kr."
    assert amount(5, "EUR", "da") == "0,05\u00a0EUR"
    assert amount(123450, "dkk", "en") == "DKK\u00a01,234.50"
