"""The names that Betalingsservice's own files have, for programs that know no others (BP-48, betalingsservice.md 12).

Every file to collect and every receipt has such a name beside its own, made of numbers that never change. Pure.
"""

import re
from typing import Final

from betalingsservice.file_names import FileName, Prefix, read_file_name
from betalingsservice.identifiers import TEST_SUBSYSTEM

PRODUCTION: Final = "BS1"
#: K1 is "received, as data", K2 the one that says accepted or refused, K3 what became of the delivery.
PREFIXES: Final = {"K1": Prefix.TRANSMISSION, "K2": Prefix.VALIDATION, "K3": Prefix.NOTE}
#: Numbers that begin with it are our own: no delivery and no output reaches it.
OWN: Final = "9"
_MOST_NUMBER, _MOST_ISSUE = 8_999_999, 999
_TYPE: Final = re.compile(r"-([0-9]{3})(?=[-.]|\Z)")


def receipt_alias(*, kind: str, number: int | None, issue: int, seq: int, is_test: bool) -> str:
    """`V0000012001.BS1`: the delivery's number and the receipt's issue; where it is about none, its place `seq`."""
    if number is not None and number <= _MOST_NUMBER and issue <= _MOST_ISSUE:
        digits = f"{number:07}{issue:03}"
    else:
        digits = f"{OWN}{seq:09}"
    return str(FileName(PREFIXES[kind], digits, "", _subsystem(is_test)))


def alias_of_receipt(*, name: str) -> tuple[int | None, int | None] | None:
    """The delivery's number, or the receipt's place, that a name of `receipt_alias` holds; None for any other name."""
    found = read_file_name(name)
    if found is None or found.prefix not in PREFIXES.values() or len(found.number) != 10 or found.delivery_type:
        return None
    if found.number.startswith(OWN):
        return None, int(found.number[1:])
    return int(found.number[:7]), None


def output_alias(*, name: str, number: int | None, is_test: bool) -> str:
    """`D0000001001-602.BS1`: the file's own name where it is such a one, else one with the company's running number.

    A packed file begins with Z. Without a number it keeps its own name.
    """
    if read_file_name(name) is not None or number is None:
        return name
    prefix = Prefix.ZIP if name.casefold().endswith(".zip") else Prefix.DATA
    kind = _TYPE.search(name)
    return str(FileName(prefix, f"{OWN}{number:09}", f"0{kind[1]}" if kind else "", _subsystem(is_test)))


def _subsystem(is_test: bool) -> str:
    return TEST_SUBSYSTEM if is_test else PRODUCTION
