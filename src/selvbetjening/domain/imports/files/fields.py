"""What may stand in a cell: the kinds of field, each reading text into a value or saying why not. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from selvbetjening.domain.accounts.rules import has_control_characters
from selvbetjening.domain.catalog.rules.prices import CURRENCIES
from selvbetjening.domain.catalog.rules.tier_text import TiersNotUnderstood, read_tiers, tiers_text
from selvbetjening.domain.directdebit.rules.mandates import digits, wrong_details
from selvbetjening.kernel.addresses import InvalidEmail, normalise_email
from selvbetjening.kernel.formatting import AmountNotUnderstood, parse_amount
from selvbetjening.kernel.numbers import normalise_cvr

Value: TypeAlias = str | int | bool | date | None
Reader: TypeAlias = Callable[[str], Value]

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", re.ASCII)
_COVERED = {
    "identity": "is no CPR or CVR number: ten digits, or eight. Correct it.",
    "branch": "is no registration number: four digits. Correct it.",
    "account": "is no account number: ten digits at most. Correct it.",
}
_YES, _NO = {"yes", "ja", "true", "1", "x"}, {"no", "nej", "false", "0"}


class Wrong(Exception):
    """The text cannot be read; code, and what is wrong with the way out."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


@dataclass(frozen=True)
class Field:
    """A column: its name, how its cells are read, and what an empty cell means."""

    name: str
    read: Reader
    required: bool = False
    default: Value = ""


def text(longest: int) -> Reader:
    """Text of so many characters at most, trimmed, without characters that cannot be seen."""

    def read(cell: str) -> Value:
        if has_control_characters(text=cell):
            raise Wrong("characters", "holds a line break or another character that cannot be seen. Remove it.")
        if len(cell) > longest:
            raise Wrong("too_long", f"is {len(cell)} characters long; {longest} is the most. Shorten it.")
        return cell

    return read


def choice(words: Mapping[str, str]) -> Reader:
    """One of these words, in any case, read as its code."""

    def read(cell: str) -> Value:
        found = words.get(cell.lower())
        if found is None:
            raise Wrong("unknown", f"{_shown(cell)} is none of {', '.join(sorted(words))}.")
        return found

    return read


def yes_or_no(cell: str) -> Value:
    """`yes`, `ja`, `true`, `1`, `x` or `no`, `nej`, `false`, `0`."""
    word = cell.lower()
    if word in _YES | _NO:
        return word in _YES
    raise Wrong("unknown", f"{_shown(cell)} is neither yes nor no. Write yes or no (ja, nej, 1, 0).")


def whole_number(least: int, most: int) -> Reader:
    """A whole number between these, both included."""

    def read(cell: str) -> Value:
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not least <= int(cell) <= most:
            raise Wrong("number", f"{_shown(cell)} is not a whole number from {least} to {most}.")
        return int(cell)

    return read


def hundredths(most: int) -> Reader:
    """An amount or a percentage with two decimals at most, Danish or English, in hundredths."""

    def read(cell: str) -> Value:
        try:
            minor = parse_amount(cell)
        except AmountNotUnderstood as error:
            way = _two_ways(cell) if error.code == "ambiguous" else "Write it as 199,00 or 199.00."
            words = f"{_shown(cell)} cannot be read as a number for sure. At most two decimals are possible. {way}"
            raise Wrong("amount", words) from None
        if not 0 <= minor <= most:
            raise Wrong("amount", f"{_shown(cell)} is not between 0 and {most // 100}.")
        return minor

    return read


def _two_ways(cell: str) -> str:
    """How to write what `1.234` or `159,201` may mean: a number of thousands, or one with too many decimals."""
    units, decimals = re.findall(r"[0-9]+", cell)
    rounded = f"{units},{decimals[:2]}"
    return f"Write {rounded}." if int(units) == 0 else f"Write {units}{decimals},00 or {rounded}."


def day(cell: str) -> Value:
    """`2026-03-31` or `31-03-2026` (also with full stops or slashes)."""
    parts = _ISO.fullmatch(cell)
    danish = _DANISH.fullmatch(cell)
    numbers = parts.groups() if parts else danish.groups()[::-1] if danish else None
    try:
        if numbers and 1900 <= int(numbers[0]) <= 2200:
            return date(*(int(number) for number in numbers))
    except ValueError:
        pass
    raise Wrong("day", f"{_shown(cell)} is not a day. Write 2026-03-31 or 31-03-2026.")


def email(cell: str) -> Value:
    """An e-mail address, normalised (LG-01)."""
    try:
        return normalise_email(cell)
    except InvalidEmail:
        raise Wrong("email", "is not an e-mail address. Write name@domain.") from None


def cvr(cell: str) -> Value:
    """A CVR number without blanks and DK; its check digit is only a warning (PTY-2)."""
    return text(8)(normalise_cvr(cell))


def without_blanks(longest: int) -> Reader:
    """A number written with or without blanks, in capitals; whether it looks right is only a warning (XB-27)."""
    read = text(longest)
    return lambda cell: read("".join(cell.split()).upper())


def covered(name: str) -> Reader:
    """A payer's CPR or CVR number (`identity`), `branch` or `account`: what is wrong is said without the number."""

    def read(cell: str) -> Value:
        sound = {"identity": "99999993", "branch": "9999", "account": "1", name: cell}
        if name in wrong_details(identity=sound["identity"], branch=sound["branch"], account=sound["account"]):
            raise Wrong(f"wrong_{name}", _COVERED[name])
        return digits(text=cell)

    return read


def currency(cell: str) -> Value:
    """One of the currencies that plans are sold in."""
    if cell.upper() not in CURRENCIES:
        raise Wrong("currency", f"{_shown(cell)} is not possible. Write one of {', '.join(CURRENCIES)}.")
    return cell.upper()


def tiers(cell: str) -> Value:
    """Steps of a price, `10: 100,00 | *: 80,00 + 50,00`, as one text that reads the same however it was typed."""
    try:
        return tiers_text(tiers=read_tiers(text=cell, currency="DKK"))
    except TiersNotUnderstood as error:
        part = _shown(error.part)
        words = {
            "form": f"{part} is no step. Write the steps as 10: 100,00 | 50: 80,00 + 50,00 | *: 60,50.",
            "amount": f"the amount in {part} cannot be read. Write it as 100,00.",
            "many": "has more than 20 steps.",
        }
        raise Wrong("tiers", words[error.code]) from None


def capitals(pattern: str, example: str) -> Reader:
    """A code in capital letters, such as a country."""

    def read(cell: str) -> Value:
        if not re.fullmatch(pattern, cell.upper()):
            raise Wrong("unknown", f"{_shown(cell)} is not understood. Write it like {example}.")
        return cell.upper()

    return read


def _shown(cell: str) -> str:
    return f"“{cell[:30]}”" if cell.isprintable() else "the value"
