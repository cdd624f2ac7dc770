"""What is missing or wrong in the set-up, in plain words, each with what to do about it.

It looks and changes nothing. It needs no settings to be right: what cannot be read is a finding like any other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``to_do`` is empty when it is as it should be."""

    what: str
    to_do: str = ""

    @property
    def fine(self) -> bool:
        """Whether nothing is to be done."""
        return not self.to_do


Check = Callable[[], Iterator[Finding]]


def examine(checks: list[Check]) -> Iterator[Finding]:
    """The findings of all checks. A check that breaks is a finding, and the others go on."""
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # noqa: BLE001 -- whatever is wrong, the rest is still worth knowing
            name = check.__name__.replace("_", " ")
            told = " ".join(str(error).split())
            yield Finding(f"{name}: could not be looked at ({type(error).__name__})", f"Put right: {told}")
