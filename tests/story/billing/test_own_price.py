"""A subscription's own price in previews, invoices, mails, webhooks and pages (decisions 132 to 134; CM-02, SU-05)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError

from selvbetjening.domain.billing.actions.act_at_once import act_at_once
from selvbetjening.domain.billing.actions.plan_price_changes import plan_price_changes
from selvbetjening.domain.billing.actions.price_subscription import price_subscription
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.actions.quote_resubscribe import quote_resubscribe
from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.billing.models import PriceChange
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.queries.next_payments import next_payment
from selvbetjening.domain.billing.queries.outlook import forecast, next_charge, upcoming
from selvbetjening.domain.billing.queries.price_changes import not_told, possible
from selvbetjening.domain.billing.queries.recurring import mrr_now
from selvbetjening.domain.billing.rules.quotes import QuoteStale
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.documents.subscriptions import subscription_data
from tests.story.billing.deal import ACTOR, Deal, deal, noon

pytestmark = pytest.mark.usefixtures("database")

FIRST, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def priced(mine: Deal, one: Subscription, minor: int | None, day: date = FIRST) -> None:
    price_subscription(
        mine.organization, account=mine.account.id, subscription=one.id, minor=minor, actor=ACTOR, at=noon(day)
    )


def begun(minor: int, *, party_type: str = "business", **wish: Any) -> tuple[Deal, Subscription]:
    """One on Basis at its own price, its first period billed on the first of March."""
    mine = deal(party_type=party_type)
    wanted = Wish(act="start", terms=mine.basis.id, own_price_minor=minor, by_integration=True, **wish)
    done = act_at_once(mine.organization, account=mine.account.id, wish=wanted, actor=ACTOR, at=noon(FIRST))
    return mine, mine.subscription(done.subscription)


def nets(mine: Deal) -> list[int]:
    return [invoice.net_minor for invoice in mine.invoices()]


def quoted(mine: Deal, one: Subscription, day: date, terms: UUID | None = None, quantity: int | None = None) -> Any:
    return quote_change(
        mine.organization, account=mine.account.id, subscription=one.id, terms=terms, quantity=quantity, at=noon(day)
    )


def test_one_amount_everywhere_cm_02() -> None:
    """CM-02: forecast, next payment, MRR, webhook and the run's invoice say the same; the list price nobody."""
    mine, one = begun(150_00, quantity=2)
    with within(mine.organization):
        said = next_charge(mine.organization, account=mine.account.id, today=FIRST)
        months = forecast(mine.organization, account=mine.account.id, today=FIRST, months=2)
        whole = upcoming(mine.organization, today=FIRST)["DKK"]
        paid = next_payment(mine.organization, subscription=one, today=FIRST)
        mrr = mrr_now(mine.organization, today=FIRST).by_currency["DKK"]
        mine.account.refresh_from_db()
        told = subscription_data(
            subscription=Subscription.objects.select_related("account", "terms__plan").get(id=one.id),
            unit_price=one.own_price or mrr,
            company=mine.owner,
            today=FIRST,
        )
    mine.run(APRIL)
    assert nets(mine) == [300_00, 300_00]
    assert said is not None and paid is not None
    assert (said.on, said.net.minor, paid.total.minor) == (APRIL, 300_00, 375_00)
    assert [month.total.minor for month in months] == [375_00, 375_00]
    assert (whole[1].total.minor, mrr.minor) == (300_00, 300_00)
    assert (told["custom_price"], told["unit_price"]) == ("150.00", "150.00")
    with within(mine.organization):
        (line,) = mine.invoices()[1].lines.all()
    assert (line.quantity, line.unit_price_minor, line.net_minor) == (2, 150_00, 300_00)
    assert "rabat" not in line.text


def test_a_quantity_is_previewed_and_invoiced_at_it_su_05() -> None:
    """SU-05, CM-02: given back and charged at it, to the øre; done and undone leaves nothing."""
    mine, one = begun(150_00)
    shown = quoted(mine, one, date(2026, 3, 11), quantity=3)
    assert [line.net.minor for line in shown.lines] == [-round(150_00 * 21 / 31), round(450_00 * 21 / 31)]
    mine.confirm(shown.id, date(2026, 3, 11))
    assert nets(mine)[-1] == shown.net.minor
    undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(date(2026, 3, 11)))
    again = mine.subscription(one.id)
    assert (again.quantity, again.own_price_minor) == (1, 150_00)
    mine.run(APRIL)
    assert nets(mine)[-1] == 150_00


def test_other_terms_end_it_and_undoing_brings_it_back_cm_03() -> None:
    """CM-02, CM-03, decision 133: the preview is without it, and so is the invoice."""
    mine, one = begun(150_00)
    shown = quoted(mine, one, FIRST, terms=mine.free.id)
    assert [line.net.minor for line in shown.lines] == [-150_00, 300_00]
    assert shown.next_net is not None and shown.next_net.minor == 300_00
    mine.confirm(shown.id, FIRST)
    assert mine.subscription(one.id).own_price_minor is None
    assert nets(mine) == [150_00, 150_00]
    undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(FIRST))
    assert mine.subscription(one.id).own_price_minor == 150_00


def test_a_planned_move_ends_it_with_the_renewal_su_06() -> None:
    """SU-06: until then the subscription has its price; then that of the terms, as was foretold."""
    mine, one = begun(400_00)
    shown = quoted(mine, one, FIRST, terms=mine.free.id)
    assert (shown.direction, shown.timing) == ("downgrade", "renewal")
    mine.confirm(shown.id, FIRST)
    with within(mine.organization):
        said = next_charge(mine.organization, account=mine.account.id, today=FIRST)
    assert said is not None and said.net.minor == 300_00
    mine.run(APRIL)
    assert (nets(mine), mine.subscription(one.id).own_price_minor) == ([400_00, 300_00], None)


def test_what_was_charged_is_given_back_whatever_the_price_is_since_can_4() -> None:
    """CAN-4: not at the price of today, and never more than was paid."""
    for later in (50_00, 500_00, None):
        mine, one = begun(150_00)
        priced(mine, one, later)
        shown = quoted(mine, mine.subscription(one.id), date(2026, 3, 11), quantity=2)
        assert shown.lines[0].net.minor == -round(150_00 * 21 / 31)


def test_a_preview_of_before_is_stale_cm_02() -> None:
    """CM-02: nothing is charged at another price than was shown."""
    mine, one = begun(150_00)
    shown = quoted(mine, one, FIRST, quantity=2)
    priced(mine, one, 100_00)
    with pytest.raises(QuoteStale) as stale:
        mine.confirm(shown.id, FIRST)
    mine.confirm(stale.value.fresh.id, FIRST)
    assert nets(mine)[-1] == stale.value.fresh.net.minor == 200_00 - 150_00


def test_setting_it_closes_the_undo_of_an_act_before_it_cm_03() -> None:
    """CM-03: what is undone later would take the price with it."""
    mine, one = begun(150_00)
    mine.confirm(quoted(mine, one, FIRST, quantity=2).id, FIRST)
    priced(mine, one, 100_00)
    with pytest.raises(Refused, match="undo_closed"):
        undo(mine.organization, account=mine.account.id, subscription=one.id, actor=ACTOR, at=noon(FIRST))


def test_whoever_begins_anew_pays_what_is_sold_xb_16() -> None:
    """XB-16, decision 133: the price went with the subscription that ended."""
    mine, one = begun(150_00)
    ending = Wish(act="cancel", kind="today", by_integration=True)
    act_at_once(
        mine.organization, account=mine.account.id, subscription=one.id, wish=ending, actor=ACTOR, at=noon(FIRST)
    )
    shown = quote_resubscribe(mine.organization, account=mine.account.id, subscription=one.id, at=noon(FIRST))
    assert shown.net.minor == 200_00
    made = mine.confirm(shown.id, FIRST)
    assert mine.subscription(made.subscription).own_price_minor is None


def test_a_price_change_of_the_terms_passes_it_by_can_6() -> None:
    """CAN-6, decision 134: neither told nor moved; the price was never that of the terms."""
    mine, one = begun(150_00)
    listed = mine.started(FIRST)
    with within(mine.organization):
        change = PriceChange(
            organization_id=mine.organization, from_terms=mine.basis, to_terms=mine.free, created_at=noon(APRIL)
        )
        Subscription.objects.update(created_at=noon(FIRST))
        assert [row.id for row in not_told(mine.organization, change=change)] == [listed.id]
        assert {move.running for move in possible(mine.organization)} <= {1}
    assert plan_price_changes(mine.organization, at=noon(APRIL)) == 0
    mine.run(APRIL)
    assert mine.subscription(one.id).own_price_minor == 150_00


@pytest.mark.parametrize("table", [Subscription, ScheduledChange])
def test_the_database_takes_no_price_below_nothing(table: Any) -> None:
    """Beside the rules: neither of a subscription nor of a change that waits for it."""
    mine, one = begun(400_00)
    mine.confirm(quoted(mine, one, FIRST, terms=mine.free.id).id, FIRST)
    with pytest.raises(IntegrityError, match="own_price"), within(mine.organization):
        table.objects.update(own_price_minor=-1)
