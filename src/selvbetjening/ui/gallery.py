"""Example data for the gallery at `/ui/`, the design document: every component in every variant.

The data is made up, the same every time, and touches no database.
"""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.kernel.colour import brand
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval, step
from selvbetjening.ui.components.amounts import AmountLine
from selvbetjening.ui.components.blocks import ALERTS
from selvbetjening.ui.components.charts import Bar, Level, Pair
from selvbetjening.ui.components.values import BADGES, language
from selvbetjening.ui.icons import NAMES
from selvbetjening.ui.page import Frame, Speech, Way

_FIRST = date(2026, 1, 1)
_MONTHLY = Interval("month", 1)


class ExampleForm(forms.Form):
    """One of each control."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Invoices are sent here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    reference = forms.CharField(label=_("Your reference"), required=False)
    country = forms.ChoiceField(label=_("Country"), choices=[("DK", _("Denmark")), ("SE", _("Sweden"))])
    message = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    party = forms.ChoiceField(
        label=_("Who is buying?"),
        choices=[("consumer", _("Private person")), ("business", _("Company")), ("public", _("Public institution"))],
        widget=forms.RadioSelect,
    )
    mails = forms.MultipleChoiceField(
        label=_("Which mails?"),
        choices=[("invoice", _("Invoices")), ("reminder", _("Reminders"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    keep = forms.BooleanField(label=_("Save the card for later payments"), required=False)


def context() -> dict[str, Any]:
    """Everything `ui/gallery.html` shows, in the active language."""
    return {
        "frame": _frame(),
        "amount": Money(123450, "DKK"),
        "credit": Money(-49900, "DKK"),
        "euro": Money(9900, "EUR"),
        "day": date(2026, 3, 3),
        "month": (date(2026, 3, 1), date(2026, 4, 1)),
        "moment": datetime(2026, 3, 3, 13, 5, tzinfo=UTC),
        "badges": list(BADGES),
        "alerts": ALERTS,
        "icons": NAMES,
        "card_text": "Visa **** 4242",
        "invoices": _invoices(),
        "lines": _lines(),
        "vat": Money(24980, "DKK"),
        "total": Money(124900, "DKK"),
        "bars": _bars(),
        "pairs": [Pair(bar.label, Money(49900, "DKK"), bar.amount, bar.name) for bar in _bars()],
        "levels": [Level(bar.label, 10 * place, f"{place} %", name=bar.name) for place, bar in enumerate(_bars()[:6])],
        "level_heads": (gettext("Month"), gettext("Churn")),
        "page": Paginator(range(200), 10).page(7),
        "form": ExampleForm(),
        "wrong": ExampleForm({"email": "nobody", "country": "DK"}, prefix="", auto_id="wrong_%s"),
        "brands": [(colour, brand(colour)) for colour in ("#1f5673", "#e4003a", "#ffd500", "#7ac143")],
    }


def _frame() -> Frame:
    return Frame(
        name="Nordlys Energi",
        home_url="#",
        menu=[
            Way(gettext("Overview"), "#overview", current=True),
            Way(gettext("Subscriptions"), "#subscriptions"),
            Way(gettext("Invoices"), "#invoices"),
            Way(gettext("Payment"), "#payment"),
            Way(gettext("My details"), "#details"),
        ],
        languages=[
            Speech("da", "Dansk", "?language=da", current=language() == "da"),
            Speech("en", "English", "?language=en", current=language() == "en"),
        ],
        person="mette@nordlys.example",
        foot=[Way(gettext("Accessibility"), "#accessibility"), Way(gettext("Contact"), "#contact")],
    )


def _invoices() -> list[dict[str, Any]]:
    return [
        {"number": "1043", "on": date(2026, 3, 1), "amount": Money(49900, "DKK"), "state": "open"},
        {"number": "1017", "on": date(2026, 2, 1), "amount": Money(49900, "DKK"), "state": "overdue"},
        {"number": "0988", "on": date(2026, 1, 1), "amount": Money(1234550, "DKK"), "state": "paid"},
    ]


def _lines() -> list[AmountLine]:
    return [
        AmountLine(gettext("Large, a month"), Money(149900, "DKK"), gettext("3 March 2026 to 2 April 2026")),
        AmountLine(gettext("Unused part of Small"), Money(-49980, "DKK"), gettext("28 of 31 days")),
    ]


def _bars() -> list[Bar]:
    minors = [49900, 49900, 149900, 149900, 149900, 174900, 149900, 149900, 149900, 0, 149900, 149900]
    bars: list[Bar] = []
    on = _FIRST
    for place, minor in enumerate(minors):
        name = f"{on:%m}/{on.year}"
        bars.append(Bar(f"{on:%m}", Money(minor, "DKK"), name=name, marked=place > 2))
        on = step(on, _MONTHLY, anchor_day=1)
    return bars
