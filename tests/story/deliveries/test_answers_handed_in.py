"""Answers of an external Betalingsservice that a company hands in, and files that are not for us (annex D, BP-50)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest

from betalingsservice.layouts import delivery_0602
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.writer import Writer
from selvbetjening.domain.directdebit.actions.agreements import end_agreement
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit as dd
from tests.story.directdebit.test_answers import payment

pytestmark = pytest.mark.usefixtures("database")
AT = files.AT


def answer(mine: CreditorAgreement, *records: Any, subsystem: str = "BS1") -> bytes:
    out = BytesIO()
    writer = Writer(
        out,
        DeliveryStart(
            supplier_number=dd.SUPPLIER,
            delivery_type="0602",
            identification="7654321001",
            created_on=dd.DUE,
            subsystem=subsystem,
        ),
    )
    writer.open_section(
        delivery_0602.SectionStart(
            pbs_number=mine.pbs_number, section="0211", group=mine.debtor_group, delivered_on=dd.DUE
        )
    )
    writer.add(*records)
    writer.close_section()
    writer.close()
    return out.getvalue()


def test_a_test_file_of_answers_books_nothing_in_production() -> None:
    """BP-50: the same PBS number in both environments; nothing that was put in at the test door counts."""
    of = files.sender()
    number = dd.pbs_number()
    real = dd.agreement(of.id, pbs_number=number, role="external", product="basis")
    dd.agreement(of.id, pbs_number=number, role="external", product="basis", is_test=True)
    dd.register(of.id, [dd.line(real, "1017", 14950)])
    data = answer(real, payment(real, "1017"), subsystem="KR9")
    done = files.run(of, files.put(of, data, environment="test"))
    assert done.state == "processed", (done.state, done.code, done.content.get("errors"))
    assert dd.states(of.id) == {"1017": "received"}


def test_answers_worth_a_million_wait_for_a_second_person() -> None:
    """BM-04: a 0602 books any amount as paid, so it never goes by itself where any policy is on."""
    of = files.sender(files_four_eyes="above", files_four_eyes_amount=100_00)
    real = dd.agreement(of.id, role="external", product="basis")
    dd.register(of.id, [dd.line(real, "1017", 100_000_000)])
    data = answer(real, payment(real, "1017", amount=100_000_000, paid=100_000_000))
    assert files.send(of, data).state == "awaiting_approval"


def test_a_file_for_an_agreement_whose_betalingsservice_is_outside_is_not_taken() -> None:
    """17.1: it would lie in `received` for ever: no 0601 of ours carries it, and nobody here settles it."""
    of = files.sender()
    outside = dd.agreement(of.id, role="external", product="basis")
    done = files.send(of, files.file(of, agreement=outside))
    written = write_collections(of.id, agreement=outside.id, all_that_waits=True, at=AT)
    dd.days(of.id, date(2027, 1, 21), date(2027, 2, 10))
    assert (done.state, written, dd.states(of.id)) == ("rejected", None, {})


def test_the_501st_delivery_of_a_file_is_held_against_its_environment() -> None:
    """BP-50: what is not looked at is not taken."""
    of = files.sender()
    parts = [files.file(of, identification=str(n), customers=[str(5000 + n)]) for n in range(1, 501)]
    parts.append(files.file(of, identification="501", customers=["9999"], subsystem="KR9"))
    done = files.send(of, b"".join(parts))
    assert (done.state, "9999" in dd.states(of.id)) == ("rejected", False)


def test_betalingsservice_that_went_outside_since_the_check_collects_nothing_here() -> None:
    """17.1: the agreement ends while the file waits, and another one with the number begins."""
    of = files.sender(files_undo_minutes=10)
    held = files.send(of, files.file(of))
    end_agreement(of.id, agreement=of.agreement.id, ends_on=AT.date(), actor=SYSTEM, at=AT)
    dd.agreement(of.id, pbs_number=of.agreement.pbs_number, role="external", product="basis")
    done = files.let_go(of, held, at=AT + 10 * files.MINUTE)
    assert (done.state, done.code, files.collections(of)) == ("failed", "pbs.unknown", [])
