"""A mandate that gets another customer number (0605: 0272): whose the old one is has none any more."""

from datetime import date, datetime
from uuid import uuid4

import pytest

from betalingsservice.layouts import delivery_0605
from selvbetjening.domain.billing.queries.mandate_links import link_of
from selvbetjening.domain.billing.rules.debits import METHOD
from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.register_mandates import RegisteredMandates, register_mandates
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from tests import make
from tests.debits import Debits, debits
from tests.story.billing.deal import noon

pytestmark = pytest.mark.usefixtures("database")
AT = noon(date(2026, 11, 3))


def renumber(mine: Debits, new: str, *, old: str = "", at: datetime = AT) -> RegisteredMandates:
    line = delivery_0605.NumberChange(
        pbs_number=mine.agreement.pbs_number, group=mine.agreement.debtor_group, dated_on=at.date(),
        customer=old or mine.mandate.customer_number, mandate=mine.mandate.mandate_number, new_customer=new,
    )  # fmt: skip
    done = register_mandates(mine.organization, delivery=uuid4(), records=[line], actor=SYSTEM, at=at)
    mine.react(at)
    return done


def test_the_other_customer_pays_by_it_and_the_first_one_does_not() -> None:
    """9.1, 17.1 (1), CD-06: what was asked for of the first one's invoice is withdrawn; both are told."""
    mine = debits()
    other = make.account(Organization(id=mine.organization), code="B77")
    invoice = mine.issued()
    assert mine.states(invoice.id) == ["asked"]
    assert renumber(mine, "B77").renumbered == 1
    with within(mine.organization):
        assert link_of(mine.organization, account=mine.deal.account.id, today=AT.date()) is None
        found = link_of(mine.organization, account=other.id, today=AT.date())
    assert found is not None
    assert (found.mandate.match_key, found.mandate.mandate_number) == ("B77", mine.mandate.mandate_number)
    assert mine.account().collection_method == "invoice"
    assert [each["mandate"] for each in mine.facts("billing.mandate_left")] == [str(mine.mandate.id)]
    assert mine.facts("billing.mandate_linked")[-1]["mandate"] == str(found.mandate_id)
    assert "asked" not in mine.states(invoice.id)
    (only,) = mine.collections()
    assert only.state == "cancelled"


def test_twice_is_once_and_the_old_number_is_nobody_s() -> None:
    """9.1: done before is done; the old number cannot be ended, and may be registered anew."""
    mine = debits()
    assert renumber(mine, "B77").renumbered == 1
    again = renumber(mine, "B77")
    assert (again.renumbered, again.unchanged, again.refusals) == (0, 1, [])
    ended = delivery_0605.Cancellation(
        pbs_number=mine.agreement.pbs_number, group=mine.agreement.debtor_group,
        customer=mine.mandate.customer_number, mandate=mine.mandate.mandate_number,
    )  # fmt: skip
    done = register_mandates(mine.organization, delivery=uuid4(), records=[ended], actor=SYSTEM, at=AT)
    assert (done.ended, done.unchanged, len(done.refusals)) == (0, 0, 1)
    assert renumber(mine, mine.mandate.customer_number, old="B77").renumbered == 1
    with within(mine.organization):
        rows = queries.mandates(mine.organization, wanted=queries.Wanted())
        back = link_of(mine.organization, account=mine.deal.account.id, today=AT.date())
    assert sorted(each.state for each in rows) == ["active", "ended_creditor", "ended_creditor"]
    assert back is not None
    assert mine.account().collection_method == METHOD
