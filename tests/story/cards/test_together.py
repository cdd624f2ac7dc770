"""Several invoices in one charge, jobs that come late, and what an attempt refuses to be written for (S9, G2, G3)."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from selvbetjening.domain.billing.actions import start_charge as starting
from selvbetjening.domain.billing.actions.charge import charge
from selvbetjening.domain.billing.actions.collect_due import collect
from selvbetjening.domain.billing.actions.retry_charge import retry_now
from selvbetjening.domain.billing.queries import card_collections
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused, Wish, make_attempt
from selvbetjening.domain.payments.models import CardCollection, GatewayAccount, PaymentCard
from selvbetjening.domain.payments.rules.collecting import LEAST
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests.card_gateway import EXPIRED, NO_FUNDS, Answer, answer
from tests.hostile.at_once import at_once
from tests.story.billing.deal import noon
from tests.story.cards.standings import TOTAL, Case, written
from tests.story.cards.till import DUE, FIRST, Till, till
from tests.story.invoicing.books import Books, line

AFTER = DUE + timedelta(days=1)


def saved() -> Till:
    mine = till()
    mine.save()
    return mine


def waiting_for_company(mine: Till, row: CardCollection) -> CardCollection:
    """As if it had been too small to be charged alone."""
    with within(mine.organization):
        row.reason, row.next_on = LEAST, AFTER
        row.save(update_fields=["reason", "next_on"])
    return row


def states(mine: Till) -> dict[str, list[object]]:
    with within(mine.organization):
        found = CardCollection.objects.order_by("made_at", "id")
        return {"state": [each.state for each in found], "attempts": [each.attempt_id for each in found]}


@pytest.mark.parametrize(
    "given", [answer("pending"), answer("failed", failure=NO_FUNDS), answer("failed", failure=EXPIRED)]
)
def test_what_went_along_shares_the_charge_s_fate(given: Answer) -> None:
    """S9: both run while it runs, both are tried again or given up when it fails, and each mail names its own part."""
    mine = saved()
    waiting_for_company(mine, written(mine, Case()))
    written(mine, Case(paid=10000))
    mine.book.script("charge", given)
    mine.collect(DUE)
    (attempt,) = mine.attempts()
    assert attempt.amount_minor == TOTAL + TOTAL - 10000
    after = {"pending": "running", "insufficient_funds": "waiting", "card_expired": "given_up"}
    state = after[given.failure.kind if given.failure else "pending"]
    assert states(mine) == {"state": [state] * 2, "attempts": [attempt.id] * 2}
    failed = [fact["amount"]["minor"] for fact in mine.facts("payments.charge_failed")]
    assert sorted(failed) == ([] if state == "running" else [TOTAL - 10000, TOTAL])


def test_another_currency_never_goes_along() -> None:
    """SB-26: kroner and euro are never added."""
    mine = till(choices={"exchange_rates": [["2020-01-01", "EUR", 74600]]})
    mine.save()
    euro = Books(mine.owner, mine.organization, mine.account).issue([line(100)], day=FIRST, currency="EUR")
    with within(mine.organization):
        small = CardCollection.objects.create(
            organization_id=mine.organization, account=mine.account, invoice=euro, first_on=DUE, next_on=AFTER,
            reason=LEAST, made_at=noon(DUE),
        )  # fmt: skip
    kroner = written(mine, Case())
    assert mine.collect(DUE) == 1
    (order,) = mine.book.asked("charge")
    assert order.amount == Money(TOTAL, "DKK")
    with within(mine.organization):
        assert dict(CardCollection.objects.values_list("id", "state")) == {small.id: "waiting", kroner.id: "done"}


def test_a_job_that_comes_before_the_day_charges_nothing() -> None:
    """G2: a batch was read, then the row was tried by another and planned anew: the late job leaves it alone."""
    mine = saved()
    row = written(mine, Case())
    mine.book.script("charge", answer("failed", failure=NO_FUNDS))
    mine.collect(DUE)
    assert mine.row().next_on == DUE + timedelta(days=2)
    assert collect(mine.organization, collections=[row.id], at=noon(DUE) + timedelta(minutes=1)) == 0
    assert (len(mine.attempts()), mine.row().next_on) == (1, DUE + timedelta(days=2))


def test_the_payer_may_try_again_though_it_is_paid_by_hand_now() -> None:
    """`retry_payment`: what she asks for herself is charged, whatever her method says by now."""
    mine = saved()
    row = written(mine, Case())
    mine.book.script("charge", answer("failed", failure=EXPIRED))
    mine.collect(DUE)
    mine.method("invoice")
    at = noon(AFTER)
    made = retry_now(mine.organization, invoice=row.invoice_id, account=mine.account.id, actor=SYSTEM, at=at)
    charge(mine.organization, attempt=made.id, at=at)
    assert mine.paid() == [TOTAL]


def test_nobody_moves_the_row_while_it_is_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """G3: what stops a collection needs no account's lock, so the row itself is held until it is written."""
    mine = saved()
    row = written(mine, Case())
    read, refused = card_collections.ready, []

    def elsewhere() -> None:
        with within(mine.organization):
            CardCollection.objects.select_for_update(nowait=True).get(id=row.id)

    def while_reading(*args: object, **values: object) -> object:
        refused.extend(at_once([elsewhere]))
        return read(*args, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(starting, "ready", while_reading)
    assert mine.collect(DUE) == 1
    assert [type(each) for each in refused] == [OperationalError]


def wish(mine: Till, card: PaymentCard | None, *minors: int, currency: str = "DKK", of: str = "DKK") -> Wish:
    with within(mine.organization):
        gateway = GatewayAccount.objects.get(id=mine.gateway.id)
        invoices = list(Invoice.objects.order_by("number"))
    parts = [(invoice.id, Money(minor, of)) for invoice, minor in zip(invoices, minors, strict=False)]
    return Wish(
        account=mine.account.id, gateway_account=gateway.id, kind="charge", currency=currency, parts=parts, card=card
    )


def test_an_attempt_is_for_something_and_on_a_card_that_can() -> None:
    """G5: no amount of nothing or less, one currency, no card that was disabled meanwhile; nothing is written then."""
    mine = till()
    card = mine.save()
    for _ in range(2):
        written(mine, Case())
    for minors, reason in (((), "nothing"), ((0,), "nothing"), ((100, -50), "nothing"), ((100, 0), "nothing")):
        with pytest.raises(AttemptRefused, match=reason):
            make_attempt(mine.organization, wish=wish(mine, card, *minors), at=noon(DUE))
    with pytest.raises(ValueError, match="one currency"):
        make_attempt(mine.organization, wish=wish(mine, card, 100, of="EUR"), at=noon(DUE))
    with pytest.raises(AttemptRefused, match="card"):
        make_attempt(mine.organization, wish=wish(mine, None, 100), at=noon(DUE))
    disable_card(
        mine.organization, account=mine.account.id, card=card.id, by="customer", actor=SYSTEM, at=noon(DUE)
    )  # fmt: skip
    with within(mine.organization):
        card = PaymentCard.objects.get(id=card.id)
    with pytest.raises(AttemptRefused, match="card"):
        make_attempt(mine.organization, wish=wish(mine, card, 100), at=noon(DUE))
    assert mine.attempts() == []
