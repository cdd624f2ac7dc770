"""Lifecycles decide, check and draw themselves."""

from enum import StrEnum

import pytest

from selvbetjening.kernel.lifecycle import Lifecycle, MoveRefused


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    WALLED = "walled"


MOVES = {
    (Door.OPEN, "shut"): Door.SHUT,
    (Door.SHUT, "open"): Door.OPEN,
    (Door.SHUT, "wall_up"): Door.WALLED,
    (Door.OPEN, "wall_up"): Door.WALLED,
}
DOOR = Lifecycle("door", Door, MOVES, Door.OPEN)


def test_the_table_decides() -> None:
    assert DOOR.may(Door.OPEN, "shut")
    assert not DOOR.may(Door.WALLED, "open")
    assert DOOR.after(Door.SHUT, "open") is Door.OPEN
    assert DOOR.sources("wall_up") == (Door.OPEN, Door.SHUT)
    assert DOOR.sources("paint") == ()
    assert DOOR.ends() == (Door.WALLED,)


def test_a_refused_move_says_what_was_tried() -> None:
    with pytest.raises(MoveRefused, match="door: cannot open from walled") as refused:
        DOOR.after(Door.WALLED, "open")
    assert (refused.value.lifecycle, refused.value.state, refused.value.verb) == ("door", "walled", "open")


def test_the_table_cannot_be_changed_afterwards() -> None:
    moves = dict(MOVES)
    door = Lifecycle("door", Door, moves, Door.OPEN)
    moves[Door.WALLED, "open"] = Door.OPEN
    assert not door.may(Door.WALLED, "open")
    with pytest.raises(TypeError):
        door.moves[Door.WALLED, "open"] = Door.OPEN  # type: ignore[index]


def test_every_state_is_reachable() -> None:
    with pytest.raises(ValueError, match="no way to walled"):
        Lifecycle("door", Door, {(Door.OPEN, "shut"): Door.SHUT}, Door.OPEN)
    with pytest.raises(ValueError, match="no way to open, shut"):
        Lifecycle("door", Door, MOVES, Door.WALLED)


def test_only_its_own_states() -> None:
    class Window(StrEnum):
        BROKEN = "broken"

    with pytest.raises(ValueError, match="not states of Door"):
        Lifecycle("door", Door, {**MOVES, (Window.BROKEN, "shut"): Door.SHUT}, Door.OPEN)


def test_it_draws_itself() -> None:
    assert DOOR.as_mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> open\n"
        "    open --> shut: shut\n"
        "    shut --> open: open\n"
        "    shut --> walled: wall_up\n"
        "    open --> walled: wall_up\n"
        "    walled --> [*]\n"
    )
