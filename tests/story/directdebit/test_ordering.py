"""What an external Betalingsservice is asked to do with mandates: 0605 of ours, and its answers (9.1, 9.2, U5, U6)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from betalingsservice.layouts import delivery_0621
from betalingsservice.records import Record
from selvbetjening.domain.deliveries.actions.keep_output import keep_outputs
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused
from selvbetjening.domain.directdebit.actions.order_mandates import order_end, order_mandate, orders
from selvbetjening.domain.directdebit.actions.read_answers import read_answers
from selvbetjening.domain.directdebit.actions.write_delivery import write_due, write_mandates
from selvbetjening.domain.directdebit.models import CreditorAgreement, MandateOrder
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.external import external, lines_of
from tests.story.directdebit.test_answers import answer, told

pytestmark = pytest.mark.usefixtures("database")
DETAILS = BankDetails(identity="99999993", branch="9999", account="1234567")


def order(mine: CreditorAgreement, customer: str, details: BankDetails = DETAILS) -> MandateOrder:
    return order_mandate(
        OrganizationId(mine.organization_id), agreement=mine.id, customer_number=customer, details=details,
        agreed_at=dd.AT, actor=SYSTEM, at=dd.AT,
    )  # fmt: skip


def answered(company: OrganizationId, data: bytes) -> None:
    read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=dd.AT)


def refusal(mine: CreditorAgreement, customer: str, text_number: str) -> tuple[Record, Record]:
    """A pair of 0621 about a registration."""
    head: dict[str, Any] = {
        "pbs_number": mine.pbs_number, "transaction": "0200", "group": mine.debtor_group, "amount": 0,
    }  # fmt: skip
    return (
        delivery_0621.FirstHalf(**head, customer=customer, payment_on=None, collections=0),
        delivery_0621.SecondHalf(**head, text="Forkert konto", text_number=text_number),
    )


def test_0605_to_the_byte() -> None:
    """11, U5, U6: the worked example; registered by the next delivery, once; what it tells of the bank is sealed."""
    company, mine = external()
    answered(company, answer(mine, "0603", "0212", told(mine, "1074", "0231")))
    with within(company):
        mandate = queries.mandate_of(company, customer_number="1074")
    assert mandate is not None
    first = order(mine, "1066")
    order_end(company, mandate=mandate.id, actor=SYSTEM, at=dd.AT)
    with pytest.raises(MandateRefused, match="MANDATE_ALREADY_EXISTS"):
        order(mine, "1066")
    with pytest.raises(MandateRefused, match="DEBTOR_ACCOUNT"):
        order(mine, "1090", BankDetails(identity="99999993", branch="", account=""))
    assert b"99999993" not in bytes(first.sealed)
    made = write_mandates(company, agreement=mine.id, at=dd.AT)
    assert made is not None
    pbs, supplier = mine.pbs_number, mine.data_supplier
    assert lines_of(company, made.id) == [
        f"BS002{supplier}BS106050000000001                   200127",
        f"BS012{pbs}0120000000000000000000         000000",
        f"BS042{pbs}020000000001{'1066':<15}0000000000000000000000099999993          9999    0001234567          00000",
        f"BS092{pbs}0120         0000000000100000000000000000000000000               {'0' * 50}",
        f"BS012{pbs}0126000000000000000000         000000",
        f"BS042{pbs}025700000001{'1074':<15}123456805{'0' * 79}",
        f"BS092{pbs}0126         0000000000100000000000000000000000000               {'0' * 50}",
        f"BS992{supplier}BS10605{2:011}{2:011}{0:086}",
    ]
    assert write_mandates(company, agreement=mine.id, at=dd.AT) is None


def test_u05_spaced_when_it_is_wanted(settings: Any) -> None:
    """U5: two blanks before the delivery ID, by a setting."""
    company, mine = external()
    order(mine, "1066")
    made = write_mandates(company, agreement=mine.id, at=dd.AT)
    assert made is not None
    settings.BETALINGSSERVICE_SPACED_0605 = True
    assert dd.bytes_of(company, made.id)[16:32] == b"0605  0000000001"


def test_orders_are_answered() -> None:
    """9.1, 9.2: 0603 fulfils an order, 0621 refuses it with its text number; the bank details are gone then."""
    company, mine = external()
    for customer in ("1066", "1074"):
        order(mine, customer)
    assert write_due(company, at=dd.AT) == []  # until 16 they can be taken back
    write_due(company, at=dd.AT + timedelta(hours=6))
    assert keep_outputs(company, at=dd.AT) == 1
    answered(company, answer(mine, "0603", "0212", told(mine, "1066", "0231")))
    answered(company, answer(mine, "0621", "0120", *refusal(mine, "1074", "230940")))
    with within(company):
        found = {each.match_key: (each.state, each.code, bytes(each.sealed)) for each in orders(company)}
    assert found == {"1066": ("done", "", b""), "1074": ("refused", "230940", b"")}


def test_a_neighbours_mandate_is_not_there() -> None:
    """Nobody ends another company's mandate."""
    company, mine = external()
    answered(company, answer(mine, "0603", "0212", told(mine, "1017", "0231")))
    with within(company):
        mandate = queries.mandate_of(company, customer_number="1017")
    assert mandate is not None
    other, _ = external()
    with pytest.raises(MandateRefused):
        order_end(other, mandate=mandate.id, actor=SYSTEM, at=dd.AT)
