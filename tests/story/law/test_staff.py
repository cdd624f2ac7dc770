"""The company registers cancellations that came by other ways, and changes prices of running subscriptions."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.actions.tell_price_change import tell_all
from selvbetjening.domain.billing.models import LegalAct, PriceChange
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import start_of_day
from tests import make
from tests.business import as_manager
from tests.story.law.test_evidence import mails
from tests.story.portal.world import NOW, World, text_of


def registered(ours: World, **values: str) -> int:
    sent = {
        "subscription": str(ours.subscription.id), "by": "letter", "received_on": "2026-03-09",
        "name": "Anna Eksempel", "statement": "Jeg vil gerne stoppe.", "receipt_address": "anna@example.com", **values,
    }  # fmt: skip
    client = as_manager(ours.organization)
    return int(client.post(client.path("sb_cancellation", ours.account.id), sent).status_code)


def act(ours: World) -> LegalAct | None:
    with within(ours.id):
        return LegalAct.objects.first()


def test_a_letter_is_registered_with_the_day_it_came_can_5(ours: World) -> None:
    """CAN-5: free words, the day of the letter, the company's user as actor, and the receipt to the customer."""
    assert registered(ours) == 302
    found = act(ours)
    assert found is not None
    assert (found.channel, found.actor_kind, found.statement) == ("letter", "user", "Jeg vil gerne stoppe.")
    assert found.submitted_at == start_of_day(date(2026, 3, 9))
    assert ours.reload().ends_on == date(2026, 4, 1)
    receipts = {mail.to_address for mail in mails(ours) if mail.kind == "subscription_cancelled"}
    assert receipts == {"anna@example.com", ours.recipient.email}


def test_a_letter_from_before_the_renewal_ends_it_there_can_5(ours: World, present: Callable[[datetime], None]) -> None:
    """CAN-5, CAN-4: came on 28 March, registered on 3 April: April, billed meanwhile, is given back in full."""
    later = NOW + timedelta(days=23)
    run(ours.id, today=date(2026, 4, 3), at=later)
    present(later)
    assert registered(ours, received_on="2026-03-28") == 302
    found = act(ours)
    assert found is not None and found.refund_minor == 25000
    assert ours.reload().ends_on == date(2026, 4, 3)


@pytest.mark.parametrize(("field", "value"), [("received_on", "2026-03-12"), ("by", "payment_stopped"), ("name", "")])
def test_what_is_no_cancellation_is_not_registered_can_5(field: str, value: str, ours: World) -> None:
    """CAN-5: not from tomorrow, and a payment that stopped is none of the ways."""
    assert registered(ours, **{field: value}) == 200
    assert act(ours) is None
    assert ours.reload().state == "active"


def test_a_price_change_is_begun_told_and_its_log_read_can_6(ours: World) -> None:
    """CAN-6: too soon is refused with the number of days; then begun, told, and who got the mail stands in the log."""
    dearer = make.terms(ours.basic, unit_price_minor=24000)
    client = as_manager(ours.organization, language="en")
    base = client.path("sb_price_changes")
    sent = {
        "move": f"{ours.small.id}:{dearer.id}", "effective_on": "2026-04-09",
        "clause": "§ 7", "reason": "Huslejen er steget.",
    }  # fmt: skip
    assert "at least 30 days before" in text_of(client.post(f"{base}ny/", sent))
    sent["effective_on"] = "2026-04-10"
    shown = client.post(f"{base}ny/", sent).content.decode().replace("\u00a0", " ")
    for words in ("1 customer gets a mail at once", "DKK 200.00", "DKK 240.00", "10 April 2026", "Tell the customers"):
        assert words in shown
    with within(ours.id):
        assert not PriceChange.objects.exists()  # the step before any mail
    assert b"Tell the customers" not in client.post(f"{base}ny/", {**sent, "change": "yes"}).content
    assert client.post(f"{base}ny/", {**sent, "tell": "yes"}).status_code == 302
    assert "1 will be told in a moment" in text_of(client.get(base))
    with within(ours.id):
        change = PriceChange.objects.get()
    tell_all(ours.id, price_change=change.id, actor=Actor("staff", "1"), at=NOW)
    react(ours.id, at=NOW)
    words = text_of(client.get(f"{base}{change.id}/"))
    assert ours.recipient.email in words and "On its way" in words
    listed = text_of(client.get(base))
    assert "→" in listed and "1 told" in listed and "in a moment" not in listed


def test_only_moves_that_are_lawful_are_offered_with_their_prices_can_6(ours: World) -> None:
    """CAN-6: from what somebody has, to others of the same plan, interval and currency; without any, it says so."""
    client = as_manager(ours.organization, language="en")
    address = client.path("sb_price_change_add")
    assert "There are no other terms yet" in text_of(client.get(address))
    dearer = make.terms(ours.basic, unit_price_minor=24000)
    choices = client.get(address).context["form"].fields["move"].choices
    assert [value for value, _ in choices] == [f"{ours.small.id}:{dearer.id}"]
    assert "1 subscription" in choices[0][1] and "240.00" in choices[0][1]


def test_a_price_of_running_subscriptions_changes_no_other_way_can_6(ours: World) -> None:
    """CAN-6: the terms that somebody has are never dearer over night: the price of terms cannot be edited."""
    client = as_manager(ours.organization)
    assert client.post(client.path("sb_terms", ours.small.id), {"unit_price": "999,00"}).status_code == 302
    with within(ours.id):
        assert Subscription.objects.get(id=ours.subscription.id).terms.unit_price_minor == 20000
