"""Search that forgives: no case, no accents, æ as ae, ø as oe, å as aa (BP-11)."""

import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue"})


def folded(text: str) -> str:
    """As words are compared."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))


def matches(asked: str, text: str) -> bool:
    """Whether every asked word begins or lies in some word of the text; nothing asked matches everything."""
    there = folded(text)
    return all(_in(word, there) for word in folded(asked).split())


def _in(word: str, there: str) -> bool:
    # An ending more than the catalogue has ("opkrævninger" for "opkrævning") still finds it.
    return word in there or (len(word) > 5 and word[:-2] in there)
