"""Which debtors' lines in a 0601 section are certainly without any finding: order, numbers, keys, amounts.

Everything here is a sufficient condition. What it does not accept is fed to the ordinary reader, which decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bulk.blocks import Bytes
from betalingsservice.bulk.proofs import Truth, Words, equals, proof, words
from betalingsservice.bulk.repeats import amounts, eight_digits
from betalingsservice.layouts import delivery_0601 as tables
from betalingsservice.tally import Tally

Tokens = NDArray[np.int8]
Places = NDArray[np.int64]
OTHER, ADDRESS, POSTCODE, OPTIONS, COLLECTION, TEXT, SLIP_TEXT = range(7)
TABLES = {
    ADDRESS: tables.AddressLine,
    POSTCODE: tables.Postcode,
    OPTIONS: tables.Options,
    COLLECTION: tables.Collection,
    TEXT: tables.TextLine,
    SLIP_TEXT: tables.SlipTextLine,
}
_NO_MANDATE, _UNKNOWN_MANDATE = b"0" * 9, b"9" * 9
_FIRST_ADDRESSES, _MOST_ADDRESSES, _MOST_TEXTS = 2, 5, 5000
_KINDS = 7


def _truths(*places: int, size: int) -> Truth:
    table = np.zeros(size, np.bool_)
    table[list(places)] = True
    return table


# Which token may follow which inside a debtor's lines, numbers aside: earlier times 7 plus later.
_MAY_FOLLOW = _truths(
    ADDRESS * _KINDS + ADDRESS,
    ADDRESS * _KINDS + POSTCODE,
    POSTCODE * _KINDS + OPTIONS,
    POSTCODE * _KINDS + COLLECTION,
    OPTIONS * _KINDS + COLLECTION,
    COLLECTION * _KINDS + TEXT,
    COLLECTION * _KINDS + SLIP_TEXT,
    TEXT * _KINDS + TEXT,
    TEXT * _KINDS + SLIP_TEXT,
    SLIP_TEXT * _KINDS + SLIP_TEXT,
    size=_KINDS * _KINDS,
)
_IS_NUMBERED = _truths(ADDRESS, TEXT, SLIP_TEXT, size=_KINDS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the section says, and what may be asked of a line in it.

    `left_aligned` is how customer numbers have been aligned so far, None while nothing has shown it.
    """

    pbs_number: bytes
    group: bytes
    code: bytes  # the transaction code of its collections
    addresses: bool  # whether each debtor has name and address lines, or none has
    mandates: bool  # whether each collection needs a mandate number
    ean: bool
    left_aligned: bool | None
    due_is_clean: Callable[[str], bool]  # a collection's line: whether no finding is made about its due date


@dataclass(frozen=True, slots=True)
class Found:
    """The debtors among some lines: where each begins, and whether it is proven; the last may go on later."""

    tokens: Tokens
    starts: Places
    good: Truth


def tokens_of(rows: Bytes) -> Tokens:
    """What each line is, by its first columns; OTHER for the frame and everything unknown."""
    tokens = np.zeros(len(rows), np.int8)
    for token, head in ((ADDRESS, b"BS022"), (COLLECTION, b"BS042"), (TEXT, b"BS052"), (SLIP_TEXT, b"BS062")):
        tokens[equals(rows, 0, head)] = token
    address = tokens == ADDRESS
    tokens[address & equals(rows, 17, b"00009")] = POSTCODE
    tokens[address & equals(rows, 17, b"00010")] = OPTIONS
    return tokens


def find(rows: Bytes, tokens: Tokens, facts: Facts, letters: Truth, *, open_before: bool) -> Found:
    """The debtors among lines none of which is OTHER; `open_before`: the lines before these may belong to the first.

    `letters` says which lines hold nothing that could be UTF-8.
    """
    numbers = _record_numbers(rows)
    begins, placed = _order(tokens, numbers, facts, open_before=open_before)
    same = _same_as_before(rows, 27, 15)
    good = letters & placed & (same != begins) & equals(rows, 5, facts.pbs_number) & equals(rows, 22, facts.group)
    good[:-1] &= ~(begins & same)[1:]  # two debtors in a row with one number: the reader decides where one ends
    good &= (tokens < TEXT) | _same_as_before(rows, 42, 9)
    for token, table in TABLES.items():
        lines = np.flatnonzero(tokens == token)
        if len(lines):
            some = rows[lines]
            good[lines] &= proof(table)(some) & _aligned(some, facts) & _contents(token, some, facts)
    starts = np.flatnonzero(begins)
    proven = np.logical_and.reduceat(good, starts) if len(starts) else np.zeros(0, np.bool_)
    return Found(tokens, starts, proven)


def add(rows: Bytes, tokens: Tokens, tally: Tally) -> None:
    """Count proven lines; each collection has sign 1."""
    kinds = np.bincount(tokens, minlength=_KINDS)
    whole = int(amounts(rows[tokens == COLLECTION], 60).sum())
    tally.names += int(kinds[ADDRESS] + kinds[POSTCODE] + kinds[OPTIONS])
    tally.collections += int(kinds[COLLECTION])
    tally.texts += int(kinds[TEXT] + kinds[SLIP_TEXT])
    tally.plain += whole
    tally.net += whole


def _record_numbers(rows: Bytes) -> Words:
    word = rows[:, 14:22].view("<u8")[:, 0]
    return eight_digits((word & np.uint64(0xFFFFFFFFFF000000)) | np.uint64(0x303030))


def _order(tokens: Tokens, numbers: Words, facts: Facts, *, open_before: bool) -> tuple[Truth, Truth]:
    # Where a debtor begins, and which lines stand where they may.
    before = np.concatenate([np.array([ADDRESS if open_before else OTHER], np.int8), tokens[:-1]])
    previous = np.concatenate([np.zeros(1, np.uint64), numbers[:-1]])
    ended = (before == OTHER) | (before >= COLLECTION)
    first = tokens == (ADDRESS if facts.addresses else COLLECTION)
    begins = first & ended & ((numbers == 1) if facts.addresses else True)
    placed = begins.copy()
    placed |= _MAY_FOLLOW[before * _KINDS + tokens]
    counted = _IS_NUMBERED[tokens] & ~begins
    expected = np.where(tokens == before, previous + np.uint64(1), np.uint64(1))
    placed &= ~counted | (numbers == expected)
    placed &= (tokens != POSTCODE) | (previous >= _FIRST_ADDRESSES)
    placed &= (tokens != ADDRESS) | (numbers <= _MOST_ADDRESSES)
    placed &= (tokens < TEXT) | (numbers <= _MOST_TEXTS)
    return begins, placed


def _same_as_before(rows: Bytes, start: int, length: int) -> Truth:
    same = np.ones(len(rows), np.bool_)
    for word in words(rows, start, length):
        same[1:] &= word[1:] == word[:-1]
    same[:1] = False
    return same


def _aligned(rows: Bytes, facts: Facts) -> Truth:
    left, zero = rows[:, 41] == ord(" "), rows[:, 27] == ord("0")
    if facts.left_aligned is None:
        result: Truth = ~left & ~zero
    else:
        result = left | ~zero if facts.left_aligned else ~left
    return result


def _contents(token: int, rows: Bytes, facts: Facts) -> Truth:
    if token == ADDRESS:
        good = equals(rows, 42, _NO_MANDATE)
        if not facts.ean:
            letters: Truth = np.any(rows[:, 51:86] > ord("9"), axis=1)
            good &= letters | ~equals(rows, 17, b"00002")
        return good
    if token == POSTCODE:
        return equals(rows, 42, _NO_MANDATE) & equals(rows, 70, b"DK ") & _is_postcode(rows[:, 66:70])
    if token == OPTIONS:
        return _is_identity(rows[:, 82:92]) & _is_choice(rows[:, 92]) & _is_choice(rows[:, 93])
    return _is_collection(rows, facts) if token == COLLECTION else np.ones(len(rows), np.bool_)


def _is_collection(rows: Bytes, facts: Facts) -> Truth:
    # Reference of at most nine characters, no payer ID.
    good = equals(rows, 13, facts.code) & equals(rows, 59, b"1") & ~equals(rows, 60, b"0" * 13)
    good &= equals(rows, 82, b" " * 21) & equals(rows, 105, b" " * 15)
    if facts.mandates:
        good &= ~equals(rows, 42, _NO_MANDATE) & ~equals(rows, 42, _UNKNOWN_MANDATE)
    due = words(rows, 51, 8)[0]
    for day in np.unique(due):
        of_day = due == day
        if not facts.due_is_clean(rows[int(np.argmax(of_day))].tobytes().decode("latin-1")):
            good &= ~of_day
    return good


def _is_postcode(columns: Bytes) -> Truth:
    digits: Truth = np.all(columns - np.uint8(ord("0")) <= 9, axis=1)
    zeros: Truth = np.all(columns == ord("0"), axis=1)
    return digits & ~zeros


def _is_choice(column: Bytes) -> Truth:
    result: Truth = (column == ord("0")) | (column == ord("1")) | (column == ord(" "))
    return result


_CVR = np.array([0, 0, 2, 7, 6, 5, 4, 3, 2, 1], np.int32)
_CPR = np.array([4, 3, 2, 7, 6, 5, 4, 3, 2, 1], np.int32)
_MONTHS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], np.int32)


def _is_identity(columns: Bytes) -> Truth:
    # Zeros, a CVR number behind two zeros, or a CPR number whose check holds; others are looked at one by one.
    digits = columns.astype(np.int32) - ord("0")
    company = (digits[:, 0] == 0) & (digits[:, 1] == 0)
    day, month = digits[:, 0] * 10 + digits[:, 1], digits[:, 2] * 10 + digits[:, 3]
    person = (month >= 1) & (month <= 12) & (day >= 1) & (day <= _MONTHS[np.clip(month, 0, 12)])
    good: Truth = (company & (digits @ _CVR % 11 == 0)) | (person & (digits @ _CPR % 11 == 0))
    return good
