"""Out of quarantine: two operators with a reason each, read by the company, and the file goes on (SEC-83)."""

import pytest

from selvbetjening.adapters.clamav import nobody
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.advance import advance
from selvbetjening.domain.deliveries.actions.let_out import NotLetOut, let_out
from selvbetjening.domain.deliveries.models import Delivery
from selvbetjening.domain.deliveries.queries.quarantine import quarantined
from selvbetjening.domain.deliveries.rules.limits import WISH_LIFE
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender
from tests.hostile.at_once import at_once
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")
ONE, TWO, THREE = (Actor("staff", number) for number in ("9000001", "9000002", "9000003"))


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> tuple[Sender, Delivery]:
    """A sound file in which the scanner believes to have found something."""
    of = files.sender()
    data = files.file(of, [14_900])
    place = data.index(of.agreement.pbs_number.encode(), 128)
    monkeypatch.setattr(nobody, "_EICAR", data[place : place + 40])
    done = files.send(of, data)
    assert done.state == "quarantined"
    return of, done


def facts(of: Sender) -> list[tuple[str, str]]:
    with within(of.id):
        found = Event.objects.filter(organization_id=of.id, name__startswith="deliveries.release").order_by("at")
        return list(found.values_list("name", "actor_id"))


def test_two_operators_let_it_out_and_it_goes_on(caught: tuple[Sender, Delivery]) -> None:
    """SEC-83: nothing by one alone; with the second it is checked and processed; the company reads both reasons."""
    of, done = caught
    assert not let_out(of.id, delivery=done.id, reason="Falsk alarm, sag 17", actor=ONE, at=AT + MINUTE)
    assert files.get(of, done.id).state == "quarantined"
    with within(of.id):
        (listed,) = quarantined(of.id, at=AT + MINUTE)
    assert listed.found and [wish.reason for wish in listed.wishes] == ["Falsk alarm, sag 17"]
    assert let_out(of.id, delivery=done.id, reason="Set efter", actor=TWO, at=AT + 2 * MINUTE)
    assert files.get(of, done.id).state == "validating"
    advance(of.id, delivery=done.id, at=AT + 3 * MINUTE)
    assert files.get(of, done.id).state == "processed" and len(files.collections(of)) == 1
    assert facts(of) == [("deliveries.release_asked", ONE.id), ("deliveries.released", TWO.id)]
    with within(of.id):
        told = [(move.to_state, move.reason) for move in queries.moves(of.id, delivery=done.id)]
        assert quarantined(of.id, at=AT) == []
    assert ("quarantined", "Falsk alarm, sag 17") in told and ("validating", "Set efter") in told


def test_the_same_operator_twice_is_one(caught: tuple[Sender, Delivery]) -> None:
    """SEC-83: neither one after the other nor at once; nor anybody who is no operator, nor without a reason."""
    of, done = caught

    def wish(actor: Actor, reason: str = "Falsk alarm") -> bool:
        return let_out(of.id, delivery=done.id, reason=reason, actor=actor, at=AT + MINUTE)

    person = Actor("user", "1")
    for actor, reason, code in ((SYSTEM, "x", "not_staff"), (person, "x", "not_staff"), (ONE, " ", "reason")):
        with pytest.raises(NotLetOut, match=code):
            wish(actor, reason)
    answers = at_once([lambda: wish(ONE)] * 3)
    assert [each for each in answers if each is False] == [False]
    assert {each.reason for each in answers if isinstance(each, NotLetOut)} == {"same_person"}
    assert files.get(of, done.id).state == "quarantined"
    both = at_once([lambda: wish(TWO), lambda: wish(THREE)])
    assert sorted(str(each) for each in both) == ["True", "not_now"]
    assert files.get(of, done.id).state == "validating" and len(facts(of)) == 2


def test_two_operators_at_once_are_a_wish_and_a_yes(caught: tuple[Sender, Delivery]) -> None:
    of, done = caught
    answers = at_once(
        [lambda who=who: let_out(of.id, delivery=done.id, reason="x", actor=who, at=AT + MINUTE) for who in (ONE, TWO)]  # type: ignore[misc]
    )
    assert sorted(map(str, answers)) == ["False", "True"]


def test_what_is_not_in_quarantine_or_a_neighbours_is_not_let_out(caught: tuple[Sender, Delivery]) -> None:
    """SEC-19, SEC-83."""
    of, done = caught
    other = files.sender()
    sound = files.send(other, files.file(other))
    for here, delivery in ((other, sound.id), (other, done.id)):
        with pytest.raises(NotLetOut, match="not_now"):
            let_out(here.id, delivery=delivery, reason="x", actor=ONE, at=AT + MINUTE)
    assert files.get(of, done.id).state == "quarantined"


def test_the_operators_page_lists_and_asks_twice(caught: tuple[Sender, Delivery]) -> None:
    """SEC-83: name, what was found, no content; the second operator's press lets it go on."""
    of, done = caught
    address = f"/organizations/{of.id}/quarantine/"
    first, second = operator(), operator()
    page = first.get(address).content.decode()
    assert done.name in page and "Eicar" in page
    one = f"{address}{done.id}/"
    assert first.post(one, {"reason": " "}).status_code == 200 and facts(of) == []
    assert first.post(one, {"reason": "Sag 17"}).status_code == 302
    assert "second operator must agree" in first.post(one, {"reason": "Sag 17 igen"}).content.decode()
    assert files.get(of, done.id).state == "quarantined"
    assert "Sag 17" in second.get(one).content.decode()
    assert second.post(one, {"reason": "Enig"}).status_code == 302
    assert files.get(of, done.id).state == "validating"
    assert second.get(one).status_code == 404


def test_a_wish_lapses_after_a_week(caught: tuple[Sender, Delivery]) -> None:
    """SEC-83: until then the second operator's counts; afterwards the next one is a first one again. It is shown."""
    of, done = caught
    let_out(of.id, delivery=done.id, reason="Falsk alarm", actor=ONE, at=AT)
    with within(of.id):
        (listed,) = quarantined(of.id, at=AT + MINUTE)
        assert listed.lapses_at == AT + WISH_LIFE
        (lapsed,) = quarantined(of.id, at=AT + WISH_LIFE)
        assert (lapsed.wishes, lapsed.lapses_at) == ([], None)
    assert not let_out(of.id, delivery=done.id, reason="Set efter", actor=TWO, at=AT + WISH_LIFE)
    assert files.get(of, done.id).state == "quarantined"
    assert let_out(of.id, delivery=done.id, reason="Igen", actor=ONE, at=AT + WISH_LIFE + MINUTE)
