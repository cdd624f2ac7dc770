"""Whether the name that a login told is the invited one (BP-17). Pure."""

import re
import unicodedata
from typing import Final

_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue", "ß": "ss"})


def folded(*, name: str) -> tuple[str, ...]:
    """The parts of a name as they are compared: no case, no accents, æ as ae, ø as oe, å as aa."""
    plain = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    bare = "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))
    return tuple(re.findall(r"[^\W_]+", bare))


def surnames_fit(*, invited: str, told: str) -> bool:
    """Whether the surname of the login holds the invited one, or the other way round, as whole parts.

    "Holm" fits "Lund Holm" and "Lund-Holm"; it does not fit "Holmgaard". A login that tells no surname fits nothing:
    then a manager looks (BP-17).
    """
    asked, given = set(folded(name=invited)), set(folded(name=told))
    return bool(asked and given) and (asked <= given or given <= asked)
