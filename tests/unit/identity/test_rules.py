"""The pure decisions of a login: links, clients, limits (LG-07, LG-09, LG-15, CM-11)."""

from datetime import UTC, datetime, timedelta

import pytest

from selvbetjening.domain.identity.rules.clients import browser_name, client_class
from selvbetjening.domain.identity.rules.limits import SPAN, WINDOW, first_counted, window_of
from selvbetjening.domain.identity.rules.links import state
from selvbetjening.domain.messaging.rules.retries import TRIES, WAITS, next_try

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


def test_the_first_thing_that_happened_to_a_link_is_its_state_lg_10() -> None:
    """LG-10: used before voided before expired; open until the very moment it expires."""
    later, earlier = AT + timedelta(seconds=1), AT - timedelta(seconds=1)
    assert state(expires_at=later, spent_at=None, voided_at=None, at=AT) == "open"
    assert state(expires_at=AT, spent_at=None, voided_at=None, at=AT) == "expired"
    assert state(expires_at=earlier, spent_at=None, voided_at=earlier, at=AT) == "voided"
    assert state(expires_at=earlier, spent_at=earlier, voided_at=earlier, at=AT) == "used"


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("GET", {"user-agent": CHROME, "sec-fetch-mode": "navigate"}, "browser"),
        ("GET", {"user-agent": CHROME, "sec-fetch-mode": "navigate", "sec-purpose": "prefetch;prerender"}, "prefetch"),
        ("GET", {"user-agent": CHROME, "x-purpose": "preview"}, "prefetch"),
        ("HEAD", {"user-agent": CHROME, "sec-fetch-mode": "navigate"}, "scanner"),
        ("GET", {"user-agent": "Mozilla/5.0 (compatible; SafeLinks)", "sec-fetch-mode": "navigate"}, "scanner"),
        ("GET", {"user-agent": "python-requests/2"}, "scanner"),
        ("GET", {"user-agent": CHROME}, "unknown"),
        ("GET", {}, "unknown"),
    ],
)
def test_the_class_of_a_client_cm_11(method: str, headers: dict[str, str], expected: str) -> None:
    """CM-11: a guess from the headers."""
    assert client_class(method=method, headers=headers) == expected


def test_a_browser_is_named_in_fixed_words_sec_62() -> None:
    """SEC-62: what a client claims to be never reaches a mail as it stands."""
    assert browser_name(user_agent=CHROME) == "Chrome, Windows"
    assert browser_name(user_agent="Mozilla/5.0 (iPhone; CPU) Version/18 Safari/604") == "Safari, iPhone"
    assert browser_name(user_agent="<b>https://evil.example</b>") == ""


def test_an_hour_after_its_window_began_a_count_is_forgotten_lg_15() -> None:
    """LG-15: six windows of ten minutes count; the seventh back does not."""
    for minutes in range(120):
        at = AT + timedelta(minutes=minutes, seconds=7)
        assert window_of(at=at) <= at < window_of(at=at) + WINDOW
        assert first_counted(at=at) <= window_of(at=at)
        assert first_counted(at=window_of(at=at) + SPAN) > window_of(at=at)


def test_eight_tries_in_about_a_day() -> None:
    """A mail that is not taken is tried eight times, ever later, and then people see it."""
    assert [next_try(tries=tries, at=AT) is None for tries in range(1, TRIES + 1)] == [False] * 7 + [True]
    assert list(WAITS) == sorted(WAITS)
    assert timedelta(hours=20) < sum(WAITS, timedelta()) < timedelta(hours=28)
