"""CSV that a spreadsheet opens as it is: semicolons, UTF-8 with a mark, and no cell that is run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def as_csv(rows: Iterable[Sequence[str | int | None]], *, mark: bool = True) -> bytes:
    """The rows as bytes, the head first. Text that a spreadsheet would run is set behind an apostrophe (SEC-121).

    Without the `mark` for rows that go on a file which is begun.
    """
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])
    return ((MARK if mark else "") + held.getvalue()).encode()


def decimal(minor: int) -> str:
    """Minor units with two decimals and a comma: -123456 is `-1234,56`."""
    units, hundredths = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{units},{hundredths:02d}"


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, int) or not cell.lstrip(" ").startswith(_FORMULA):
        return cell
    number = cell.removeprefix("-").replace(",", "", 1)
    return cell if number.isascii() and number.isdigit() else f"'{cell}"
