"""What is odd about somebody's access, so that a review shows the odd rows first (BM-05, BP-27). Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from selvbetjening.kernel.days import copenhagen_day

Decided = Literal["keep", "shorten", "remove"]
DECISIONS: Final[tuple[Decided, ...]] = ("keep", "shorten", "remove")
UNUSED: Final = "unused"
EXTERNAL: Final = "external"
NO_END: Final = "no_end"
MANAGER: Final = "manager"
NEVER_LOGGED_IN: Final = "never_logged_in"
SUSPENDED: Final = "suspended"
#: A review that is not finished by then is reminded of every week (BM-05).
REMIND_AFTER: Final = timedelta(days=30)
REMIND_EVERY: Final = timedelta(days=7)
#: After so long the next review is due (BP-27 "quarterly").
QUARTER: Final = timedelta(days=91)


@dataclass(frozen=True)
class Seen:
    """One row of the picture: a membership, or with `granted_at` one of its grants."""

    is_manager: bool
    is_external: bool
    is_suspended: bool
    last_login_at: datetime | None
    ends_on: date | None
    granted_at: datetime | None = None
    last_used_at: datetime | None = None
    is_permanent: bool = False


def oddities(*, seen: Seen, today: date, unused_days: int) -> list[str]:
    """The codes of what is odd, in a fixed order; a row without any is folded away."""
    found = []
    if seen.granted_at is not None:
        last = copenhagen_day(seen.last_used_at or seen.granted_at)
        if (today - last).days >= unused_days:
            found.append(UNUSED)
        if seen.is_external:
            found.append(EXTERNAL)
        if seen.ends_on is None:
            found.append(NO_END)
        return found
    if seen.last_login_at is None:
        found.append(NEVER_LOGGED_IN)
    elif (today - copenhagen_day(seen.last_login_at)).days >= unused_days:
        found.append(UNUSED)
    if seen.is_external:
        found.append(EXTERNAL)
    if seen.is_manager:
        found.append(MANAGER)
    if seen.is_suspended:
        found.append(SUSPENDED)
    return found


def fades(*, last_used: date, today: date, unused_days: int, is_permanent: bool) -> bool:
    """Whether a grant begins to melt today (BM-05): not used for so many days, and not kept on purpose."""
    return not is_permanent and (today - last_used).days >= unused_days
