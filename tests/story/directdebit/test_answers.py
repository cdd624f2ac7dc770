"""An external Betalingsservice answers: matched, harmless the second time, unknown ones listed (17.1: 1-4, 11, 12)."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest

from betalingsservice.layouts import delivery_0602, delivery_0603, delivery_0621
from betalingsservice.layouts.frame import DeliveryStart
from betalingsservice.records import Record
from betalingsservice.writer import Writer
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.handle_answer import handle_answer
from selvbetjening.domain.directdebit.actions.read_answers import Answered, read_answers
from selvbetjening.domain.directdebit.models import CreditorAgreement, InformationLine
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests import make

pytestmark = pytest.mark.usefixtures("database")
PAID = date(2027, 2, 1)


def answer(mine: CreditorAgreement, kind: str, section: str, *records: Record) -> bytes:
    out = BytesIO()
    writer = Writer(out, DeliveryStart(supplier_number=dd.SUPPLIER, delivery_type=kind, identification="7654321001",
                                       created_on=PAID))  # fmt: skip
    table: Any = {"0602": delivery_0602, "0603": delivery_0603, "0621": delivery_0621}[kind]
    writer.open_section(
        table.SectionStart(pbs_number=mine.pbs_number, section=section, group=mine.debtor_group, delivered_on=PAID)
    )
    writer.add(*records)
    writer.close_section()
    writer.close()
    return out.getvalue()


def payment(
    mine: CreditorAgreement, customer: str, code: str = "0236", **values: Any
) -> delivery_0602.AutomaticPayment:
    moved = code in {"0236", "0239"}
    fields: dict[str, Any] = {
        "mandate": "123456789", "due_on": PAID, "sign": "1", "amount": 14950, "reference": "",
        "paid_on": PAID if moved else None, "booked_on": PAID if moved else None, "paid": 14950 if moved else 0,
    }  # fmt: skip
    return delivery_0602.AutomaticPayment(
        pbs_number=mine.pbs_number, transaction=code, group=mine.debtor_group, customer=customer, **{**fields, **values}
    )  # fmt: skip


def slip(mine: CreditorAgreement, customer: str, reference: str, **values: Any) -> delivery_0602.SlipPayment:
    fields: dict[str, Any] = {"amount": 14950, "paid": 14950, **values}
    return delivery_0602.SlipPayment(
        pbs_number=mine.pbs_number, transaction="0297", group=mine.debtor_group, customer=customer, fee_sign="0",
        due_on=PAID, sign="1", reference=reference, paid_on=PAID, booked_on=PAID, **fields,
    )  # fmt: skip


def told(mine: CreditorAgreement, customer: str, code: str, *, ends: date | None = None) -> delivery_0603.MandateLine:
    return delivery_0603.MandateLine(
        pbs_number=mine.pbs_number, transaction=code, group=mine.debtor_group, customer=customer, mandate="123456805",
        told_on=PAID, ends_on=ends,
    )  # fmt: skip


def given(company: OrganizationId, data: bytes, *, at: datetime = dd.AT) -> Answered:
    return read_answers(company, delivery=uuid4(), source=data, actor=SYSTEM, at=at)


def counts(found: Answered) -> tuple[int, int, int, int]:
    return found.applied, found.repeated, found.unknown, found.ambiguous


def unmatched(company: OrganizationId) -> list[tuple[str, str, str]]:
    with within(company):
        return [(each.code, each.customer_number, each.reason) for each in queries.unmatched(company)]


def test_0602_is_posted_once() -> None:
    """0236 then 0239 both survive; the same lines in another file change nothing (U12, 17.2: 5)."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, customer, 14950) for customer in ("1017", "TEST001", "1033", "1041")])
    data = answer(
        mine, "0602", "0211", payment(mine, "1017"), payment(mine, "00000000TEST001", "0237"),
        payment(mine, "1017", "0239"), payment(mine, "1033", "0238"),
    )  # fmt: skip
    assert counts(given(company, data)) == (4, 0, 0, 0)
    once = dd.states(company)
    assert once == {"1017": "charged_back", "TEST001": "rejected", "1033": "cancelled", "1041": "received"}
    assert counts(given(company, data)) == (0, 4, 0, 0)
    assert dd.states(company) == once
    with within(company):
        (first,) = queries.collections(company, wanted=queries.Wanted(search="001017"))
        assert [each.code for each in queries.told_of_collection(company, collection=first.id)] == ["0236", "0239"]


def test_a_charge_back_may_come_before_its_payment() -> None:
    """U24: files may be read in any order; what was taken back stays taken back."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    given(company, answer(mine, "0602", "0211", payment(mine, "1017", "0239")))
    assert counts(given(company, answer(mine, "0602", "0211", payment(mine, "1017")))) == (1, 0, 0, 0)
    assert dd.states(company) == {"1017": "charged_back"}


def test_slips_are_known_by_nine_characters_and_may_differ_in_amount() -> None:
    """7.3: field 18 may differ from field 13; 2: nine characters of the reference."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950, reference="F1001-AND-MORE")])
    found = given(company, answer(mine, "0602", "0215", slip(mine, "1017", "F1001-AND", paid=15000)))
    assert counts(found) == (1, 0, 0, 0)
    (only,) = dd.standing(company)
    with within(company):
        (settled,) = queries.told_of_collection(company, collection=only.id)
    assert (only.state, settled.amount_minor, settled.code) == ("completed", 15000, "0297")


def test_unknown_and_ambiguous_are_listed_once_and_never_guessed() -> None:
    """17.1 (2), U15, U21: no reason is invented for anything."""
    company = dd.company()
    mine = dd.agreement(company, role="external", several_a_day=True)
    dd.register(company, [dd.line(mine, "1017", 100, reference=""), dd.line(mine, "1017", 100, reference="")])
    data = answer(mine, "0602", "0211", payment(mine, "1017", amount=100, paid=100), payment(mine, "9999"))
    assert counts(given(company, data)) == (0, 0, 1, 1)
    given(company, data)
    assert unmatched(company) == [("0236", "1017", "ambiguous"), ("0236", "9999", "unknown")]
    assert {each.state for each in dd.standing(company)} == {"received"}
    with within(company):
        (first, _) = queries.unmatched(company)
    assert handle_answer(company, answer=first.id, actor=SYSTEM, at=dd.AT)
    assert not handle_answer(company, answer=first.id, actor=SYSTEM, at=dd.AT)
    assert unmatched(company) == [("0236", "9999", "unknown")]


def test_answers_for_somebody_else_s_number_touch_nobody() -> None:
    """SEC-05, 17.1 (17): a neighbour's PBS number, and one under which we answer ourselves."""
    company, neighbour = dd.company(), dd.company()
    theirs, own = dd.agreement(neighbour, role="external"), dd.agreement(company)
    dd.register(neighbour, [dd.line(theirs, "1017", 14950)])
    dd.register(company, [dd.line(own, "1017", 14950)])
    for mine in (theirs, own):
        assert counts(given(company, answer(mine, "0602", "0211", payment(mine, "1017")))) == (0, 0, 1, 0)
    assert dd.states(neighbour) == dd.states(company) == {"1017": "received"}
    assert unmatched(company) == [("0236", "", "agreement")] * 2


def test_mandates_are_active_on_receipt_and_an_old_file_brings_none_back() -> None:
    """17.1 (1): 0230 activates as 0231 does. U4: both dates are kept as they came, and nothing is computed of them."""
    company = dd.company()
    owner = Organization(id=company)
    mine = dd.agreement(company, role="external")
    known = make.account(owner, code="0001017")
    for code in ("2000", "02000"):
        make.account(owner, code=code)
    new = answer(mine, "0603", "0212", told(mine, "1017", "0231"), told(mine, "2000", "0231"), told(mine, "9", "0231"))
    assert counts(given(company, new)) == (3, 0, 1, 1)
    assert unmatched(company) == [("0231", "2000", "ambiguous"), ("0231", "9", "unknown")]
    with within(company):
        first, second, third = queries.mandates(company, wanted=queries.Wanted())
    assert (first.account_id, second.account_id, third.account_id) == (known.id, None, None)
    assert {each.state for each in (first, second, third)} == {"active"}
    assert (first.told_raw, first.ends_raw, first.mandate_number) == ("010227", "000000", "123456805")
    full = answer(mine, "0603", "0210", told(mine, "1017", "0230"), told(mine, "3000", "0230"))
    assert counts(given(company, full, at=dd.AT + timedelta(days=1)))[0] == 2
    ended = answer(mine, "0603", "0212", told(mine, "1017", "0232", ends=date(2027, 2, 2)))
    assert counts(given(company, ended, at=dd.AT + timedelta(days=2))) == (1, 0, 0, 0)
    for old in (new, full, ended):
        assert given(company, old).applied == 0
    with within(company):
        gone = queries.get_mandate(company, mandate=first.id)
        assert [each.code for each in queries.told_of_mandate(company, mandate=first.id)] == ["0231", "0230", "0232"]
    assert (gone.state, gone.told_raw, gone.ends_raw) == ("ended_bank", "010227", "020227")


def test_e_slip_agreements_make_no_mandate() -> None:
    """10: section 0219 looks like 0210 and must not activate anybody."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    data = answer(mine, "0603", "0210", told(mine, "1017", "0230")).replace(b"0210   ", b"0219   ")
    assert given(company, data).applied == 0
    with within(company):
        assert queries.mandates(company, wanted=queries.Wanted()) == []


def test_information_is_kept_raw_and_books_nothing() -> None:
    """U8, U18: number, class and text are shown, and no booking changes."""
    company = dd.company()
    mine = dd.agreement(company, role="external")
    dd.register(company, [dd.line(mine, "1017", 14950)])
    head = {"pbs_number": mine.pbs_number, "transaction": "0280", "group": mine.debtor_group, "amount": 14950}
    first = delivery_0621.FirstHalf(customer="", payment_on=PAID, collections=1, **head)  # type: ignore[arg-type]
    second = delivery_0621.SecondHalf(text="Ukendt", text_number="270123", **head)  # type: ignore[arg-type]
    assert given(company, answer(mine, "0621", "0120", first, second)).information == 1
    with within(company):
        kept = InformationLine.objects.exclude(first_raw="").get(organization_id=company)
    assert (kept.first_raw, kept.second_raw, kept.text_number) == (first.raw, second.raw, "270123")
    assert dd.states(company) == {"1017": "received"}
