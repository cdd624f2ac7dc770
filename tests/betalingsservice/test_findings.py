"""Each code of a finding is produced by a change to a sound file, and says what is wrong and how to mend it."""

from collections.abc import Callable
from datetime import UTC, datetime
from string import Formatter

import pytest
from tests.betalingsservice.examples import codes, joined, lines_of, put

from betalingsservice.finding_words import CODES
from betalingsservice.findings import Finding, Severity
from betalingsservice.reader import check
from betalingsservice.settings import Agreement, Product, Settings

LINES = {number: lines_of(number) for number in ("0601", "0602", "0603", "0605", "0621")}
A, P, M, R, I = (LINES[number] for number in ("0601", "0602", "0603", "0605", "0621"))  # noqa: E741
BASIS = {"01234560": Agreement(pbs_number="01234560", product=Product.BASIS)}
TOTAL = {"01234560": Agreement(pbs_number="01234560", groups=frozenset({"00001"}))}
NINES = {"01234560": Agreement(pbs_number="01234560", groups=frozenset({"99999"}))}


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type, misc]


def without(lines: list[str], *numbers: int) -> list[str]:
    return [line for number, line in enumerate(lines, start=1) if number not in numbers]


def twice(lines: list[str], number: int) -> list[str]:
    return [*lines[:number], lines[number - 1], *lines[number:]]


def many_texts() -> list[str]:
    line = A[6]
    texts = [put([line], 1, 18, f"{number:05}")[0] for number in range(1, 5002)]
    return [*A[:6], *texts, *A[8:]]


CASES: dict[str, tuple[list[str] | bytes, dict[str, object]]] = {
    "line.foreign": (["HELLO", *A], {}),
    "line.leverandorservice": (["LS000", *A], {}),
    "line.endless": (b"BS" + b"0" * 70000, {}),
    "line.long": (put(A, 6, 129, "X"), {}),
    "line.bom": (b"\xef\xbb\xbf" + joined(A), {}),
    "line.utf8": ("\r\n".join(A).encode(), {}),
    "line.utf16": ("\r\n".join(A).encode("utf-16"), {}),
    "line.maybe_utf8": ("\r\n".join(line.rstrip() for line in A).encode(), {}),
    "field.constant": (put(A, 6, 18, "00001"), {}),
    "field.code": (put(A, 6, 60, "3"), {}),
    "field.digits": (put(A, 6, 61, " "), {}),
    "field.zero": (put(A, 6, 23, "00000"), {}),
    "field.date": (put(A, 6, 52, "30022027"), {}),
    "field.customer": (put(A, 6, 40, "a"), {}),
    "field.character": (put(A, 7, 53, "\x07"), {}),
    "field.filler": (put(A, 6, 121, "X"), {}),
    "file.empty": (b"", {}),
    "delivery.start_missing": (A[1:], {}),
    "delivery.end_missing": (A[:-1], {}),
    "delivery.unknown": (put(put(A, 1, 17, "0686"), len(A), 17, "0686"), {}),
    "delivery.empty": ([A[0], put(A, len(A), 21, "0" * 108)[-1]], {}),
    "delivery.differs": (put(A, len(A), 6, "99999994"), {}),
    "delivery.after_end": ([*A, A[2]], {}),
    "delivery.subsystem": (put(put(A, 1, 14, "XXX"), len(A), 14, "XXX"), {}),
    "section.missing": (without(A, 2), {}),
    "section.end_missing": (without(A, 15), {}),
    "section.unknown": (put(put(A, 2, 14, "0999"), 15, 14, "0999"), {}),
    "section.obsolete": (put(put(A, 2, 14, "0100"), 15, 14, "0100"), {}),
    "section.old": (put(put(R, 5, 14, "0105"), 7, 14, "0105"), {}),
    "section.off": (put(put(A, 2, 14, "0118"), 15, 14, "0118"), {}),
    "section.differs": (put(A, 6, 6, "11111111"), {}),
    "record.unknown": (put(A, 6, 14, "0299"), {}),
    "record.shown": ([*P[:3], put(P, 3, 3, "052")[2], *P[3:]], {}),
    "agreement.unknown": (A, {"agreements": {}}),
    "agreement.group": (A, {"agreements": NINES}),
    "agreement.pbs_check": (put(A, 2, 6, "01234561"), {}),
    "agreement.supplier_check": (put(A, 1, 6, "99999994"), {}),
    "total.sections": (put(A, len(A), 31, "2"), {}),
    "total.collections": (put(A, 15, 42, "3"), {}),
    "total.texts": (put(A, 15, 68, "4"), {}),
    "total.names": (put(A, 15, 94, "8"), {}),
    "total.amount": (put(A, 15, 57, "1"), {}),
    "total.amount_open": (put(P, 5, 57, "1"), {}),
    "total.negative": (put(put(A, 6, 60, "2"), 13, 60, "2"), {}),
    "total.unexpected": (put(M, 5, 57, "1"), {}),
    "entry.collection_missing": (without(A, 6, 7, 8), {}),
    "entry.order": ([*A[:4], A[5], A[4], *A[6:]], {}),
    "entry.mandate": (put(A, 7, 43, "999999999"), {}),
    "entry.alignment": (put(A, 13, 28, "1025           "), {}),
    "address.number": (put(A, 4, 18, "00003"), {}),
    "address.few": (without(A, 4), {}),
    "address.postcode_missing": (without(A, 5), {}),
    "address.postcode": (put(A, 5, 67, "0000"), {}),
    "address.country": (put(A, 5, 71, "dk "), {}),
    "address.ean": (put(A, 4, 52, "5798000000001".ljust(35)), {}),
    "address.option": (put(A, 12, 93, "7"), {}),
    "address.identity": (put(A, 12, 83, "0099999994"), {}),
    "text.number": (put(A, 8, 18, "00003"), {}),
    "text.many": (many_texts(), {}),
    "basis.address": (A, {"agreements": BASIS}),
    "basis.mandate": (A, {"agreements": BASIS}),
    "basis.slip": (put(put(A, 2, 14, "0117"), 15, 14, "0117"), {"agreements": BASIS}),
    "total.address": (without(A, 3, 4, 5), {"agreements": TOTAL}),
    "amount.zero": (put(A, 6, 61, "0" * 13), {}),
    "amount.sign": (put(A, 6, 60, "0"), {}),
    "amount.none": (put(A, 6, 60, "0" * 14), {}),
    "reference.long": (put(A, 6, 74, "F100100001"), {}),
    "payer_id.section": (put(A, 6, 106, "000000000010256"), {}),
    "payer_id.code": (put(put(A, 2, 14, "0118"), 15, 14, "0118"), {"own_payer_id": True}),
    "payer_id.check": (put(put(A, 2, 14, "0118"), 15, 14, "0118"), {"own_payer_id": True}),
    "collection.repeated": ([*A[:8], A[5], *A[8:]], {}),
    "day.past": (A, {"received_at": at(2027, 2, 2, 9)}),
    "day.past_slip": (put(put(A, 2, 14, "0117"), 15, 14, "0117"), {}),
    "day.far": (A, {"received_at": at(2026, 11, 2, 9)}),
    "day.closed": (put(A, 6, 52, "06022027"), {"received_at": at(2027, 1, 20, 9)}),
    "day.test": (put(put(A, 1, 14, "KR9"), len(A), 14, "KR9"), {"received_at": at(2026, 12, 20, 9)}),
    "deadline.passed": (A, {"received_at": at(2027, 1, 28, 9)}),
    "deadline.late": (A, {"received_at": at(2027, 1, 25, 9)}),
    "deadline.soon": (A, {"received_at": at(2027, 1, 22, 9)}),
    "payment.rejected": (put(P, 4, 128, "1"), {}),
    "payment.undated": (put(P, 3, 104, "000000"), {}),
    "payment.sign": (put(P, 7, 59, "2"), {}),
    "payment.card": (put(P, 7, 45, "99"), {}),
    "mandate.ended": (put(M, 4, 56, "000000"), {}),
    "registration.mandate": (put(R, 3, 41, "123456789"), {}),
    "registration.account": (put(R, 3, 90, "0" * 10), {}),
    "registration.identity": (put(R, 3, 62, "0" * 10), {}),
    "change.same": ([], {}),
    "cancellation.mandate": (put(R, 6, 41, "0" * 9), {}),
    "information.half": (without(I, 4), {}),
    "information.amount": (put(I, 4, 71, "1"), {}),
    "information.class": (put(I, 4, 116, "9"), {}),
}
CHANGE = put([R[5]], 1, 14, "0272")[0]
CHANGE = put([CHANGE], 1, 50, "010227000000" + "1074".zfill(15) + " " * 52)[0]
CASES["change.same"] = ([*put(R, 5, 14, "0125")[:5], CHANGE, *put(R, 7, 14, "0125")[6:]], {})
SLIPS = [put([line], 1, 14, "0285")[0] if line[2:5] == "042" else line for line in A]
SLIPS = put(put(SLIPS, 2, 14, "0117"), 15, 14, "0117")
CASES["day.past_slip"] = (SLIPS, {"received_at": at(2027, 2, 2, 9)})


@pytest.mark.parametrize("code", CASES)
def test_a_code_is_produced_by_what_it_is_about(code: str) -> None:
    content, settings = CASES[code]
    assert code in codes(content, **settings)


def test_every_code_has_a_case() -> None:
    assert set(CASES) == set(CODES)


@pytest.mark.parametrize("code", CASES)
def test_a_finding_speaks_both_languages_and_names_its_place(code: str) -> None:
    content, settings = CASES[code]
    source = content if isinstance(content, bytes) else joined(content)
    finding = next(each for each in check(source, settings=Settings(**settings)) if each.code == code)  # type: ignore[arg-type]
    data = finding.as_data()
    for words in (data["what"], data["mend"]):
        assert words["da"] != "" and words["en"] != "" and "{" not in words["da"] + words["en"]
    assert finding.column >= 1 and finding.severity in Severity
    for language in (0, 1):
        gaps = {name for _, name, _, _ in Formatter().parse(CODES[code].what[language]) if name}
        assert gaps - {"field"} <= {name for name, _ in finding.values}


def test_a_finding_points_to_line_and_column() -> None:
    finding = next(check(joined(put(A, 6, 61, "12A"))))
    assert (finding.line, finding.column, finding.length, finding.field) == (6, 61, 13, "amount")
    assert finding.what("da") == "Beløb i øre skal være 13 cifre."


def test_all_findings_are_collected_never_only_the_first() -> None:
    """17.2, 3."""
    wrong = put(put(put(A, 6, 61, "X"), 6, 52, "99"), 13, 28, "lower")
    assert {"field.digits", "field.date", "field.customer"} <= set(codes(wrong))


SECRETS = ("Mona", "Testvej", "0099999993", "Kontingent", "0001234567", "9999")


@pytest.mark.parametrize("code", CASES)
def test_no_finding_quotes_what_is_private(code: str) -> None:
    """17.2, 6: names, texts, CPR and account numbers stay out of findings, and so out of logs and receipts."""
    content, settings = CASES[code]
    source = content if isinstance(content, bytes) else joined(content)
    told = "".join(repr(finding.as_data()) for finding in check(source, settings=Settings(**settings)))  # type: ignore[arg-type]
    assert not any(secret in told for secret in SECRETS)


def test_findings_come_in_order() -> None:
    found = list(check(joined(put(put(A, 6, 61, "X"), 3, 28, "x"))))
    assert [finding.line for finding in found] == sorted(finding.line for finding in found)
    make: Callable[[int, str], Finding] = lambda line, code: Finding(line, 1, code, Severity.ERROR)  # noqa: E731
    assert make(1, "b") < make(2, "a")


def test_the_old_mandate_number_of_nines_is_unknown() -> None:
    """Section 2: 999999999 is read as none, also where the agreement wants one (Basis)."""
    body = [put([line], 1, 43, "999999999")[0] for line in A if line[2:5] in {"042", "052"}]
    end = [put(A, 15, 84, f"{0:011}")[14], put(A, 16, 84, f"{0:011}")[15]]
    assert codes([*A[:2], *body, *end], agreements=BASIS) == ["basis.mandate", "basis.mandate"]
    assert codes(put(R, 6, 41, "999999999")) == ["cancellation.mandate"]


def test_an_agreed_subsystem_is_no_surprise() -> None:
    """Section 2: BS1 unless another is agreed."""
    lines = put(put(A, 1, 14, "BSH"), len(A), 14, "BSH")
    assert codes(lines) == ["delivery.subsystem"]
    assert codes(lines, subsystems=frozenset({"BS1", "BSH", "KR9"})) == []


def test_findings_speak_of_amounts_and_days_as_people_write_them() -> None:
    """Danish kroner and days, English ones in English; the two last lines are told apart."""
    amounts = [
        Finding(line, 84, "total.amount", Severity.ERROR, values=(("end", end), ("stated", "233331"), ("counted", "1")))
        for line, end in ((8, "092"), (9, "992"))
    ]
    assert [each.what("da") for each in amounts] == [
        "I sektionens slutlinje (092) står der 2.333,31 kr. i alt, men linjerne giver 0,01 kr.",
        "I leverancens slutlinje (992) står der 2.333,31 kr. i alt, men linjerne giver 0,01 kr.",
    ]
    assert amounts[0].what("en") == (
        "DKK 2,333.31 are stated in all in the section's last line (092), the lines give DKK 0.01."
    )
    values = (("month", "2026-12"), ("at", "2026-11-20 11:00"))
    late = Finding(3, 1, "deadline.passed", Severity.ERROR, values=values)
    assert late.what("da") == "Fristen for december 2026 er passeret (20. november 2026 kl. 11.00)."
    assert late.what("en") == "The deadline of December 2026 has passed (20 November 2026 11:00)."
    closed = Finding(3, 54, "day.closed", Severity.REMARK, values=(("moved", "2026-12-01"),))
    assert closed.what("da").endswith("der betales 1. december 2026.")


def test_both_last_lines_say_which_they_are() -> None:
    """The stream's findings bear the code of their line."""
    wrong = [*A[:14], put(A, 15, 84, f"{1:011}")[14], put(A, 16, 84, f"{1:011}")[15]]
    told = [each.what("da") for each in check(joined(wrong)) if each.code.startswith("total.")]
    assert len(told) == 2 and "(092)" in told[0] and "(992)" in told[1]
