"""A charge fails: what is told, when it is tried again, and how reminders wait for it (gateways.md section 1)."""

from datetime import date, timedelta
from typing import Any

import pytest

from selvbetjening.domain.billing.queries.collecting import collectable
from selvbetjening.domain.billing.queries.reminding import candidates, overdue
from selvbetjening.domain.payments.ports import Failure
from selvbetjening.domain.tenancy.within import within
from tests.card_gateway import CONFIRM, DECLINED, EXPIRED, NO_FUNDS, answer
from tests.story.billing.deal import noon
from tests.story.cards.till import DUE, Till, another, till

REMINDED = {"send_reminders": True}


def billed(**given: Any) -> Till:
    mine = till(**given)
    mine.save()
    mine.subscribe()
    mine.bill()
    mine.post()
    return mine


def on(day: int) -> date:
    """So many days after the first charge."""
    return DUE + timedelta(days=day)


def test_later_is_tried_on_the_plan_s_days_and_told_each_time() -> None:
    """Days 2, 7, 14 and 21 after the first failure; each try an attempt of its own, and each failure a mail."""
    mine = billed(choices=REMINDED)
    mine.book.script("charge", *[answer("failed", failure=NO_FUNDS)] * 5)
    mine.days(DUE, on(21))
    assert [attempt.made_at.date() for attempt in mine.attempts()] == [on(day) for day in (0, 2, 7, 14, 21)]
    assert len({attempt.reference for attempt in mine.attempts()}) == 5
    assert (mine.row().state, mine.row().tries, mine.row().reason) == ("given_up", 5, "insufficient_funds")
    told = mine.post()
    assert [message.kind for message in told] == ["charge_failed"] * 4 + ["collection_given_up"]
    first = told[0].text
    assert "12. marts 2026" in first
    assert "Visa •••• 4242" in first
    assert "250,00" in first


def test_failure_meets_reminders_once() -> None:
    """No letter while a try is planned; after the last one the usual letters, with days of grace, and no try again."""
    mine = billed(choices=REMINDED)
    mine.book.script("charge", *[answer("failed", failure=NO_FUNDS)] * 5)
    mine.days(DUE, on(25))
    assert [message.kind for message in mine.post("reminder")] == []
    mine.days(on(26), on(26))
    (first,) = mine.post("reminder")
    mine.days(on(27), on(50))
    letters = mine.post("reminder", "charge_failed", "collection_given_up")
    assert [message.kind for message in [first, *letters]] == ["reminder"] * 3
    assert len(mine.attempts()) == 5


def test_a_retry_that_succeeds_is_never_reminded() -> None:
    """The second try pays."""
    mine = billed(choices=REMINDED)
    mine.book.script("charge", answer("failed", failure=NO_FUNDS))
    mine.days(DUE, on(40))
    assert mine.paid() == [25000]
    assert [message.kind for message in mine.post()] == ["charge_failed", "payment_received"]


def test_why_no_letter_goes_out_has_words() -> None:
    """The preview of the reminders and the list for collection say that the card is still tried."""
    mine = billed(choices=REMINDED)
    mine.book.script("charge", answer("failed", failure=NO_FUNDS))
    mine.collect(DUE)
    with within(mine.organization):
        late = overdue(mine.organization, today=on(1))
        (each,) = candidates(mine.organization, invoices=late, today=on(1))
        assert each.verdict.reason == "collecting"
        assert collectable(mine.organization, invoice=each.invoice.id, today=on(1)).reason == "collecting"


def test_a_payment_on_its_way_stops_both() -> None:
    """The gateway works on it: neither a second charge nor a letter, for weeks."""
    mine = billed(choices=REMINDED)
    mine.book.script("charge", answer("pending"))
    mine.days(DUE, on(30))
    assert len(mine.attempts()) == 1
    assert (mine.row().state, mine.row().tries) == ("running", 0)
    assert mine.post() == []
    mine.book.finish(mine.attempts()[0].reference, "payment_succeeded")


def test_never_stops_at_once() -> None:
    """A card that has expired at the bank: one try, one mail; told to pay herself, she is not charged by a new card."""
    mine = billed()
    mine.book.script("charge", answer("failed", failure=EXPIRED))
    mine.collect(DUE)
    assert (mine.row().state, mine.row().reason) == ("given_up", "card_expired")
    assert [message.kind for message in mine.post()] == ["collection_given_up"]
    mine.save(another(), day=on(5))
    mine.days(on(5), on(9))
    assert (len(mine.attempts()), mine.paid()) == (1, [])


def test_declined_is_tried_twice_more_and_asks_for_another_card() -> None:
    """gateways.md 2.4: a no without a reason, "later, twice"."""
    mine = billed()
    mine.book.script("charge", *[answer("failed", failure=DECLINED)] * 3)
    mine.days(DUE, on(30))
    assert len(mine.attempts()) == 3
    first, second, last = mine.post()
    assert (first.kind, second.kind, last.kind) == ("charge_failed", "charge_failed", "collection_given_up")
    assert "Brug et andet kort" in first.text


def test_the_bank_wants_the_payer() -> None:
    """SCA: a mail with the way to confirm; nothing is tried without her; reminders come as for any invoice."""
    mine = billed(choices=REMINDED)
    mine.book.script("charge", answer("needs_customer", failure=CONFIRM))
    mine.collect(DUE)
    assert mine.row().state == "asking"
    assert [message.kind for message in mine.post()] == ["charge_to_confirm"]
    mine.days(on(1), on(9))
    assert len(mine.attempts()) == 1
    assert [message.kind for message in mine.post()] == ["reminder"]


def test_too_small_for_the_gateway_is_no_failure() -> None:
    """S9: `amount_too_small` waits for the next invoice."""
    mine = billed()
    small = Failure(kind="bad_request", retry="never", code="amount_too_small")
    mine.book.script("charge", answer("failed", failure=small))
    mine.collect(DUE)
    assert (mine.row().state, mine.row().reason) == ("waiting", "least")
    assert mine.post() == []


@pytest.mark.parametrize(("language", "words"), [("da", "Vi prøver igen"), ("en", "We try again on")])
def test_in_both_languages(language: str, words: str) -> None:
    """The account's language."""
    mine = billed(language=language)
    mine.book.script("charge", answer("failed", failure=NO_FUNDS))
    mine.collect(DUE)
    (told,) = mine.post()
    assert words in told.text
    assert noon(DUE) == told.created_at
