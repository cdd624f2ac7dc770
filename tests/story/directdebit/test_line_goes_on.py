"""One order that is answered early, one line that nobody can read: the company's other files go on (17.1, 17.2)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.deliveries.actions.keep_output import keep_outputs
from selvbetjening.domain.directdebit.actions import fetch_files, send_files
from selvbetjening.domain.directdebit.actions.bank_line import forget
from selvbetjening.domain.directdebit.actions.check_line import check_line
from selvbetjening.domain.directdebit.actions.order_mandates import orders
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.write_delivery import write_mandates
from selvbetjening.domain.directdebit.queries.outputs import output_bytes
from selvbetjening.domain.directdebit.rules.bank import TESTS
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.external import HeldLine, external, facts, fetched, ready, run, sent, written
from tests.story.directdebit.test_answers import answer, payment, told
from tests.story.directdebit.test_ordering import answered, order, refusal

pytestmark = pytest.mark.usefixtures("database", "line")


def test_a_mandate_that_came_another_way_does_not_stop_the_line() -> None:
    """9.1: 0605 with two orders waits, and 0603 tells of one of them (the payer went to her bank): both files go out.

    SEC-123: her bank details are wiped once their delivery is sent and stored, not before.
    """
    company, mine, connection = ready()
    order(mine, "1066"), order(mine, "1074")
    assert write_mandates(company, agreement=mine.id, at=dd.AT) is not None
    answered(company, answer(mine, "0603", "0212", told(mine, "1066", "0231")))
    written(mine, "1017")  # and a 0601 for the deadline
    run(connection)
    assert [state for state, _code, _tries in sent(company)] == ["sent", "sent"]
    assert kept_details(company) == {"1066": True, "1074": True}
    assert keep_outputs(company, at=dd.AT) == 2
    assert kept_details(company) == {"1066": False, "1074": True}


def test_nor_the_files_that_lie_ready() -> None:
    """The same where there is no line: both are stored, and the details of the answered order go then."""
    company, mine = external()
    order(mine, "1066"), order(mine, "1074")
    assert write_mandates(company, agreement=mine.id, at=dd.AT) is not None
    answered(company, answer(mine, "0603", "0212", told(mine, "1066", "0231")))
    written(mine, "1017")
    assert keep_outputs(company, at=dd.AT) == 2
    assert kept_details(company) == {"1066": False, "1074": True}


def test_details_do_not_stay_for_ever() -> None:
    """SEC-123: of an answered order whose 0605 never went out they go after ninety days; the next file goes without."""
    company, mine, connection = ready()
    order(mine, "1066")
    assert write_mandates(company, agreement=mine.id, at=dd.AT) is not None
    answered(company, answer(mine, "0603", "0212", told(mine, "1066", "0231")))
    assert forget(company, at=dd.AT + timedelta(days=90)) == 0
    assert forget(company, at=dd.AT + timedelta(days=92)) == 1
    assert kept_details(company) == {"1066": False}
    written(mine, "1017")
    assert len(run(connection).sent) == 1
    assert sorted(sent(company)) == [("refused", "forgotten", 1), ("sent", "", 1)]
    assert keep_outputs(company, at=dd.AT) == 1


def test_a_delivery_that_breaks_its_sending_waits_and_the_others_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried five times, then put before a person; what is fetched is fetched all the same."""
    company, mine, connection = ready()
    bad, good = written(mine, "1017"), written(mine, "1025")

    def broken(organization: OrganizationId, *, output: UUID) -> Iterator[bytes]:
        if output == bad.id:
            raise RuntimeError("broken")
        return output_bytes(organization, output=output)

    monkeypatch.setattr(send_files, "output_bytes", broken)
    HeldLine.ready = {"D7654322001-603.BS1": (answer(mine, "0603", "0212", told(mine, "1017", "0231")), 6)}
    for tries in range(1, 6):
        done = run(connection)
        assert done.code == "" and len(done.fetched) == (tries == 1)
    assert sorted(sent(company)) == [("refused", "internal", 5), ("sent", "", 1)]
    assert facts(company, "bank_file_refused") == 1 and list(HeldLine.there) == [good.file_name]


def test_a_file_that_breaks_its_reader_is_held_after_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """17.2: until then it is tried again; the others are read."""
    company, mine, connection = ready()
    written(mine)
    bad = answer(mine, "0603", "0212", told(mine, "1066", "0231"))

    def broken(organization: OrganizationId, **values: Any) -> Any:
        values["source"].seek(0)
        if values["source"].read() == bad:
            raise RuntimeError("broken")
        values["source"].seek(0)
        return read_answers(organization, **values)

    monkeypatch.setattr(fetch_files, "read_answers", broken)
    good = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"D7654321001-603.BS1": (bad, 5), "D7654322001-602.BS1": (good, 6)}
    run(connection)
    assert [state for _name, state, _code in fetched(company)] == ["fetched", "read"]
    run(connection, dd.AT + timedelta(hours=1))
    assert {code for _name, state, code in fetched(company) if state == "held"} == {"internal"}


def kept_details(company: OrganizationId) -> dict[str, bool]:
    with within(company):
        return {each.match_key: bool(each.sealed) for each in orders(company)}


def test_a_nul_in_one_answer_does_not_stop_the_files_after_it() -> None:
    """17.2: a sign in a text of theirs is a warning only, and PostgreSQL refuses it: its line is passed over."""
    company, mine, connection = ready()
    written(mine)
    bad = answer(mine, "0602", "0211", payment(mine, "9999", reference="AXB")).replace(b"AXB", b"A\0B")
    good = answer(mine, "0602", "0211", payment(mine, "1017", reference="F1017"))
    HeldLine.ready = {"D7654321001-602.BS1": (bad, 5), "D7654322001-602.BS1": (good, 6)}
    run(connection)
    assert [state for _name, state, _code in fetched(company)] == ["read", "read"]
    assert dd.states(company) == {"1017": "completed"}


@pytest.mark.parametrize("place", [0, 5, 13, 20, 60, 127])
def test_no_sign_anywhere_in_an_answer_stops_its_reader(place: int) -> None:
    """17.2, U8: NUL and other odd signs at each part of a line of 0602, 0603 and 0621; the line is counted at most."""
    company, mine = external()
    lines = [
        answer(mine, "0602", "0211", payment(mine, "9999", reference="AXB")),
        answer(mine, "0603", "0212", told(mine, "1066", "0231")),
        answer(mine, "0621", "0120", *refusal(mine, "1074", "230940")),
    ]
    for data in lines:
        for sign in (b"\0", b"\x1b", b"\xff"):
            at = 2 * 130 + place  # the line after 002 and 012
            answered(company, data[:at] + sign + data[at + 1 :])


def test_a_line_is_tested_ten_times_an_hour_at_most() -> None:
    """security.md 5.2: each test logs in at the bank; the eleventh asks nobody, and an hour later it goes again."""
    company, _mine, connection = ready()
    before = HeldLine.opened
    said = [check_line(company, connection=connection.id, at=dd.AT) for _ in range(TESTS + 1)]
    assert (said, HeldLine.opened - before) == ([""] * TESTS + ["too_often"], TESTS)
    assert check_line(company, connection=connection.id, at=dd.AT + timedelta(hours=1)) == ""
