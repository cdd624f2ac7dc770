"""U1 to U12, the open points of the reference: the tolerant behaviour that section 18 asks for, as a file shows it."""

from datetime import date
from io import BytesIO

import pytest
from tests.betalingsservice.examples import codes, joined, lines_of, put

from betalingsservice.fik import SlipError, ocr_line, read_ocr_line
from betalingsservice.findings import Severity
from betalingsservice.generate import Recipe, generate
from betalingsservice.layouts import delivery_0605
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.layouts.delivery_0621 import SecondHalf, TextClass
from betalingsservice.layouts.frame import DeliveryStart, SpacedDeliveryStart
from betalingsservice.reader import check, read
from betalingsservice.settings import Settings
from betalingsservice.steps import Entry
from betalingsservice.writer import RefusedError, Writer, write

A, P, M, R, I = (lines_of(number) for number in ("0601", "0602", "0603", "0605", "0621"))  # noqa: E741


def first(lines: list[str]) -> Entry:
    return read(joined(lines)).delivery.sections[0].entries[0]


def test_u1_a_pbs_number_that_fails_its_check_is_warned_about_and_never_blocked() -> None:
    """U1, U22: warn, never block."""
    changed = [line if number in {0, 15} else put([line], 1, 6, "01234561")[0] for number, line in enumerate(A)]
    (finding,) = check(joined(changed))
    assert finding.code == "agreement.pbs_check" and finding.severity is Severity.WARNING


def test_u2_disbursements_are_subtracted_or_added_as_set_and_sign_0_is_read_as_no_amount() -> None:
    """U2: sign 1 minus sign 2 unless set otherwise; sign 0 is read and never made."""
    net = put(put(put(A, 6, 60, "2"), 15, 43, f"{15050:015}"), 16, 43, f"{15050:015}")
    assert codes(net) == []
    assert codes(put(A, 6, 60, "2"), plain_amounts=True) == []
    assert codes(net, plain_amounts=True) == ["total.amount", "total.amount"]
    nothing = put(put(put(A, 6, 60, "0" * 14), 15, 43, f"{30000:015}"), 16, 43, f"{30000:015}")
    assert codes(nothing) == ["amount.none"]


def test_u2_a_negative_net_is_never_written() -> None:
    """U2: disbursements go into a delivery whose net stays at or above zero."""
    with pytest.raises(RefusedError) as refused:
        write(read(joined(put(put(A, 6, 60, "2"), 13, 60, "2"))))
    assert {finding.code for finding in refused.value.findings} == {"total.negative"}


@pytest.mark.parametrize(("amount", "held"), [(14950 + 20000, False), (14950 - 20000 + 10050, True), (0, True)])
def test_u3_a_plain_or_a_net_sum_is_accepted_and_anything_else_is_held(amount: int, held: bool) -> None:
    """U3: neither sum fits: a human decides."""
    back = put(P, 4, 14, "0239")
    back = put(back, 4, 104, "0302270302270000000020000")
    stated = put(put(back, 5, 43, f"{amount:015}"), 9, 43, f"{amount + 30000:015}")
    found = list(check(joined(stated)))
    assert [finding.code for finding in found] == (["total.amount_open"] if held else [])
    assert all(finding.severity is Severity.HOLD for finding in found)


def test_u3_the_net_sum_subtracts_charge_backs() -> None:
    """U3: 0239 counts either way."""
    back = put(put(P, 3, 14, "0239"), 4, 14, "0236")
    back = put(back, 4, 104, "0302270302270000000020000")
    net = put(put(back, 5, 43, f"{5050:015}"), 9, 43, f"{35050:015}")
    plain = put(put(back, 5, 43, f"{34950:015}"), 9, 43, f"{64950:015}")
    assert codes(net) == codes(plain) == []


def test_u3_sections_that_fit_in_different_ways_are_held() -> None:
    """U3: the file's amount is the plain or the net sum of the whole file (found by seed 52591)."""
    back = put(put(put(P, 3, 14, "0239"), 4, 14, "0236"), 4, 104, "0302270302270000000020000")
    mixed = put(put(put(back, 5, 43, f"{5050:015}"), 9, 43, f"{35050:015}"), 7, 59, "2")
    assert codes(mixed) == ["payment.sign", "total.amount_open"]
    assert not read(joined(mixed)).is_accepted


def test_u4_both_dates_of_a_mandate_are_kept_as_told() -> None:
    """U4: raw and read, and nothing computed."""
    second = read(joined(M)).delivery.sections[0].entries[1].records[0]
    assert isinstance(second, MandateLine)
    assert (second.told_on, second.ends_on) == (date(2025, 3, 1), date(2027, 1, 22))
    assert (second.raw[49:55], second.raw[55:61]) == ("010325", "220127")


def test_u5_002_of_0605_is_read_with_and_without_two_blanks_and_written_as_set() -> None:
    """U5: without the blanks by default."""
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
    """U6: written as tabled unless set; 110-114 hold any digits."""
    for line, position, length in ((2, 18, 3), (2, 21, 15), (4, 90, 39), (4, 18, 9)):
        assert codes(put(R, line, position, fill * length)) == codes(put(R, line, position, other * length)) == []
    lines = _written_0605(Settings(filler_0605=fill))
    assert lines[1][17:35] == fill * 18 and lines[3][89:128] == fill * 39
    assert codes(put(R, 3, 110, "11234")) == []


def own_slips() -> list[str]:
    """The example in section 0118, with payer IDs."""
    slips = put(put(A, 2, 14, "0118"), 15, 14, "0118")
    for line in (6, 13):
        slips = put(put(slips, line, 14, "0285"), line, 106, "000000000010256")
    return slips


def test_u7_section_0118_is_off_by_default_and_its_payer_id_is_checked() -> None:
    """U7: the check digit is modulus 10."""
    slips = own_slips()
    assert codes(slips) == ["section.off"]
    assert codes(slips, own_payer_id=True) == []
    assert codes(put(slips, 6, 106, "000000000010255"), own_payer_id=True) == ["payer_id.check"]


def test_u7_any_code_is_read_in_0118_and_only_the_one_that_is_set_is_written() -> None:
    """U7: the code is a setting (0285); a reader accepts any."""
    for code in ("0280", "0286", "0999"):
        contents = read(joined(put(own_slips(), 6, 14, code)), settings=Settings(own_payer_id=True))
        assert [finding.code for finding in contents.findings] == ["payer_id.code"] and contents.is_accepted
        assert contents.delivery.sections[0].entries[0].collection is not None
        with pytest.raises(RefusedError):
            write(contents, settings=Settings(own_payer_id=True))
    both = put(put(own_slips(), 6, 14, "0286"), 13, 14, "0286")
    agreed = Settings(own_payer_id=True, own_payer_id_code="0286")
    assert write(read(joined(both), settings=agreed), settings=agreed) == joined(both)


@pytest.mark.parametrize(
    ("number", "meant"),
    [("210100", "CONTROL"), ("220001", "REMARK"), ("230940", "ERROR"), ("290001", "REMARK"), ("000000", "REMARK")],
)
def test_u8_both_halves_are_kept_and_an_unknown_class_is_a_remark(number: str, meant: str) -> None:
    """U8: number, class and text are shown."""
    pair = first(put(I, 4, 115, number)).records
    assert [record.raw[17:20] for record in pair] == ["001", "002"]
    assert isinstance(pair[1], SecondHalf) and pair[1].text_class is TextClass[meant]
    assert pair[1].text == "PRØVEBANK" and pair[1].text_number == number
    assert codes(put(put(I, 3, 56, "7"), 3, 92, "123456789")) == []


def test_u9_an_ean_number_in_the_address_is_a_setting() -> None:
    """U9: off by default."""
    ean = put(A, 4, 52, "5798000000001".ljust(35))
    assert codes(ean) == ["address.ean"] and codes(ean, ean=True) == []


def test_u10_abroad_the_postcode_is_zeros_or_a_foreign_code_and_the_address_has_three_lines() -> None:
    """U10: both forms are read."""
    abroad = [*A[:4], put(A, 4, 18, "00003")[3], put(A, 5, 67, "0000SE ")[4], *A[5:]]
    abroad = put(put(abroad, 16, 94, "8"), 17, 94, "8")
    assert codes(abroad) == [] and codes(put(abroad, 6, 67, "SW1A")) == []
    assert codes(put(A, 5, 71, "SE ")) == ["address.few"]


@pytest.mark.parametrize("card", ["01", "04", "15", "71", "73", "75"])
def test_u11_every_card_type_of_the_reference_is_read(card: str) -> None:
    """U11: accepted when read."""
    assert codes(put(P, 7, 45, card)) == []
    slip = {"01": "+01< +1234567<", "04": "+04<0000000000010256 +1234567<", "15": "+15<0000000000010256 +12345678<"}
    assert card not in slip or read_ocr_line(slip[card]).card_type == card


@pytest.mark.parametrize("card", ["01", "04", "15"])
def test_u11_giro_cards_are_never_made(card: str) -> None:
    """U11: not generated."""
    with pytest.raises(SlipError):
        ocr_line(receiver="80000000", payload="" if card == "01" else "1025", card_type=card)
    made = generate(Recipe(delivery_type="0602", entries=300))
    assert {line[44:46] for line in made if line[13:17] in {b"0297", b"0299"}} == {b"71"}


def test_u12_the_identity_of_a_delivery_can_be_read_from_its_start() -> None:
    """U12: the key; the content hash and the question to the user belong to `domain/deliveries`."""
    start = read(joined(A)).delivery.start
    assert isinstance(start, DeliveryStart)
    key = (start.supplier_number, start.subsystem, start.delivery_type, start.identification, start.created_on)
    assert key == ("99999993", "BS1", "0601", "0000000001", date(2027, 1, 20))
