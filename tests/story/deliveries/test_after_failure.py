"""A file that broke at our end is nobody's dead end: an operator tries again, or refuses it (annex D.1, BP-49)."""

import json
from datetime import timedelta

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions import process as processing
from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.after_failure import NotMended, try_again, turn_down
from selvbetjening.domain.deliveries.actions.forget import forget
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.history.actions.react import react
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender
from tests.hostile.at_once import at_once
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")
HOUR = timedelta(hours=1)
ONE = Actor("staff", "9000001")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> tuple[Sender, Delivery]:
    """A sound file that was accepted, and whose registering breaks for an hour."""
    of = files.sender()
    committed = files.put(of, files.file(of), name="a.txt")

    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(processing, "_register", breaks)
        with pytest.raises(RuntimeError):
            files.run(of, committed)
        done = files.run(of, committed, at=AT + HOUR)
    assert (done.state, files.collections(of)) == ("failed", [])
    return of, done


def codes(of: Sender, done: Delivery) -> list[tuple[str, str]]:
    files.sign(of)
    return [(each.kind, json.loads(each.text)["code"]) for each in files.receipts(of, done.id)]


def test_it_is_processed_once_more_as_it_was_accepted(broken: tuple[Sender, Delivery]) -> None:
    """The reason stands in the timeline; of two at once one does it; its collections are registered once."""
    of, done = broken
    answers = at_once(
        [lambda: try_again(of.id, delivery=done.id, reason="Sag 17", actor=ONE, at=AT + 2 * HOUR)] * 2
    )  # fmt: skip
    assert sorted(str(each) for each in answers) == ["None", "not_now"]
    advance(of.id, delivery=done.id, at=AT + 2 * HOUR)
    assert (files.get(of, done.id).state, len(files.collections(of))) == ("processed", 1)
    assert codes(of, done) == [("K1", "received"), ("K2", "accepted"), ("K3", "internal"), ("K3", "accepted")]
    with within(of.id):
        assert "Sag 17" in [move.reason for move in queries.moves(of.id, delivery=done.id)]


def test_refused_for_good_its_sender_sends_it_again_and_it_counts(broken: tuple[Sender, Delivery]) -> None:
    """BP-46, BP-47: a receipt and a mail say so, and what is sent again is no duplicate."""
    of, done = broken
    turn_down(of.id, delivery=done.id, reason="Kan ikke reddes", actor=ONE, at=AT + 2 * HOUR)
    assert files.get(of, done.id).state == "rejected"
    assert codes(of, done)[-1] == ("K3", "failed.given_up")
    react(of.id, at=AT + 2 * HOUR)
    with within(of.id):
        told = Message.objects.filter(organization_id=of.id, kind="delivery_told")
        assert any("Send filen igen" in each.text for each in told)
    again = files.upload(of, files.file(of), name="a.txt", at=AT + 2 * HOUR + MINUTE)[1]
    assert files.run(of, again, at=AT + 3 * HOUR).state == "processed"


def test_nobody_else_does_it_and_to_no_other_file(broken: tuple[Sender, Delivery]) -> None:
    """SEC-32: not the company, not the clock, not without a reason; nor another file, or a neighbour's."""
    of, done = broken
    other = files.sender()
    sound = files.send(other, files.file(other))
    tries = [
        (of, done, "x", SYSTEM, "not_staff"), (of, done, "x", Actor("user", str(of.person)), "not_staff"),
        (of, done, " ", ONE, "reason"), (other, done, "x", ONE, "not_now"), (other, sound, "x", ONE, "not_now"),
    ]  # fmt: skip
    for here, row, reason, actor, code in tries:
        for act in (try_again, turn_down):
            with pytest.raises(NotMended, match=code):
                act(here.id, delivery=row.id, reason=reason, actor=actor, at=AT + 2 * HOUR)
    assert files.get(of, done.id).state == "failed" and files.get(other, sound.id).state == "processed"


def test_a_payment_day_that_has_passed_fails_again(broken: tuple[Sender, Delivery]) -> None:
    """U13: nobody is debited for a day that was, however late an operator comes."""
    of, done = broken
    late = AT + timedelta(days=20)
    try_again(of.id, delivery=done.id, reason="Sag 17", actor=ONE, at=late)
    advance(of.id, delivery=done.id, at=late)
    now = files.get(of, done.id)
    assert (now.state, now.code, files.collections(of)) == ("failed", "day.past", [])


def test_its_content_goes_in_time_too(broken: tuple[Sender, Delivery]) -> None:
    """BP-49, SEC-87: a file that nobody decides about is not kept for ever."""
    of, done = broken
    forget(of.id, at=AT + timedelta(days=90))
    assert files.path_of(of, done.id).exists()
    forget(of.id, at=AT + timedelta(days=91))
    assert not files.path_of(of, done.id).exists()


def test_the_operators_page_lists_it_and_offers_both_ways(broken: tuple[Sender, Delivery]) -> None:
    of, done = broken
    address = f"/organizations/{of.id}/failed/"
    client = operator()
    page = client.get(address).content.decode()
    assert done.name in page and f"{address}{done.id}/" in page
    one = f"{address}{done.id}/"
    assert client.post(one, {"reason": " "}).status_code == 200
    assert files.get(of, done.id).state == "failed"
    assert client.post(one, {"reason": "Enig", "refuse": "1"}).status_code == 302
    assert files.get(of, done.id).state == "rejected"
    assert client.get(one).status_code == 404
    assert done.name not in client.get(address).content.decode()
