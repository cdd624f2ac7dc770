"""Host names of portals (LG-16, SB-02, XB-36)."""

from datetime import UTC, datetime

import pytest

from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.organizations.rules.names import accept_domain, accept_slug, redirects_until


@pytest.mark.parametrize(
    ("slug", "expected"),
    [("ab", "too_short"), ("a" * 41, "too_long"), ("Nordlys", "bad_characters"), ("staff", "reserved")],
)
def test_slugs_that_are_refused_lg_16(slug: str, expected: str) -> None:
    """LG-16."""
    with pytest.raises(Refused) as refused:
        accept_slug(slug=slug)
    assert refused.value.reason == expected


def test_a_domain_of_ones_own_xb_36() -> None:
    """XB-36: lower case, ASCII, a trailing full stop off."""
    assert accept_domain(name=" Kunder.Nordlys.EXAMPLE. ", base="portal.test") == "kunder.nordlys.example"
    assert accept_domain(name="blåbær.example", base="portal.test") == "xn--blbr-roah.example"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("localhost", "not_a_domain"), ("127.0.0.1", "not_a_domain"), ("a_b.example", "not_a_domain"),
        ("a..example", "not_a_domain"), ("https://a.example", "not_a_domain"), ("a.example/x", "not_a_domain"),
        ("a.example:80", "not_a_domain"), ("portal.test", "ours"), ("staff.portal.test", "ours"),
        ("Andre.PORTAL.test.", "ours"), ("x" * 64 + ".example", "not_a_domain"),
    ],
)  # fmt: skip
def test_domains_that_are_refused(name: str, expected: str) -> None:
    """SB-02: nobody takes a name of the platform's, or of another company, as a domain of their own."""
    with pytest.raises(Refused) as refused:
        accept_domain(name=name, base="portal.test")
    assert refused.value.reason == expected


def test_twelve_months_lg_16() -> None:
    """LG-16: to the end of the Copenhagen day twelve months later, leap day and summer time included."""
    assert redirects_until(renamed_at=datetime(2026, 3, 10, 9, tzinfo=UTC)) == datetime(2027, 3, 10, 23, tzinfo=UTC)
    assert redirects_until(renamed_at=datetime(2028, 2, 29, 9, tzinfo=UTC)) == datetime(2029, 2, 28, 23, tzinfo=UTC)
    assert redirects_until(renamed_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == datetime(2027, 7, 1, 22, tzinfo=UTC)
