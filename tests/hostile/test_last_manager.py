"""Every way to a company without an Access Manager, many at once, and past the rules (BP-32, SEC-29, Must show 4)."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError
from psycopg import sql

from selvbetjening.domain.access.actions.delete_member import delete_member, leave
from selvbetjening.domain.access.actions.promote import demote
from selvbetjening.domain.access.actions.review import begin_review, decide_review_row
from selvbetjening.domain.access.actions.set_end import set_end
from selvbetjening.domain.access.actions.suspend import suspend
from selvbetjening.domain.access.actions.sweep import tidy
from selvbetjening.domain.access.models import Membership, ReviewRow
from selvbetjening.domain.access.queries import companies_of
from selvbetjening.domain.access.rules.refusals import Refused
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.access.world import AT, Firm, later

pytestmark = pytest.mark.usefixtures("database")
END = date(2026, 9, 1)


def ways(firm: Firm, row: Membership, by: UUID) -> list[Callable[[], Any]]:
    """Each path by which `by` makes `row` no manager any more; `row` itself may leave."""
    return [
        partial(demote, firm.id, membership=row.id, keep=(), by=by, at=AT),
        partial(suspend, firm.id, membership=row.id, by=by, at=AT),
        partial(delete_member, firm.id, membership=row.id, surname="vinter", by=by, at=AT),
        partial(leave, firm.id, membership=row.id, user=row.user_id, at=AT),
        partial(set_end, firm.id, membership=row.id, ends_on=END, by=by, at=AT),
    ]


def test_fifty_attempts_at_once_leave_one() -> None:
    """Must show 4, BP-32: both of the last two, by every path, each by the other and by oneself, fifty at once."""
    firm = Firm(managers=2)
    one, two = firm.managers
    works = [*ways(firm, one, two.id), *ways(firm, two, one.id), *ways(firm, one, one.id), *ways(firm, two, two.id)]
    answers = at_once((works * 3)[:50])
    assert firm.standing_managers() == 1
    strange = [each for each in answers if isinstance(each, Exception) and not isinstance(each, Refused)]
    assert strange == []
    assert {each.code for each in answers if each is not None} <= {"USER-01", "USER-02", "ACC-01", "gone"}


@pytest.mark.parametrize("path", range(5))
def test_two_managers_end_each_other_and_one_wins(path: int) -> None:
    """BP-32: "two managers demoting each other at the same time: one wins", by each path."""
    firm = Firm(managers=2)
    one, two = firm.managers
    at_once([ways(firm, one, two.id)[path], ways(firm, two, one.id)[path]])
    assert firm.standing_managers() == 1


def test_the_only_one_is_refused_on_every_path() -> None:
    """USER-01, USER-02, by each path and by a review's row (BP-22 to BP-26, BM-05)."""
    firm = Firm()
    codes = []
    for work in ways(firm, firm.managers[0], firm.boss):
        with pytest.raises(Refused) as caught:
            work()
        codes.append(caught.value.code)
    assert codes == ["USER-01", "USER-02", "USER-01", "USER-01", "USER-01"]
    review = begin_review(firm.id, by=firm.boss, at=AT)
    with within(firm.id):
        row = ReviewRow.objects.get(organization_id=firm.id, review=review)
    for decision, ends_on in (("remove", None), ("shorten", END)):
        with pytest.raises(Refused, match="USER-01"):
            decide_review_row(firm.id, row=row.id, decision=decision, ends_on=ends_on, by=firm.boss, at=AT)


def test_one_who_never_logged_in_or_has_an_end_is_no_second() -> None:
    """BP-29, BP-30, BP-32: only who has logged in and stays counts."""
    firm = Firm()
    firm.member(role="access_manager", first_login_at=None)
    firm.member(role="access_manager", ends_on=END)
    firm.invited(role="access_manager", grants=())
    with pytest.raises(Refused, match="USER-01"):
        leave(firm.id, membership=firm.boss, user=firm.managers[0].user_id, at=AT)


def test_both_cannot_be_given_the_same_midnight() -> None:
    """BP-26, BP-32: of two the second end is refused, so no midnight takes both; the sweep takes the other only."""
    firm = Firm(managers=2)
    one, two = firm.managers
    answers = at_once(
        [partial(set_end, firm.id, membership=row.id, ends_on=END, by=two.id, at=AT) for row in (one, two)]
    )
    assert [type(each) for each in answers].count(Refused) == 1
    tidy(firm.id, at=later(days=300))
    assert firm.standing_managers() == 1


def past_the_rules(firm: Firm, **values: Any) -> None:
    with within(firm.id):
        Membership.objects.filter(organization_id=firm.id, role="access_manager").update(**values)


@pytest.mark.parametrize(
    "values",
    [{"role": "user"}, {"state": "suspended"}, {"state": "deleted"}, {"ends_on": END}, {"first_login_at": None}],
)
def test_the_database_refuses_what_the_rules_never_saw(values: dict[str, Any]) -> None:
    """SEC-29: the deferred trigger is the backstop; the transaction falls at its commit."""
    firm = Firm(managers=2)
    with pytest.raises(DatabaseError, match="last access manager"):
        past_the_rules(firm, **values)
    assert firm.standing_managers() == 2


def test_the_backstop_sees_two_transactions_at_once() -> None:
    """SEC-29: each past the rules, each with another manager: the trigger locks before it counts, so one falls."""
    firm = Firm(managers=2)

    def demoted(row: Membership) -> None:
        with within(firm.id):
            Membership.objects.filter(organization_id=firm.id, id=row.id).update(role="user")

    answers = at_once([partial(demoted, row) for row in firm.managers])
    assert [type(each) for each in answers].count(type(None)) == 1
    assert firm.standing_managers() == 1


def test_within_one_transaction_the_order_does_not_matter() -> None:
    """SEC-29: deferred: a swap of the last manager for another one is fine, whichever comes first."""
    firm = Firm()
    other = firm.member()
    with within(firm.id):
        Membership.objects.filter(organization_id=firm.id, id=firm.boss).update(role="user")
        Membership.objects.filter(organization_id=firm.id, id=other.id).update(role="access_manager")
    assert firm.standing_managers() == 1


def test_memberships_of_tells_ids_only(superuser_connection: psycopg.Connection) -> None:
    """SEC-16: ids, role, state, generation, and nothing for nobody; the runtime role reads no row past the wall."""
    firm, other = Firm(), Firm()
    twice = other.member(user=firm.managers[0].user)
    rows = superuser_connection.execute(
        sql.SQL("SELECT * FROM memberships_of(%s, '')"), [firm.managers[0].user_id]
    ).fetchall()
    assert {row[1] for row in rows} == {firm.boss, twice.id}
    assert {len(row) for row in rows} == {5}
    assert {each.membership for each in companies_of(user=twice.user_id)} == {firm.boss, twice.id}
    assert companies_of(user=twice.user_id, cvr="99999999") == []
    assert Membership.objects.count() == 0
