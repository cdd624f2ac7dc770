"""What the bookkeeper wants to see: one account or all, a period, the unpaid, the unread."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.portals.customer.day_fields import day_field


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


class FilterForm(forms.Form):
    """The filter as it is typed. `wanted` is what a valid form asks for."""

    marks_optional = False
    konto = forms.UUIDField(
        label=_("Account"), required=False, error_messages={"invalid": _("Choose an account from the list.")}
    )
    fra = day_field(_("From"))
    til = day_field(_("To and including"))
    ubetalt = forms.BooleanField(label=_("Only unpaid"), required=False)
    ulaest = forms.BooleanField(label=_("Only what I have not fetched"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("fra"), given.get("til")
        if first and last and last < first:
            self.add_error("til", gettext("This day lies before the first one."))
        return given

    @property
    def wanted(self) -> Filter:
        given = self.cleaned_data
        return Filter(given["konto"], given["fra"], given["til"], given["ubetalt"], given["ulaest"])


def last_quarter(*, today: date) -> Filter:
    """The quarter before the one that `today` lies in."""
    first_of_this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = first_of_this - timedelta(days=1)
    return Filter(first=date(last.year, last.month - 2, 1), last=last)


def period_name(*, first: date, last: date, language: str) -> str:
    """How a file is called by its days: `2026-K3` (in English `2026-Q3`) for a quarter, else both days."""
    quarter = last_quarter(today=last + timedelta(days=1))
    if (quarter.first, quarter.last) == (first, last):
        return f"{first.year}-{'Q' if language == 'en' else 'K'}{(first.month + 2) // 3}"
    return f"{first}-{last}"
