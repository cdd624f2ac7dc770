"""The guide's own words are true: its verification runs (SEC-73, "verify sample")."""

import re
from datetime import UTC, datetime
from typing import Any

from tests.house.tree import ROOT

from selvbetjening.domain.webhooks.rules.catalogue import EVENTS
from selvbetjening.domain.webhooks.rules.signing import signature

GUIDE = (ROOT / "docs" / "webhooks.md").read_text("utf-8")
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_the_guide_s_verification_takes_what_is_sent_and_nothing_else() -> None:
    """SEC-73: as a reader would copy it."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    there: dict[str, Any] = {}
    exec(code, there)
    verify, now = there["verify"], AT.timestamp()
    header = signature(secrets=["new", "old"], body=b'{"event":"x"}', at=AT)
    assert verify(header, "new", b'{"event":"x"}', now)
    assert verify(header, "old", b'{"event":"x"}', now + 299)
    assert not verify(header, "new", b'{"event":"y"}', now)
    assert not verify(header, "third", b'{"event":"x"}', now)
    assert not verify(header, "new", b'{"event":"x"}', now + 301)
    assert not verify("", "new", b"", now)


def test_the_guide_names_every_event_or_its_family() -> None:
    families = set(re.findall(r"`([a-z_]+)\.\*`", GUIDE))
    named = set(re.findall(r"`([a-z_.]+)`", GUIDE))
    assert [name for name in EVENTS if name not in named and name.partition(".")[0] not in families] == []
