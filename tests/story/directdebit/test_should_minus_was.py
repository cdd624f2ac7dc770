"""The SQL that compares a delivery with what stands says what the pure rule says (`rules.effects`)."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selvbetjening.domain.directdebit.lifecycle import CollectionState
from selvbetjening.domain.directdebit.models import CreditorAgreement
from selvbetjening.domain.directdebit.queries.effects import Effects
from selvbetjening.domain.directdebit.rules.effects import Effect, Standing, Wanted, effect
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd

pytestmark = pytest.mark.usefixtures("database")

DAYS = (date(2027, 2, 1), date(2027, 2, 2))
Row = tuple[str, date, tuple[str, int], str]
ROW: Final = st.tuples(
    st.sampled_from(["1017", "1025", "TEST001", "ÆØÅ9"]),
    st.sampled_from(DAYS),
    st.sampled_from([("1", 100), ("1", 200), ("2", 100), ("0", 0)]),
    st.sampled_from(["F1", ""]),
)
KEYED: Final = st.lists(ROW, max_size=6, unique_by=lambda row: row[:2])


def expected(first: list[Row], second: list[Row], replaces: bool, scheduled: bool) -> dict[str, int]:
    """What the pure rule makes of the second delivery beside the first."""
    state = CollectionState.SCHEDULED if scheduled else CollectionState.RECEIVED
    was = {row[:2]: Standing(wanted=wanted(row), state=state) for row in first if row[2][1]}
    found = [effect(wanted=wanted(row), was=was.get(row[:2]), replaces=replaces) for row in second]
    return {each.value: found.count(each) for each in Effect}


def wanted(row: Row) -> Wanted:
    return Wanted(sign=int(row[2][0]), amount_minor=row[2][1], section="0112", reference=row[3])


def delivered(company: OrganizationId, mine: CreditorAgreement, rows: list[Row], at: datetime) -> Effects:
    lines = [
        dd.line(mine, customer.rjust(15, "0") if sign == "2" else customer, amount, due=due, sign=sign, reference=ref)
        for customer, due, (sign, amount), ref in rows
    ]
    return dd.register(company, lines, whole=False, at=at, delivery=uuid4())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=KEYED, second=KEYED, replaces=st.booleans(), scheduled=st.booleans())
def test_the_database_and_the_rule_agree(
    first: list[Row],
    second: list[Row],
    replaces: bool,
    scheduled: bool,
) -> None:
    """BM-01, U2, U18: for whatever stood and whatever comes."""
    company = dd.company()
    mine = dd.agreement(company, on_repeat="replace" if replaces else "refuse")
    delivered(company, mine, first, dd.AT)
    if scheduled:
        dd.days(company, date(2027, 1, 23), date(2027, 1, 23))
    found = delivered(company, mine, second, datetime(2027, 1, 25, 9, tzinfo=UTC))
    counts = {name: getattr(found, name) for name in ("new", "changed", "cancelled", "unchanged", "nothing", "refused")}
    assert counts == expected(first, second, replaces, scheduled)
