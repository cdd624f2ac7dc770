"""The open points of the reference where they are direct debit's, not the file's (betalingsservice.md 18).

U1, U2, U4, U8, U12 to U15, U18, U21, U23 and U24 are named by the tests of what they concern; docs/direct-debit.md has
each with the decision that was taken.
"""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from betalingsservice.layouts import delivery_0605
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.ask_collections import Refused
from selvbetjening.domain.directdebit.actions.order_mandates import order_mandate
from selvbetjening.domain.directdebit.actions.read_answers import Answered, read_answers
from selvbetjening.domain.directdebit.actions.register_mandates import register_mandates
from selvbetjening.domain.directdebit.actions.write_delivery import write_collections
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.rules.bank import judged
from selvbetjening.domain.directdebit.rules.written import BankDetails
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.external import ask, external, lines_of, wish
from tests.story.directdebit.test_answers import answer, payment, slip

pytestmark = pytest.mark.usefixtures("database")
EAN = "5798000000001"


def given(company: OrganizationId, data: bytes) -> Answered:
    return read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=dd.AT)


def with_one(**values: Any) -> tuple[OrganizationId, CreditorAgreement]:
    company, mine = external(**values)
    ask(mine, wish())
    return company, mine


def test_u03_a_charge_back_counts_either_way_and_is_booked_once() -> None:
    """U3: plain or net, both are read; the collection is charged back, and the amount is the line's own."""
    for stated in (29900, 0):
        company, mine = with_one()
        paid, back = (payment(mine, "1017", code, reference="F1017") for code in ("0236", "0239"))
        data = answer(mine, "0602", "0211", paid, back).replace(b"%015d" % 29900, b"%015d" % stated)
        assert judged(source=data, size=len(data)).verb == "read"
        assert given(company, data).applied == 2
        assert dd.states(company) == {"1017": "charged_back"}


def test_u07_slips_with_a_payer_id_of_ones_own_are_never_asked_for() -> None:
    """U7: off: what we write is section 0112 and 0280; what comes back is read whatever asked for it."""
    company, mine = with_one()
    made = write_collections(company, agreement=mine.id, at=dd.AT)
    assert made is not None
    assert {line[13:17] for line in lines_of(company, made.id) if line[2:5] in {"012", "042"}} == {"0112", "0280"}
    assert given(company, answer(mine, "0602", "0215", slip(mine, "1017", "F1017"))).applied == 1


def test_u09_an_ean_number_is_no_address_unless_it_is_agreed(settings: Any) -> None:
    """U9: off by default, and a setting: then it stands in the second line, and the address moves down."""
    company, mine = external()
    kommunen = wish(address=["Kommunen", EAN, "Rådhusvej 1"])
    with pytest.raises(Refused, match="address"):
        ask(mine, kommunen)
    settings.BETALINGSSERVICE_EAN = True
    ask(mine, kommunen)
    made = write_collections(company, agreement=mine.id, at=dd.AT)
    assert made is not None
    names = [line[51:].rstrip() for line in dd.bytes_of(company, made.id).decode("latin-1").splitlines()]
    assert names[2:5] == ["Kommunen", EAN, "Rådhusvej 1"]


def test_u11_a_slip_of_any_card_type_is_booked() -> None:
    """U11: 01, 04 and 15 are accepted when they are read; ours are 71."""
    for kind in ("01", "04", "15", "71", "73", "75"):
        company, mine = with_one()
        assert given(company, answer(mine, "0602", "0215", slip(mine, "1017", "F1017", card_type=kind))).applied == 1
        assert dd.states(company) == {"1017": "completed"}


def test_u16_a_file_of_leverandorservice_moves_nothing() -> None:
    """U16: no hand-over is assumed; the file is no delivery of ours."""
    company, _ = with_one()
    data = b"".join(line.ljust(128) + b"\r\n" for line in (b"LS00299999993LS10602", b"LS04201234500500", b"LS992"))
    assert judged(source=data, size=len(data)).verb == "leave"
    assert given(company, data).applied == 0
    assert dd.states(company) == {"1017": "received"}


@pytest.mark.parametrize("kind", [b"022", b"052"])
def test_u17_texts_and_addresses_beside_a_slip_post_nothing(kind: bytes) -> None:
    """U17: the payment is booked as without them; the record says nothing that is believed."""
    company, mine = with_one()
    data = answer(mine, "0602", "0215", slip(mine, "1017", "F1017"))
    lines = data.split(b"\r\n")
    more = (b"BS" + kind + mine.pbs_number.encode() + b"0297" + b"1017 99999 F1017").ljust(128)
    done = given(company, b"\r\n".join([*lines[:3], more, *lines[3:]]))
    assert (done.applied, done.unknown) == (1, 0)


def test_u19_a_mandate_never_moves_to_another_pbs_number() -> None:
    """U19: no file function: a number change that names another number is refused, and no other agreement's is used."""
    company = dd.company()
    mine, other = dd.agreement(company), dd.agreement(company)
    dd.mandate(mine, "1017")
    line = delivery_0605.NumberChange(
        pbs_number=other.pbs_number, group=other.debtor_group, customer="1017", mandate="100000001",
        dated_on=date(2027, 1, 20), new_customer="1018",
    )  # fmt: skip
    done = register_mandates(company, delivery=uuid4(), records=[line], actor=SYSTEM, at=dd.AT)
    assert (done.renumbered, len(done.refusals)) == (0, 1)
    with pytest.raises(Refused, match="no_mandate"):
        ask(other, wish())
    with within(company):
        assert queries.mandate_of(company, customer_number="1017", agreement=mine.id) is not None


@pytest.mark.parametrize("code", [b"0290", b"0253", b"0000"])
def test_u20_a_code_without_a_meaning_posts_nothing(code: bytes) -> None:
    """U20: an undefined code is neither a payment nor a rejection; the known line beside it is still booked."""
    company, mine = external()
    ask(mine, wish("1017"), wish("1025"))
    lines = [payment(mine, customer, reference=f"F{customer}") for customer in ("1017", "1025")]
    data = answer(mine, "0602", "0211", *lines)
    first = data.index(b"BS042")
    data = data[: first + 13] + code + data[first + 17 :]
    assert given(company, data).applied == 1
    assert dd.states(company) == {"1017": "received", "1025": "completed"}


def test_u22_a_number_of_the_sandbox_is_in_doubt_and_not_refused() -> None:
    """U22: 42222222 fails modulus 11, as the sandbox's numbers do: an order is made, where no digit can be wrong."""
    _, mine = external(is_test=True)
    details = BankDetails(identity="42222222", branch="9999", account="1234567")
    made = order_mandate(
        OrganizationId(mine.organization_id), agreement=mine.id, customer_number="1066", details=details,
        agreed_at=dd.AT, actor=SYSTEM, at=dd.AT,
    )  # fmt: skip
    assert made.state == "waiting"
