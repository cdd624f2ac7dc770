"""Receivers as they are: down, slow, redirecting, broken, on a private address, moving (issue 7, must show 4)."""

import socket
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from selvbetjening.adapters.webhooks import network
from selvbetjening.adapters.webhooks.sender import DirectSender
from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.webhooks.actions.sweep import sweep
from selvbetjening.domain.webhooks.ports import NotSent, Post
from selvbetjening.domain.webhooks.rules.retrying import GAPS, LASTS, TRIES
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

    monkeypatch.setattr(socket, "getaddrinfo", look)
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
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
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

    monkeypatch.setattr(socket, "create_connection", connect)
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
