"""Receivers as they are: down, slow, redirecting, broken, on a private address, moving (issue 7, must show 4)."""

import socket
import threading
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from selvbetjening.adapters.webhooks import network
from selvbetjening.adapters.webhooks.sender import DirectSender
from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.actions.deliver import deliver
from selvbetjening.domain.webhooks.actions.replay import replay
from selvbetjening.domain.webhooks.actions.sweep import forget, sweep
from selvbetjening.domain.webhooks.actions.switching import switch_on
from selvbetjening.domain.webhooks.models import WebhookDelivery
from selvbetjening.domain.webhooks.ports import NotSent, Post
from selvbetjening.domain.webhooks.rules.retrying import GAPS, LASTS, LEASE, TRIES
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.webhooks import Receiver, attempts, endpoint, rows, says, send_all, state_of

AT = make.AT
EVENTS = ["account.updated"]

pytestmark = pytest.mark.usefixtures("database")


def happened(owner: Organization, *holders: Account, times: int = 1) -> None:
    for _ in range(times):
        for holder in holders:
            fact = BillingDetailsUpdated(account=holder.id, fields=("name",))
            record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same limits, in tenths."""
    monkeypatch.setattr(network, "TOTAL", 0.6)
    monkeypatch.setattr("selvbetjening.adapters.webhooks.sender.TOTAL", 0.6)


def test_a_receiver_that_was_down_gets_what_it_missed_once_each() -> None:
    """Nothing lost: refused connections, then back, and each message comes once, in order for one account."""
    owner = make.organization()
    one, two = make.account(owner), make.account(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        port = receiver.port
    happened(owner, one, two, times=3)
    assert send_all(owner, made, at=AT) == 1  # one try shows that nobody is there; the others are spared
    assert state_of(owner, made).code == "unreachable"
    assert send_all(owner, made, at=AT + timedelta(seconds=20)) == 0
    with Receiver(port=port) as receiver:
        later = AT + timedelta(hours=1)
        sweep(at=later)
        assert send_all(owner, made, at=later) == 6
        assert len(set(receiver.ids)) == len(receiver.ids) == 6
        kept = {row.message_id: row for row in rows(owner)}
        assert {row.state for row in kept.values()} == {"delivered"}
        for holder in (one, two):
            mine = [each.told["created"] for each in receiver.taken if each.told["data"]["uuid"] == str(holder.id)]
            assert len(mine) == 3


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(500), "broken"), (says(503), "broken"), (says(302, Location="http://127.0.0.1:9/inside"), "redirect"),
        (says(403), "refused"), (says(404), "unwanted"), (says(422), "unwanted"), (says(429), "broken"),
    ],
)  # fmt: skip
def test_what_is_no_2xx_is_tried_again_over_three_days_then_shown_as_failed(answer: Any, code: str) -> None:
    """Issue 7, SEC-74: ten tries with growing gaps over 72 hours, the same id and bytes each time, then failed."""
    owner = make.organization()
    account = make.account(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        receiver.answer = answer
        happened(owner, account)
        at = AT
        for number in range(TRIES):
            assert send_all(owner, made, at=at) == 1
            (row,) = rows(owner)
            assert (row.tries, row.code) == (number + 1, code)
            if number < TRIES - 1:
                assert row.state == "waiting"
                at = row.next_try_at
        assert row.state == "failed"
        assert len(set(receiver.ids)) == 1 and len(receiver.ids) == TRIES
        assert len({each.body for each in receiver.taken if each.told["event"] == EVENTS[0]}) == 1
        assert len(attempts(owner)) == TRIES
    assert list(GAPS) == sorted(GAPS) and timedelta(days=3) == LASTS


def test_a_slow_receiver_ends_within_the_limit_and_holds_nobody_else(quick: None) -> None:
    """SEC-72: a drip of single bytes does not put the end off; an account's next message waits its turn."""
    owner = make.organization()
    account = make.account(owner)

    def drip(handler: Any, _: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 ")
        for _ in range(100):
            time.sleep(0.05)
            handler.wfile.write(b"2")

    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        receiver.answer = drip
        happened(owner, account)
        began = time.monotonic()
        assert send_all(owner, made, at=AT) == 1
        assert time.monotonic() - began < 4
        (row,) = rows(owner)
        assert (row.state, row.code) == ("waiting", "timeout")


def test_a_huge_answer_is_cut_off_and_its_status_counts(quick: None) -> None:
    """SEC-72: 64 KB are read and dropped; a yes is a yes, and nothing of the body is kept."""

    def huge(handler: Any, _: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(1_000):
            handler.wfile.write(b"secret " * 1_000)

    owner = make.organization()
    account = make.account(owner)
    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=EVENTS)
        receiver.answer = huge
        happened(owner, account)
        send_all(owner, made, at=AT)
        (row,) = rows(owner)
        assert (row.state, row.status) == ("delivered", 200)


@pytest.fixture
def strict(settings: Any) -> None:
    """As in production: no private addresses."""
    settings.WEBHOOK_INNER_HOSTS = False


def looked_up(monkeypatch: pytest.MonkeyPatch, answers: dict[str, list[list[str]]]) -> Counter[str]:
    """Names lead where the test says, another place at each look-up; how often each was looked up."""
    asked: Counter[str] = Counter()

    def look(host: str, port: int, **_: Any) -> list[Any]:
        found = answers[host][min(asked[host], len(answers[host]) - 1)]
        asked[host] += 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(network.socket, "getaddrinfo", look)
    return asked


@pytest.mark.parametrize(
    "found",
    [
        ["127.0.0.1"], ["169.254.169.254"], ["10.0.0.1"], ["::ffff:127.0.0.1"], ["::1"], ["64:ff9b::7f00:1"],
        ["fe80::1"], ["100.64.0.1"], ["224.0.0.1"], ["8.8.8.8", "10.0.0.1"],
    ],
)  # fmt: skip
def test_no_private_address_is_met_sec_71(monkeypatch: pytest.MonkeyPatch, strict: None, found: list[str]) -> None:
    """SEC-70, SEC-71: one of the name's addresses inside is enough; nothing is connected to, the message is kept."""
    looked_up(monkeypatch, {"hooks.example.dk": [found]})
    monkeypatch.setattr(network.socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    owner = make.organization()
    account = make.account(owner)
    made = endpoint(owner, "https://hooks.example.dk/in", at=AT, events=EVENTS)
    happened(owner, account)
    assert send_all(owner, made, at=AT) == 1
    (row,) = rows(owner)
    assert (row.state, row.code) == ("waiting", "inner_host")


def test_a_name_that_moves_between_check_and_connect_is_met_where_it_was_judged_sec_70(
    monkeypatch: pytest.MonkeyPatch, strict: None
) -> None:
    """SEC-70: rebinding. The name is looked up once; the second answer, inside, is never asked for."""
    asked = looked_up(monkeypatch, {"hooks.example.dk": [["93.184.216.34"], ["127.0.0.1"]]})
    met: list[Any] = []

    def connect(address: Any, **_: Any) -> Any:
        met.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr(network.socket, "create_connection", connect)
    with pytest.raises(NotSent) as failed:
        DirectSender().send(Post("https://hooks.example.dk/in", b"{}"))
    assert failed.value.code == "unreachable"
    assert met == [("93.184.216.34", 443)] and asked["hooks.example.dk"] == 1


def test_environment_proxies_and_redirects_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """SEC-70: no proxy from the environment, no redirect: the inside receiver hears nothing."""
    with Receiver() as inside, Receiver() as receiver:
        monkeypatch.setenv("HTTP_PROXY", inside.url)
        monkeypatch.setenv("ALL_PROXY", inside.url)
        receiver.answer = says(307, Location=inside.url)
        answer = DirectSender().send(Post(receiver.url, b'{"event":"x"}', (("Content-Type", "application/json"),)))
        assert answer.status == 307 and len(receiver.taken) == 1 and inside.taken == []


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

        def work() -> None:
            try:
                for _ in range(40):
                    deliver(OrganizationId(owner.id), host=made.endpoint.host, at=AT, most=3)
            finally:
                connections.close_all()

        workers = [threading.Thread(target=work) for _ in range(20)]
        for each in workers:
            each.start()
        for each in workers:
            each.join()
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


def _facts(owner: Organization) -> list[str]:
    with within(OrganizationId(owner.id)):
        return list(Event.objects.values_list("name", flat=True))
