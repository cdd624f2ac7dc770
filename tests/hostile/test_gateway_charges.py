"""Lost answers, two at once, and a gateway that is down: money is taken once (G2, G3, G4, G6), over real HTTP."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from selvbetjening.adapters.quickpay import client as quickpay_client
from selvbetjening.adapters.stripe import client as stripe_client
from selvbetjening.domain.billing.actions.charge import charge, look_at
from selvbetjening.domain.billing.actions.collect_due import collect, collect_due
from selvbetjening.domain.billing.actions.take_notice import sweep_notices
from selvbetjening.domain.payments.actions.make_attempt import AttemptRefused, make_attempt
from selvbetjening.domain.payments.models import Attempt, AttemptPart, CardCollection
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import new_id
from tests.gateways import Gateways, standin
from tests.hostile.at_once import at_once
from tests.hostile.card_shop import CHARGE, GOOD, CardShop, open_shop
from tests.story.portal.world import NOW


@pytest.fixture(scope="module")
def running() -> Iterator[Gateways]:
    with standin() as gateways:
        yield gateways


@pytest.fixture(params=("stripe", "quickpay"))
def shop(
    request: pytest.FixtureRequest, running: Gateways, settings: Any, present: Any, monkeypatch: pytest.MonkeyPatch
) -> CardShop:
    """A shop on an empty stand-in that sends nothing by itself; the adapters do not rest between their tries."""
    monkeypatch.setattr(stripe_client._HTTP, "_sleep_time_seconds", lambda *_: 0.0)
    monkeypatch.setattr(quickpay_client, "_WAIT", 0.0)
    monkeypatch.setattr(quickpay_client, "LONGEST_WAIT", 0.0)
    running.control("reset")
    running.handed.clear()
    running.control("webhooks/order", hold=True)
    settings.CARD_GATEWAY_BASES = {"stripe": running.stripe_base, "quickpay": running.quickpay_base}
    return open_shop(request.param, running)


def collected(shop: CardShop) -> CardCollection:
    """The invoice's collection, due today."""
    with within(shop.world.id):
        type(shop.world.account).objects.filter(id=shop.world.account.id).update(collection_method="payment_card")
        return CardCollection.objects.create(
            id=new_id(), organization_id=shop.world.id, account=shop.world.account, invoice=shop.world.invoice,
            first_on=NOW.date(), next_on=NOW.date(), made_at=NOW,
        )  # fmt: skip


def attempts(shop: CardShop) -> list[str]:
    with within(shop.world.id):
        return list(Attempt.objects.order_by("made_at", "id").values_list("state", flat=True))


def test_an_answer_that_is_lost_after_the_charge_was_made(shop: CardShop) -> None:
    """G6: no answer is `unknown`, and no second order; the next look finds the payment."""
    shop.gateways.control("fail", path=CHARGE[shop.name], times=3, drop=True)
    attempt = shop.attempt()
    shop.charged(attempt)
    assert shop.state(attempt) == "unknown" and shop.booked() == []
    with pytest.raises(AttemptRefused, match="live"):
        shop.attempt()
    shop.pass_time()
    shop.look(attempt, after=timedelta(minutes=2))
    assert shop.state(attempt) == "succeeded" and shop.paid_once()
    assert set(shop.hand_over()) == {204} and shop.paid_once() and shop.parked() == []


def test_an_order_that_never_arrived_is_sent_again_under_its_name(shop: CardShop) -> None:
    """G6: the gateway knows nothing of it; the look sends the same order, twice asked it is one."""
    shop.gateways.control("fail", path=CHARGE[shop.name], times=3, drop=True, when="before")
    attempt = shop.attempt()
    shop.charged(attempt)
    assert shop.state(attempt) == "unknown" and shop.money_there() == []
    looks = [partial(shop.look, attempt, after=timedelta(minutes=2))] * 3
    assert not [trouble for trouble in at_once(looks) if isinstance(trouble, Exception)]
    shop.pass_time()
    shop.look(attempt, after=timedelta(minutes=5))
    assert shop.state(attempt) == "succeeded" and shop.paid_once()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_gateway_that_stumbles_takes_the_money_once_or_not_at_all(shop: CardShop, status: int) -> None:
    """G6: what is repeated is the same order, what is unclear is read again. Stripe answers an order that it stumbled
    over (500) in the same way for as long as it knows the order's key: then it is given up, and the invoice is free.
    """
    shop.gateways.control("fail", path=CHARGE[shop.name], times=2, status=status)
    attempt = shop.attempt()
    shop.charged(attempt)
    for minutes in (2, 7, 22):
        shop.pass_time()
        shop.look(attempt, after=timedelta(minutes=minutes))
    if (shop.name, status) != ("stripe", 500):
        assert shop.state(attempt) == "succeeded" and shop.paid_once()
        return
    assert shop.state(attempt) == "unknown"
    shop.look(attempt, after=timedelta(hours=24))
    assert shop.state(attempt) == "unknown" and shop.money_there() == []
    shop.look(attempt, after=timedelta(hours=25))
    assert shop.state(attempt) == "failed"
    shop.charged(shop.attempt())
    assert sorted(attempts(shop)) == ["failed", "succeeded"] and shop.paid_once()


def test_the_same_job_many_times_at_once(shop: CardShop) -> None:
    """G2: four workers with one attempt, two that look at it."""
    attempt = shop.attempt()
    works: list[Any] = [partial(charge, shop.world.id, attempt=attempt.id, at=clock.now())] * 4
    works += [partial(look_at, shop.world.id, attempt=attempt.id, at=clock.now())] * 2
    answers = at_once(works)
    assert not [trouble for trouble in answers if isinstance(trouble, Exception)], answers
    shop.pass_time()
    shop.look(attempt, after=timedelta(minutes=2))
    shop.hand_over()
    assert shop.state(attempt) == "succeeded" and shop.paid_once() and shop.parked() == []


def test_the_same_invoice_is_collected_by_many_at_once(shop: CardShop) -> None:
    """G3: the row decides. One attempt, one charge, and a second sweep finds nothing."""
    row = collected(shop)
    works: list[Any] = [partial(collect, shop.world.id, collections=[row.id], at=clock.now())] * 4
    works += [partial(collect_due, shop.world.id, at=clock.now())] * 2
    assert sum(at_once(works)) == 1
    shop.hand_over()
    assert collect_due(shop.world.id, at=clock.now()) == 0
    assert attempts(shop) == ["succeeded"] and shop.paid_once()
    with within(shop.world.id):
        assert CardCollection.objects.get().state == "done"


def test_two_tabs_and_the_collection_pay_one_invoice(shop: CardShop) -> None:
    """G3, PY-04: whoever is first has it; the rest wrote nothing. Then the page is paid, twice at once."""
    row = collected(shop)
    tabs: list[Any] = [partial(make_attempt, shop.world.id, wish=shop.wish("pay"), at=clock.now())] * 4
    answers = at_once(tabs)
    made = [one for one in answers if isinstance(one, Attempt)]
    assert len(made) == 1 and sum(isinstance(one, AttemptRefused) for one in answers) == 3
    assert collect(shop.world.id, collections=[row.id], at=clock.now()) == 0
    pages = at_once([partial(shop.page, made[0])] * 2)
    assert len(set(pages)) == 1
    at_once([partial(shop.gateways.fill_in, pages[0], GOOD[shop.name])] * 2)
    shop.hand_over()
    assert attempts(shop) == ["succeeded"] and shop.paid_once()
    with within(shop.world.id):
        assert CardCollection.objects.get().state == "done"
        assert not AttemptPart.objects.filter(is_live=True).exists()


def test_a_page_that_was_left_and_is_paid_after_all(shop: CardShop) -> None:
    """PY-06, G4: given up here, paid there, and meanwhile paid in another way: nothing is lost, all is counted once."""
    attempt = shop.attempt("pay")
    page = shop.page(attempt)
    with within(shop.world.id):
        Attempt.objects.filter(id=attempt.id).update(state="expired", closed_at=NOW, next_look_at=None)
        AttemptPart.objects.update(is_live=False)
    other = shop.attempt()
    shop.charged(other)
    shop.gateways.fill_in(page, GOOD[shop.name])
    shop.hand_over()
    assert attempts(shop) == ["succeeded", "succeeded"]
    assert sorted(shop.money_there()) == sorted(shop.booked()) == [(25000, "DKK")] * 2
    assert (shop.outstanding(), shop.parked()) == (0, [])


def test_a_gateway_that_is_down_for_hours_and_comes_back(shop: CardShop, present: Any) -> None:
    """G6, G7: it charged, and then every notice and every look is in vain for five hours; then all is right, once."""
    row = collected(shop)
    shop.gateways.control("fail", path=CHARGE[shop.name], times=3, drop=True)
    assert collect(shop.world.id, collections=[row.id], at=clock.now()) == 1
    notices = shop.told()
    shop.gateways.control("fail", path=f"/{shop.name}/", times=10_000, status=503)
    assert {shop.post(notice) for notice in notices} == {204}
    for minutes in (0, 10, 300):
        at = NOW + timedelta(minutes=minutes)
        present(at)
        shop.work()
        look_at(shop.world.id, attempt=row_of(shop).id, at=at)
        assert collect_due(shop.world.id, at=at) == 0
    assert attempts(shop) == ["unknown"] and shop.booked() == []
    assert {notice.state for notice in shop.kept()} == {"new"}
    shop.gateways.server.disturbances.waiting.clear()
    later = NOW + timedelta(hours=12)
    planned = row_of(shop).next_look_at
    assert planned is not None and planned <= later
    present(later)
    assert sweep_notices(at=later) >= len(shop.kept())
    assert at_once([shop.work, shop.work, partial(look_at, shop.world.id, attempt=row_of(shop).id, at=later)])[:2] == [
        None,
        None,
    ]
    assert {notice.state for notice in shop.kept()} == {"done"}
    assert attempts(shop) == ["succeeded"] and shop.paid_once() and shop.parked() == []


def row_of(shop: CardShop) -> Attempt:
    with within(shop.world.id):
        return Attempt.objects.get()
