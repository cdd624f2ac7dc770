"""Effects, rows of a file, answers and 0605 lines: facts in, decision out."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from betalingsservice.generate import Recipe, generate
from betalingsservice.reader import steps
from betalingsservice.steps import Entry
from selvbetjening.domain.directdebit.lifecycle import AGREEMENT, COLLECTION, MANDATE, OUTPUT, CollectionState
from selvbetjening.domain.directdebit.ports import Verdict
from selvbetjening.domain.directdebit.rules import mandates
from selvbetjening.domain.directdebit.rules.agreements import Terms, TermsRefused, checked, looks_wrong
from selvbetjening.domain.directdebit.rules.answers import VERBS, Candidate, belongs_to, code_of
from selvbetjening.domain.directdebit.rules.effects import Effect, Standing, Wanted, effect
from selvbetjening.domain.directdebit.rules.mandates import Act, Decision, Live
from selvbetjening.domain.directdebit.rules.rows import collection_rows

WANTED = Wanted(sign=1, amount_minor=14950, section="0112", reference="F1001")
MORE = Wanted(sign=1, amount_minor=20000, section="0112", reference="F1001")
NOTHING = Wanted(sign=0, amount_minor=0, section="0112", reference="F1001")


@pytest.mark.parametrize(
    ("wanted", "state", "replaces", "expected"),
    [
        (WANTED, None, False, Effect.NEW),
        (NOTHING, None, True, Effect.NOTHING),
        (WANTED, CollectionState.RECEIVED, False, Effect.UNCHANGED),
        (WANTED, CollectionState.COMPLETED, True, Effect.UNCHANGED),
        (MORE, CollectionState.RECEIVED, False, Effect.REFUSED),
        (MORE, CollectionState.RECEIVED, True, Effect.CHANGED),
        (MORE, CollectionState.SCHEDULED, True, Effect.REFUSED),
        (NOTHING, CollectionState.RECEIVED, True, Effect.CANCELLED),
        (NOTHING, CollectionState.SCHEDULED, True, Effect.REFUSED),
    ],
)
def test_should_minus_was(wanted: Wanted, state: CollectionState | None, replaces: bool, expected: Effect) -> None:
    """U2 (sign 0 is no amount), U18."""
    was = None if state is None else Standing(wanted=WANTED, state=state)
    assert effect(wanted=wanted, was=was, replaces=replaces) is expected


def test_rows_of_a_generated_file_are_the_reader_s_collections() -> None:
    """Line, section, content and number of text lines; with and without the bytes' line ends and trailing blanks."""
    data = b"".join(generate(Recipe(delivery_type="0601", entries=40, names=True)))
    expected = [
        (entry.collection.number, entry.collection.raw, len(entry.texts) + len(entry.slip_texts))
        for entry in steps(data)
        if isinstance(entry, Entry) and entry.collection
    ]
    assert len(expected) == 40
    found = list(collection_rows(source=data))
    assert [(row.line, row.raw, row.texts) for row in found] == expected
    assert {row.section for row in found} <= {"0112", "0117"}
    ragged = b"\n".join(line.rstrip() for line in data.split(b"\r\n"))
    assert list(collection_rows(source=ragged)) == found
    left_out = {found[0].line, found[39].line}
    assert [row.line for row in collection_rows(source=data, refused=left_out)] == [row.line for row in found[1:39]]


def test_foreign_lines_and_obsolete_sections_give_no_rows() -> None:
    """4: `PBCNET` lines are passed over; 6.1: obsolete sections are never made."""
    line = b"BS042" + b"0" * 123
    data = b"PBCNET\r\nBS012012345600100\r\n" + line + b"\r\nBS012012345600112\r\n" + line + b"\r\nPBCNET\r\nBS052"
    assert [(row.line, row.section, row.texts) for row in collection_rows(source=data)] == [(5, "0112", 1)]


A, B = (Candidate(UUID(int=number), date(2027, 2, 1), f"F100{number}", number * 100) for number in (1, 2))


@pytest.mark.parametrize(
    ("candidates", "due_on", "reference", "amount", "is_slip", "expected"),
    [
        ([], date(2027, 2, 1), "", 100, False, "unknown"),
        ([A], date(2027, 2, 1), "F1001", 100, False, A.id),
        ([A], date(2027, 3, 1), "F1001", 100, False, "unknown"),
        ([A], date(2027, 2, 1), "F9999", 100, False, "unknown"),
        ([A, B], date(2027, 2, 1), "F1002", 200, False, B.id),
        ([A, B], date(2027, 2, 1), "F1002", 1, False, "unknown"),
        ([A, B], date(2027, 2, 1), "F1002", 1, True, B.id),
        ([A, B], date(2027, 2, 1), "F1002", 0, False, B.id),
        ([A, B], date(2027, 2, 1), "", 200, True, B.id),
        ([A, B], date(2027, 2, 1), "", 300, True, "ambiguous"),
        ([A], None, "", 300, True, A.id),
    ],
)
def test_answers_are_matched_and_never_guessed(
    candidates: list[Candidate], due_on: date | None, reference: str, amount: int, is_slip: bool, expected: object
) -> None:
    """17.1 (2, 11), U15."""
    found = belongs_to(candidates=candidates, due_on=due_on, reference=reference, amount_minor=amount, is_slip=is_slip)
    assert found == expected


def test_where_there_are_several_a_day_none_without_a_reference_is_about_one_that_has_one() -> None:
    """U15; 17.1 (11): a slip may be paid without any."""
    fields = {"candidates": [A], "due_on": date(2027, 2, 1), "reference": "", "amount_minor": 100}
    assert belongs_to(**fields, is_slip=False, several_a_day=True) == "unknown"  # type: ignore[arg-type]
    assert belongs_to(**fields, is_slip=True, several_a_day=True) == A.id  # type: ignore[arg-type]
    assert belongs_to(**fields, is_slip=False) == A.id  # type: ignore[arg-type]


def test_money_is_of_what_stands_before_what_is_over() -> None:
    """17.1 (12): withdrawn and asked for again, alike; what moved no money says nothing of either."""
    over = replace(A, id=UUID(int=3), is_over=True)
    fields = {"candidates": [over, A], "due_on": date(2027, 2, 1), "reference": "F1001", "is_slip": False}
    assert belongs_to(**fields, amount_minor=100) == A.id  # type: ignore[arg-type]
    assert belongs_to(**fields, amount_minor=100, has_moved=False) == "ambiguous"  # type: ignore[arg-type]
    other = replace(over, amount_minor=300)
    assert belongs_to(**{**fields, "candidates": [other, A]}, amount_minor=300) == other.id  # type: ignore[arg-type]


def test_a_slip_brings_nine_characters_of_the_reference_back() -> None:
    """2: creditor's reference."""
    long = Candidate(UUID(int=9), date(2027, 2, 1), "1234567890ABC", 1)
    fields = {"candidates": [long], "due_on": date(2027, 2, 1), "amount_minor": 1}
    assert belongs_to(**fields, reference="123456789", is_slip=True) == long.id  # type: ignore[arg-type]
    assert belongs_to(**fields, reference="123456789", is_slip=False) == "unknown"  # type: ignore[arg-type]


def test_every_code_has_its_move() -> None:
    """7.1, U24: a charge-back is believed from every state in which money may have moved."""
    assert {code_of(verdict=each, is_slip=slip) for each in Verdict for slip in (False, True)} - {None} <= set(VERBS)
    assert code_of(verdict=Verdict.UNPAID, is_slip=True) is None
    assert set(COLLECTION.sources("charge_back")) >= {"received", "scheduled", "completed", "final", "unpaid"}
    assert not COLLECTION.may(CollectionState.CANCELLED, "complete")
    for life in (AGREEMENT, MANDATE, COLLECTION, OUTPUT):
        assert "stateDiagram-v2" in life.as_mermaid()


LIVE = Live(mandate_number="123456789")


@pytest.mark.parametrize(
    ("live", "identity", "branch", "account", "expected"),
    [
        (None, "0099999993", "9999", "1234567", Decision(Act.REGISTER)),
        (LIVE, "0099999993", "9999", "1234567", Decision(Act.REFUSE, mandates.EXISTS)),
        (Live(mandate_number="1", is_of_this_line=True), "0099999993", "9999", "1", Decision(Act.NOTHING)),
        (None, "0000000000", "9999", "1234567", Decision(Act.REFUSE, mandates.IDENTITY)),
        (None, "9999999999", "9999", "1234567", Decision(Act.REFUSE, mandates.IDENTITY)),
        (None, "0099999993", "0000", "1234567", Decision(Act.REFUSE, mandates.ACCOUNT)),
        (None, "0099999993", "9999", "0000000000", Decision(Act.REFUSE, mandates.ACCOUNT)),
    ],
)
def test_registrations(live: Live | None, identity: str, branch: str, account: str, expected: Decision) -> None:
    """9.1, 13; 230940 and 230945 are the numbers that 0621 has for it (U8)."""
    found = mandates.registration(live=live, identity=identity, branch=branch, account=account)
    assert found == expected
    if found.code in {mandates.IDENTITY, mandates.ACCOUNT}:
        assert mandates.TOLD[found.code] in {"230940", "230945"}


def test_renumbering_and_cancelling_twice_is_once() -> None:
    """U6: the codes are open, what they do is not."""
    new, refused = LIVE, Decision(Act.REFUSE, mandates.CUSTOMER)
    number = LIVE.mandate_number
    assert mandates.renumbering(live=LIVE, new=None, mandate_number=number).act is Act.RENUMBER
    assert mandates.renumbering(live=None, new=new, mandate_number=number).act is Act.NOTHING
    assert mandates.renumbering(live=LIVE, new=new, mandate_number=number).code == mandates.EXISTS
    assert mandates.renumbering(live=LIVE, new=None, mandate_number="987654321") == refused
    assert mandates.cancellation(live=LIVE, was_ended=False, mandate_number="000000000").act is Act.END
    assert mandates.cancellation(live=None, was_ended=True, mandate_number=number).act is Act.NOTHING
    assert mandates.cancellation(live=None, was_ended=False, mandate_number=number) == refused


def test_numbers_are_given_out_with_nine_digits() -> None:
    assert [mandates.number(serial=serial) for serial in (1, 2)] == ["100000001", "100000002"]
    assert (mandates.raw(day=date(2027, 2, 1)), mandates.raw(day=None)) == ("010227", "000000")


def test_terms_are_checked_and_a_doubtful_number_passes() -> None:
    """U1: the check digit of a PBS number warns and never blocks."""
    sound = Terms(pbs_number="01234561", data_supplier="99999993")
    assert checked(terms=sound) == sound
    assert looks_wrong(pbs_number="01234561") and not looks_wrong(pbs_number="01234560")
    for wrong, field in (
        (Terms(pbs_number="1234560", data_supplier="99999993"), "pbs_number"),
        (Terms(pbs_number="01234560", data_supplier="９9999993"), "data_supplier"),
        (Terms(pbs_number="01234560", data_supplier="99999993", debtor_group="1"), "debtor_group"),
        (Terms(pbs_number="01234560", data_supplier="99999993", settlement_branch="12345"), "settlement_branch"),
        (Terms(pbs_number="01234560", data_supplier="99999993", full_list_day=29), "full_list_day"),
    ):
        with pytest.raises(TermsRefused) as refused:
            checked(terms=wrong)
        assert refused.value.field == field
