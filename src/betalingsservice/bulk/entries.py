"""Which debtors' lines in a 0601 section are certainly without any finding: order, numbers, keys, amounts.

Everything here is a sufficient condition. What it does not accept is fed to the ordinary reader, which decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bulk.blocks import Bytes
from betalingsservice.bulk.proofs import Truth, Words, equals, proof, words
from betalingsservice.bulk.repeats import eight_digits
from betalingsservice.layouts import delivery_0601 as tables

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
_NUMBERED = (ADDRESS, TEXT, SLIP_TEXT)
_FIRST_ADDRESSES, _MOST_ADDRESSES, _MOST_TEXTS = 2, 5, 5000
# Which token may follow which inside a debtor's lines, numbers aside.
_FOLLOWS = {
    ADDRESS: (ADDRESS,),
    POSTCODE: (ADDRESS,),
    OPTIONS: (POSTCODE,),
    COLLECTION: (POSTCODE, OPTIONS),
    TEXT: (COLLECTION, TEXT),
    SLIP_TEXT: (COLLECTION, TEXT, SLIP_TEXT),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the section says, and what may be asked of a line in it."""

    pbs_number: bytes
    group: bytes
    code: bytes  # the transaction code of its collections
    addresses: bool  # whether each debtor has name and address lines, or none has
    mandates: bool  # whether each collection needs a mandate number
    due_is_clean: Callable[[bytes], bool]  # eight digits: whether no finding is made about this due date


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


def find(rows: Bytes, tokens: Tokens, facts: Facts) -> Found:
    """The debtors among lines none of which is OTHER. The last one may go on after these lines."""
    numbers = _record_numbers(rows)
    begins, placed = _order(tokens, numbers, facts)
    same = _same_as_before(rows, 27, 15)
    good = placed & (same | begins) & equals(rows, 5, facts.pbs_number) & equals(rows, 22, facts.group)
    text = (tokens == TEXT) | (tokens == SLIP_TEXT)
    good &= ~text | _same_as_before(rows, 42, 9)
    for token in TABLES:
        lines = np.flatnonzero(tokens == token)
        if len(lines):
            some = rows[lines]
            good[lines] &= proof(TABLES[token])(some) & _contents(token, some, facts)
    starts = np.flatnonzero(begins)
    proven = np.logical_and.reduceat(good, starts) if len(starts) else np.zeros(0, np.bool_)
    return Found(tokens, starts, proven)


def _record_numbers(rows: Bytes) -> Words:
    word = rows[:, 14:22].view("<u8")[:, 0]
    return eight_digits((word & np.uint64(0xFFFFFFFFFF000000)) | np.uint64(0x303030))


def _order(tokens: Tokens, numbers: Words, facts: Facts) -> tuple[Truth, Truth]:
    # Where a debtor begins, and which lines stand where they may.
    before = np.concatenate([np.zeros(1, np.int8), tokens[:-1]])
    previous = np.concatenate([np.zeros(1, np.uint64), numbers[:-1]])
    ended = (before == OTHER) | (before >= COLLECTION)
    first = tokens == (ADDRESS if facts.addresses else COLLECTION)
    begins = first & ended & ((numbers == 1) if facts.addresses else True)
    placed = begins.copy()
    for token, allowed in _FOLLOWS.items():
        here = tokens == token
        placed |= here & np.isin(before, allowed)
    counted = np.isin(tokens, _NUMBERED) & ~begins
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


def _contents(token: int, rows: Bytes, facts: Facts) -> Truth:
    good: Truth = rows[:, 41] != ord(" ")  # the customer number fills its field
    if token in {ADDRESS, POSTCODE}:
        good &= equals(rows, 42, b"0" * 9)
    if token == ADDRESS:
        good &= rows[:, 51] - np.uint8(ord("0")) > 9  # a line that begins with a digit may be an EAN number
    elif token == POSTCODE:
        digits = rows[:, 66:70] - np.uint8(ord("0")) <= 9
        good &= digits[:, 0] & digits[:, 1] & digits[:, 2] & digits[:, 3] & ~equals(rows, 66, b"0000")
        good &= equals(rows, 70, b"DK ")
    elif token == OPTIONS:
        good &= _is_identity(rows[:, 82:92]) & _is_choice(rows[:, 92]) & _is_choice(rows[:, 93])
    elif token == COLLECTION:
        good &= equals(rows, 13, facts.code) & equals(rows, 59, b"1") & ~equals(rows, 60, b"0" * 13)
        good &= equals(rows, 82, b" " * 21) & equals(rows, 105, b" " * 15)
        good &= _due(rows, facts)
        if facts.mandates:
            good &= ~equals(rows, 42, b"0" * 9)
    return good


def _is_choice(column: Bytes) -> Truth:
    result: Truth = (column == ord("0")) | (column == ord("1")) | (column == ord(" "))
    return result


def _due(rows: Bytes, facts: Facts) -> Truth:
    word = words(rows, 51, 8)[0]
    good = np.zeros(len(rows), np.bool_)
    for day in np.unique(word):
        if facts.due_is_clean(day.tobytes()):
            good |= word == day
    return good


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
