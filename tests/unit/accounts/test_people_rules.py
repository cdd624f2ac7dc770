"""Who owns, for how long somebody may be let in, and who chooses (XB-07, XB-32, CM-08)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import a_year_after, check_grant, check_role, keep_an_owner, owns
from selvbetjening.domain.identity.rules.eligibility import Standing, decide

OPEN = Standing(
    is_active=True, has_feature=True, is_switched_on=True, has_api_user=True, may_create_account=False
)  # fmt: skip
TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class One:
    """Somebody on an account."""

    role: str = "owner"
    ends_on: date | None = None
    has_self_service_access: bool = True
    email: str = "a@example.com"
    id: UUID = field(default_factory=uuid4)
    account_id: UUID = field(default_factory=uuid4)


PEOPLE = st.lists(
    st.builds(
        One,
        role=st.sampled_from(["owner", "billing", "reader", "accountant"]),
        ends_on=st.sampled_from([None, date(2026, 3, 9), TODAY, date(2026, 3, 11)]),
        has_self_service_access=st.booleans(),
    ),
    max_size=5,
)


@settings(max_examples=60)
@given(before=PEOPLE, after=PEOPLE)
def test_an_account_with_an_owner_keeps_one_xb_32(before: Sequence[One], after: Sequence[One]) -> None:
    """XB-32: refused exactly when the last one who owns for good would go."""
    had, has = any(owns(person=one) for one in before), any(owns(person=one) for one in after)
    if had and not has:
        with pytest.raises(Refused, match="last_owner"):
            keep_an_owner(before=before, after=after)
    else:
        keep_an_owner(before=before, after=after)


@settings(max_examples=60)
@given(found=PEOPLE)
def test_the_chooser_changes_the_third_case_only_lg_02(found: Sequence[One]) -> None:
    """LG-02, LG-03, XB-07: one recipient or none is decided alike in both modes; several only differ in the mail."""
    blocked = decide(standing=OPEN, found=found, today=TODAY)
    chosen = decide(standing=OPEN, found=found, today=TODAY, chooser=True)
    if len(found) < 2:
        assert blocked == chosen
        return
    assert (blocked.outcome, blocked.chooses) == ("duplicate_email", False)
    able = [one for one in found if one.has_self_service_access and (one.ends_on is None or one.ends_on > TODAY)]
    assert (chosen.outcome, chosen.chooses, chosen.recipient) == (
        ("sent", True, None) if able else ("recipient_barred", False, None)
    )


@pytest.mark.parametrize(
    ("ends_on", "reason"),
    [(date(2026, 3, 11), ""), (date(2027, 3, 10), ""), (date(2027, 3, 11), "too_long_a_time"), (TODAY, "past")],
)
def test_a_grant_is_a_year_at_most_cm_08(ends_on: date, reason: str) -> None:
    """CM-08: to the same day of the next year, and not one day more."""
    if not reason:
        check_grant(scopes=["documents"], today=TODAY, ends_on=ends_on)
        return
    with pytest.raises(Refused, match=reason):
        check_grant(scopes=["documents"], today=TODAY, ends_on=ends_on)


def test_a_year_after_a_leap_day_cm_08() -> None:
    """CM-08."""
    assert a_year_after(day=date(2028, 2, 29)) == date(2029, 2, 28)
    for scopes in ([], ["documents", "money"]):
        with pytest.raises(Refused, match="unknown"):
            check_grant(scopes=scopes, today=TODAY, ends_on=date(2026, 4, 1))


def test_a_bookkeeper_has_an_end_xb_32() -> None:
    """XB-32."""
    check_role(role="accountant", ends_on=date(2026, 3, 11), today=TODAY)
    for role, ends_on, reason in (
        ("accountant", None, "required"), ("boss", None, "unknown"), ("reader", TODAY, "past"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=reason):
            check_role(role=role, ends_on=ends_on, today=TODAY)
