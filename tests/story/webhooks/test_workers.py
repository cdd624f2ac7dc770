"""Workers at once and killed, long failure, and sending again (issue 7, must show 4; SEC-74)."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import deliver
from selvbetjening.domain.webhooks.actions.endpoints import Made
from selvbetjening.domain.webhooks.actions.replay import replay
from selvbetjening.domain.webhooks.actions.sweep import forget
from selvbetjening.domain.webhooks.actions.switching import switch_off, switch_on
from selvbetjening.domain.webhooks.models import WebhookDelivery
from selvbetjening.domain.webhooks.rules.retrying import LASTS, LEASE
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.at_once import at_once
from tests.webhooks import Receiver, attempts, endpoint, rows, says, send_all, state_of

AT = make.AT
EVENTS = ["account.updated"]

pytestmark = pytest.mark.usefixtures("database")


def happened(owner: Organization, *holders: Account, times: int = 1) -> None:
    for _ in range(times):
        for holder in holders:
            fact = BillingDetailsUpdated(account=holder.id, fields=("name",))
            record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)


def test_a_worker_killed_in_the_middle_loses_nothing_and_the_id_stays() -> None:
    """At least once: the lease runs out, the same bytes go with the same id, and the cut-off try is seen."""
    owner = make.organization()
    account = make.account(owner)

    class Killed(BaseException):
        """As if the process were gone: nothing after it runs."""

    with Receiver() as receiver, pytest.MonkeyPatch.context() as patch:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        happened(owner, account)

        def die(*_: Any, **__: Any) -> None:
            raise Killed

        patch.setattr("selvbetjening.domain.webhooks.actions.deliver.settle", die)
        with pytest.raises(Killed):
            send_all(owner, made, at=AT)
        patch.undo()
        assert send_all(owner, made, at=AT + LEASE / 2) == 0  # it may still be under way
        assert send_all(owner, made, at=AT + LEASE + timedelta(seconds=1)) == 1
        assert len(receiver.ids) == 2 and len(set(receiver.ids)) == 1
        (row,) = rows(owner)
        assert (row.state, row.tries) == ("delivered", 2)
        first, second = attempts(owner)
        assert first.ended_at is None and second.status == 204


def test_twenty_workers_at_once_send_each_message_once_and_in_order() -> None:
    """Twenty at once: each message comes once, one account's in order, and never more than two at a time (SEC-72)."""
    owner = make.organization()
    holders = [make.account(owner) for _ in range(8)]
    under_way, most, lock = 0, 0, threading.Lock()

    def answer(handler: Any, taken: Any) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.01)
        with lock:
            under_way -= 1
        says(204)(handler, taken)

    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        receiver.answer = answer
        happened(owner, *holders, times=5)
        order = [str(row.message_id) for row in rows(owner)]
        receiver.taken.clear()
        _all_at_once(owner, made, workers=20)
        send_all(owner, made, at=AT)
        assert len(receiver.ids) == len(set(receiver.ids)) == 40
        assert most <= 2
        for holder in holders:
            mine = [each.told["id"] for each in receiver.taken if each.told["data"]["uuid"] == str(holder.id)]
            assert mine == [id_ for id_ in order if id_ in mine]


def test_after_long_failure_it_is_switched_off_with_notice_and_what_was_missed_can_be_replayed() -> None:
    """SEC-74, issue 7: told once when the first is given up, off after a week, never silently; replay brings it all."""
    owner = make.organization()
    account = make.account(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        receiver.answer = says(500)
        at = AT
        happened(owner, account, times=2)
        while state_of(owner, made).state == "active":
            assert at < AT + timedelta(days=20)
            at += timedelta(hours=6)
            send_all(owner, made, at=at)
            if not [row for row in rows(owner) if row.state == "waiting"]:
                happened(owner, account)
        off = state_of(owner, made)
        assert off.off_reason == "failing" and at - AT >= timedelta(days=7)
        assert _facts(owner).count("webhooks.given_up") == 1
        assert _facts(owner).count("webhooks.switched_off") == 1
        happened(owner, account)
        assert [row.code for row in rows(owner)][-1] == "off"
        receiver.answer = says(200)
        receiver.taken.clear()
        switch_on(OrganizationId(owner.id), endpoint=made.endpoint.id, actor=SYSTEM, at=at)
        count = replay(
            OrganizationId(owner.id), endpoint=made.endpoint.id, since=AT - timedelta(days=1), failed_only=True,
            actor=SYSTEM, at=at,
        )  # fmt: skip
        send_all(owner, made, at=at)
        assert count and {row.state for row in rows(owner)} == {"delivered"}
        assert len(receiver.ids) == len(set(receiver.ids)) == len(rows(owner))


def test_one_message_is_replayed_with_the_same_id_and_an_emptied_one_is_not() -> None:
    """SEC-74: replay by id; without its body, after thirty days, nothing is sent."""
    owner = make.organization()
    account = make.account(owner)
    here = OrganizationId(owner.id)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        happened(owner, account)
        send_all(owner, made, at=AT)
        (row,) = rows(owner)
        given: dict[str, Any] = {"endpoint": made.endpoint.id, "delivery": row.id, "actor": SYSTEM}
        assert replay(here, at=AT, **given) == 1
        send_all(owner, made, at=AT)
        assert len(receiver.ids) == 2 and len(set(receiver.ids)) == 1
        later = AT + timedelta(days=31)
        assert forget(here, at=later) == 1
        assert replay(here, at=later, **given) == 0
        with within(here):
            assert WebhookDelivery.objects.get().message.body == ""
            assert forget(here, at=AT + timedelta(days=200)) >= 1
            assert not WebhookDelivery.objects.exists()


def test_a_replay_pressed_twice_at_once_goes_once() -> None:
    """SEC-74: one of them asks, and the receiver is told once; what is switched off is not told by a replay."""
    owner = make.organization()
    account = make.account(owner)
    here = OrganizationId(owner.id)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        happened(owner, account)
        send_all(owner, made, at=AT)
        (row,) = rows(owner)
        given: dict[str, Any] = {"endpoint": made.endpoint.id, "delivery": row.id, "actor": SYSTEM, "at": AT}
        assert sorted(at_once(*[lambda: replay(here, **given)] * 4)) == [0, 0, 0, 1]
        at_once(*[lambda: send_all(owner, made, at=AT)] * 4)
        assert len(receiver.ids) == 2 and len(set(receiver.ids)) == 1
        switch_off(here, endpoint=made.endpoint.id, actor=SYSTEM, at=AT)
        assert replay(here, **given) == 1
        send_all(owner, made, at=AT)
        assert len(receiver.ids) == 2


def test_a_receiver_that_is_silent_is_asked_with_one_message_at_a_time() -> None:
    """SEC-150: a thousand waiting messages are not a thousand tries; after three days they are given up together."""
    owner = make.organization()
    holders = [make.account(owner) for _ in range(12)]
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        receiver.answer = says(503)
        happened(owner, *holders)
        receiver.taken.clear()
        at = AT
        while at < AT + timedelta(hours=3):
            send_all(owner, made, at=at)
            at += timedelta(minutes=5)
        assert len(receiver.taken) <= 20
        send_all(owner, made, at=AT + LASTS)
        assert {row.state for row in rows(owner)} == {"failed"}


def _all_at_once(owner: Organization, made: Made, *, workers: int) -> None:
    def work() -> None:
        try:
            for _ in range(40):
                deliver(OrganizationId(owner.id), host=made.endpoint.host, at=AT, most=3)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def _facts(owner: Organization) -> list[str]:
    with within(OrganizationId(owner.id)):
        return list(Event.objects.values_list("name", flat=True))
