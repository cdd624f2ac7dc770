"""Amounts and days as people read and type them, in Danish and English."""

import re
from datetime import date
from typing import Final, Literal

from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Period

Language = Literal["da", "en"]

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"

_MONTHS: Final[dict[Language, str]] = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_TO_DANISH = str.maketrans(",.", ".,")

_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?")
_GROUPED = re.compile(r"([0-9]{1,3}(?:([., ])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]{1,2}))?")
_AMBIGUOUS = re.compile(r"[0-9]+[.,][0-9]{3}")
_MOST_DIGITS = 15


class AmountNotUnderstood(ValueError):
    """The text is no amount, or more than one. `code` is `ambiguous`, `too_large` or `syntax`."""

    def __init__(self, code: Literal["ambiguous", "too_large", "syntax"]) -> None:
        super().__init__(code)
        self.code = code


def language_of(code: str | None) -> Language:
    """The language we speak for a language code such as `en-gb`: English when asked for, else Danish."""
    return "en" if (code or "").lower().partition("-")[0] == "en" else "da"


def format_money(money: Money, language: Language) -> str:
    """`1.234,50 kr.` or `1.234,50 EUR` in Danish, `DKK 1,234.50` in English; no-break space, true minus."""
    units, hundredths = divmod(abs(money.minor), 100)
    number = f"{units:,}.{hundredths:02d}"
    sign = MINUS if money.minor < 0 else ""
    if language == "en":
        return f"{sign}{money.currency}{NO_BREAK}{number}"
    unit = "kr." if money.currency == "DKK" else money.currency
    return f"{sign}{number.translate(_TO_DANISH)}{NO_BREAK}{unit}"


def format_count(number: int) -> str:
    """A number of things with a true minus, as amounts have it: `−1`."""
    return f"{MINUS if number < 0 else ''}{abs(number)}"


def format_day(day: date, language: Language) -> str:
    """`3. marts 2026` or `3 March 2026`."""
    dot = "." if language == "da" else ""
    return f"{day.day}{dot} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def format_month(day: date, language: Language) -> str:
    """`marts 2026` or `March 2026`: from our own list, for "May" is also a verb that is translated."""
    return f"{_MONTHS[language].split()[day.month - 1]} {day.year}"


def short_month(day: date, language: Language) -> str:
    """`mar`: three letters, which fit under a bar on a telephone."""
    return _MONTHS[language].split()[day.month - 1][:3].lower()


def format_period(period: Period, language: Language) -> str:
    """First and last day, both included: `1. marts 2026 – 31. marts 2026`; a single day alone."""
    if period.days == 1:
        return format_day(period.starts_on, language)
    return f"{format_day(period.starts_on, language)} – {format_day(period.last_day, language)}"


def parse_amount(text: str) -> int:
    """Minor units of an amount typed the Danish or the English way: `1.234,50`, `1,234.50`, `1234.5`, `1 234`.

    The rule: one or two digits after the last separator are hundredths; groups of thousands are of three digits
    and all with the same separator. A single point or comma before exactly three digits (`1.234`) could be
    either and is refused as `ambiguous`. Raises `AmountNotUnderstood`; no currency is read.
    """
    number = " ".join(text.split())
    negative = number[:1] in {"-", MINUS} and number != ""
    number = number[1:].strip() if negative else number
    if _AMBIGUOUS.fullmatch(number):
        raise AmountNotUnderstood("ambiguous")
    if plain := _PLAIN.fullmatch(number):
        units, hundredths = plain[1], plain[2]
    elif grouped := _GROUPED.fullmatch(number):
        units, hundredths = re.sub(r"[., ]", "", grouped[1]), grouped[3]
    else:
        raise AmountNotUnderstood("syntax")
    if len(units) > _MOST_DIGITS:
        raise AmountNotUnderstood("too_large")
    minor = int(units) * 100 + int((hundredths or "").ljust(2, "0"))
    return -minor if negative else minor
