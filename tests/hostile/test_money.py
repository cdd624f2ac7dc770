"""Attacks on money that failed; they stay, so that they go on failing."""

import random
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_reactivate import quote_reactivate
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.rules import Refused
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.payments.actions.record_payment import record_manual_payment
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.money import Money
from tests import make
from tests.hostile.at_once import at_once
from tests.story.portal.world import NOW, World, quote_in


def act(ours: World, dice: random.Random, plans: list[UUID], at: datetime) -> None:
    """One thing that a recipient may do, to the subscription as it is; the invoice is what the quote said."""
    mine: dict[str, Any] = {"account": ours.account.id, "subscription": ours.subscription.id, "at": at}
    wish = dice.choice(["change"] * 4 + ["cancel", "reactivate", "reactivate"])
    try:
        if wish == "change":
            quote = quote_change(ours.id, terms=dice.choice(plans), **mine)
        else:
            quote = (quote_cancel if wish == "cancel" else quote_reactivate)(ours.id, **mine)
        done = confirm(ours.id, account=ours.account.id, quote=quote.id, actor=SYSTEM, at=at)
    except Refused:
        return
    issued = [invoice.total_minor for invoice in ours.invoices() if invoice.id == done.invoice]
    assert issued == ([quote.charge_today.minor] if quote.charge_today.minor else [])


@pytest.mark.parametrize("seed", range(4))
def test_no_way_of_changing_to_and_fro_pays_less_than_it_ran(seed: int, ours: World) -> None:
    """SU-05: up, down, twin, free, cancel and regret on any day, before or after the run: paid is what ran, to the øre.

    Monthly plans, so that every day has one price: what each day ran on, by the plan of that day's end.
    """
    dice = random.Random(seed)
    prices = {ours.small.id: 20000, ours.large.id: 40000}
    prices |= {make.terms(ours.basic, unit_price_minor=price).id: price for price in (0, 20000, 33333)}
    ran = sum(20000 / 31 for _ in range(10))  # 1 to 10 March
    acts, today = 0, NOW.date()
    for number in range(80):
        at = NOW + timedelta(days=number)
        for _ in range(dice.choice([0, 0, 1, 3])):
            if dice.random() < 0.3:
                run(ours.id, today=at.date(), at=at)
            act(ours, dice, list(prices), at)
            acts += 1
        run(ours.id, today=at.date(), at=at)
        mine, today = ours.reload(), at.date()
        if mine.state == "ended":
            break
        ran += per_day(prices[mine.terms_id], today)
    if mine.state != "ended":
        ran += per_day(prices[mine.terms_id], today) * ((mine.renews_on - today).days - 1)
    paid = sum(invoice.net_minor for invoice in ours.invoices())
    assert abs(paid - ran) <= acts


def per_day(price: int, day: date) -> float:
    return price / monthrange(day.year, day.month)[1]


def test_everything_at_once_on_the_renewal_day(ours: World, present: Any) -> None:
    """SEC-35: two upgrades, a downgrade, a cancellation, two runs and three payments: each once, and no gap."""
    at = datetime(2026, 4, 1, 6, tzinfo=NOW.tzinfo)
    present(at)
    one = f"/abonnementer/{ours.subscription.id}"
    works: list[Any] = []
    for path in (f"{one}/skift/{ours.large.id}/", f"{one}/skift/{ours.large.id}/", f"{one}/opsig/"):
        client = ours.client()
        works.append(partial(client.post, path, {"quote": quote_in(client.get(path))}))
    works += [partial(run, ours.id, today=at.date(), at=at)] * 2
    pay = partial(record_manual_payment, ours.id, invoice=ours.invoice.id, amount=Money(25000, "DKK"))
    works += [
        partial(pay, paid_on=at.date(), reference=word, actor=SYSTEM, at=at) for word in ("same", "same", "other")
    ]
    answers = at_once(works)
    assert [answer.status_code for answer in answers[:3]].count(302) == 1
    with within(ours.id):
        assert sorted(Invoice.objects.values_list("number", flat=True)) in ([1, 2], [1, 2, 3])
        assert Invoice.objects.get(id=ours.invoice.id).settled_minor == 25000
    spring = [invoice for invoice in ours.invoices() if invoice.number > 1]
    larger = ours.reload().terms_id == ours.large.id
    assert sum(invoice.net_minor for invoice in spring) == (40000 if larger else 20000)
