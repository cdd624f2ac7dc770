"""A text in both languages of the library."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, NamedTuple

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")


class Words(NamedTuple):
    """The same text in Danish and in English."""

    da: str
    en: str

    def into(self, language: Language) -> str:
        """The text in one of the two languages."""
        return self.da if language == "da" else self.en


_MONTHS: Final[dict[Language, str]] = {
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "en": "January February March April May June July August September October November December",
}
#: The last line of a section, and of a delivery.
_ENDS: Final = {
    "092": Words("sektionens slutlinje (092)", "the section's last line (092)"),
    "992": Words("leverancens slutlinje (992)", "the delivery's last line (992)"),
}
#: Where a file is for.
_PLACES: Final = {"test": Words("test", "test"), "production": Words("produktion", "production")}


class _Value(str):
    """A value as a reader of the language writes it: `{x:kr}` øre, `{x:day}`, `{x:month}`, `{x:moment}`, `{x:place}`
    test or production, `{x:end}` a last line. What is no such value stays as it is.
    """

    __slots__ = ("language",)
    language: Language

    def __format__(self, form: str) -> str:
        try:
            match form:
                case "kr":
                    return _kroner(int(self), self.language)
                case "day":
                    return _day(date.fromisoformat(self), self.language)
                case "month":
                    return _day(date.fromisoformat(f"{self}-01"), self.language).partition(" ")[2].lstrip()
                case "moment":
                    at = datetime.fromisoformat(self)
                    joined = f"kl. {at:%H.%M}" if self.language == "da" else f"{at:%H:%M}"
                    return f"{_day(at, self.language)} {joined}"
                case "place":
                    return _PLACES[str(self)].into(self.language)
                case "end":
                    return _ENDS[str(self)].into(self.language)
        except (ValueError, KeyError):
            return str(self)
        return super().__format__(form)


def filled(words: Words, language: Language, values: Mapping[str, str]) -> str:
    """The text in one language, its gaps filled: amounts, days and months as they are written in it."""
    told = {}
    for name, value in values.items():
        told[name] = _Value(value)
        told[name].language = language
    return words.into(language).format_map(told)


def _kroner(minor: int, language: Language) -> str:
    whole, rest = divmod(abs(minor), 100)
    text, sign = f"{whole:,}.{rest:02}", "-" if minor < 0 else ""
    return f"{sign}{text.translate(str.maketrans(',.', '.,'))} kr." if language == "da" else f"DKK {sign}{text}"


def _day(day: date, language: Language) -> str:
    month = _MONTHS[language].split()[day.month - 1]
    return f"{day.day}{'.' if language == 'da' else ''} {month} {day.year}"
