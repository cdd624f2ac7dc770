"""A fact is about one attempt of one gateway account in one world, and comes after the one before (G3, G4, G5)."""

import contextlib
import threading
from dataclasses import replace
from typing import Any

import pytest

from selvbetjening.domain.billing.actions import take_facts as taking
from selvbetjening.domain.billing.actions.take_facts import take_facts
from selvbetjening.domain.payments.actions.make_attempt import Wish, make_attempt
from selvbetjening.domain.payments.actions.move_attempt import look_again, move_attempt
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.lifecycle import ATTEMPT, AttemptState
from selvbetjening.domain.payments.models import Attempt, AttemptPart, GatewayAccount, Payment
from selvbetjening.domain.payments.rules.matching import judge
from selvbetjening.domain.tenancy.within import within
from tests import card_gateway
from tests.hostile.at_once import at_once
from tests.story.cards_money.till import AT, CLERK, Till, kr, later


def begun(mine: Till, gateway: GatewayAccount | None = None) -> Attempt:
    """She is on the gateway's page with a new invoice of 250 kr."""
    invoice = mine.issue()
    wish = Wish(
        account=mine.account.id, gateway_account=(gateway or mine.gateway).id, kind="pay", currency="DKK",
        parts=[(invoice.id, kr(25_000))],
    )  # fmt: skip
    made = make_attempt(mine.organization, wish=wish, at=AT)
    move_attempt(mine.organization, attempt=made.id, verb="send", at=AT)
    return made


def state(mine: Till, attempt: Attempt) -> str:
    (found,) = mine.rows(Attempt, id=attempt.id)
    return str(found.state)


def test_the_same_reference_at_two_gateways_is_two_attempts(mine: Till) -> None:
    """G5: each account counts for itself, so both have an F0000000…; what the one tells is never the other's."""
    quickpay = card_gateway.connect(mine.owner, "quickpay")
    ours, theirs = begun(mine), begun(mine, quickpay)
    assert ours.reference == theirs.reference
    told = card_gateway.book(quickpay).tell("payment_succeeded", "qp_1", amount=kr(25_000), reference=theirs.reference)
    take_facts(mine.organization, gateway_account=quickpay.id, facts=[told], at=AT)
    assert (state(mine, theirs), state(mine, ours)) == ("succeeded", "open")
    take_facts(mine.organization, gateway_account=mine.gateway.id, facts=[replace(told, gateway="stripe")], at=AT)
    assert state(mine, ours) == "succeeded"
    mine.agrees()


@pytest.mark.parametrize("kind", ["refund_succeeded", "dispute_opened"])
def test_what_the_other_world_tells_of_money_that_left_is_parked(mine: Till, kind: Any) -> None:
    """G5: a test's refund or dispute takes nothing off a payment that is real."""
    invoice = mine.issue()
    paid = mine.paid(invoice)
    told = mine.book.tell(kind, "x_1", amount=kr(25_000), of_payment=paid)
    assert mine.tell(replace(told, mode="test")) == [("parked", "mode")]
    assert (mine.owed(invoice), mine.reversals()) == ([0], [])


def test_what_was_parked_is_not_what_it_was_paid_by(mine: Till) -> None:
    """G4: first a sum that does not fit, then the right one; told once more, that is known and no second payment."""
    attempt = begun(mine)
    wrong = mine.book.tell("payment_succeeded", "pay_a", amount=kr(24_999), reference=attempt.reference)
    right = mine.book.tell("payment_succeeded", "pay_b", amount=kr(25_000), reference=attempt.reference)
    assert mine.tell(wrong, right) == [("parked", "amount"), ("booked", "")]
    assert mine.tell(replace(right, dedupe_key="again")) == [("known", "")]
    second = mine.book.tell("payment_succeeded", "pay_c", amount=kr(25_000), reference=attempt.reference)
    assert mine.tell(second) == [("parked", "twice")]
    mine.agrees()


def test_two_payments_of_one_attempt_at_the_same_moment_are_booked_once(
    mine: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G3: the attempt is held, so that the second sees what the first did; that one is looked at by a person."""
    attempt = begun(mine)
    facts = [
        mine.book.tell("payment_succeeded", name, amount=kr(25_000), reference=attempt.reference)
        for name in ("pay_a", "pay_b")
    ]
    meet = threading.Barrier(2)

    def judged(**given: Any) -> Any:
        with contextlib.suppress(threading.BrokenBarrierError):
            meet.wait(timeout=1)  # both stand here at once, or the second waits for the first one's end
        return judge(**given)

    monkeypatch.setattr(taking, "judge", judged)
    told = at_once([lambda fact=fact: mine.tell(fact) for fact in facts])  # type: ignore[misc]
    assert sorted(told) == [[("booked", "")], [("parked", "twice")]]
    assert mine.good() == 0


@pytest.mark.parametrize("verb", ["send", "wait", "lose", "fail", "ask", "expire", "cancel", "succeed"])
def test_what_was_paid_is_paid_whoever_is_second(mine: Till, verb: str) -> None:
    """G4: a charge's own late answer, a page that was left, a poller: none leads out of `succeeded`."""
    attempt = begun(mine)
    assert move_attempt(mine.organization, attempt=attempt.id, verb="succeed", at=AT)
    before = mine.rows(Attempt, id=attempt.id)[0].closed_at
    assert not move_attempt(mine.organization, attempt=attempt.id, verb=verb, at=later(1))
    with within(mine.organization):
        now = Attempt.objects.get(id=attempt.id)
        look_again(mine.organization, attempt=now, at=later(1))
        now.refresh_from_db()
        assert not AttemptPart.objects.filter(attempt=now, is_live=True).exists()
    assert (now.state, now.closed_at, now.next_look_at) == ("succeeded", before, None)


@pytest.mark.parametrize("verb", ["fail", "ask", "expire", "cancel"])
def test_one_that_is_over_gives_its_invoice_free(mine: Till, verb: str) -> None:
    """PY-04: another may be made at once; money that comes for the first after all is believed."""
    attempt = begun(mine)
    assert move_attempt(mine.organization, attempt=attempt.id, verb=verb, at=AT)
    assert ATTEMPT.may(AttemptState(state(mine, attempt)), "succeed")
    (part,) = mine.rows(AttemptPart, attempt_id=attempt.id)
    wish = Wish(
        account=mine.account.id, gateway_account=mine.gateway.id, kind="pay", currency="DKK",
        parts=[(part.invoice_id, kr(25_000))],
    )  # fmt: skip
    make_attempt(mine.organization, wish=wish, at=AT)
    fact = mine.book.tell("payment_succeeded", "pay_a", amount=kr(25_000), reference=attempt.reference)
    assert mine.tell(fact) == [("booked", "")]


def test_a_transfer_that_is_called_the_same_is_another_payment(mine: Till) -> None:
    """A reference is used once for each method: the clerk's text never swallows what the gateway took."""
    attempt, other = begun(mine), mine.issue()
    record_manual_payment(
        mine.organization, invoice=other.id, amount=kr(25_000), paid_on=AT.date(), reference="pay_a", actor=CLERK, at=AT
    )
    fact = mine.book.tell("payment_succeeded", "pay_a", amount=kr(25_000), reference=attempt.reference)
    assert mine.tell(fact) == [("booked", "")]
    assert sorted((row.method, row.amount_minor) for row in mine.rows(Payment, reference="pay_a")) == [
        ("manual", 25_000), ("stripe", 25_000),
    ]  # fmt: skip
    mine.agrees()
