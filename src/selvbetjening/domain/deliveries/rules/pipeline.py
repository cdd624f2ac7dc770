"""Where a checked file goes next (business-portal.md annex D.1). Pure: facts in, one verb of the lifecycle out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from selvbetjening.domain.deliveries.rules.content import Outcome
from selvbetjening.kernel.days import copenhagen_day

Verb = Literal["reject", "hold", "ask", "wait", "accept"]
#: The undo window ends so long before a deadline at the latest (BM-06).
BEFORE_DEADLINE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the check found, and what the company chose.

    `fatal`: an error in the file's frame, totals or rights; `refused` and `sound` count its records. `held` is the code
    of what a human must look at, empty for nothing. `confirmed`: one did. `approvers` is how many more must say yes.
    """

    fatal: bool
    refused: int
    sound: int
    accept_partly: bool
    held: str = ""
    confirmed: bool = False
    approvers: int = 0
    undo_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A verb of `lifecycle.DELIVERY`, and why, as a code of the receipt."""

    verb: Verb
    code: str


def decide(*, checked: Checked, at: datetime) -> Decision:
    """The order is the annex's: refused, held for a human, for a second one, for the undo window, accepted.

    Nothing is let through because a later gate would stop it: every gate is asked again after the one before opened.
    """
    found = outcome(
        fatal=checked.fatal, refused=checked.refused, sound=checked.sound, takes_sound=checked.accept_partly
    )
    if found == "rejected":
        return Decision("reject", found)
    if checked.held and not checked.confirmed:
        return Decision("hold", checked.held)
    if checked.approvers > 0:
        return Decision("ask", "awaiting_approval")
    if checked.undo_until is not None and checked.undo_until > at:
        return Decision("wait", "holding")
    return Decision("accept", found)


def outcome(*, fatal: bool, refused: int, sound: int, takes_sound: bool) -> Outcome:
    """What a file comes to by its check alone, before anybody looks at it: a preview says the same (BM-01)."""
    if fatal or (refused and not (takes_sound and sound)):
        return "rejected"
    return "partly_accepted" if refused else "accepted"


def undo_until(*, at: datetime, minutes: int, deadline: datetime | None, straight_away: bool) -> datetime | None:
    """Until when a file may be taken back; None where there is no window (BM-06).

    Two minutes before the deadline at the latest: nobody misses one because of the window. A deadline that has passed
    shortens nothing.
    """
    if straight_away or minutes <= 0:
        return None
    until = at + timedelta(minutes=minutes)
    if deadline is not None and deadline > at:
        until = min(until, deadline - BEFORE_DEADLINE)
    return until if until > at else None


def is_outdated(*, deadline: datetime | None, counted_at: datetime, at: datetime) -> bool:
    """Whether the check must be made anew before a file goes on: what it foretold was until its deadline (BM-04).

    `counted_at` is the moment it was held against. A file without a deadline (slips, tests, mandates, answers) was
    checked for that day.
    """
    if deadline is not None:
        return deadline <= at
    return copenhagen_day(counted_at) != copenhagen_day(at)


def is_missed(*, totals: Iterable[Mapping[str, Any]], on: date) -> bool:
    """Whether the day of an automatic collection has come before the file was processed, by the totals of its check.

    Nobody is debited for a day that has passed, whoever the delay is due to.
    """
    return any(each["section"] == "0112" and date.fromisoformat(each["pays_on"]) <= on for each in totals)


def promise(*, content: Mapping[str, Any]) -> dict[str, Any]:
    """What of a check (`contents`) somebody said yes to: the effects, the days and totals, and what is left out."""
    return {key: content.get(key) for key in ("content", "totals", "effects", "errors")}


#: What each verb of the pipeline is called in a receipt's `status`.
STATUS: Mapping[str, str] = {
    "reject": "rejected", "hold": "held", "ask": "awaiting_approval", "wait": "holding", "accept": "accepted",
    "withdraw": "withdrawn", "quarantine": "quarantined", "finish": "processed", "fail": "failed",
}  # fmt: skip
