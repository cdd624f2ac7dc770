"""Which way a notice goes (BP-77), and the week of the weekly mail (BP-30)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selvbetjening.domain.access.queries.notice_words import KIND_OF, reason
from selvbetjening.domain.access.rules.notices import KINDS, WAYS, kept_choices, way_of, week_of
from selvbetjening.portals.business.notices import words

CHOICES = st.dictionaries(st.sampled_from([*KINDS, "invented"]), st.sampled_from([*WAYS, "never", ""]))


@settings(max_examples=100, deadline=None)
@given(CHOICES)
def test_security_cannot_be_switched_off_bp_77(chosen: dict[str, str]) -> None:
    """BP-77: whatever a form sends, security kinds are mailed at once; every other kind goes a known way."""
    kept = kept_choices(chosen=chosen)
    assert set(kept) <= {code for code, kind in KINDS.items() if not kind.is_security}
    for code, kind in KINDS.items():
        way = way_of(kind=code, chosen=chosen)
        assert way == way_of(kind=code, chosen=kept)
        assert way == "mail" if kind.is_security else way in WAYS


def test_standard_is_kept_as_nothing_bp_77() -> None:
    """BP-77: who chooses the standard has chosen nothing, so that a later standard counts for her, too."""
    assert kept_choices(chosen={"users": "mail", "tasks": "digest"}) == {"tasks": "digest"}
    with pytest.raises(KeyError):
        way_of(kind="invented", chosen={})


def test_every_kind_has_words_and_a_reason() -> None:
    """BP-77: each kind says what it is, and each mail why it came."""
    assert set(words.KINDS) == set(KINDS) and set(words.WAYS) == set(WAYS)
    assert set(KIND_OF.values()) <= set(KINDS)
    assert all("Nordlys" in reason(kind=code, company="Nordlys") for code in KINDS)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 3, 9), date(2026, 3, 9)),
        (date(2026, 3, 15), date(2026, 3, 9)),
        (date(2026, 12, 31), date(2026, 12, 28)),
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_a_week_begins_on_monday_bp_30(day: date, monday: date) -> None:
    """BP-30: one mail a week, also over New Year."""
    assert week_of(day=day) == monday
