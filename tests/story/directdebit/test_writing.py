"""What an external Betalingsservice is asked to collect: 0601 of ours (issue 6 B, "the other role too"; 6, 17)."""

import threading
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connections

from selvbetjening.domain.directdebit.actions import write_delivery
from selvbetjening.domain.directdebit.actions.ask_collections import Refused
from selvbetjening.domain.directdebit.actions.bank_line import forget
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.withdraw_collections import withdraw_collections
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections, write_due
from selvbetjening.domain.directdebit.models import CollectionWords, CreditorAgreement, Output
from selvbetjening.domain.directdebit.queries.written import WordsForgotten
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.external import ask, external, lines_of, wish
from tests.story.directdebit.test_answers import answer, told

pytestmark = pytest.mark.usefixtures("database")
CPH = ZoneInfo("Europe/Copenhagen")


def written(mine: CreditorAgreement, at: datetime = dd.AT, **values: Any) -> Output | None:
    return write_collections(OrganizationId(mine.organization_id), agreement=mine.id, at=at, **values)


def answered(company: OrganizationId, data: bytes) -> None:
    read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=dd.AT)


def test_0601_to_the_byte() -> None:
    """11: the worked example, asked for by us: name, address, digital delivery, texts, and the totals."""
    company, mine = external()
    pbs, supplier = mine.pbs_number, mine.data_supplier
    ask(
        mine,
        wish("1025", 30000, reference="F1002", address=["Prøvefirma ApS", "Opdigtet Alle 2"], identity="99999993"),
        wish(reference="F1001", text_lines=["Kontingent februar 2027", "Faktura F1001"]),
    )
    made = written(mine)
    assert made is not None
    assert (made.file_name, made.rows, made.total_minor) == ("D0000000001-601.BS1", 2, 44950)
    assert lines_of(company, made.id) == [
        f"BS002{supplier}BS106010000000001                   200127",
        f"BS012{pbs}0112     00001                   20012027",
        f"BS022{pbs}02400000100001{'1017':<15}000000000Mona Prøve",
        f"BS022{pbs}02400000200001{'1017':<15}000000000Testvej 1",
        f"BS022{pbs}02400000900001{'1017':<15}000000000               9999DK",
        f"BS042{pbs}02800000000001{'1017':<15}0000000000102202710000000014950F1001                         00",
        f"BS052{pbs}02410000100001{'1017':<15}000000000 Kontingent februar 2027",
        f"BS052{pbs}02410000200001{'1017':<15}000000000 Faktura F1001",
        f"BS022{pbs}02400000100001{'1025':<15}000000000Prøvefirma ApS",
        f"BS022{pbs}02400000200001{'1025':<15}000000000Opdigtet Alle 2",
        f"BS022{pbs}02400000900001{'1025':<15}000000000               9999DK",
        f"BS022{pbs}02400001000001{'1025':<15}{'':40}0099999993",
        f"BS042{pbs}02800000000001{'1025':<15}0000000000102202710000000030000F1002                         00",
        f"BS052{pbs}02410000100001{'1025':<15}000000000 Kontingent februar 2027",
        f"BS092{pbs}01120000000001    0000000000200000000004495000000000003               00000000007",
        f"BS992{supplier}BS10601{1:011}{2:011}{44950:015}{3:011}{0:015}{7:011}{0:034}",
    ]
    assert {each.output_id for each in dd.standing(company)} == {made.id}
    assert written(mine) is None


def test_basis_carries_the_mandate_and_no_address() -> None:
    """6.3, U10: Basis has no 022 and the mandate's number; without a mandate nothing can be asked for."""
    company, mine = external(product="basis")
    answered(company, answer(mine, "0603", "0212", told(mine, "1017", "0231")))
    with pytest.raises(Refused):
        ask(mine, wish("1025"))
    ask(mine, wish(address=[], postcode=""))
    made = written(mine)
    assert made is not None
    assert [line[2:5] for line in lines_of(company, made.id)] == ["002", "012", "042", "052", "092", "992"]
    assert lines_of(company, made.id)[2][42:51] == "123456805"


def test_a_foreign_address_and_words_that_do_not_fit() -> None:
    """U10, 17.2 (1): abroad the city stands in the lines; long lines go on, what cannot be written is refused."""
    company, mine = external()
    cases = {
        "address": [
            wish(address=["Mona"]),
            wish(postcode="999"),
            wish(address=["Яна", "Testvej 1"]),
            wish(country="SE", address=["Mona", "Väg 1"]),
            wish(address=[f"Linje {number}" for number in range(6)]),
            wish(identity="12345678901"),
        ],
        "text": [wish(text_lines=["漢字"])],
    }
    for reason, wishes in cases.items():
        for each in wishes:
            with pytest.raises(Refused) as refused:
                ask(mine, each)
            assert [found.reason for found in refused.value.refusals] == [reason]
    ask(
        mine,
        wish(
            country="SE", postcode="", address=["Łukasz Ek", "Väg 1", "123 45 Lund"], text_lines=["ord " * 30 + "slut"]
        ),
    )
    made = written(mine)
    assert made is not None
    lines = lines_of(company, made.id)
    assert [line[51:] for line in lines[2:6]] == ["Lukasz Ek", "Väg 1", "123 45 Lund", f"{'':15}0000SE"]
    assert " ".join(line[52:] for line in lines if line[2:5] == "052") == "ord " * 30 + "slut"


def test_it_waits_until_three_banking_days_before_the_deadline() -> None:
    """14.2: the deadline is 22 January 11:00; from the 19th on it is handed in, or at once when somebody asks."""
    early = datetime(2027, 1, 11, 9, tzinfo=CPH)
    company, mine = external(at=early)
    ask(mine, wish("1017"), at=early)
    assert written(mine, datetime(2027, 1, 18, 23, 59, tzinfo=CPH)) is None
    assert written(mine, datetime(2027, 1, 19, 0, 1, tzinfo=CPH)) is not None
    ask(mine, wish("1025", due_on=date(2027, 3, 1)))
    assert written(mine) is None
    assert written(mine, all_that_waits=True) is not None
    assert {each.state for each in dd.standing(company)} == {"received"}


def test_what_missed_its_month_is_cancelled_not_moved() -> None:
    """17.1 (9), U13: past the late deadline it is never written; between the two it still is."""
    company, mine = external()
    late = datetime(2027, 1, 27, 9, 0, tzinfo=CPH)
    (id_,) = ask(mine, wish("1017"))
    assert written(mine, late + timedelta(hours=3)) is None
    assert dd.states(company) == {"1017": "cancelled"}
    (other,) = ask(mine, wish("1025"))
    assert written(mine, datetime(2027, 1, 25, 9, 0, tzinfo=CPH)) is not None
    assert {each.id: each.state for each in dd.standing(company)} == {id_: "cancelled", other: "received"}


def test_each_collection_in_exactly_one_delivery() -> None:
    """Eight write at once: one delivery, one number; a write that is killed gives both back."""
    company, mine = external()
    ask(mine, *[wish(str(1000 + number)) for number in range(30)])
    made: list[Output | None] = []
    start = threading.Barrier(8)

    def run() -> None:
        start.wait()
        try:
            made.append(written(mine))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (only,) = [each for each in made if each]
    assert (only.rows, only.number, len(made)) == (30, 1, 8)
    assert sum(line.startswith("BS042") for line in lines_of(company, only.id)) == 30


def test_killed_between_the_rows_and_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the write is left, and the number is not used up."""
    company, mine = external()
    ask(mine, wish())

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(write_delivery, "record", killed)
        with pytest.raises(KeyboardInterrupt):
            written(mine)
    assert [each.output_id for each in dd.standing(company)] == [None]
    made = written(mine)
    assert made is not None
    assert made.number == 1


def test_one_data_supplier_of_two_companies_numbers_through() -> None:
    """2: the delivery ID is unique for the supplier; BS would take the second for a repetition (U12)."""
    _, first = external()
    _, second = external(data_supplier=first.data_supplier)
    for mine in (first, second, first):
        ask(mine, wish(str(uuid4().int)[:10]))
        assert written(mine) is not None
    numbers = []
    for company in (first.organization_id, second.organization_id):
        with within(OrganizationId(company)):
            numbers.append(list(Output.objects.filter(organization_id=company).values_list("number", flat=True)))
    assert numbers == [[1, 3], [2]]


def test_withdrawn_before_and_after_it_is_written() -> None:
    """U18: no file function is known, so somebody asks for it there; unless it is agreed that a later one replaces."""
    company, mine = external()
    first, second = ask(mine, wish("1017"), wish("1025"))
    assert withdraw_collections(company, collections=[first], at=dd.AT).cancelled == (first,)
    assert written(mine) is not None
    assert withdraw_collections(company, collections=[second], at=dd.AT).by_hand == (second,)
    assert withdraw_collections(company, collections=[second], at=dd.AT).too_late == (second,)
    assert written(mine) is None
    assert dd.states(company) == {"1017": "cancelled", "1025": "received"}


def test_a_later_file_takes_it_back_where_that_is_agreed() -> None:
    """U2, U18: an entry without an amount, in the next delivery, once; past the deadline it is by hand again."""
    company, mine = external(on_repeat="replace")
    first, second = ask(mine, wish("1017"), wish("1025"))
    assert written(mine) is not None
    assert withdraw_collections(company, collections=[first], at=dd.AT).in_next_file == (first,)
    back = written(mine)
    assert back is not None
    entries = [line for line in lines_of(company, back.id) if line[2:5] == "042"]
    assert [(line[27:31], line[59:73]) for line in entries] == [("1017", "0" * 14)]
    assert (back.number, back.rows, back.total_minor) == (2, 1, 0)
    assert dd.states(company) == {"1017": "cancelled", "1025": "received"}
    late = datetime(2027, 1, 22, 11, 0, tzinfo=CPH)
    assert withdraw_collections(company, collections=[second], at=late).by_hand == (second,)


def test_the_words_are_sealed_and_forgotten() -> None:
    """GDP-4: nobody reads a name in the table; 90 days after the payment day the words go, and not before."""
    at = datetime(2020, 3, 10, 9, tzinfo=CPH)
    company, mine = external(at=at)
    ask(mine, wish(due_on=date(2020, 4, 1)), at=at)
    made = written(mine, at, all_that_waits=True)
    assert made is not None
    with within(company):
        (words,) = CollectionWords.objects.filter(organization_id=company)
    assert b"Mona" not in bytes(words.sealed)
    assert forget(company, at=datetime(2020, 6, 30, 12, tzinfo=CPH)) == 0
    lines_of(company, made.id)
    assert forget(company, at=datetime(2020, 7, 1, 12, tzinfo=CPH)) == 1
    with pytest.raises(WordsForgotten):
        dd.bytes_of(company, made.id)


def test_nothing_of_the_neighbours() -> None:
    """Another company's agreement is not there, nor its deliveries."""
    _, mine = external()
    ask(mine, wish())
    other, _ = external()
    with pytest.raises(CreditorAgreement.DoesNotExist):
        write_collections(other, agreement=mine.id, at=dd.AT)
    assert write_due(other, at=dd.AT) == []
