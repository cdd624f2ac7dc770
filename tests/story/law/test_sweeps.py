"""A killed worker or a lost job loses nobody: guests, price changes, exports (CAN-2, CAN-6, XB-39)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from selvbetjening.domain.billing.actions import tell_price_change as telling
from selvbetjening.domain.billing.actions.answer_ending_request import answer_ending_request
from selvbetjening.domain.billing.actions.plan_price_changes import plan_price_changes
from selvbetjening.domain.billing.actions.request_ending import request_ending
from selvbetjening.domain.billing.actions.sweep_waiting import sweep_waiting
from selvbetjening.domain.billing.actions.tell_price_change import tell_all
from selvbetjening.domain.billing.models import GuestLink, GuestRequest, PriceNotice
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.rights.actions import archive
from selvbetjening.domain.rights.actions import sweep as exports
from selvbetjening.domain.rights.actions.export import ask_export, make_export
from selvbetjening.domain.rights.actions.purge import purge
from selvbetjening.domain.rights.models import DataExport
from selvbetjening.domain.rights.rules.erasing import export_lost
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from tests import make
from tests.story.law.test_price_changes import EFFECTIVE, STAFF, begin
from tests.story.portal.world import NOW, World
from tests.story.walls.queue import work_off

pytestmark = pytest.mark.usefixtures("posted")


def lose_every_job(ours: World) -> None:
    """What a crash of the queue comes to: the rows are there, their wake-ups are not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo' AND args->>'organization' = %s",
            [str(ours.id)],
        )


def at(minutes: int) -> Any:
    later = NOW + timedelta(minutes=minutes)
    clock.set_source(lambda: later)
    return later


def ask_as_guest(ours: World) -> None:
    request_ending(
        ours.id, email=ours.recipient.email, reference=str(ours.invoice.number), language="da", browser="b" * 43,
        network="192.0.2.0/24", at=NOW,
    )  # fmt: skip


def test_a_guest_whose_job_was_lost_is_answered_once_can_2(ours: World) -> None:
    """CAN-2, XB-29: not before two minutes, once, and never again."""
    ask_as_guest(ours)
    lose_every_job(ours)
    sweep_waiting(at=at(1))
    assert "billing.answer_ending_request" not in work_off(ours.id)
    sweep_waiting(at=at(2))
    sweep_waiting(at=at(2))  # two sweeps, two jobs, one answer
    assert work_off(ours.id).count("billing.answer_ending_request") == 2
    with within(ours.id):
        assert GuestRequest.objects.get().outcome == "sent"
        assert (GuestLink.objects.count(), Message.objects.filter(kind="guest_link").count()) == (1, 1)
    sweep_waiting(at=at(10))
    assert "billing.answer_ending_request" not in work_off(ours.id)


def test_a_worker_killed_in_the_midst_leaves_the_guest_waiting_and_not_half_answered_can_2(
    ours: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CAN-2: the answer is one transaction; what was killed is done whole by the next."""
    ask_as_guest(ours)
    lose_every_job(ours)
    with within(ours.id):
        row = GuestRequest.objects.get()

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("selvbetjening.domain.billing.actions.answer_ending_request.write", killed)
        with pytest.raises(SystemExit):
            answer_ending_request(ours.id, guest_request=row.id, at=NOW)
    with within(ours.id):
        assert not GuestLink.objects.exists() and GuestRequest.objects.get().outcome == ""
    sweep_waiting(at=at(5))
    work_off(ours.id)
    with within(ours.id):
        assert GuestLink.objects.count() == 1 and GuestRequest.objects.get().outcome == "sent"


def test_a_price_change_that_was_killed_half_way_is_told_to_the_rest_can_6(
    ours: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CAN-6: each batch is one transaction; the sweep finds who was left, and nobody is told twice."""
    dearer = make.terms(ours.basic, unit_price_minor=24000)
    second = make.subscription(ours.account, ours.small, created_at=NOW - timedelta(days=1))
    change = begin(ours, dearer)
    lose_every_job(ours)
    told = telling._tell

    def killed_at_the_second(organization: Any, change: Any, subscription: Any, actor: Actor, at: Any) -> None:
        if subscription.id == max(second.id, ours.subscription.id):
            raise SystemExit
        told(organization, change, subscription, actor, at)

    with monkeypatch.context() as patched:
        patched.setattr(telling, "BATCH", 1)
        patched.setattr(telling, "_tell", killed_at_the_second)
        with pytest.raises(SystemExit):
            tell_all(ours.id, price_change=change.id, actor=STAFF, at=NOW)
    with within(ours.id):
        assert PriceNotice.objects.count() == 1
    sweep_waiting(at=at(16))
    assert "billing.tell_price_change" in work_off(ours.id)
    with within(ours.id):
        assert set(PriceNotice.objects.values_list("subscription_id", "effective_on")) == {
            (ours.subscription.id, EFFECTIVE), (second.id, EFFECTIVE),
        }  # fmt: skip
    sweep_waiting(at=at(60))
    assert "billing.tell_price_change" not in work_off(ours.id)


def test_who_is_told_late_has_the_whole_notice_nevertheless_can_6(ours: World) -> None:
    """CAN-6: a job lost for forty days moves this customer's day; the mail, the plan and the way out follow it."""
    dearer = make.terms(ours.basic, unit_price_minor=24000)
    begin(ours, dearer)
    lose_every_job(ours)
    late = at(40 * 24 * 60)
    sweep_waiting(at=late)
    work_off(ours.id)
    react(ours.id, at=late)
    own_day = date(2026, 5, 20)  # thirty days after 20 April
    with within(ours.id):
        notice = PriceNotice.objects.get()
        assert (notice.effective_on, notice.price_change.effective_on) == (own_day, EFFECTIVE)
        assert "20. maj 2026" in Message.objects.get(kind="price_changes").text
        type(ours.subscription).objects.filter(id=ours.subscription.id).update(
            period_starts_on=date(2026, 4, 19), renews_on=date(2026, 5, 19)
        )
    assert plan_price_changes(ours.id, at=late) == 0  # a renewal the day before is still at the old price
    with within(ours.id):
        type(ours.subscription).objects.filter(id=ours.subscription.id).update(renews_on=own_day)
    assert plan_price_changes(ours.id, at=late) == 1


def ask(ours: World) -> DataExport:
    actor = Actor("recipient", str(ours.recipient.id))
    return ask_export(ours.id, account=ours.account.id, recipient=ours.recipient.id, actor=actor, at=NOW)


def test_an_export_whose_worker_was_killed_is_made_by_the_next_xb_39(
    ours: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XB-39, GDP-3: the half of an attempt does not count, and the whole file is there in the end."""
    asked = ask(ours)
    lose_every_job(ours)
    documents = archive._documents

    def killed(*values: Any, **named: Any) -> int:
        documents(*values, **named)
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(archive, "_documents", killed)
        with pytest.raises(SystemExit):
            make_export(ours.id, data_export=asked.id, at=NOW)
    exports.sweep(at=at(119))
    assert "rights.make_export" not in work_off(ours.id)
    exports.sweep(at=at(120))
    assert "rights.make_export" in work_off(ours.id)
    with within(ours.id):
        made = DataExport.objects.get(id=asked.id)
        parts = list(made.parts.order_by("number").values_list("attempt", flat=True))
    assert (made.state, made.attempt) == ("ready", 2) and parts and set(parts) == {2}


def test_an_export_that_nobody_can_make_is_given_up_and_may_be_asked_for_anew_xb_39(ours: World) -> None:
    """XB-39: fifteen minutes before the first try, two hours for each, three days in all."""
    assert not export_lost(asked_at=NOW, attempt=0, at=NOW + timedelta(minutes=14))
    assert export_lost(asked_at=NOW, attempt=0, at=NOW + timedelta(minutes=15))
    assert not export_lost(asked_at=NOW, attempt=3, at=NOW + timedelta(hours=5))
    assert export_lost(asked_at=NOW, attempt=3, at=NOW + timedelta(hours=6))
    first = ask(ours)
    purge(ours.id, at=NOW + timedelta(days=3, seconds=-1))
    assert ask(ours).id == first.id
    purge(ours.id, at=NOW + timedelta(days=3))
    assert ask(ours).id != first.id
