"""A text in both languages of the library."""

from typing import Literal, NamedTuple

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")


class Words(NamedTuple):
    """The same text in Danish and in English."""

    da: str
    en: str

    def into(self, language: Language) -> str:
        """The text in one of the two languages."""
        return self.da if language == "da" else self.en
