"""Broken files: no crash, no hang, and never a total that is silently wrong.

The suite runs some thousands with fixed seeds; `python -m tools.storm_deliveries` any number.
"""

from random import Random

import pytest
from tests.betalingsservice.examples import joined, lines_of, put
from tests.betalingsservice.storm import judge
from tests.betalingsservice.sums import independent_totals, sum_of

from betalingsservice.reader import read


@pytest.mark.parametrize("batch", range(8))
def test_a_mutated_delivery_never_crashes_and_never_passes_with_a_wrong_total(batch: int) -> None:
    """17.2, 3: reject on a missing 992 or wrong counts. Seeds are fixed, 500 files in each batch."""
    became = [judge(seed) for seed in range(batch * 500, batch * 500 + 500)]
    assert {"accepted", "refused"} == set(became)


@pytest.mark.parametrize("seed", range(20))
def test_noise_is_refused(seed: int) -> None:
    dice = Random(seed)
    contents = read(dice.randbytes(5000) + b"\nBS042" + dice.randbytes(300) + b"\nBS002" + dice.randbytes(200))
    assert not contents.is_accepted


def test_the_judge_s_own_sums_see_a_wrong_total() -> None:
    """The oracle is worth nothing unless it fails where it must."""
    lines = lines_of("0601")
    assert list(independent_totals(joined(lines))) == [(True, True)]
    assert list(independent_totals(joined(put(lines, 6, 61, "0000000014951")))) == [(True, False)]
    assert list(independent_totals(joined(put(lines, 16, 43, f"{44951:015}")))) == [(True, False)]
    assert list(independent_totals(joined(lines[:6] + lines[7:]))) == [(False, True)]
    payments = lines_of("0602")
    assert list(independent_totals(joined(put(payments, 3, 116, "0000000014951")))) == [(True, False)]
    assert sum_of("0602", payments).plain == 44950 and not sum_of("0602", payments[:6]).agrees(payments[8])


@pytest.mark.parametrize("digit", range(13))
def test_every_digit_of_an_amount_counts(digit: int) -> None:
    """A changed amount is never passed over where the totals disagree: 0601 and 0602, each digit."""
    for number, line, start in (("0601", 6, 61), ("0602", 3, 116), ("0602", 7, 116)):
        lines = lines_of(number)
        other = "5" if lines[line - 1][start - 1 + digit] != "5" else "6"
        assert not read(joined(put(lines, line, start + digit, other))).is_accepted
