"""What a control call lets go wrong: an error instead of an answer, a lost connection, a slow answer."""

import re
from dataclasses import dataclass, field
from typing import Literal


@dataclass
class Disturbance:
    """For the next `times` requests whose method and path (`POST /stripe/v1/refunds`) the pattern is found in.

    `when` says on which side of the work it strikes: after it the charge is made and only the answer is lost.
    """

    pattern: str
    times: int = 1
    status: int = 0
    drop: bool = False
    slow: float = 0.0
    when: Literal["before", "after"] = "before"


@dataclass
class Disturbances:
    """Those that wait for their request."""

    waiting: list[Disturbance] = field(default_factory=list)

    def take(self, *, method: str, path: str) -> Disturbance | None:
        """The first that is meant for this request; it counts as having struck."""
        for one in self.waiting:
            if one.times > 0 and re.search(one.pattern, f"{method} {path}"):
                one.times -= 1
                return one
        return None
