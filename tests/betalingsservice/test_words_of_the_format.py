"""Names and numbers of the reference that stand outside the lines: file names, text numbers, N and X, the codes."""

from typing import Any

import pytest

from betalingsservice.explain import explain
from betalingsservice.file_names import Prefix, read_file_name
from betalingsservice.layouts import DELIVERIES, delivery_0601, delivery_0602, frame
from betalingsservice.layouts.delivery_0621 import SecondHalf
from betalingsservice.reasons import API_CODES, reason
from betalingsservice.records import Record
from betalingsservice.words import Words


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("D1234567001-603.KR9", (Prefix.DATA, "1234567001", "0603", "KR9")),
        ("T1234567.BS1", (Prefix.TRANSMISSION, "1234567", "", "BS1")),
        ("V0000000001.BSH", (Prefix.VALIDATION, "0000000001", "", "BSH")),
        ("F1234567-602.BS2", (Prefix.NOTE, "1234567", "0602", "BS2")),
        ("Z1234567.XYZ", (Prefix.ZIP, "1234567", "", "XYZ")),
    ],
)
def test_a_file_name_is_taken_apart(name: str, parts: tuple[str, ...]) -> None:
    """Section 12: every subsystem in the extension."""
    found = read_file_name(name)
    assert found is not None and str(found) == name
    assert (found.prefix, found.number, found.delivery_type, found.subsystem) == parts
    assert found.is_test is (parts[3] == "KR9")


@pytest.mark.parametrize(
    "name", ["", "X1234567.BS1", "D123456.BS1", "D12345678901.BS1", "D1234567.bs1", "D1234567-60.BS1", "D٣٣٣٣٣٣٣.BS1",
             "D1234567.BS1\n", "../D1234567.BS1"]
)  # fmt: skip
def test_another_name_is_none(name: str) -> None:
    assert read_file_name(name) is None


def test_every_code_of_the_creditor_api_has_words_and_an_unknown_one_is_shown_raw() -> None:
    """Section 13: the list may grow. U8: no list of text numbers is closed."""
    assert set(API_CODES) == {
        "MANDATE_ALREADY_EXISTS", "BANK_IS_NOT_WITHIN_BETALINGSSERVICE", "CREDITORS_DEBTOR_REFERENCE_IS_NOT_CORRECT",
        "DEBTOR_ACCOUNT_INFORMATION_IS_NOT_CORRECT", "DEBTOR_IDENTITY_IS_NOT_CORRECT", "CREDITOR_DATA_IS_NOT_CORRECT",
        "DEBTOR_GROUP_CLOSED", "UNKNOWN_VALIDATION_ERROR",
    }  # fmt: skip
    assert all(reason(code).da and reason(code).en for code in API_CODES)
    assert reason("230940") == reason("DEBTOR_ACCOUNT_INFORMATION_IS_NOT_CORRECT")
    assert reason("230945") == reason("DEBTOR_IDENTITY_IS_NOT_CORRECT")
    assert reason("239999") == Words("239999", "239999") and reason("NEW_CODE") == Words("NEW_CODE", "NEW_CODE")


def test_a_text_number_is_explained_where_it_is_known() -> None:
    """9.2: 210100 and 210300, 230940 and 230945."""
    keys: dict[str, Any] = {"pbs_number": "01234560", "transaction": "0280", "group": "00001"}
    known = {
        number: explain(SecondHalf(**keys, text_number=number).raw).meaning
        for number in ("210100", "210300", "230940", "230945", "220001")
    }
    assert [number for number, meaning in known.items() if meaning is None] == ["220001"]
    assert known["210300"] == Words("Sendes som indbetalingskort.", "Goes out as payment slips.")


def test_types_are_those_of_the_reference() -> None:
    """5.1, 6, 7: X for the system, subsystem, texts and customer numbers; N for codes, numbers, amounts and days."""
    expected: dict[type[Record], str] = {
        frame.DeliveryStart: "X NN X NN X N X",
        delivery_0601.Collection: "X NNNNN X NNNN X N XX",
        delivery_0601.Options: "X NNNNN XX N X XX",
        delivery_0602.AutomaticPayment: "X NNNNN X NNNN XX NNN",
        delivery_0602.SlipPayment: "X NNNNNN X NNNNNN XX NNN",
    }
    for table, types in expected.items():
        assert "".join(column.type for column in table.columns) == types.replace(" ", ""), table
    assert all(
        column.type == "X"
        for delivery in DELIVERIES.values()
        for column in delivery.section_start.columns
        if column.name in {"system", "user_id", "main_text"}
    )
