"""The settings register: kinds, limits, and that no default breaks its own rule."""

from datetime import date
from typing import Any

import pytest

from selvbetjening.domain.organizations.rules.refusal import Refused
from selvbetjening.domain.organizations.rules.register import REGISTER, SUBJECTS, accepted, choice_of, in_force


def test_every_code_stands_once() -> None:
    assert len(REGISTER) == sum(len(subject) for subject in SUBJECTS.values())


@pytest.mark.parametrize("code", REGISTER)
def test_every_default_is_accepted(code: str) -> None:
    setting = REGISTER[code]
    assert accepted(setting=setting, value=setting.default) == setting.default
    assert choice_of(choices={}, code=code) == setting.default


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [
        ("reminder_fee", 10_001, "range"),  # DUN-1: no company can take more than 100 kr.
        ("reminder_fee", -1, "range"),
        ("reminder_fee", "100", "form"),
        ("reminder_fee", True, "form"),
        ("price_change_notice_days", 29, "range"),  # CAN-6
        ("oss_mode", "ignore", "unknown"),
        ("einvoice_formats", ["bis3", "edifact"], "unknown"),
        ("fik_creditor_number", "1234567", "form"),
        ("saft_version", "1" * 11, "too_long"),
        ("financial_year_end", "13-01", "form"),
        ("vat_rates", [["2026-02-30", 2500]], "rows"),
        ("vat_rates", [["2026-01-01", 2500], ["2026-01-01", 2400]], "rows"),
        ("vat_rates", [["2026-01-01", 10_001]], "range"),
        ("exchange_rates", [["2026-01-01", 746]], "rows"),
        ("ask_adult", 1, "form"),
        ("accessibility_contact", "nobody", "form"),
    ],
)
def test_what_is_not_accepted(code: str, value: Any, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        accepted(setting=REGISTER[code], value=value)
    assert (refused.value.reason, refused.value.field) == (reason, code)


def test_rows_are_sorted_and_the_last_one_that_has_begun_holds() -> None:
    rows = accepted(setting=REGISTER["reference_rates"], value=[["2026-07-01", 160], ["2026-01-01", 175]])
    assert rows == [["2026-01-01", 175], ["2026-07-01", 160]]
    assert in_force(rows=rows, on=date(2025, 12, 31)) is None
    assert in_force(rows=rows, on=date(2026, 6, 30)) == 175
    assert in_force(rows=rows, on=date(2026, 7, 1)) == 160


def test_rows_of_three_are_found_by_their_code() -> None:
    rows = accepted(
        setting=REGISTER["exchange_rates"], value=[["2026-01-01", "EUR", 74_605], ["2026-01-01", "SEK", 6_800]]
    )
    assert in_force(rows=rows, on=date(2026, 3, 1), code="SEK") == 6_800
    assert in_force(rows=rows, on=date(2026, 3, 1), code="USD") is None
