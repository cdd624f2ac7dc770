"""What will happen to an account until a day: its facts and its mails, as the engine brings them about (CM-12)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.billing.actions.look_ahead import looked_ahead
from selvbetjening.domain.billing.rules.ahead import FARTHEST
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.kernel.days import start_of_day
from selvbetjening.kernel.formatting import format_day, format_money
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.selvbetjening.settings.words import MAILS
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.ui.components.values import language

_MOST: Final = 1_000
_NUMBERS: Final = {
    "number": _("number"),
    "due_on": _("due"),
    "effective_on": _("from"),
    "deadline_on": _("to be paid by"),
}
_AMOUNTS: Final = ("total", "amount")


class DayForm(forms.Form):
    """The day to look from."""

    marks_optional = False
    dag = DayField(label=_("See it as of the day"), required=False)

    def __init__(self, *args: Any, today: date, **values: Any) -> None:
        super().__init__(*args, **values)
        self.today = today
        self.fields["dag"].widget.attrs |= {
            "min": (today + timedelta(days=1)).isoformat(),
            "max": (today + FARTHEST).isoformat(),
        }
        self.fields["dag"].help_text = gettext("A day ahead, at most 24 months. Empty is today.")

    def clean_dag(self) -> date | None:
        """A day ahead that the engine can reach."""
        day: date | None = self.cleaned_data["dag"]
        if day is not None and not self.today < day <= self.today + FARTHEST:
            last = format_day(self.today + FARTHEST, language())
            raise forms.ValidationError(gettext("Choose a day after today, and no later than %(day)s.") % {"day": last})
        return day


@dataclass(frozen=True)
class Coming:
    """One thing that will happen; `kind` is `fact` or `mail`."""

    at: datetime
    kind: str
    words: str
    about: str


def coming(here: OrganizationId, *, account: UUID, today: date, until: date) -> list[Coming]:
    """In the order of the days. Afterwards nothing has happened."""
    after = start_of_day(today + timedelta(days=1))
    with looked_ahead(here, account=account, today=today, until=until):
        return told_since(here, account=account, after=after)


def told_since(here: OrganizationId, *, account: UUID, after: datetime) -> list[Coming]:
    """The account's facts and the company's mails from that instant on, in words, in their order."""
    found = history.of_account(here, account=account, limit=_MOST)
    facts = [each for each in found if each.at >= after]
    mails = messaging.written_since(here, at=after)
    told = [Coming(each.at, "fact", _fact(each.name), _about(each.data)) for each in facts]
    told += [Coming(each.created_at, "mail", _mail(each.kind), f"{each.to_address}: {each.subject}") for each in mails]
    return sorted(told, key=lambda each: (each.at, each.kind, each.words, each.about))


def _fact(name: str) -> str:
    return str(FACT_WORDS.get(name, gettext("Something was written down")))


def _mail(kind: str) -> str:
    return gettext("Mail: %(kind)s") % {"kind": MAILS.get(kind, kind)}


def _about(data: dict[str, Any]) -> str:
    said = [f"{words} {_value(data[key])}" for key, words in _NUMBERS.items() if data.get(key)]
    said += [format_money(Money(**data[key]), language()) for key in _AMOUNTS if isinstance(data.get(key), dict)]
    return ", ".join(said)


def _value(value: Any) -> str:
    try:
        return format_day(date.fromisoformat(value), language())
    except (TypeError, ValueError):
        return str(value)
