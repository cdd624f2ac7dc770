"""The decision about a company's own users, as a table (BP-02 to BP-04, BP-13, BP-28, SEC-24)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.access.lifecycle import GrantState, MembershipState
from selvbetjening.domain.access.permissions import ACTIONS, MANAGE, codes
from selvbetjening.domain.access.rules import ends, names, oddities
from selvbetjening.domain.access.rules.members import Decision, LiveGrant, Member, Standing, decide, is_open, refusal_of
from selvbetjening.domain.access.rules.refusals import REFUSALS
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.ids import OrganizationId

DAY = date(2026, 3, 10)
MEMBER = Member(
    id=UUID(int=1), user=UUID(int=2), name="Vibe", email="v@example.com", role="user", state=MembershipState.ACTIVE,
    bound_cvr="12345674", is_external=False, partner_name="", language="da", ends_on=None, generation=1,
)  # fmt: skip
HAS = frozenset({"selvbetjening", "bs-web"})
GRANT = LiveGrant(UUID(int=3), "bs-web", ("view", "edit"), (), None)
USER = Standing(OrganizationId(UUID(int=4)), MEMBER, (GRANT,), HAS)
BOSS = replace(USER, membership=replace(MEMBER, role="access_manager"), grants=())


def ask(standing: Standing | None, code: str, *, operator: bool = False) -> Decision:
    return decide(standing=standing, permission=code, is_operator=operator)


def test_a_user_reaches_what_the_grant_names() -> None:
    """BP-13: ACC-01 for the rest, ACC-02 for what the company has not, nothing about users."""
    reached = {code for code in codes() if ask(USER, code)}
    assert reached == {"bs-web.view", "bs-web.edit"}
    assert {ask(USER, code).code for code in codes() if code.startswith("my-file-transfer")} == {"ACC-02"}
    assert ask(USER, MANAGE).code == ask(USER, "bs-web.send").code == "ACC-01"


def test_a_manager_reaches_all_that_the_company_has() -> None:
    """BP-28: without a grant, and nothing that the company has not."""
    reached = {code for code in codes() if ask(BOSS, code)}
    assert reached == {MANAGE} | {f"{each}.{action}" for each in HAS for action in ACTIONS[each]}


@pytest.mark.parametrize("refused", ["LOGIN-06", "LOGIN-07", "LOGIN-08", "LOGIN-09", "LOGIN-12"])
def test_a_closed_door_is_closed_for_everything(refused: str) -> None:
    """SEC-24: also for a manager; the code is the reason."""
    closed = replace(BOSS, refused=refused)
    assert {ask(closed, code).code for code in codes()} == {refused}
    assert not closed.is_manager and closed.actions_in("bs-web") == frozenset()


def test_nobody_and_an_operator() -> None:
    """BP-33, SEC-34: without a membership nothing; an operator works in Selvbetjening and never with the users."""
    assert {ask(None, code).code for code in codes()} == {"LOGIN-07"}
    reached = {code for code in codes() if ask(None, code, operator=True)}
    assert reached == {f"selvbetjening.{action}" for action in ACTIONS["selvbetjening"]}
    assert not ask(BOSS, "bs-web.everything") and not ask(BOSS, "nonsense") and not ask(None, "", operator=True)


@pytest.mark.parametrize(
    ("state", "ends_on", "fits", "agreement", "expected"),
    [
        ("active", None, True, True, ""),
        ("active", date(2026, 3, 11), True, True, ""),
        ("active", DAY, True, True, "LOGIN-09"),
        ("active", None, False, True, "LOGIN-07"),
        ("active", None, True, False, "LOGIN-06"),
        ("suspended", DAY, True, False, "LOGIN-08"),
        ("expired", None, True, True, "LOGIN-09"),
        ("deleted", None, True, True, "LOGIN-07"),
        ("anonymised", None, True, True, "LOGIN-07"),
        ("suspended", None, False, True, "LOGIN-07"),
    ],
)
def test_the_first_reason_is_told(state: str, ends_on: date | None, fits: bool, agreement: bool, expected: str) -> None:
    """BP-02, BP-03, BP-04, BP-26, SEC-67: a wrong number learns nothing of the membership's state."""
    found = refusal_of(state=MembershipState(state), ends_on=ends_on, fits=fits, has_agreement=agreement, today=DAY)
    assert found == expected


@pytest.mark.parametrize(
    ("state", "ends_on", "opens"),
    [
        (GrantState.ACTIVE, None, True),
        (GrantState.FADING, date(2026, 3, 11), True),
        (GrantState.ACTIVE, DAY, False),
        (GrantState.WAITING, None, False),
        (GrantState.EXPIRED, None, False),
        (GrantState.REMOVED, None, False),
    ],
)
def test_which_grants_open(state: GrantState, ends_on: date | None, opens: bool) -> None:
    """B.3, BM-05: one that fades still opens, one that waits does not yet."""
    assert is_open(state=state, ends_on=ends_on, today=DAY) is opens


@pytest.mark.parametrize(
    ("invited", "told", "fits"),
    [
        ("Sørensen", "SOERENSEN", True),
        ("Lund Holm", "Holm", True),
        ("Holm", "Lund-Holm", True),
        ("Ågård", "Aagaard", True),
        ("Müller", "Mueller", True),
        ("Holm", "Holmgaard", False),
        ("Holm", "", False),
        ("", "", False),
    ],
)
def test_surnames(invited: str, told: str, fits: bool) -> None:
    """BP-17."""
    assert names.surnames_fit(invited=invited, told=told) is fits


@given(st.dates(date(2026, 1, 1), date(2032, 12, 31)), st.integers(1, 24))
@settings(max_examples=60)
def test_months_keep_the_day_as_far_as_the_month_has_it(day: date, months: int) -> None:
    """BM-05, BP-16: leap days and short months included; the end is never before the day and never skips a month."""
    end = ends.in_months(day=day, months=months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end.replace(day=28).month == end.month))


@pytest.mark.parametrize(
    ("left", "told", "due"),
    [
        (31, None, None),
        (30, None, 30),
        (20, 30, None),
        (14, 30, 14),
        (2, 30, 3),
        (3, 3, None),
        (0, 3, None),
        (9, None, 14),
    ],
)
def test_reminders_come_once_each(left: int, told: int | None, due: int | None) -> None:
    """BP-26: 30, 14 and 3 days before; after a sleep the nearest one only."""
    assert ends.reminder_due(ends_on=date.fromordinal(DAY.toordinal() + left), today=DAY, told=told) == due


def test_odd_rows() -> None:
    """BM-05: manager, external, unused, without an end, never logged in."""
    at = datetime(2026, 1, 9, 12, tzinfo=COPENHAGEN)
    seen = oddities.Seen(is_manager=True, is_external=True, is_suspended=True, last_login_at=at, ends_on=None)
    assert oddities.oddities(seen=seen, today=DAY, unused_days=60) == ["unused", "external", "manager", "suspended"]
    new = replace(seen, is_manager=False, is_external=False, is_suspended=False, last_login_at=None)
    assert oddities.oddities(seen=new, today=DAY, unused_days=60) == ["never_logged_in"]
    grant = replace(new, granted_at=at, last_used_at=datetime(2026, 1, 10, 12, tzinfo=COPENHAGEN), ends_on=DAY)
    assert oddities.oddities(seen=grant, today=DAY, unused_days=60) == []
    assert oddities.oddities(seen=replace(grant, ends_on=None), today=DAY, unused_days=59) == ["unused", "no_end"]


def test_every_refusal_has_its_words() -> None:
    """BM-12: each code that a decision can give stands in annex J, with a status that is no success but INV-04's."""
    given_codes = {"LOGIN-06", "LOGIN-07", "LOGIN-08", "LOGIN-09", "LOGIN-12", "ACC-01", "ACC-02"}
    assert given_codes <= set(REFUSALS)
    assert {code for code, words in REFUSALS.items() if words.status < 400} == {"INV-04"}
