"""The smallest components: an amount, a day, a period, a state.

They are drawn many times a page. What is only digits, month names and currency codes is put together without the cost
of escaping; whatever a page gives as text is escaped.
"""

from datetime import date, datetime, timedelta
from functools import cache

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override, pgettext_lazy

from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.formatting import Language, format_day, format_money, format_period, language_of
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

BADGES = {
    "active": ("success", pgettext_lazy("state", "Active")),
    "paid": ("success", pgettext_lazy("state", "Paid")),
    "ending": ("warning", pgettext_lazy("state", "Ending")),
    "open": ("info", pgettext_lazy("state", "Open")),
    "info": ("info", pgettext_lazy("state", "Note")),
    "paused": ("neutral", pgettext_lazy("state", "Paused")),
    "coming": ("info", pgettext_lazy("state", "Starts later")),
    "trial": ("success", pgettext_lazy("state", "Trial")),
    "ended": ("neutral", pgettext_lazy("state", "Ended")),
    "overdue": ("error", pgettext_lazy("state", "Overdue")),
    "failed": ("error", pgettext_lazy("state", "Failed")),
}
"""Kind of state: its tone and the word used when the page gives none."""


def language() -> Language:
    """The language of the page being written, `da` when none is active."""
    return language_of(get_language())


def money(amount: Money) -> SafeString:
    """An amount in the page's language, never broken over two lines."""
    return SafeString(f'<span class="sb-money">{format_money(amount, language())}</span>')


def day(on: date | None) -> SafeString:
    """A Copenhagen day; nothing for None."""
    if on is None:
        return SafeString("")
    return SafeString(f'<time datetime="{on.isoformat()}">{format_day(on, language())}</time>')


def moment(at: datetime | None) -> SafeString:
    """An aware instant as Copenhagen day and minute, "3. marts 2026 kl. 14.05"; nothing for None."""
    if at is None:
        return SafeString("")
    local = at.astimezone(COPENHAGEN)
    form = "{} kl. {:%H.%M}" if language() == "da" else "{} at {:%H:%M}"
    text = form.format(format_day(local.date(), language()), local)
    return SafeString(f'<time datetime="{at.isoformat(timespec="minutes")}">{text}</time>')


def period(starts_on: date, ends_on: date | None = None) -> SafeString:
    """A half-open period `[starts_on, ends_on)` shown as its first and last day; without an end as "from …"."""
    if ends_on is None:
        return escape(gettext("from %(day)s") % {"day": format_day(starts_on, language())})
    shown = Period(starts_on, max(ends_on, starts_on + timedelta(days=1)))
    return SafeString(f'<span class="sb-period">{format_period(shown, language())}</span>')


def badge(kind: str, text: str = "") -> SafeString:
    """A state as a coloured word. `kind` is one of `BADGES`, else `ValueError`; the word carries the meaning."""
    if kind not in BADGES:
        raise ValueError(f"no badge {kind!r}; there are {', '.join(BADGES)}")
    tone, _default = BADGES[kind]
    shown = conditional_escape(text) if text else _word(kind, language())
    return SafeString(f'<span class="sb-badge sb-badge--{tone}">{shown}</span>')


@cache
def _word(kind: str, language: Language) -> str:
    """The word of a state; kept, for a table shows it on every row."""
    with override(language):
        return escape(str(BADGES[kind][1]))
