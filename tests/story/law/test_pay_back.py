"""What a consumer has paid for time after the end goes back: unasked after the last subscription, or on asking."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.billing.actions.refund_after_last import refund_after_last
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.actions.pay_out import pay_out
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.payments.models import RefundTask
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import new_id
from selvbetjening.kernel.money import Money
from tests import make
from tests.hostile.at_once import at_once
from tests.story.law.test_evidence import cancelled
from tests.story.law.test_price_changes import STAFF
from tests.story.portal.world import NOW, World, text_of, world

BALANCE, PAY_OUT = "/fakturaer/til-gode/", "/fakturaer/til-gode/udbetal/"
TODAY = date(2026, 3, 11)


def overpaid(ours: World, minor: int = 5000) -> World:
    """The only invoice is paid, and so much more."""
    amount = Money(ours.invoice.total_minor + minor, "DKK")
    record_manual_payment(
        ours.id, invoice=ours.invoice.id, amount=amount, paid_on=TODAY, reference=str(new_id()), actor=STAFF, at=NOW
    )
    return ours


def tasks(ours: World) -> list[tuple[int, str, date]]:
    with within(ours.id):
        return list(RefundTask.objects.order_by("made_at").values_list("amount_minor", "reason", "due_on"))


def left(ours: World) -> list[Money]:
    with within(ours.id):
        return payments.balance(ours.id, account=ours.account.id)


def ended(ours: World) -> None:
    """The last day comes, and whoever reacts does."""
    cancelled(ours)
    last = ours.reload().ends_on
    assert last is not None
    run(ours.id, today=last, at=NOW + (last - TODAY))
    assert ours.reload().state == "ended"
    react(ours.id, at=NOW + (last - TODAY))


def test_a_consumer_s_balance_goes_back_when_the_last_subscription_is_over_can_4(ours: World) -> None:
    """CAN-4: unasked, once, with a deadline, and told by mail."""
    ended(overpaid(ours))
    last = ours.reload().ends_on
    assert last is not None
    assert tasks(ours) == [(5000, "cancellation", last + timedelta(days=14))]
    assert left(ours) == []
    with within(ours.id):
        words = Message.objects.get(kind="refund_opened").text.replace("\xa0", " ")
    assert "50,00 kr." in words and "Dit sidste abonnement er slut" in words
    assert refund_after_last(ours.id, account=ours.account.id, at=NOW) == []


@pytest.mark.parametrize("why", ["another_runs", "business"])
def test_it_waits_where_an_invoice_may_still_use_it_can_4(why: str) -> None:
    """CAN-4: forbidden to take a balance away that another subscription lives on, or that a business keeps."""
    ours = overpaid(world(party_type="business" if why == "business" else "consumer"))
    if why == "another_runs":
        make.subscription(ours.account, ours.large, started_on=date(2026, 12, 1))
    ended(ours)
    assert tasks(ours) == []
    assert left(ours) == [Money(5000, "DKK")]


def test_asking_shows_it_first_and_pays_out_once_can_4(ours: World) -> None:
    """CAN-4, XB-22: amount and deadline before the press, a task and a mail after it, and nothing the second time."""
    client = overpaid(ours).client(language="en")
    assert PAY_OUT in client.get(BALANCE).content.decode()
    shown = text_of(client.get(PAY_OUT))
    assert "50.00" in shown and "25 March 2026" in shown
    assert tasks(ours) == []
    told = text_of(client.post(PAY_OUT, follow=True))
    assert "on its way back to you" in told and "Will be paid back" in told
    assert tasks(ours) == [(5000, "asked", date(2026, 3, 25))]
    assert "There is nothing to pay out" in text_of(client.post(PAY_OUT, follow=True))
    assert client.get(PAY_OUT)["Location"] == BALANCE
    assert len(tasks(ours)) == 1
    react(ours.id, at=NOW)
    with within(ours.id):
        assert "Du har bedt om det." in Message.objects.get(kind="refund_opened").text


def test_two_presses_at_once_pay_out_once_can_4(ours: World) -> None:
    """CAN-4: the account's lock."""
    overpaid(ours)

    def press() -> Any:
        return pay_out(ours.id, account=ours.account.id, reason="asked", actor=SYSTEM, at=NOW)

    assert sorted(len(made) for made in at_once([press, press])) == [0, 1]
    assert len(tasks(ours)) == 1 and left(ours) == []


def test_what_is_still_open_is_paid_first_can_4(ours: World) -> None:
    """XB-22: nobody gets money back who owes; a reader may look and not ask."""
    overpaid(ours)
    run(ours.id, today=date(2026, 4, 1), at=NOW + timedelta(days=21))
    assert pay_out(ours.id, account=ours.account.id, reason="asked", actor=SYSTEM, at=NOW) == []
    with within(ours.id):
        Recipient.objects.filter(id=ours.recipient.id).update(role="reader")
    client = ours.client()
    assert client.get(BALANCE).status_code == 200
    assert client.get(PAY_OUT).status_code == client.post(PAY_OUT).status_code == 404


def test_a_company_cannot_keep_a_consumer_s_money_can_4() -> None:
    """CAN-4: with the permission off a consumer may ask, a business may not (SB-05)."""
    for party_type, expected in (("consumer", 200), ("business", 404)):
        ours = overpaid(world(party_type=party_type))
        ours.forbid("pay_out_balance")
        page = ours.client().get(BALANCE).content.decode()
        assert (PAY_OUT in page) is (expected == 200)
        assert ours.client().get(PAY_OUT).status_code == expected
