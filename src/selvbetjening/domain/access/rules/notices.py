"""Which notices there are, and which way each reaches a user (BP-77). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

Way = Literal["mail", "digest", "portal"]
WAYS: Final[tuple[Way, ...]] = ("mail", "digest", "portal")


@dataclass(frozen=True)
class NoticeKind:
    """`is_security`: always mailed at once, whatever was chosen. `for_managers`: nobody else ever gets it."""

    code: str
    is_security: bool = False
    for_managers: bool = False
    standard: Way = "mail"


#: In the order of the page on which one chooses.
KINDS: Final[dict[str, NoticeKind]] = {
    kind.code: kind
    for kind in (
        NoticeKind("own_access", is_security=True),
        NoticeKind("managers", is_security=True, for_managers=True),
        NoticeKind("succession", is_security=True),
        NoticeKind("tasks", for_managers=True),
        NoticeKind("messages", for_managers=True),
        NoticeKind("answers"),
        NoticeKind("ends"),
        NoticeKind("files"),
        NoticeKind("file_tasks"),
        NoticeKind("files_ready"),
        NoticeKind("debits"),
        NoticeKind("users", for_managers=True),
        NoticeKind("review", for_managers=True),
        NoticeKind("advice", for_managers=True),
    )
}


@dataclass(frozen=True)
class NewNotice:
    """What somebody is told. Ids only: names are read when it is shown, so that an erased person is gone here, too.

    `code` names the sentence (`queries.notice_words`); `last_on` is the last day with access; `path` leads on, below
    the company's own address.
    """

    kind: str
    code: str
    path: str = ""
    about: UUID | None = None
    solution: str = ""
    last_on: date | None = None
    source: UUID | None = None


def way_of(*, kind: str, chosen: Mapping[str, str]) -> Way:
    """The way of this kind for who has chosen so. Raises KeyError for a kind that is none."""
    found = KINDS[kind]
    if found.is_security:
        return "mail"
    return next((way for way in WAYS if way == chosen.get(kind)), found.standard)


def kept_choices(*, chosen: Mapping[str, str]) -> dict[str, str]:
    """Of a form's choices those that may be made and differ from the standard; what is no choice is left out."""
    return {
        code: chosen[code]
        for code, kind in KINDS.items()
        if not kind.is_security and chosen.get(code) in WAYS and chosen[code] != kind.standard
    }


def week_of(*, day: date) -> date:
    """The Monday of the day's week: the weekly mail's own day (BP-30)."""
    return day - timedelta(days=day.weekday())


def reference_of(*, notice: UUID) -> str:
    """The short number that a mail and the list in the portal share."""
    return f"N-{notice.hex[-8:].upper()}"
