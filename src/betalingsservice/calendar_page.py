"""The calendar of a year as a text page: closed days and the deadlines of twelve payment months."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from betalingsservice.calendar import COMPUTED, Calendar, easter
from betalingsservice.deadlines import Cycle, cycles
from betalingsservice.words import Language, Words

_WEEKDAYS = {"da": ("ma", "ti", "on", "to", "fr", "lø", "sø"), "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
_TITLE = Words("Betalingsservice {year}: bankdage og frister", "Betalingsservice {year}: banking days and deadlines")
_CLOSED = Words("Lukket ud over lørdage og søndage:", "Closed besides Saturdays and Sundays:")
_DEADLINES = Words("Frister for hver betalingsmåned (dansk tid):", "Deadlines of each payment month (Danish time):")
_HEADS = (
    Words("Måned", "Month"),
    Words("Aftaler 0605 inden", "Mandates 0605 by"),
    Words("Opkrævninger før", "Collections before"),
    Words("For sent, mod gebyr, før", "Late, at a fee, before"),
    Words("Første bankdag", "First banking day"),
    Words("Afvisning inden", "Refusal by"),
)
_NOTES = (
    Words(
        "Frister regnes ud fra antal bankdage før månedsskiftet. De offentliggjorte kan afvige med en dag.",
        "Deadlines are counted in banking days before the turn of the month. Published ones may differ by a day.",
    ),
    Words("* rettet i kalendertabellen", "* corrected in the calendar table"),
)


def day_text(day: date, language: Language) -> str:
    """A day with its weekday: `ma 04-01-2027`, `Mo 2027-01-04`."""
    weekday = _WEEKDAYS[language][day.weekday()]
    return f"{weekday} {day:%d-%m-%Y}" if language == "da" else f"{weekday} {day.isoformat()}"


def calendar_text(year: int, *, language: Language = "da", calendar: Calendar = COMPUTED) -> str:
    """The page for a year from 2000 to 2100, with a line end at the end."""
    closed = [f"  {day_text(found.day, language)}  {found.name.into(language)}" for found in calendar.closed_days(year)]
    found = list(cycles(year, calendar=calendar))
    rows = [[head.into(language) for head in _HEADS], *(_row(each, language) for each in found)]
    feast = Words("Påskedag", "Easter Sunday").into(language)
    version = Words("Tabel", "Table").into(language)
    lines = [
        _TITLE.into(language).format(year=year),
        f"{feast}: {day_text(easter(year), language)}. {version}: {calendar.overlay.version}",
        "",
        _CLOSED.into(language),
        *closed,
        "",
        _DEADLINES.into(language),
        *aligned(rows),
        "",
        _NOTES[0].into(language),
    ]
    if any(each.overridden for each in found):
        lines.append(_NOTES[1].into(language))
    return "\n".join(lines) + "\n"


def calendar_table(year: int, *, calendar: Calendar = COMPUTED) -> dict[str, object]:
    """The same as data for JSON: days in ISO 8601, moments with their offset from UTC."""
    return {
        "year": year,
        "version": calendar.overlay.version,
        "closed": [{"day": found.day.isoformat(), **found.name._asdict()} for found in calendar.closed_days(year)],
        "months": [_data(each) for each in cycles(year, calendar=calendar)],
    }


def aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Rows of equal length as lines with straight columns, two blanks before each."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "".join(f"  {cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(each: Cycle, language: Language) -> list[str]:
    return [
        f"{each.month}{'*' if each.overridden else ''}",
        _moment(each.mandate, language),
        _moment(each.ordinary, language),
        _moment(each.late, language),
        day_text(each.first_payment, language),
        _moment(each.refusal, language),
    ]


def _moment(at: datetime, language: Language) -> str:
    return f"{day_text(at.date(), language)} {at:%H:%M}"


def _data(each: Cycle) -> dict[str, object]:
    moments = {name: getattr(each, name).isoformat() for name in ("mandate", "warning", "ordinary", "late", "refusal")}
    first = each.first_payment.isoformat()
    return {"month": str(each.month), **moments, "first_payment": first, "overridden": each.overridden}
