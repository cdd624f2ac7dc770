"""Lifecycles: the states of a thing and its allowed moves, as a table that decides, checks and draws itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)


class MoveRefused(Exception):
    """The verb is not allowed from the state: the thing is not where the caller believed."""

    def __init__(self, lifecycle: str, state: str, verb: str) -> None:
        super().__init__(f"{lifecycle}: cannot {verb} from {state}")
        self.lifecycle, self.state, self.verb = lifecycle, str(state), verb


@dataclass(frozen=True, eq=False)
class Lifecycle(Generic[S]):
    """States, and (from, verb) → to. Raises ValueError when a state cannot be reached from the initial one."""

    name: str
    states: type[S]
    moves: Mapping[tuple[S, str], S]
    initial: S

    def __post_init__(self) -> None:
        # A frozen table: nobody who kept the dict can change the law afterwards.
        object.__setattr__(self, "moves", MappingProxyType(dict(self.moves)))
        mentioned = [self.initial, *self.moves.values(), *(source for source, _ in self.moves)]
        if strange := [state for state in mentioned if not isinstance(state, self.states)]:
            raise ValueError(f"{self.name}: not states of {self.states.__name__}: {sorted(strange)}")
        if lost := set(self.states) - self._reachable():
            raise ValueError(f"{self.name}: no way to {', '.join(sorted(lost))}")

    def may(self, state: S, verb: str) -> bool:
        """Whether the verb is allowed from the state."""
        return (state, verb) in self.moves

    def after(self, state: S, verb: str) -> S:
        """The state that the verb leads to. Raises `MoveRefused`."""
        try:
            return self.moves[state, verb]
        except KeyError:
            raise MoveRefused(self.name, state, verb) from None

    def sources(self, verb: str) -> tuple[S, ...]:
        """The states the verb is allowed from, in declared order: for `WHERE state IN (…)`."""
        return tuple(state for state in self.states if (state, verb) in self.moves)

    def ends(self) -> tuple[S, ...]:
        """The states that nothing leads out of."""
        left = {source for source, _ in self.moves}
        return tuple(state for state in self.states if state not in left)

    def as_mermaid(self) -> str:
        """The table as a Mermaid state diagram, for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        lines += [f"    {source} --> {target}: {verb}" for (source, verb), target in self.moves.items()]
        lines += [f"    {state} --> [*]" for state in self.ends()]
        return "\n".join(lines) + "\n"

    def _reachable(self) -> set[S]:
        seen: set[S] = set()
        waiting = [self.initial]
        while waiting:
            state = waiting.pop()
            if state not in seen:
                seen.add(state)
                waiting += [target for (source, _), target in self.moves.items() if source == state]
        return seen
