"""Mandates (0605) of a file: what is refused at the end is told, and nothing is taken under an agreement that ended."""

from datetime import timedelta
from io import BytesIO

import pytest

from betalingsservice.layouts import delivery_0605
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.writer import Writer
from selvbetjening.domain.directdebit.actions.agreements import end_agreement
from selvbetjening.kernel.actors import SYSTEM
from tests import deliveries as files
from tests import directdebit as dd

pytestmark = pytest.mark.usefixtures("database")


def mandates(of: files.Sender, *customers: str) -> bytes:
    out = BytesIO()
    writer = Writer(
        out,
        DeliveryStart(
            supplier_number=dd.SUPPLIER, delivery_type="0605", identification="2", created_on=files.AT.date()
        ),
    )
    writer.open_section(delivery_0605.SectionStart(pbs_number=of.agreement.pbs_number, section="0120"))
    for customer in customers:
        writer.add(
            delivery_0605.Registration(
                pbs_number=of.agreement.pbs_number, group=of.agreement.debtor_group, customer=customer,
                identity="0099999993", branch="9999", account="0001234567",
            )
        )  # fmt: skip
    writer.close_section()
    writer.close()
    return out.getvalue()


def test_mandates_that_are_refused_are_counted_in_the_receipt() -> None:
    """D.2: of two registrations one customer has a mandate already; K3 says one refused."""
    of = files.sender(files_accept="sound_ones")
    dd.mandate(of.agreement, "1017")
    done = files.send(of, mandates(of, "1017", "1033"))
    assert done.state == "processed", (done.state, done.code, done.content)
    last = files.receipts(of, done.id)[-1]
    assert last.facts["registered"]["mandates"] == {
        "registered": 1, "renumbered": 0, "ended": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip


def test_an_agreement_that_ends_while_its_file_waits() -> None:
    """A file of mandates waits in its undo window, and the operator ends the agreement: it fails, and says so."""
    of = files.sender(files_undo_minutes=10)
    row = files.send(of, mandates(of, "1017"))
    assert row.state == "holding", (row.state, row.code, row.content)
    end_agreement(of.id, agreement=of.agreement.id, ends_on=files.AT.date(), actor=SYSTEM, at=files.AT)
    done = files.let_go(of, row, at=files.AT + timedelta(minutes=11))
    assert (done.state, done.code) == ("failed", "pbs.unknown")
