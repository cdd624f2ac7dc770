"""Mandates of 0605 and of the debtor, and the agreements they are made under (2, 9.1, 13, 16)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from betalingsservice.reader import records
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.agreements import change_agreement, end_agreement, open_agreement
from selvbetjening.domain.directdebit.actions.mandates import MandateRefused, activate, enrol
from selvbetjening.domain.directdebit.actions.register_mandates import register_mandates
from selvbetjening.domain.directdebit.models import (
    CreditorAgreement,
    InformationLine,
    Mandate,
    MandateEvent,
    Settlement,
)
from selvbetjening.domain.directdebit.rules.agreements import Terms, TermsRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests.betalingsservice.examples import joined, lines_of

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def the_example() -> Iterator[tuple[OrganizationId, CreditorAgreement]]:
    company = dd.company()
    mine = dd.agreement(company, pbs_number="01234560")
    yield company, mine
    end_agreement(company, agreement=mine.id, ends_on=dd.AT.date(), actor=SYSTEM, at=dd.AT)


def mandates(company: OrganizationId) -> dict[str, tuple[str, str]]:
    with within(company):
        found = queries.mandates(company, wanted=queries.Wanted())
    return {each.match_key: (each.state, each.mandate_number) for each in found}


def test_0605_of_the_reference_twice(the_example: tuple[OrganizationId, CreditorAgreement]) -> None:
    """11: 0605; registered the next banking day, told as 0231; the other one ends at once, told as 0233 (9.1, U6)."""
    company, mine = the_example
    held = dd.mandate(mine, "1074")
    with within(company):
        Mandate.objects.filter(id=held.id).update(mandate_number="123456821")
    delivery, lines = uuid4(), list(records(joined(lines_of("0605"))))
    done = register_mandates(company, delivery=delivery, records=lines, actor=SYSTEM, at=dd.AT)
    assert (done.registered, done.ended, done.unchanged, done.refusals) == (1, 1, 0, [])
    again = register_mandates(company, delivery=delivery, records=lines, actor=SYSTEM, at=dd.AT)
    assert (again.registered, again.ended, again.unchanged, again.refusals) == (0, 0, 2, [])
    assert mandates(company) == {"1066": ("pending", "100000002"), "1074": ("ended_creditor", "123456821")}
    activate(company, today=date(2027, 1, 21), at=datetime(2027, 1, 21, 5, tzinfo=UTC))
    assert mandates(company)["1066"] == ("active", "100000002")
    other = register_mandates(company, delivery=uuid4(), records=lines, actor=SYSTEM, at=dd.AT)
    assert [(each.line, each.code) for each in other.refusals] == [(3, "MANDATE_ALREADY_EXISTS")]


def test_a_wrong_account_is_told_in_0621(the_example: tuple[OrganizationId, CreditorAgreement]) -> None:
    """13, U8: 230940 is the number for a wrong branch or account."""
    company, _ = the_example
    data = joined(lines_of("0605")).replace(b"9999    0001234567", b"0000    0001234567")
    done = register_mandates(company, delivery=uuid4(), records=records(data), actor=SYSTEM, at=dd.AT)
    assert [each.code for each in done.refusals] == [
        "DEBTOR_ACCOUNT_INFORMATION_IS_NOT_CORRECT",
        "CREDITORS_DEBTOR_REFERENCE_IS_NOT_CORRECT",
    ]
    with within(company):
        told = InformationLine.objects.get(organization_id=company)
    assert (told.transaction, told.text_number, told.customer_number.lstrip("0")) == ("0200", "230940", "1066")


def test_a_customer_has_one_live_mandate() -> None:
    """2: two customers never differ in leading zeros only; the database holds it."""
    company = dd.company()
    mine = dd.agreement(company)
    first = enrol(company, agreement=mine.id, customer_number="test001 ", actor=SYSTEM, at=dd.AT)
    assert (first.customer_number, first.registers_on) == ("TEST001", date(2027, 1, 21))
    for number, code in (("00TEST001", "MANDATE_ALREADY_EXISTS"), ("A B", "CREDITORS_DEBTOR_REFERENCE_IS_NOT_CORRECT")):
        with pytest.raises(MandateRefused) as refused:
            enrol(company, agreement=mine.id, customer_number=number, actor=SYSTEM, at=dd.AT)
        assert refused.value.code == code
    first.pk = first.id = uuid4()
    with within(company), pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_pbs_number_is_one_company_s_and_its_group_is_locked() -> None:
    """2: the debtor group is locked to its PBS number; the number is one agreement's in one environment."""
    company, neighbour = dd.company(), dd.company()
    terms = Terms(pbs_number=dd.pbs_number(), data_supplier=dd.SUPPLIER)
    mine = open_agreement(company, terms=terms, actor=SYSTEM, at=dd.AT)
    for owner in (company, neighbour):
        with pytest.raises(TermsRefused) as taken:
            open_agreement(owner, terms=terms, actor=SYSTEM, at=dd.AT)
        assert (taken.value.field, taken.value.reason) == ("pbs_number", "taken")
    with pytest.raises(TermsRefused) as locked:
        change_agreement(company, agreement=mine.id, terms=replace(terms, debtor_group="00002"), actor=SYSTEM, at=dd.AT)
    assert (locked.value.field, locked.value.reason) == ("debtor_group", "locked")
    changed = change_agreement(
        company, agreement=mine.id, terms=replace(terms, product="basis"), actor=SYSTEM, at=dd.AT
    )
    assert changed.product == "basis"
    with within(company), pytest.raises(DatabaseError), transaction.atomic():
        CreditorAgreement.objects.filter(id=mine.id).update(debtor_group="00002")
    with pytest.raises(CreditorAgreement.DoesNotExist):
        change_agreement(neighbour, agreement=mine.id, terms=terms, actor=SYSTEM, at=dd.AT)
    assert end_agreement(company, agreement=mine.id, ends_on=dd.AT.date(), actor=SYSTEM, at=dd.AT)
    assert not end_agreement(company, agreement=mine.id, ends_on=dd.AT.date(), actor=SYSTEM, at=dd.AT)
    with within(company):
        assert queries.agreement_for(company, pbs_number=terms.pbs_number) is None
    assert open_agreement(neighbour, terms=terms, actor=SYSTEM, at=dd.AT).pbs_number == terms.pbs_number


@pytest.mark.parametrize("model", [MandateEvent, Settlement])
def test_what_was_told_is_not_rewritten(model: Any) -> None:
    """The database refuses to change or take away what was told; it may only say in which delivery."""
    company = dd.company()
    mine = dd.agreement(company)
    dd.mandate(mine, "1017")
    dd.register(company, [dd.line(mine, "1017", 1)])
    dd.days(company, date(2027, 1, 23), date(2027, 2, 1))
    with within(company), pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(organization_id=company).update(code="0232")
    with within(company), pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(organization_id=company).delete()
