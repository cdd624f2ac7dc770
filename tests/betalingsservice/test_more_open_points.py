"""U13 to U24, the open points of the reference: the rest of `test_open_points`."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.betalingsservice.examples import codes, joined, lines_of, put

from betalingsservice import identifiers
from betalingsservice.deadlines import REVOCATION_BANKING_DAYS, revoked_for_payments_from
from betalingsservice.findings import Severity
from betalingsservice.layouts import DELIVERIES
from betalingsservice.layouts.delivery_0601 import Collection
from betalingsservice.layouts.delivery_0602 import AutomaticPayment, SlipPayment
from betalingsservice.reader import check, read
from betalingsservice.records import RawRecord, Record
from betalingsservice.steps import Entry
from betalingsservice.writer import write

A, P, M, R, I = (lines_of(number) for number in ("0601", "0602", "0603", "0605", "0621"))  # noqa: E741


def first(lines: list[str]) -> Entry:
    return read(joined(lines)).delivery.sections[0].entries[0]


def test_u13_a_passed_deadline_blocks_0112_and_can_be_waived() -> None:
    """U13: the override of a month is tested with the deadlines."""
    late = datetime(2027, 1, 28, 9, tzinfo=UTC)
    assert codes(A, received_at=late) == ["deadline.passed", "deadline.passed"]
    assert codes(A, received_at=late, deadline_waived=True) == []


def test_u14_the_clock_warns_from_nine_and_ends_at_eleven() -> None:
    """U14: defaults; other times come from the table of corrections."""
    moments = {(7, 59): [], (8, 0): ["deadline.soon"], (9, 59): ["deadline.soon"], (10, 0): ["deadline.late"]}
    for (hour, minute), expected in moments.items():
        found = codes(A, received_at=datetime(2027, 1, 22, hour, minute, tzinfo=UTC))
        assert found == expected * 2


def test_u15_one_collection_a_day_unless_set() -> None:
    """U15: strict by default."""
    again = [*A[:8], A[5], *A[8:]]
    again = put(put(again, 16, 32, f"{3:011}{59900:015}"), 17, 32, f"{3:011}{59900:015}")
    assert codes(again) == ["collection.repeated"] and codes(again, several_a_day=True) == []


def test_u16_files_of_leverandorservice_are_refused_with_a_clear_message() -> None:
    """U16: nothing is handed over from BS to LS; the file is sent back."""
    (finding, _) = check(b"LS002 TEST\r\n")
    assert finding.severity is Severity.ERROR and "Leverandørservice" in finding.what("da")


@pytest.mark.parametrize(("kind", "place"), [("022", 84), ("052", 58)])
def test_u17_texts_in_0602_are_counted_kept_and_shown(kind: str, place: int) -> None:
    """U17: nothing is posted from them, as they have no table."""
    text = f"BS{kind}012345600297SOMETHING".ljust(128)
    lines = [*P[:7], text, *P[7:]]
    lines = put(put(lines, 9, place, f"{1:011}"), 10, place, f"{1:011}")
    contents = read(joined(lines))
    assert [finding.code for finding in contents.findings] == ["record.shown"]
    assert contents.is_accepted and contents.delivery.sections[1].entries[1].records == [RawRecord.of(text)]
    assert write(contents) == joined(lines)


def test_u18_and_u19_no_record_cancels_a_sent_collection_or_moves_a_mandate_to_another_creditor() -> None:
    """U18, U19: no file function."""
    codes_known = {
        code
        for delivery in DELIVERIES.values()
        for section in delivery.sections.values()
        for where, tables in section.records.values()
        for code in (tables if where.start == 13 else ())
    }
    listed = "0200 0230 0231 0232 0233 0234 0236 0237 0238 0239 0253 0257 0272 0280 0285 0297 0299"
    assert codes_known == set(listed.split())


@pytest.mark.parametrize("number", ["0606", "0607", "0609", "0616", "0686"])
def test_u20_unknown_deliveries_are_kept_raw_and_reported(number: str) -> None:
    """U20: stored, reported, held for a human."""
    long_line = "BS042012345600274".ljust(150, "7")
    lines = [put(A, 1, 17, number)[0], A[1], long_line, A[14], put(A, 16, 17, number)[15]]
    contents = read(joined(lines))
    assert [finding.code for finding in contents.findings] == ["delivery.unknown"]
    assert not contents.is_accepted
    assert [record.raw for record in contents.delivery.records()] == lines
    assert all(isinstance(record, RawRecord) for record in contents.delivery.sections[0].entries[0].records)


def test_u20_code_0290_is_kept_raw_and_nothing_is_read_from_it() -> None:
    """U20: 0290 is undefined."""
    contents = read(joined(put(P, 4, 14, "0290")))
    assert [finding.code for finding in contents.findings] == ["record.unknown"] and contents.is_accepted
    assert type(contents.delivery.sections[0].entries[1].records[0]) is RawRecord


def test_u20_a_line_of_an_unknown_code_has_no_sign() -> None:
    """U20, U3: its amount is added, whatever digit stands where others have their sign (found by seed 19219)."""
    lines = put(put(put(P, 3, 14, "0239"), 4, 14, "0290"), 4, 56, "1002")
    lines = put(put(put(lines, 4, 116, f"{20000:013}"), 5, 43, f"{5050:015}"), 9, 43, f"{35050:015}")
    assert codes(lines) == ["record.unknown"]


def test_u20_a_package_of_another_kind_is_reported_and_nothing_is_read_from_it() -> None:
    """U20: XML000 and whatever else has no layout."""
    contents = read(b"<?xml version='1.0'?>\n<PBSXML000>\n</PBSXML000>\n")
    assert contents.deliveries == [] and not contents.is_accepted
    assert {finding.code for finding in contents.findings} == {"line.foreign", "file.empty"}


def test_u21_no_table_has_a_field_for_a_reason_of_a_rejection() -> None:
    """U21: none is told, so none can be shown; the words say so."""
    for table in (AutomaticPayment, SlipPayment):
        assert not any("reason" in column.name for column in table.columns)
    assert AutomaticPayment.transaction.help_text.da.endswith("Der oplyses ingen årsag.")
    assert AutomaticPayment.transaction.help_text.en.endswith("No reason is given.")


def test_u22_the_sandbox_s_numbers_fail_their_checks_and_only_warn_in_a_file() -> None:
    """U22: 42222222 of the API's sandbox fails modulus 11; wherever it stands in a file it is a warning."""
    assert identifiers.cvr_number("42222222") is identifiers.Verdict.WRONG
    assert codes(put(put(A, 1, 6, "42222222"), 16, 6, "42222222")) == ["agreement.supplier_check"]
    for lines, line, position in ((A, 12, 83), (R, 3, 62)):
        (finding,) = check(joined(put(lines, line, position, "0042222222")))
        assert (finding.code, finding.severity) == ("address.identity", Severity.WARNING)


def test_u23_a_charge_back_of_any_amount_is_read() -> None:
    """U23: no rule of the library depends on the limit; the clearing has it as a setting."""
    for amount in (1, 99999, 100000, 100001):
        back = put(put(P, 3, 14, "0239"), 3, 116, f"{amount:013}")
        stated = put(put(back, 5, 43, f"{amount:015}"), 9, 43, f"{amount + 30000:015}")
        assert codes(stated) == []


def test_u24_notice_is_three_banking_days_and_0238_and_0239_are_accepted_at_any_time() -> None:
    """U24: configurable, three by default."""
    assert REVOCATION_BANKING_DAYS == 3
    assert revoked_for_payments_from(date(2027, 1, 20), banking_days=2) == date(2027, 1, 22)
    for code in ("0238", "0239"):
        assert codes(put(P, 3, 14, code), received_at=datetime(2029, 1, 1, tzinfo=UTC)) == []


def test_a_collection_is_typed() -> None:
    record: Record | None = first(A).collection
    assert isinstance(record, Collection) and record.sign == "1"


def test_every_open_point_has_its_decision_in_the_documentation() -> None:
    """U1 to U24, each a row of the table in docs/betalingsservice.md."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "betalingsservice.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| U")]
    assert rows == [f"U{number}" for number in range(1, 25)]
