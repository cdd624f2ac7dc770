"""What a dispute may say and carry, and its days (CM-06; SEC-78, SEC-79). Pure; days are Copenhagen's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from selvbetjening.kernel.card_numbers import holds_card_number
from selvbetjening.kernel.holidays import add_working_days
from selvbetjening.kernel.money import TEN_THOUSAND, round_half_up

REASONS: Final = ("not_ordered", "not_received", "faulty", "wrong_price", "already_paid", "other")
LONGEST_TEXT: Final = 2000
LARGEST_FILE: Final = 4_000_000
MOST_FILES: Final = 3
MOST_FILES_OF_DISPUTE: Final = 12
MOST_MESSAGES: Final = 60
LEAST_NEW_DUE_DAYS: Final = 10

# Type, the ways a name may end, how the content begins, what must stand near its end: all four must fit (SEC-79).
_TYPES: Final = (
    ("application/pdf", (".pdf",), b"%PDF-", b"%%EOF"),
    ("image/jpeg", (".jpg", ".jpeg"), b"\xff\xd8\xff", b"\xff\xd9"),
    ("image/png", (".png",), b"\x89PNG\r\n\x1a\n", b"IEND"),
)
_TAIL: Final = 1024
# Beside controls: marks that turn the direction of writing could make `gpj.exe` of a name (SEC-78).
_UNSAFE: Final = re.compile('[\\x00-\\x1f\\x7f/\\\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]')


class DisputeRefused(Exception):
    """The dispute, message or decision is not taken; `reason` says why. Nothing was changed.

    `reason` (unknown code), `text` (none), `too_long`, `card_number`, `too_many_files`, `file_type`, `file_size`,
    `too_many_messages`, `closed`, `already` (the line is or was disputed), `nothing_left` (nothing of the line is
    unpaid), `handed_over`, `new_due_on` (too soon), `part` (not more than nothing, or not less than all).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent: its name is only a name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that may be kept: a harmless name, and the type that its content shows."""

    name: str
    content_type: str
    content: bytes


def checked_text(*, text: str) -> str:
    """The words as they are kept. Raises `DisputeRefused`; a card number is never kept (GDP-7)."""
    words = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\x00", "").split("\n")).strip()
    if not words:
        raise DisputeRefused("text")
    if len(words) > LONGEST_TEXT:
        raise DisputeRefused("too_long")
    if holds_card_number(words):
        raise DisputeRefused("card_number")
    return words


def checked_files(*, files: Sequence[Upload], already: int = 0) -> list[Accepted]:
    """PDF, JPEG or PNG by ending and by content, each within the limits. Raises `DisputeRefused`."""
    if len(files) > MOST_FILES or already + len(files) > MOST_FILES_OF_DISPUTE:
        raise DisputeRefused("too_many_files")
    return [_checked_file(file) for file in files]


def _checked_file(file: Upload) -> Accepted:
    if not 0 < len(file.content) <= LARGEST_FILE:
        raise DisputeRefused("file_size")
    name = _harmless(file.name)
    for content_type, endings, first, last in _TYPES:
        if (
            name.lower().endswith(endings)
            and file.content.startswith(first)
            and last in file.content[-_TAIL:]
        ):  # fmt: skip
            return Accepted(name[-120:], content_type, file.content)
    raise DisputeRefused("file_type")


def _harmless(name: str) -> str:
    """The name as it is kept. One that holds what may be a card number keeps its ending only (GDP-7)."""
    safe = _UNSAFE.sub("_", name).strip(" .") or "fil"
    return f"fil.{safe.rpartition('.')[2]}" if holds_card_number(name) or holds_card_number(safe) else safe


def answer_by(*, opened_on: date, days: int) -> date:
    """The working day by which the company answers; then its owner is told."""
    return add_working_days(opened_on, days)


def new_due_date(*, closed_on: date, due_on: date, wanted: date | None, days: int) -> date:
    """The new due date of what was turned down: at least ten days out, never before the old one.

    `wanted` is the company's own choice; a sooner one raises `DisputeRefused("new_due_on")`.
    """
    earliest = closed_on + timedelta(days=max(days, LEAST_NEW_DUE_DAYS) if wanted is None else LEAST_NEW_DUE_DAYS)
    if wanted is not None and wanted < earliest:
        raise DisputeRefused("new_due_on")
    return max(earliest, due_on, wanted or earliest)


def part_of(*, wanted_minor: int, amount_minor: int, left_net_minor: int, category: str, basis_points: int) -> int:
    """What to credit excl. VAT so that `wanted_minor` incl. VAT is taken off, to the øre that the VAT allows.

    Less than what is disputed and than what is left of the line. Raises `DisputeRefused("part")`: all of it is to be
    accepted whole, nothing is to be turned down.
    """
    rate = basis_points if category == "S" else 0
    net = round_half_up(wanted_minor * TEN_THOUSAND, TEN_THOUSAND + rate)
    if not 0 < net < left_net_minor or not 0 < wanted_minor < amount_minor:
        raise DisputeRefused("part")
    return net


def gross(*, net_minor: int, vat_category: str, vat_basis_points: int) -> int:
    """A line's amount with its VAT; only the standard category bears any."""
    rate = vat_basis_points if vat_category == "S" else 0
    return net_minor + round_half_up(net_minor * rate, TEN_THOUSAND)
