"""Which moves between terms are allowed, and what a company has said about when (XB-10, SU-02). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

OwnTiming = Literal["", "now", "renewal"]


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves from one set of terms: where `limited`, only those of `timings` are allowed (XB-10)."""

    limited: bool = False
    timings: Mapping[UUID, OwnTiming] = field(default_factory=dict)

    def allows(self, terms: UUID) -> bool:
        """Whether one may move to these terms."""
        return not self.limited or terms in self.timings

    def timing(self, terms: UUID) -> OwnTiming:
        """When a move to these terms happens, whatever the company's rules; empty leaves it to them (SU-02)."""
        return self.timings.get(terms, "")
