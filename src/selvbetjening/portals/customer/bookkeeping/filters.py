"""What the bookkeeper wants to see: one account or all, a period, the unpaid, the unread."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Filter:
    """`first` and `last` are Copenhagen days of issue, both included; None for no limit."""

    grant: UUID | None = None
    first: date | None = None
    last: date | None = None
    unpaid: bool = False
    unread: bool = False

    @property
    def query(self) -> str:
        """The filter as it stands in an address."""
        said: dict[str, Any] = {
            "konto": self.grant or "",
            "fra": self.first or "",
            "til": self.last or "",
            "ubetalt": "1" if self.unpaid else "",
            "ulaest": "1" if self.unread else "",
        }
        return urlencode({name: value for name, value in said.items() if value})


def read(data: QueryDict) -> Filter:
    """The filter of an address; what cannot be read limits nothing."""
    return Filter(
        grant=_uuid(data.get("konto", "")),
        first=_day(data.get("fra", "")),
        last=_day(data.get("til", "")),
        unpaid=data.get("ubetalt") == "1",
        unread=data.get("ulaest") == "1",
    )


def last_quarter(*, today: date) -> Filter:
    """The quarter before the one that `today` lies in."""
    first_of_this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = first_of_this - timedelta(days=1)
    return Filter(first=date(last.year, last.month - 2, 1), last=last)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
