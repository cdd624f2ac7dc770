"""Two change one agreement at once: what one of them did not touch stays as the other left it."""

from dataclasses import replace

import pytest

from selvbetjening.domain.directdebit.actions.agreements import change_agreement
from selvbetjening.domain.directdebit.queries.agreements import get_agreement, terms_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import directdebit as dd

pytestmark = pytest.mark.usefixtures("database")


def test_a_page_that_was_open_meanwhile_takes_no_account_back() -> None:
    """The company's choice is sent while the operator writes down another account: the money goes to the new one."""
    company = dd.company()
    mine = dd.agreement(company, settlement_account="0000001111")
    with within(company):
        seen = terms_of(company, agreement=mine.id)
    other = replace(seen, settlement_account="0000002222")
    change_agreement(company, agreement=mine.id, terms=other, only=["settlement_account"], actor=SYSTEM, at=dd.AT)
    choice = replace(seen, several_a_day=True)
    change_agreement(company, agreement=mine.id, terms=choice, only=["several_a_day"], actor=SYSTEM, at=dd.AT)
    with within(company):
        now = get_agreement(company, agreement=mine.id)
    assert (now.settlement_account, now.several_a_day) == ("0000002222", True)
