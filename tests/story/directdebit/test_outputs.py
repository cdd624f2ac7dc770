"""0602, 0603 and 0621: numbered without gaps, each row told once, byte-exact to the reference (7, 8, 9.2, 11)."""

import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import connections

from betalingsservice.layouts.delivery_0602 import AutomaticPayment
from betalingsservice.layouts.delivery_0603 import MandateLine
from betalingsservice.layouts.delivery_0621 import FirstHalf, SecondHalf, TextClass
from betalingsservice.reader import read
from betalingsservice.records import Record
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions import make_output as making
from selvbetjening.domain.directdebit.actions.charge_back import charge_back
from selvbetjening.domain.directdebit.actions.make_output import make_output, make_outputs, mark_kept
from selvbetjening.domain.directdebit.actions.mandates import activate, end_mandate, enrol
from selvbetjening.domain.directdebit.models import CreditorAgreement, Mandate, Output, OutputKind, OutputSeries
from selvbetjening.domain.directdebit.ports import Answer, Asked, Verdict
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.betalingsservice.examples import joined, lines_of

pytestmark = pytest.mark.usefixtures("database")
THE_EXAMPLE = "01234560"


class Example:
    """1017 paid on 1 February, 1033 rejected, 1025 paid the slip on the 3rd; everybody else is paid on the day."""

    def __init__(self, **_: Any) -> None:
        pass

    def decide(self, *, asked: Sequence[Asked], today: date) -> list[Answer]:
        found = []
        for each in asked:
            on = date(2027, 2, 3) if each.match_key == "1025" else each.pays_on
            verdict = Verdict.REFUSED if each.match_key == "1033" else Verdict.PAID
            if on <= today and not each.is_paid:
                found.append(Answer(id=each.id, verdict=verdict, on=on))
        return found


@pytest.fixture(autouse=True)
def _clearing(settings: Any) -> None:
    settings.CLEARING = f"{__name__}.Example"


@pytest.fixture
def the_example() -> Iterator[tuple[OrganizationId, CreditorAgreement]]:
    """The reference's creditor. Its PBS number is the platform's only once, so it is given back."""
    from selvbetjening.domain.directdebit.actions.agreements import end_agreement

    company = dd.company()
    mine = dd.agreement(company, pbs_number=THE_EXAMPLE)
    yield company, mine
    end_agreement(company, agreement=mine.id, ends_on=dd.AT.date(), actor=SYSTEM, at=dd.AT)


def numbered(company: OrganizationId, last: int) -> None:
    with within(company):
        OutputSeries.objects.create(organization_id=company, supplier_number=dd.SUPPLIER, last_number=last)


def renumber(mandate: Mandate, number: str, **values: Any) -> None:
    company = OrganizationId(mandate.organization_id)
    with within(company):
        Mandate.objects.filter(id=mandate.id).update(mandate_number=number, **values)


def lines(data: bytes) -> list[Record]:
    """The lines of the debtors of a delivery that the library's reader accepts."""
    contents = read(data)
    assert contents.findings == []
    return [line for section in contents.delivery.sections for entry in section.entries for line in entry.records]


def test_0602_of_the_reference(the_example: tuple[OrganizationId, CreditorAgreement]) -> None:
    """11: 0602, byte for byte; the slip brings nine characters of the reference, and is booked the day after."""
    company, mine = the_example
    numbered(company, 7654320)
    renumber(dd.mandate(mine, "1017"), "123456789")
    renumber(dd.mandate(mine, "1033"), "123456797")
    asked = [("1017", 14950, "F1001"), ("1025", 30000, "F1002"), ("1033", 20000, "F1003")]
    dd.register(company, [dd.line(mine, customer, amount, reference=ref) for customer, amount, ref in asked])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 3))
    made = make_output(
        company,
        agreement=mine.id,
        kind=OutputKind.PAYMENTS,
        today=date(2027, 2, 4),
        at=datetime(2027, 2, 4, 5, tzinfo=UTC),
    )
    assert made is not None
    assert dd.bytes_of(company, made.id) == joined(lines_of("0602"))
    assert dd.bytes_of(company, made.id) == dd.bytes_of(company, made.id)
    assert (made.identification, made.file_name) == ("7654321001", "D7654321001-602.BS1")
    assert (made.rows, made.total_minor) == (3, 44950)


def test_0603_of_the_reference(the_example: tuple[OrganizationId, CreditorAgreement]) -> None:
    """11: 0603, byte for byte; both dates as they are told (U4)."""
    company, mine = the_example
    numbered(company, 7654321)
    ended = dd.mandate(mine, "1058")
    renumber(ended, "123456813", told_raw="010325")
    assert make_output(company, agreement=mine.id, kind=OutputKind.MANDATES, today=dd.AT.date(), at=dd.AT)
    new = enrol(company, agreement=mine.id, customer_number="1025", actor=SYSTEM, at=dd.AT)
    renumber(new, "123456805")
    at = datetime(2027, 1, 21, 9, tzinfo=UTC)
    activate(company, today=at.date(), at=at)
    end_mandate(company, mandate=ended.id, by="bank", actor=SYSTEM, at=at)
    made = make_output(company, agreement=mine.id, kind=OutputKind.MANDATES, today=at.date(), at=at)
    assert made is not None and made.identification == "7654323001"
    assert dd.bytes_of(company, made.id) == joined(lines_of("0603")).replace(b"7654322001", b"7654323001")


def test_each_row_is_told_once_and_numbers_have_no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number is used with the rows it tells, or not at all: nothing to tell, and killed, use none."""
    company = dd.company()
    mine = dd.agreement(company, information=False)
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 1))
    at = datetime(2027, 2, 1, 6, tzinfo=UTC)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(making, "record", die)
        with pytest.raises(KeyboardInterrupt):
            make_outputs(company, today=at.date(), at=at)
    made = make_outputs(company, today=at.date(), at=at)
    assert [(each.kind, each.number) for each in made] == [("payments", 1), ("mandates", 2)]
    assert make_outputs(company, today=at.date(), at=at) == []
    (only,) = dd.standing(company)
    charge_back(company, collection=only.id, on=date(2027, 2, 3), actor=SYSTEM, at=at)
    (again,) = make_outputs(company, today=date(2027, 2, 3), at=at)
    (back,) = lines(dd.bytes_of(company, again.id))
    assert isinstance(back, AutomaticPayment)
    assert (again.number, back.transaction, back.paid, back.paid_on) == (3, "0239", 14950, date(2027, 2, 3))
    assert mark_kept(company, output=again.id, sha256=b"x" * 32, size=1, at=at)
    assert not mark_kept(company, output=again.id, sha256=b"y" * 32, size=2, at=at)
    with within(company):
        assert [each.number for each in queries.outputs(company)] == [1, 2]


def test_two_at_once_tell_it_once() -> None:
    company = dd.company()
    mine = dd.agreement(company, information=False)
    dd.register(company, [dd.line(mine, str(number), 100) for number in range(1000, 1050)])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 4))
    at, begin = datetime(2027, 2, 4, 6, tzinfo=UTC), threading.Barrier(4)
    found: list[Output | None] = []

    def work() -> None:
        try:
            begin.wait()
            found.append(make_output(company, agreement=mine.id, kind=OutputKind.PAYMENTS, today=at.date(), at=at))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (made,) = [each for each in found if each is not None]
    assert (made.number, made.rows) == (1, 50)


def test_collected_waits_for_the_end_of_the_refusal_period() -> None:
    """15: the collected 0602 is cut after the 7th, or the banking day after it; here 8 February."""
    company = dd.company()
    mine = dd.agreement(company, payments="collected", information=False)
    dd.register(company, [dd.line(mine, "1017", 100)])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 8))
    early, late = datetime(2027, 2, 8, 6, tzinfo=UTC), datetime(2027, 2, 9, 6, tzinfo=UTC)
    assert make_outputs(company, today=early.date(), at=early) == []
    assert [each.kind for each in make_outputs(company, today=late.date(), at=late)] == ["payments"]


def test_the_full_list_comes_once_a_month() -> None:
    """8: section 0210 on the 15th with all that are active; and whenever it is asked for."""
    company = dd.company()
    mine = dd.agreement(company, mandates="both")
    dd.mandate(mine, "1017")
    gone = dd.mandate(mine, "1025")
    end_mandate(company, mandate=gone.id, by="creditor", actor=SYSTEM, at=dd.AT)
    day = datetime(2027, 2, 14, 6, tzinfo=UTC)
    assert [each.kind for each in make_outputs(company, today=day.date(), at=day)] == ["mandates"]
    for number, kinds in ((15, ["mandates_full"]), (16, []), (28, [])):
        day = datetime(2027, 2, number, 6, tzinfo=UTC)
        made = make_outputs(company, today=day.date(), at=day)
        assert [each.kind for each in made] == kinds
    asked = make_output(company, agreement=mine.id, kind=OutputKind.MANDATES_FULL, today=day.date(), at=day)
    assert asked is not None
    (line,) = lines(dd.bytes_of(company, asked.id))
    assert isinstance(line, MandateLine)
    assert (line.transaction, line.customer.lstrip("0"), line.raw[55:61]) == ("0230", "1017", "000000")


def test_0621_tells_what_is_automatic_and_what_goes_as_slips() -> None:
    """9.2: 210100 with the creditor's account and bank, 210300 with the processing date (U8)."""
    company = dd.company()
    mine = dd.agreement(company, settlement_branch="9999", settlement_account="0001234567")
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 14950), dd.line(mine, "1025", 30000), dd.line(mine, "1033", 5)])
    (made,) = [each for each in make_outputs(company, today=dd.AT.date(), at=dd.AT) if each.kind == "information"]
    first, second, third, fourth = lines(dd.bytes_of(company, made.id))
    assert isinstance(first, FirstHalf) and isinstance(second, SecondHalf)
    assert isinstance(third, FirstHalf) and isinstance(fourth, SecondHalf)
    assert (second.text_number, second.text_class, second.text) == ("210100", TextClass.CONTROL, "Prøvebanken")
    assert (first.branch, first.account, first.collections, first.amount) == ("9999", "0001234567", 1, 14950)
    assert (first.code, first.processed_on, first.payment_on) == ("0", None, date(2027, 2, 1))
    assert (fourth.text_number, third.code, third.collections, third.second_count) == ("210300", "2", 2, 2)
    assert (third.amount, third.processed_on, third.branch) == (30005, dd.AT.date(), "0000")


def test_a_neighbour_s_output_is_not_mine() -> None:
    """SEC-05."""
    company, neighbour = dd.company(), dd.company()
    theirs = dd.agreement(neighbour)
    dd.mandate(theirs, "1017")
    (made,) = make_outputs(neighbour, today=dd.AT.date(), at=dd.AT)
    with pytest.raises(Output.DoesNotExist):
        dd.bytes_of(company, made.id)
    with pytest.raises(CreditorAgreement.DoesNotExist):
        make_output(company, agreement=theirs.id, kind=OutputKind.MANDATES, today=dd.AT.date(), at=dd.AT)
    assert not mark_kept(company, output=made.id, sha256=b"x" * 32, size=1, at=dd.AT)


def test_a_payment_and_its_charge_back_told_together_stand_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read page by page: a day that comes late books both at one moment, and every customer stands once for each."""
    reading = import_module("selvbetjening.domain.directdebit.queries.outputs")  # the package has a query of the name
    monkeypatch.setattr(reading, "_AT_ONCE", 3)
    company = dd.company()
    mine = dd.agreement(company, information=False)
    for number in range(1000, 1005):
        dd.mandate(mine, str(number))
    dd.register(company, [dd.line(mine, str(number), 100) for number in range(1000, 1005)])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 1))
    at = datetime(2027, 2, 1, 5, tzinfo=UTC)  # the very moment at which they were paid
    for each in dd.standing(company):
        charge_back(company, collection=each.id, on=at.date(), actor=SYSTEM, at=at)
    made = make_output(company, agreement=mine.id, kind=OutputKind.PAYMENTS, today=at.date(), at=at)
    assert made is not None
    told = [line.raw[13:17] + line.raw[25:40].lstrip("0") for line in lines(dd.bytes_of(company, made.id))]
    assert told == [code + str(number) for number in range(1000, 1005) for code in ("0236", "0239")]
