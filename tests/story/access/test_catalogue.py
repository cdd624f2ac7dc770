"""The catalogue of solutions, which of them a company has (BP-03, BP-84), and what is noted of a user."""

from datetime import date, timedelta

import pytest

from selvbetjening.domain.access import queries
from selvbetjening.domain.access.actions.other_company import note_other_company
from selvbetjening.domain.access.actions.seen import note_login, snooze
from selvbetjening.domain.access.permissions import ACTIONS
from selvbetjening.domain.access.rules.catalogue import SOLUTIONS
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from tests.story.access.world import AT, CVR, PARTNER, TODAY, Firm, later

pytestmark = pytest.mark.usefixtures("database")


def test_the_table_holds_the_catalogue() -> None:
    """BP-84: what the migration put in is what the code says; a change needs a migration of its own."""
    rows = queries.all_solutions()
    assert [row.code for row in rows] == [listed.code for listed in SOLUTIONS]
    for row, listed in zip(rows, SOLUTIONS, strict=True):
        assert tuple(row.actions) == ACTIONS[row.code]
        assert all(getattr(row, name) == getattr(listed, name) for name in listed.__slots__)


@pytest.mark.parametrize(
    ("values", "has"),
    [
        ({"state": "active"}, True),
        ({"state": "active", "began_on": TODAY + timedelta(days=1)}, False),
        ({"state": "pending"}, False),
        ({"state": "blocked"}, False),
        ({"state": "ended"}, False),
        ({"state": "terminated", "ends_on": TODAY - timedelta(days=59)}, True),
        ({"state": "terminated", "ends_on": TODAY - timedelta(days=60)}, False),
    ],
)
def test_what_an_agreement_gives(values: dict[str, object], has: bool) -> None:
    """BP-03: active or within its tail of sixty days; blocked is not active. The feature gives Selvbetjening."""
    firm = Firm(features=[])
    firm.entitle("bs-web", **values)
    with within(firm.id):
        assert ("bs-web" in queries.solutions_of(firm.id, today=TODAY)) is has
        assert "selvbetjening" not in queries.solutions_of(firm.id, today=TODAY)
    closed = Firm(is_active=False)
    row = closed.standing(closed.managers[0])
    assert row and row.refused == "LOGIN-06"


def test_a_company_is_found_by_its_number_and_a_person_s_by_the_person() -> None:
    """LOGIN-05, SEC-16: active companies only."""
    firm, gone = Firm(cvr="31415926"), Firm(cvr="31415926", is_active=False)
    found = queries.company_with_cvr(cvr="31415926", at=AT)
    assert firm.id in found and gone.id not in found
    assert queries.company_with_cvr(cvr="00000000", at=AT) == []


def test_a_login_with_another_number_is_told_to_the_managers_once() -> None:
    """BP-02: the managers hear of it; nothing is closed, nobody gets in."""
    firm = Firm()
    row = firm.member()
    assert not note_other_company(firm.id, user=row.user_id, cvr=CVR, at=AT)
    assert note_other_company(firm.id, user=row.user_id, cvr=PARTNER, at=AT)
    assert not note_other_company(firm.id, user=row.user_id, cvr=PARTNER, at=later(days=29))
    assert note_other_company(firm.id, user=row.user_id, cvr=PARTNER, at=later(days=30))
    assert firm.fresh(row).state == "active"


def test_logins_and_snoozes_are_noted() -> None:
    """BP-19, BP-30: the first login stays the first; an advice is put off for ninety days and no longer."""
    firm = Firm()
    row = firm.member(first_login_at=None, last_login_at=None)
    note_login(firm.id, membership=row.id, at=AT)
    note_login(firm.id, membership=row.id, at=later(days=1))
    assert (firm.fresh(row).first_login_at, firm.fresh(row).last_login_at) == (AT, later(days=1))
    snooze(firm.id, membership=firm.boss, advice="two_managers", at=AT)
    with within(firm.id):
        for day, put_off in ((89, True), (90, False)):
            today: date = TODAY + timedelta(days=day)
            assert queries.is_snoozed(firm.id, membership=firm.boss, advice="two_managers", today=today) is put_off
    with pytest.raises(Refused, match="unknown"):
        snooze(firm.id, membership=firm.boss, advice="everything", at=AT)
