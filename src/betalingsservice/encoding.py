"""Text into ISO 8859-1: transliterated where a person would, refused where nothing fits (17.2, 1)."""

import unicodedata

REPLACED = str.maketrans(
    {
        "€": "EUR", "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...",
        "•": "*", "Œ": "OE", "œ": "oe", "Š": "S", "š": "s", "Ž": "Z", "ž": "z", "Ł": "L", "ł": "l", "Đ": "D",
        "đ": "d", "ı": "i", "\t": " ", "\u2009": " ", "\u202f": " ",
    }
)  # fmt: skip


class NotLatinError(ValueError):
    """A text has a character that cannot be written; `character` is it."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X} cannot be written in ISO 8859-1")
        self.character = character


def transliterated(text: str) -> str:
    """The text in printable characters of ISO 8859-1: signs replaced, foreign accents dropped. Raises NotLatinError.

    Whoever makes records calls this where a changed letter is better than none; a record itself refuses.
    """
    text = unicodedata.normalize("NFC", text).translate(REPLACED)
    return "".join(character if _is_latin(character) else _plain(character) for character in text)


def _is_latin(character: str) -> bool:
    return " " <= character <= "~" or "\xa0" <= character <= "\xff"


def _plain(character: str) -> str:
    letters = "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
    if not letters or not all(_is_latin(letter) for letter in letters):
        raise NotLatinError(character)
    return letters
