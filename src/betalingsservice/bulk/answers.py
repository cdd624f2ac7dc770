"""Which lines of 0602 and 0603 are certainly without any finding, and what they add to the totals."""

import numpy as np

from betalingsservice.bulk.cells import Bytes, Cells, Truth
from betalingsservice.bulk.entries import COLLECTION, Tokens
from betalingsservice.bulk.proofs import proof
from betalingsservice.bulk.repeats import amounts
from betalingsservice.fik import CARD_TYPES
from betalingsservice.layouts import delivery_0602 as payments
from betalingsservice.layouts import delivery_0603 as mandates
from betalingsservice.rules.context import OpenSection
from betalingsservice.tally import BACK, Tally

PROVABLE = {"0602", "0603"}
_NO_DAY = b"0" * 6
_AUTOMATIC = ("0236", "0237", "0239")  # their sign stands in column 56, the others' in 59


def proven(rows: Bytes, tokens: Tokens, section: OpenSection, *, printable: bool) -> Truth:
    """One truth a line, for lines of a section with tables; `printable`: every byte of theirs is known to be so."""
    tables = section.kind.records["042"][1]
    cells = Cells(rows)
    good = tokens == COLLECTION
    good &= cells.equals(5, section.pbs_number.encode("latin-1")) & cells.equals(20, section.group.encode("latin-1"))
    known = np.zeros(len(rows), np.bool_)
    for code, table in tables.items():
        lines = np.flatnonzero(good & cells.equals(13, code.encode()))
        if len(lines):
            some = cells.take(lines)
            known[lines] = proof(table)(some, printable=printable) & _contents(code, some)
    result: Truth = good & known
    return result


def add(cells: Cells, tally: Tally, *, delivery: str) -> None:
    """Count proven lines."""
    rows = cells.rows
    tally.collections += len(rows)
    if delivery != "0602":
        return
    paid = amounts(rows, 115)
    tally.plain += int(paid.sum())
    for code in (*_AUTOMATIC, payments.SLIP_PAID, payments.SLIP_CHARGED_BACK):
        of_code = cells.equals(13, code.encode())
        disbursed = of_code & (rows[:, 55 if code in _AUTOMATIC else 58] == ord("2"))
        whole, back = int(paid[of_code].sum()), int(paid[disbursed].sum())
        tally.net += (whole - 2 * back) * (-1 if code in BACK else 1)


def _contents(code: str, cells: Cells) -> Truth:
    if code in {mandates.ENDED_BY_BANK, mandates.ENDED_BY_CREDITOR, mandates.ENDED_BY_BS}:
        return ~cells.equals(55, _NO_DAY)
    if code == payments.REJECTED:
        return cells.equals(103, b"0" * 25)
    if code in {mandates.ACTIVE, mandates.REGISTERED, payments.CANCELLED}:
        return np.ones(len(cells), np.bool_)
    good = ~cells.equals(103, _NO_DAY) & ~cells.equals(109, _NO_DAY)
    if code in {payments.SLIP_PAID, payments.SLIP_CHARGED_BACK}:
        known = np.zeros(len(cells), np.bool_)
        for card in CARD_TYPES:
            known |= cells.equals(44, card.encode())
        good &= known & cells.equals(58, b"1")
    return good
