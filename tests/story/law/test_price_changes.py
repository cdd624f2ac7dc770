"""Another price for running subscriptions: told in time, with a way out, charged from the day that was told (CAN-6)."""

from datetime import date, datetime, timedelta

import pytest

from selvbetjening.domain.billing.actions.plan_price_changes import plan_price_changes
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.actions.tell_price_change import tell_all, tell_price_change
from selvbetjening.domain.billing.models import PriceChange, PriceNotice
from selvbetjening.domain.billing.queries import contracts
from selvbetjening.domain.billing.rules.law.cancelling import Unlawful
from selvbetjening.domain.billing.rules.law.declarations import contract_number
from selvbetjening.domain.billing.rules.law.standing import earliest
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import start_of_day
from tests import make, portal
from tests.story.portal.world import NOW, World

STAFF = Actor("staff", "1")
SIGNED, EFFECTIVE = date(2026, 3, 11), date(2026, 5, 1)


def begin(ours: World, dearer: PlanTerms, **values: object) -> PriceChange:
    wanted: dict[str, object] = {
        "effective_on": EFFECTIVE, "clause": "§ 7 i vores betingelser", "reason": "Huslejen er steget.",
    }  # fmt: skip
    return tell_price_change(
        ours.id,
        from_terms=ours.small.id,
        to_terms=dearer.id,
        actor=STAFF,
        at=NOW,
        **{**wanted, **values},  # type: ignore[arg-type]
    )


def noon(day: date) -> datetime:
    return start_of_day(day) + timedelta(hours=12)


def bill(ours: World, day: date) -> None:
    """What the nightly run does."""
    plan_price_changes(ours.id, at=noon(day))
    run(ours.id, today=day, at=noon(day))
    plan_price_changes(ours.id, at=noon(day))


@pytest.fixture
def dearer(ours: World) -> PlanTerms:
    return make.terms(ours.basic, unit_price_minor=24000)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"effective_on": SIGNED + timedelta(days=29)}, "too_soon"),
        ({"clause": "  "}, "no_clause"),
        ({"reason": ""}, "no_reason"),
    ],
)
def test_a_change_too_soon_or_without_a_clause_is_forbidden_can_6(
    values: dict[str, object], reason: str, ours: World, dearer: PlanTerms
) -> None:
    """CAN-6: thirty days, a clause, and a reason that is told; nobody is told anything else."""
    with pytest.raises(Unlawful, match=reason):
        begin(ours, dearer, **values)
    with within(ours.id):
        assert not PriceNotice.objects.exists()
    assert begin(ours, dearer, effective_on=SIGNED + timedelta(days=30))


def test_another_plan_is_no_price_change_can_6(ours: World) -> None:
    """CAN-6: same plan, same currency, same interval."""
    for other in (ours.large, ours.yearly, ours.small):
        with pytest.raises(Unlawful, match="other_terms"):
            begin(ours, other)


def test_everybody_is_told_once_with_both_prices_and_the_way_out_can_6(ours: World, dearer: PlanTerms) -> None:
    """CAN-6: the mail names both prices, the day, the reason and the clause, and links to the way out."""
    change = begin(ours, dearer)
    assert tell_all(ours.id, price_change=change.id, actor=STAFF, at=NOW) == 1
    assert tell_all(ours.id, price_change=change.id, actor=STAFF, at=NOW) == 0
    react(ours.id, at=NOW)
    with within(ours.id):
        mail = Message.objects.get(kind="price_changes")
    words = mail.text.replace("\xa0", " ")
    for told in ("250,00 kr.", "300,00 kr.", "1. maj 2026", "Huslejen er steget.", "§ 7 i vores betingelser"):
        assert told in words
    number = contract_number(subscription=ours.subscription.id, code=ours.subscription.code)
    way_out = f"/opsig-eller-fortryd/?aftale={number}"
    assert way_out in words and "Aftalenummer" in words
    guest = portal.client(ours.organization).get(way_out)
    assert f'value="{number}"' in guest.content.decode()
    mine = portal.client(ours.organization, ours.recipient)
    assert mine.get(way_out).headers["Location"] == f"/abonnementer/{ours.subscription.id}/opsig/"
    assert mine.get("/opsig-eller-fortryd/?aftale=AAAA-BBBB-CCCC").status_code == 200


def test_the_new_price_is_charged_from_the_first_renewal_after_its_day_can_6(ours: World, dearer: PlanTerms) -> None:
    """CAN-6: April at the old price, May at the new; a plan that was taken away comes back."""
    change = begin(ours, dearer)
    tell_all(ours.id, price_change=change.id, actor=STAFF, at=NOW)
    assert plan_price_changes(ours.id, at=NOW) == 0
    bill(ours, date(2026, 4, 1))
    assert ours.reload().terms_id == ours.small.id
    planned = ours.waiting()
    assert planned is not None and planned.effective_on == EFFECTIVE
    with within(ours.id):
        planned.state = "removed"
        planned.save()
    bill(ours, EFFECTIVE)
    assert ours.reload().terms_id == dearer.id
    assert [invoice.total_minor for invoice in ours.invoices()] == [25000, 25000, 30000]


def test_who_is_bound_may_leave_before_the_new_price_can_6(ours: World, dearer: PlanTerms) -> None:
    """CAN-6: a binding of six months holds without the change, and not with it."""
    begun = {"committed_until": date(2026, 9, 1), "notice": None, "current_period_ends_on": date(2026, 4, 1)}
    with within(ours.id):
        before = contracts.legal_standing(ours.id, subscription=loaded(ours))
    assert earliest(standing=before, today=SIGNED, **begun).on == date(2026, 9, 1)  # type: ignore[arg-type]
    tell_all(ours.id, price_change=begin(ours, dearer).id, actor=STAFF, at=NOW)
    with within(ours.id):
        after = contracts.legal_standing(ours.id, subscription=loaded(ours))
    assert earliest(standing=after, today=SIGNED, **begun).on == EFFECTIVE  # type: ignore[arg-type]
    assert earliest(standing=after, today=EFFECTIVE, **begun).on == date(2026, 9, 1)  # type: ignore[arg-type]


def loaded(ours: World) -> Subscription:
    return Subscription.objects.select_related("terms__plan").get(id=ours.subscription.id)
