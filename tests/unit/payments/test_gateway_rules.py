"""References, keys, retries, and whether a fact fits what was asked for (G3 to G6)."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selvbetjening.domain.payments.lifecycle import ATTEMPT, LIVE_ATTEMPT, AttemptState
from selvbetjening.domain.payments.ports import Fact, FactKind, Failure, FailureKind, Retry
from selvbetjening.domain.payments.rules.credentials import Keys, WrongKeys, checked, with_new_secret
from selvbetjening.domain.payments.rules.matching import Asked, judge
from selvbetjening.domain.payments.rules.references import reference
from selvbetjening.domain.payments.rules.retry import next_try, plan_of
from selvbetjening.kernel.money import Money

PLAN = (2, 7, 14, 21)
FIRST = date(2026, 2, 27)


def test_the_reference_of_the_specification() -> None:
    """gateways.md 3.2: `F0000000A1` is the serial 361."""
    assert reference(prefix="F", serial=361) == "F0000000A1"
    assert reference(prefix="S", serial=1) == "S000000001"
    for wrong in (0, -1, 36**9):
        with pytest.raises(ValueError, match="no reference"):
            reference(prefix="F", serial=wrong)


@given(one=st.integers(1, 36**9 - 1), other=st.integers(1, 36**9 - 1))
def test_no_two_serials_share_a_reference(one: int, other: int) -> None:
    """G3: never the same reference for two orders; and QuickPay takes each (4 to 20 of letters and digits)."""
    assert (reference(prefix="F", serial=one) == reference(prefix="F", serial=other)) == (one == other)
    assert len(reference(prefix="F", serial=one)) == 10


@pytest.mark.parametrize(
    ("kind", "retry", "tries", "today", "wanted"),
    [
        ("insufficient_funds", "later", 1, FIRST, date(2026, 3, 1)),
        ("insufficient_funds", "later", 2, date(2026, 3, 1), date(2026, 3, 6)),
        ("insufficient_funds", "later", 3, date(2026, 3, 6), date(2026, 3, 13)),
        ("insufficient_funds", "later", 4, date(2026, 3, 13), date(2026, 3, 20)),
        ("insufficient_funds", "later", 5, date(2026, 3, 20), None),
        ("declined", "later", 1, FIRST, date(2026, 3, 1)),
        ("declined", "later", 2, date(2026, 3, 1), date(2026, 3, 6)),
        ("declined", "later", 3, date(2026, 3, 6), None),
        ("card_expired", "never", 1, FIRST, None),
        ("authentication_required", "after_customer", 1, FIRST, None),
        ("rate_limited", "same_request", 1, FIRST, date(2026, 2, 28)),
        ("rate_limited", "same_request", 7, FIRST, None),
        ("limit", "later", 1, date(2026, 4, 1), date(2026, 4, 2)),
    ],
)
def test_the_plan_of_retries(kind: FailureKind, retry: Retry, tries: int, today: date, wanted: date | None) -> None:
    """gateways.md 1: days 2, 7, 14, 21 while `later`; a bank's bare no twice more; a day that is past is tomorrow."""
    found = next_try(failure=Failure(kind=kind, retry=retry), tries=tries, first_on=FIRST, today=today, plan=PLAN)
    assert found == wanted


def test_an_empty_plan_never_tries_again() -> None:
    """The company may turn retries off."""
    assert plan_of(text="") == ()
    assert plan_of(text="7, 2,7, 0") == (2, 7)
    failure = Failure(kind="insufficient_funds", retry="later")
    assert next_try(failure=failure, tries=1, first_on=FIRST, today=FIRST, plan=()) is None


def fact(kind: FactKind = "payment_succeeded", **other: object) -> Fact:
    """A fact of a payment of 125,00 kr. in the live world."""
    values: dict[str, object] = {
        "gateway": "stripe",
        "dedupe_key": "pi_1:succeeded",
        "kind": kind,
        "external_id": "pi_1",
        "occurred_at": datetime(2026, 11, 22, tzinfo=UTC),
        "mode": "live",
        "amount": Money(12_500, "DKK"),
        "reference": "F0000000A1",
    }
    return Fact(**{**values, **other})  # type: ignore[arg-type]


def asked(state: AttemptState = AttemptState.OPEN, **other: object) -> Asked:
    """What was asked for: the same."""
    values: dict[str, object] = {"kind": "pay", "state": state, "amount": Money(12_500, "DKK"), "save_card": False}
    return Asked(**{**values, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "wanted", "outcome", "reason"),
    [
        (fact(), asked(), "booked", ""),
        (fact(amount=Money(12_499, "DKK")), asked(), "parked", "amount"),
        (fact(amount=Money(12_501, "DKK")), asked(), "parked", "amount"),
        (fact(amount=Money(12_500, "EUR")), asked(), "parked", "currency"),
        (fact(amount=None), asked(), "parked", "currency"),
        (fact(mode="test"), asked(), "parked", "mode"),
        (fact(mode="test", reference=""), None, "parked", "mode"),
        (fact(), None, "parked", "unknown_reference"),
        (fact(reference=""), None, "ignored", "not_ours"),
        (fact("payment_failed"), None, "ignored", "unknown_reference"),
        (fact(), asked(AttemptState.SUCCEEDED, paid_by="pi_1"), "known", ""),
        (fact(external_id="pi_2"), asked(AttemptState.SUCCEEDED, paid_by="pi_1"), "parked", "twice"),
        (fact(amount=Money(9, "DKK")), asked(AttemptState.SUCCEEDED, paid_by="pi_1"), "parked", "amount"),
        (fact(amount=Money(9, "EUR")), asked(AttemptState.SUCCEEDED, paid_by="pi_1"), "parked", "currency"),
        (fact(), asked(kind="save"), "parked", "amount"),
        (fact("instrument_saved"), asked(), "ignored", "unasked"),
        (fact("instrument_saved"), asked(save_card=True), "booked", ""),
        (fact("instrument_saved"), asked(kind="save"), "booked", ""),
        (fact("payment_failed"), asked(), "booked", ""),
        (fact("payment_failed"), asked(AttemptState.SUCCEEDED, paid_by="pi_1"), "known", ""),
        (fact("payment_pending"), asked(AttemptState.PENDING), "known", ""),
        (fact("refund_succeeded"), asked(), "ignored", "meaningless"),
        (fact("payment_pending"), asked(kind="save"), "ignored", "meaningless"),
        (fact("payment_needs_customer"), asked(kind="save"), "ignored", "meaningless"),
        (fact("payment_failed"), asked(kind="save"), "booked", ""),
    ],
)
def test_what_fits_is_booked_and_the_rest_is_not(told: Fact, wanted: Asked | None, outcome: str, reason: str) -> None:
    """G4, G5: amount, currency or world that differ are never booked; nor is the same money twice."""
    verdict = judge(fact=told, asked=wanted, mode="live")
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


@given(
    state=st.sampled_from(AttemptState),
    kind=st.sampled_from(["payment_failed", "payment_pending", "payment_needs_customer", "redirect_expired"]),
)
def test_nothing_undoes_success_and_success_is_always_believed(state: AttemptState, kind: FactKind) -> None:
    """G4: the order of arrival never matters."""
    late = judge(fact=fact(kind), asked=asked(state, paid_by="pi_1"), mode="live")
    assert late.verb == "" or ATTEMPT.may(state, late.verb)
    assert state in LIVE_ATTEMPT or late.outcome == "known"
    came = judge(fact=fact(), asked=asked(state, paid_by="pi_1"), mode="live")
    assert came.outcome == ("known" if state == AttemptState.SUCCEEDED else "booked")


def test_keys_are_held_to_their_gateway() -> None:
    """G5, G8: a live key in a test account and a publishable key are refused at their fields."""
    keys = checked(gateway="stripe", api_key=" sk_test_demo1234 ", notice_secret="whsec_demo_secret", mode="test")
    assert keys == Keys("sk_test_demo1234", ("whsec_demo_secret",))
    wrong = [
        ("stripe", "sk_live_demo1234", "whsec_demo_secret", "mode"),
        ("stripe", "pk_test_demo1234", "whsec_demo_secret", "api_key"),
        ("stripe", "sk_test_demo1234", "secret", "notice_secret"),
        ("quickpay", "short", "demo-private-key", "api_key"),
        ("quickpay", "demo-api-key", "", "notice_secret"),
    ]
    for gateway, api_key, secret, field in wrong:
        with pytest.raises(WrongKeys) as refused:
            checked(gateway=gateway, api_key=api_key, notice_secret=secret, mode="test")
        assert refused.value.field == field


def test_keys_are_kept_whole_and_shown_nowhere() -> None:
    """G8: what is sealed reads back; `repr` tells neither key, the hint tells the end."""
    keys = Keys("sk_test_demo1234", ("whsec_new", "whsec_old"))
    assert Keys.from_text(keys.as_text()) == keys
    assert "demo" not in repr(keys)
    assert keys.hint == "…1234"


def test_the_earlier_notice_key_is_still_known_after_a_new_one() -> None:
    """SEC-124: notices on their way were signed with the key before."""
    new = with_new_secret(old=Keys("a", ("one", "zero")), new=Keys("b", ("two",)))
    assert new == Keys("b", ("two", "one"))
    assert with_new_secret(old=Keys("a", ("one",)), new=Keys("b", ("one",))).notice_secrets == ("one",)
