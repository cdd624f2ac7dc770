"""Which lines of 0602 and 0603 are certainly without any finding, and what they add to the totals."""

import numpy as np

from betalingsservice.bulk.blocks import Bytes
from betalingsservice.bulk.entries import COLLECTION, Tokens
from betalingsservice.bulk.proofs import Truth, equals, proof
from betalingsservice.bulk.repeats import amounts
from betalingsservice.fik import CARD_TYPES
from betalingsservice.layouts import delivery_0602 as payments
from betalingsservice.layouts import delivery_0603 as mandates
from betalingsservice.rules.context import OpenSection
from betalingsservice.tally import BACK, Tally

PROVABLE = {"0602", "0603"}
_NO_DAY = b"0" * 6
_AUTOMATIC = ("0236", "0237", "0239")  # their sign stands in column 56, the others' in 59


def proven(rows: Bytes, tokens: Tokens, section: OpenSection) -> Truth:
    """One truth a line, for lines of a section with tables."""
    tables = section.kind.records["042"][1]
    good = tokens == COLLECTION
    good &= equals(rows, 5, section.pbs_number.encode("latin-1")) & equals(rows, 20, section.group.encode("latin-1"))
    known = np.zeros(len(rows), np.bool_)
    for code, table in tables.items():
        lines = np.flatnonzero(good & equals(rows, 13, code.encode()))
        some = rows[lines]
        known[lines] = proof(table)(some) & _contents(code, some)
    result: Truth = good & known
    return result


def add(rows: Bytes, tally: Tally, *, delivery: str) -> None:
    """Count proven lines."""
    tally.collections += len(rows)
    if delivery != "0602":
        return
    paid = amounts(rows, 115)
    tally.plain += int(paid.sum())
    for code in (*_AUTOMATIC, payments.SLIP_PAID, payments.SLIP_CHARGED_BACK):
        of_code = equals(rows, 13, code.encode())
        disbursed = of_code & (rows[:, 55 if code in _AUTOMATIC else 58] == ord("2"))
        whole, back = int(paid[of_code].sum()), int(paid[disbursed].sum())
        tally.net += (whole - 2 * back) * (-1 if code in BACK else 1)


def _contents(code: str, rows: Bytes) -> Truth:
    if code in {mandates.ENDED_BY_BANK, mandates.ENDED_BY_CREDITOR, mandates.ENDED_BY_BS}:
        return ~equals(rows, 55, _NO_DAY)
    if code == payments.REJECTED:
        return equals(rows, 103, b"0" * 25)
    if code in {mandates.ACTIVE, mandates.REGISTERED, payments.CANCELLED}:
        return np.ones(len(rows), np.bool_)
    good = ~equals(rows, 103, _NO_DAY) & ~equals(rows, 109, _NO_DAY)
    if code in {payments.SLIP_PAID, payments.SLIP_CHARGED_BACK}:
        known = np.zeros(len(rows), np.bool_)
        for card in CARD_TYPES:
            known |= equals(rows, 44, card.encode())
        good &= known & (rows[:, 58] == ord("1"))
    return good
