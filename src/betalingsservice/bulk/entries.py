"""Which debtors' lines in a 0601 section are certainly without any finding: order, numbers, keys, amounts.

Everything here is a sufficient condition. What it does not accept is fed to the ordinary reader, which decides.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from betalingsservice.bulk.cells import Bytes, Cells, Truth, word
from betalingsservice.bulk.proofs import proof
from betalingsservice.bulk.repeats import amounts, eight_digits
from betalingsservice.layouts import delivery_0601 as tables
from betalingsservice.records import WIDTH
from betalingsservice.tally import Tally

Tokens = NDArray[np.int8]
Numbers = NDArray[np.uint8] | NDArray[np.uint64]
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


def _by_fourth_byte() -> Tokens:
    table = np.zeros(256, np.int8)
    for byte, token in ((b"2", ADDRESS), (b"4", COLLECTION), (b"5", TEXT), (b"6", SLIP_TEXT)):
        table[ord(byte)] = token
    return table


_BY_FOURTH_BYTE = _by_fourth_byte()
_HEAD, _HEAD_BITS = (np.uint64(int.from_bytes(part, "little")) for part in (b"BS0\x002", b"\xff\xff\xff\x00\xff"))
_POSTCODE, _OPTIONS = (np.uint64(int.from_bytes(part, "little")) for part in (b"00009", b"00010"))
_ALL_BUT_LAST, _FOUR_ZEROS = np.uint64(0xFFFFFFFF), np.uint64(0x30303030)
_SEVEN_BYTES = np.uint64(0x00FFFFFFFFFFFFFF)


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
    """The debtors among some lines: where each begins, and whether it is proven; the last may go on later.

    `places` are those of the 042 lines, and `collections` these lines.
    """

    tokens: Tokens
    starts: Places
    good: Truth
    places: Places
    collections: Bytes


def tokens_of(rows: Bytes) -> Tokens:
    """What each line is, by its first columns; OTHER for the frame and everything unknown."""
    tokens = _BY_FOURTH_BYTE.take(rows[:, 3])
    known = (word(rows, 0) & _HEAD_BITS) == _HEAD
    if not known.all():
        tokens *= known
    if (tokens == ADDRESS).any():
        numbers = word(rows, 14) >> np.uint64(24)
        address = tokens == ADDRESS
        tokens += (address & (numbers == _POSTCODE)) * np.int8(POSTCODE - ADDRESS)
        tokens += (address & (numbers == _OPTIONS)) * np.int8(OPTIONS - ADDRESS)
    return tokens


def find(
    rows: Bytes, tokens: Tokens, facts: Facts, letters: Truth, *, open_before: bool, printable: bool = False
) -> Found:
    """The debtors among lines none of which is OTHER; `open_before`: the lines before these may belong to the first.

    `letters` says which lines hold nothing that could be UTF-8, `printable` that every byte is known to be so.
    """
    begins, placed = _order(tokens, _record_numbers(rows), facts, open_before=open_before)
    same, with_mandate = _same_as_before(rows)
    good = letters & placed & (same != begins)
    good[:-1] &= ~(begins & same)[1:]  # two debtors in a row with one number: the reader decides where one ends
    good &= (tokens < TEXT) | with_mandate
    collections = Cells(rows[:0])
    for token in TABLES:
        lines = np.flatnonzero(tokens == token)
        if not len(lines):
            continue
        cells = Cells(rows).take(lines)
        proven = _proven(token, cells, facts, printable=printable)
        if not proven.all():
            good[lines[~proven]] = False
        if token == COLLECTION:
            places, collections = lines, cells
    starts = np.flatnonzero(begins)
    if not len(collections):
        places = starts[:0]
    return Found(tokens, starts, _of_debtors(good, starts), places, collections.rows)


def add(found: Found, proven: Truth, tally: Tally) -> tuple[Cells, Places]:
    """Count the lines that are proven; gives the 042 lines among them, each with sign 1, and where they stand."""
    own = np.flatnonzero(proven[found.places])
    cells = Cells(found.collections).take(own)
    whole = int(amounts(cells.rows, 60).sum())
    tally.names += int(np.count_nonzero(proven & (found.tokens < COLLECTION)))
    tally.collections += len(cells)
    tally.texts += int(np.count_nonzero(proven & (found.tokens > COLLECTION)))
    tally.plain += whole
    tally.net += whole
    return cells, found.places[own]


def _proven(token: int, cells: Cells, facts: Facts, *, printable: bool) -> Truth:
    good = proof(TABLES[token])(cells, printable=printable)
    good &= cells.equals(5, facts.pbs_number) & cells.equals(22, facts.group)
    good &= _aligned(cells, facts) & _contents(token, cells, facts)
    return good


def _of_debtors(good: Truth, starts: Places) -> Truth:
    if len(starts) and not good[starts[0] :].all():
        result: Truth = np.logical_and.reduceat(good, starts)
        return result
    return np.ones(len(starts), np.bool_)


def _record_numbers(rows: Bytes) -> Numbers:
    # What it is where there are other characters than digits does not matter.
    digits = word(rows, 14) >> np.uint64(24)
    if ((digits & _ALL_BUT_LAST) == _FOUR_ZEROS).all():
        return rows[:, 21] - np.uint8(ord("0"))
    return eight_digits((digits << np.uint64(24)) | np.uint64(0x303030))


def _order(tokens: Tokens, numbers: Numbers, facts: Facts, *, open_before: bool) -> tuple[Truth, Truth]:
    # Where a debtor begins, and which lines stand where they may.
    one = numbers.dtype.type(1)
    before = np.concatenate([np.array([ADDRESS if open_before else OTHER], np.int8), tokens[:-1]])
    previous = np.concatenate([np.zeros(1, numbers.dtype), numbers[:-1]])
    ended = (before == OTHER) | (before >= COLLECTION)
    begins = (tokens == (ADDRESS if facts.addresses else COLLECTION)) & ended
    if facts.addresses:
        begins &= numbers == one
    placed = begins | _MAY_FOLLOW.take(before * np.int8(_KINDS) + tokens)
    counted = _IS_NUMBERED.take(tokens) & ~begins
    expected = np.where(tokens == before, previous + one, one)
    placed &= ~counted | (numbers == expected)
    placed &= (tokens != POSTCODE) | (previous >= _FIRST_ADDRESSES)
    placed &= (tokens != ADDRESS) | (numbers <= _MOST_ADDRESSES)
    if numbers.dtype != np.uint8:
        placed &= (tokens < TEXT) | (numbers <= _MOST_TEXTS)
    return begins, placed


def _same_as_before(rows: Bytes) -> tuple[Truth, Truth]:
    # Whether a line has the customer number of the one before, and whether it has the mandate number besides.
    same = np.zeros(len(rows), np.bool_)
    with_mandate = np.zeros(len(rows), np.bool_)
    first, middle, last = word(rows, 27), word(rows, 35), word(rows, 43)
    differs = middle[1:] ^ middle[:-1]
    same[1:] = first[1:] == first[:-1]
    with_mandate[1:] = same[1:] & (differs == 0) & (last[1:] == last[:-1])
    same[1:] &= (differs & _SEVEN_BYTES) == 0
    return same, with_mandate


def _aligned(cells: Cells, facts: Facts) -> Truth:
    left, zero = cells.equals(41, b" "), cells.equals(27, b"0")
    if facts.left_aligned is None:
        result: Truth = ~left & ~zero
    else:
        result = left | ~zero if facts.left_aligned else ~left
    return result


def _contents(token: int, cells: Cells, facts: Facts) -> Truth:
    if token == ADDRESS:
        good = cells.equals(42, _NO_MANDATE)
        return good if facts.ean else good & _is_no_number(cells)
    if token == POSTCODE:
        return cells.equals(42, _NO_MANDATE) & cells.equals(70, b"DK ") & _is_postcode(cells)
    if token == OPTIONS:
        rows = cells.rows
        return _is_identity(rows[:, 82:92]) & _is_choice(rows[:, 92]) & _is_choice(rows[:, 93])
    return _is_collection(cells, facts) if token == COLLECTION else np.ones(len(cells), np.bool_)


def _is_collection(cells: Cells, facts: Facts) -> Truth:
    # Reference of at most nine characters, no payer ID.
    good = cells.equals(13, facts.code) & cells.equals(59, b"1") & ~cells.equals(60, b"0" * 13)
    good &= cells.equals(82, b" " * 21) & cells.equals(105, b" " * 15)
    if facts.mandates:
        good &= ~cells.equals(42, _NO_MANDATE) & ~cells.equals(42, _UNKNOWN_MANDATE)
    if cells.same(51, 8):
        return good & facts.due_is_clean(_line(cells.rows, 0))
    due = word(cells.rows, 51)
    for day in np.unique(due):
        of_day = due == day
        if not facts.due_is_clean(_line(cells.rows, int(np.argmax(of_day)))):
            good &= ~of_day
    return good


def _line(rows: Bytes, place: int) -> str:
    return rows[place, :WIDTH].tobytes().decode("latin-1")


def _is_no_number(cells: Cells) -> Truth:
    # A second line of digits alone may be an EAN. Nearly always its first character is a letter already.
    good = (cells.rows[:, 51] > ord("9")) | ~cells.equals(17, b"00002")
    left = np.flatnonzero(~good)
    good[left] = np.any(cells.rows[left, 51:86] > ord("9"), axis=1)
    return good


def _is_postcode(cells: Cells) -> Truth:
    good = ~cells.equals(66, b"0000")
    if not cells.digits(66, 4):
        good &= np.all(cells.rows[:, 66:70] - np.uint8(ord("0")) <= 9, axis=1)
    return good


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
