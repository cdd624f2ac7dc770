"""U1 to U24, the open points of the reference: the tolerant behaviour that section 18 asks for, as a file shows it."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from tests.betalingsservice.examples import codes, joined, lines_of, put

from betalingsservice import identifiers
from betalingsservice.deadlines import REVOCATION_BANKING_DAYS, revoked_for_payments_from
from betalingsservice.findings import Severity
from betalingsservice.layouts import DELIVERIES, delivery_0605
from betalingsservice.layouts.delivery_0601 import Collection
from betalingsservice.layouts.delivery_0602 import AutomaticPayment
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.layouts.delivery_0621 import SecondHalf, TextClass
from betalingsservice.layouts.frame import DeliveryStart, SpacedDeliveryStart
from betalingsservice.reader import check, read
from betalingsservice.records import RawRecord, Record
from betalingsservice.settings import Settings
from betalingsservice.steps import Entry
from betalingsservice.writer import RefusedError, Writer, write

A, P, M, R, I = (lines_of(number) for number in ("0601", "0602", "0603", "0605", "0621"))  # noqa: E741


def first(lines: list[str]) -> Entry:
    return read(joined(lines)).delivery.sections[0].entries[0]


def test_u1_a_pbs_number_that_fails_its_check_is_warned_about_and_never_blocked() -> None:
    changed = [line if number in {0, 15} else put([line], 1, 6, "01234561")[0] for number, line in enumerate(A)]
    (finding,) = check(joined(changed))
    assert finding.code == "agreement.pbs_check" and finding.severity is Severity.WARNING


def test_u2_disbursements_are_subtracted_or_added_as_set_and_sign_0_is_read_as_no_amount() -> None:
    net = put(put(put(A, 6, 60, "2"), 15, 43, f"{15050:015}"), 16, 43, f"{15050:015}")
    assert codes(net) == []
    assert codes(put(A, 6, 60, "2"), plain_amounts=True) == []
    assert codes(net, plain_amounts=True) == ["total.amount", "total.amount"]
    nothing = put(put(put(A, 6, 60, "0" * 14), 15, 43, f"{30000:015}"), 16, 43, f"{30000:015}")
    assert codes(nothing) == ["amount.none"]


def test_u2_a_negative_net_is_never_written() -> None:
    with pytest.raises(RefusedError) as refused:
        write(read(joined(put(put(A, 6, 60, "2"), 13, 60, "2"))))
    assert {finding.code for finding in refused.value.findings} == {"total.negative"}


@pytest.mark.parametrize(("amount", "held"), [(14950 + 20000, False), (14950 - 20000 + 10050, True), (0, True)])
def test_u3_a_plain_or_a_net_sum_is_accepted_and_anything_else_is_held(amount: int, held: bool) -> None:
    back = put(P, 4, 14, "0239")
    back = put(back, 4, 104, "0302270302270000000020000")
    stated = put(put(back, 5, 43, f"{amount:015}"), 9, 43, f"{amount + 30000:015}")
    found = list(check(joined(stated)))
    assert [finding.code for finding in found] == (["total.amount_open"] if held else [])
    assert all(finding.severity is Severity.HOLD for finding in found)


def test_u3_the_net_sum_subtracts_charge_backs() -> None:
    back = put(put(P, 3, 14, "0239"), 4, 14, "0236")
    back = put(back, 4, 104, "0302270302270000000020000")
    net = put(put(back, 5, 43, f"{5050:015}"), 9, 43, f"{35050:015}")
    plain = put(put(back, 5, 43, f"{34950:015}"), 9, 43, f"{64950:015}")
    assert codes(net) == codes(plain) == []


def test_u4_both_dates_of_a_mandate_are_kept_as_told() -> None:
    second = read(joined(M)).delivery.sections[0].entries[1].records[0]
    assert isinstance(second, MandateLine)
    assert (second.told_on, second.ends_on) == (date(2025, 3, 1), date(2027, 1, 22))
    assert (second.raw[49:55], second.raw[55:61]) == ("010325", "220127")


def test_u5_002_of_0605_is_read_with_and_without_two_blanks_and_written_as_set() -> None:
    spaced = put(R, 1, 21, "  0000000002" + " " * 19 + "200127")
    contents = read(joined(spaced))
    assert contents.findings == [] and isinstance(contents.delivery.start, SpacedDeliveryStart)
    assert contents.delivery.start.identification == "0000000002"
    assert contents.delivery.start.created_on == date(2027, 1, 20)
    assert write(contents) == joined(spaced)
    assert _written_0605(Settings(spaced_0605=True))[0] == spaced[0]
    assert _written_0605(Settings())[0] == R[0]


def _written_0605(settings: Settings) -> list[str]:
    out = BytesIO()
    start = DeliveryStart(
        supplier_number="99999993", delivery_type="0605", identification="2", created_on=date(2027, 1, 20)
    )
    writer = Writer(out, start, settings=settings)
    writer.open_section(delivery_0605.SectionStart(pbs_number="01234560", section="0126"))
    customer = "1074".zfill(15)
    writer.add(delivery_0605.Cancellation(pbs_number="01234560", group="1", customer=customer, mandate="123456821"))
    writer.close_section()
    writer.close()
    return out.getvalue().decode("latin-1").split("\r\n")


@pytest.mark.parametrize(("fill", "other"), [("0", " "), (" ", "0")])
def test_u6_reserved_columns_of_0605_are_read_as_zeros_or_blanks_and_written_as_set(fill: str, other: str) -> None:
    for line, position, length in ((2, 18, 3), (2, 21, 15), (4, 90, 39), (4, 18, 9)):
        assert codes(put(R, line, position, fill * length)) == codes(put(R, line, position, other * length)) == []
    lines = _written_0605(Settings(filler_0605=fill))
    assert lines[1][17:35] == fill * 18 and lines[3][89:128] == fill * 39
    assert codes(put(R, 3, 110, "11234")) == []


def test_u7_section_0118_is_off_by_default_its_code_a_setting_and_its_payer_id_checked() -> None:
    slips = put(put(A, 2, 14, "0118"), 15, 14, "0118")
    for line, code in ((6, "0285"), (13, "0285")):
        slips = put(put(slips, line, 14, code), line, 106, "000000000010256")
    assert codes(slips) == ["section.off"]
    assert codes(slips, own_payer_id=True) == []
    assert codes(slips, own_payer_id=True, own_payer_id_code="0280") == ["field.constant"] * 2
    assert codes(put(slips, 6, 106, "000000000010255"), own_payer_id=True) == ["payer_id.check"]


@pytest.mark.parametrize(
    ("number", "meant"),
    [("210100", "CONTROL"), ("220001", "REMARK"), ("230940", "ERROR"), ("290001", "REMARK"), ("000000", "REMARK")],
)
def test_u8_both_halves_are_kept_and_an_unknown_class_is_a_remark(number: str, meant: str) -> None:
    pair = first(put(I, 4, 115, number)).records
    assert [record.raw[17:20] for record in pair] == ["001", "002"]
    assert isinstance(pair[1], SecondHalf) and pair[1].text_class is TextClass[meant]
    assert pair[1].text == "PRØVEBANK" and pair[1].text_number == number
    assert codes(put(put(I, 3, 56, "7"), 3, 92, "123456789")) == []


def test_u9_an_ean_number_in_the_address_is_a_setting() -> None:
    ean = put(A, 4, 52, "5798000000001".ljust(35))
    assert codes(ean) == ["address.ean"] and codes(ean, ean=True) == []


def test_u10_abroad_the_postcode_is_zeros_or_a_foreign_code_and_the_address_has_three_lines() -> None:
    abroad = [*A[:4], put(A, 4, 18, "00003")[3], put(A, 5, 67, "0000SE ")[4], *A[5:]]
    abroad = put(put(abroad, 16, 94, "8"), 17, 94, "8")
    assert codes(abroad) == [] and codes(put(abroad, 6, 67, "SW1A")) == []
    assert codes(put(A, 5, 71, "SE ")) == ["address.few"]


@pytest.mark.parametrize("card", ["01", "04", "15", "71", "73", "75"])
def test_u11_every_card_type_of_the_reference_is_read(card: str) -> None:
    assert codes(put(P, 7, 45, card)) == []


def test_u12_the_identity_of_a_delivery_can_be_read_from_its_start() -> None:
    start = read(joined(A)).delivery.start
    assert isinstance(start, DeliveryStart)
    key = (start.supplier_number, start.subsystem, start.delivery_type, start.identification, start.created_on)
    assert key == ("99999993", "BS1", "0601", "0000000001", date(2027, 1, 20))


def test_u13_a_passed_deadline_blocks_0112_and_can_be_waived() -> None:
    late = datetime(2027, 1, 28, 9, tzinfo=UTC)
    assert codes(A, received_at=late) == ["deadline.passed", "deadline.passed"]
    assert codes(A, received_at=late, deadline_waived=True) == []


def test_u14_the_clock_warns_from_nine_and_ends_at_eleven() -> None:
    moments = {(7, 59): [], (8, 0): ["deadline.soon"], (9, 59): ["deadline.soon"], (10, 0): ["deadline.late"]}
    for (hour, minute), expected in moments.items():
        found = codes(A, received_at=datetime(2027, 1, 22, hour, minute, tzinfo=UTC))
        assert found == expected * 2


def test_u15_one_collection_a_day_unless_set() -> None:
    again = [*A[:8], A[5], *A[8:]]
    again = put(put(again, 16, 32, f"{3:011}{59900:015}"), 17, 32, f"{3:011}{59900:015}")
    assert codes(again) == ["collection.repeated"] and codes(again, several_a_day=True) == []


def test_u16_files_of_leverandorservice_are_refused_with_a_clear_message() -> None:
    (finding, _) = check(b"LS002 TEST\r\n")
    assert finding.severity is Severity.ERROR and "Leverandørservice" in finding.what("da")


@pytest.mark.parametrize(("kind", "place"), [("022", 84), ("052", 58)])
def test_u17_texts_in_0602_are_counted_kept_and_shown(kind: str, place: int) -> None:
    text = f"BS{kind}012345600297SOMETHING".ljust(128)
    lines = [*P[:7], text, *P[7:]]
    lines = put(put(lines, 9, place, f"{1:011}"), 10, place, f"{1:011}")
    contents = read(joined(lines))
    assert [finding.code for finding in contents.findings] == ["record.shown"]
    assert contents.is_accepted and contents.delivery.sections[1].entries[1].records == [RawRecord.of(text)]
    assert write(contents) == joined(lines)


def test_u18_and_u19_no_record_cancels_a_sent_collection_or_moves_a_mandate_to_another_creditor() -> None:
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
    long_line = "BS042012345600274".ljust(150, "7")
    lines = [put(A, 1, 17, number)[0], A[1], long_line, A[14], put(A, 16, 17, number)[15]]
    contents = read(joined(lines))
    assert [finding.code for finding in contents.findings] == ["delivery.unknown"]
    assert not contents.is_accepted
    assert [record.raw for record in contents.delivery.records()] == lines
    assert all(isinstance(record, RawRecord) for record in contents.delivery.sections[0].entries[0].records)


def test_u20_code_0290_is_kept_raw_and_nothing_is_read_from_it() -> None:
    contents = read(joined(put(P, 4, 14, "0290")))
    assert [finding.code for finding in contents.findings] == ["record.unknown"] and contents.is_accepted
    assert type(contents.delivery.sections[0].entries[1].records[0]) is RawRecord


def test_u21_no_table_has_a_field_for_a_reason_of_a_rejection() -> None:
    names = {column.name for column in AutomaticPayment.columns}
    assert "reason" not in " ".join(names)
    assert AutomaticPayment.transaction.help_text.da.endswith("Der oplyses ingen årsag.")


def test_u22_the_sandbox_s_company_number_fails_the_check_and_only_warns_in_a_file() -> None:
    assert identifiers.cvr_number("42222222") is identifiers.Verdict.WRONG
    assert codes(put(put(A, 1, 6, "42222222"), 16, 6, "42222222")) == ["agreement.supplier_check"]


def test_u23_a_charge_back_of_any_amount_is_read() -> None:
    for amount in (1, 99999, 100000, 100001):
        back = put(put(P, 3, 14, "0239"), 3, 116, f"{amount:013}")
        stated = put(put(back, 5, 43, f"{amount:015}"), 9, 43, f"{amount + 30000:015}")
        assert codes(stated) == []


def test_u24_notice_is_three_banking_days_and_0238_and_0239_are_accepted_at_any_time() -> None:
    assert REVOCATION_BANKING_DAYS == 3
    assert revoked_for_payments_from(date(2027, 1, 20), banking_days=2) == date(2027, 1, 22)
    for code in ("0238", "0239"):
        assert codes(put(P, 3, 14, code), received_at=datetime(2029, 1, 1, tzinfo=UTC)) == []


def test_a_collection_is_typed() -> None:
    record: Record | None = first(A).collection
    assert isinstance(record, Collection) and record.sign == "1"
