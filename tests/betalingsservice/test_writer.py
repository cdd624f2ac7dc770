"""What the writer refuses, what it cuts, how text becomes ISO 8859-1; and a line explained."""

from datetime import date
from io import BytesIO

import pytest
from tests.betalingsservice.examples import EXAMPLES, joined, lines_of, put

from betalingsservice.encoding import NotLatinError, transliterated
from betalingsservice.explain import explain
from betalingsservice.fields import DoesNotFitError
from betalingsservice.layouts import delivery_0601, delivery_0602
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.reader import read
from betalingsservice.writer import RefusedError, Writer, write

A, R = lines_of("0601"), lines_of("0605")
KEYS = {"pbs_number": "01234560", "group": "00001", "customer": "1017".zfill(15)}


def collection(**changes: object) -> delivery_0601.Collection:
    values = {"transaction": "0280", "due_on": date(2027, 2, 1), "sign": "1", "amount": 14950, **KEYS, **changes}
    return delivery_0601.Collection(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": 10**13},
        {"amount": -1},
        {"customer": "has blank"},
        {"customer": "1" * 16},
        {"customer": "A&B"},
        {"reference": "R" * 31},
        {"reference": "€"},
        {"reference": "a\r\nb"},
        {"due_on": date(2100, 1, 1)},
        {"due_on": None},
        {"sign": "3"},
        {"pbs_number": "123456789"},
        {"mandate": "12345678X"},
    ],
)
def test_what_does_not_fit_is_refused_and_never_cut(changes: dict[str, object]) -> None:
    """17.2, 1: over-long values are refused, nothing outside ISO 8859-1 is written."""
    with pytest.raises(DoesNotFitError) as refused:
        collection(**changes)
    assert refused.value.column.name in changes and refused.value.why.da


def test_only_the_reference_of_a_slip_is_cut() -> None:
    """Section 2: the first 9 of the 30 characters come back with a slip."""
    assert delivery_0602.SlipPayment.reference.encode("INVOICE-2027-0001") == "INVOICE-2"
    with pytest.raises(DoesNotFitError):
        delivery_0602.AutomaticPayment.reference.encode("R" * 31)


def test_a_customer_number_is_filled_with_zeros_only_in_what_bs_returns() -> None:
    """Section 2: `TEST001` comes back as `00000000TEST001`."""
    assert delivery_0602.AutomaticPayment.customer.encode("TEST001") == "00000000TEST001"
    assert delivery_0601.Collection.customer.encode("TEST001") == "TEST001        "


@pytest.mark.parametrize("line", [5, 14, 15])
def test_a_delivery_with_an_error_is_not_written(line: int) -> None:
    broken = [record for number, record in enumerate(read(joined(A)).delivery.records(), start=1) if number != line]
    with pytest.raises(RefusedError) as refused:
        write(broken)
    assert refused.value.findings and str(refused.value).startswith("line")


def test_an_older_cancellation_is_read_and_never_written() -> None:
    """9.1: section 0105 is not written."""
    old = put(put(put(R, 5, 14, "0105"), 7, 14, "0105"), 6, 14, "0253")
    old = put(old, 6, 50, "200127".ljust(79))
    contents = read(joined(old))
    assert contents.is_accepted and [finding.code for finding in contents.findings] == ["section.old"]
    with pytest.raises(RefusedError):
        write(contents)


def test_a_stream_that_is_refused_is_no_whole_delivery() -> None:
    out = BytesIO()
    writer = Writer(out, DeliveryStart(supplier_number="99999993", delivery_type="0601", identification="1"))
    writer.open_section(delivery_0601.SectionStart(pbs_number="01234560", section="0112", group="1"))
    writer.add(collection())
    writer.add(collection())
    with pytest.raises(RefusedError):
        writer.close_section()
    assert b"BS992" not in out.getvalue() and not read(out.getvalue()).is_accepted
    closed = Writer(BytesIO(), DeliveryStart(supplier_number="99999993", delivery_type="0601", identification="1"))
    with pytest.raises(RefusedError):
        closed.close_section()


def test_text_is_transliterated_where_a_person_would_and_refused_where_nothing_fits() -> None:
    assert transliterated("Prøve – “løn” 5 €… Łódź Škoda") == 'Prøve - "løn" 5 EUR... Lódz Skoda'
    assert transliterated("e\u0301 æøåÆØÅ") == "é æøåÆØÅ"
    for text in ("日本", "a\x00b", "😀"):
        with pytest.raises(NotLatinError):
            transliterated(text)


def test_a_line_is_explained_by_its_table() -> None:
    explained = explain(A[5])
    assert (explained.delivery, explained.section, explained.label.da) == ("0601", "0112", "Opkrævning")
    values = {each.column.name: each.value for each in explained.fields}
    assert values["amount"] == 14950 and values["due_on"] == date(2027, 2, 1) and values["reference"] == "F1001"
    assert {each.column.name: each.raw for each in explained.fields}["amount"] == "0000000014950"
    assert explained.findings == ()


@pytest.mark.parametrize("number", EXAMPLES)
def test_every_line_of_every_example_is_explained_without_being_told_where_it_stands(number: str) -> None:
    for line in lines_of(number):
        for explained in (explain(line + "\r\n"), explain(line.encode("latin-1"), delivery=number)):
            assert explained.delivery == number and explained.findings == ()
            assert all(each.column.label.da and each.column.label.en for each in explained.fields)


def test_an_unreadable_field_is_explained_with_its_finding() -> None:
    explained = explain(put(A, 6, 61, "12X")[5], delivery="0601", section="0112", number=6)
    amount = next(each for each in explained.fields if each.column.name == "amount")
    assert amount.value is None and [finding.code for finding in amount.findings] == ["field.digits"]


@pytest.mark.parametrize("line", ["", "HELLO", "BS777", "BS04201234560" + "9999", "BS00299999993BS10999"])
def test_any_line_can_be_explained(line: str) -> None:
    explained = explain(line)
    assert explained.label.da and explained.record.raw.startswith(line)
