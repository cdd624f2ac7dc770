"""A change of the server's key: what may be announced, which key is shown, who is warned (BM-09)."""

from datetime import UTC, date, datetime, timedelta

import asyncssh
import pytest
from tests.sftp_keys import new_key

from selvbetjening.domain.identity.rules.host_keys import HostKeyRefused, Met, check, in_order, standing, warning
from selvbetjening.domain.identity.rules.ssh_keys import PublicKey, read

TODAY = date(2027, 1, 4)
CHANGE = TODAY + timedelta(days=30)
AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def key(kind: str = "ssh-ed25519") -> PublicKey:
    return read(text=new_key(kind).public)


def refused(found: PublicKey, *, starts_on: date = CHANGE, published: tuple[str, ...] = ()) -> str:
    try:
        check(key=found, starts_on=starts_on, today=TODAY, published=published)
    except HostKeyRefused as error:
        return error.code
    return ""


def test_a_change_is_announced_thirty_days_ahead_and_with_a_sound_key() -> None:
    """BM-09: not a day less, not the key in use, nothing too short."""
    found = key()
    assert refused(found) == ""
    assert refused(found, starts_on=CHANGE - timedelta(days=1)) == "too_soon"
    assert refused(found, published=(found.fingerprint,)) == "known"
    short = read(text=asyncssh.generate_private_key("ssh-rsa", key_size=2048).export_public_key())
    assert refused(short) == "weak"


@pytest.mark.parametrize(("today", "order"), [(CHANGE - timedelta(days=1), ["old", "rsa", "new"]),
                                             (CHANGE, ["new", "old", "rsa"])])  # fmt: skip
def test_the_announced_key_is_last_before_its_day_and_first_from_then_on(today: date, order: list[str]) -> None:
    """BM-09: whatever the order of the files, so that a restart changes nothing too early."""
    starts = {"new": CHANGE}
    assert in_order(fingerprints=["old", "rsa", "new"], starts=starts, today=today) == order
    assert in_order(fingerprints=["new", "old", "rsa"], starts=starts, today=today) == order


def test_who_knows_the_new_key() -> None:
    """BM-09: who connected with it, or asked its proof; the others have met the old one, or none."""
    old, new = Met("old", used_at=AT), Met("new", learned_at=AT)
    assert standing(met=[old], retires="old", comes="new") == "retiring"
    assert standing(met=[old, new], retires="old", comes="new") == "knows"
    assert standing(met=[], retires="old", comes="new") == "unknown"
    assert standing(met=[Met("rsa", used_at=AT)], retires="old", comes="new") == "unknown"


def test_warnings_come_thirty_seven_and_one_days_before_each_once() -> None:
    """BM-09: one that was missed is made good by the next, never sent beside it; after the change there is none."""
    told, warned = [], None
    for day in range(33):
        days = warning(starts_on=CHANGE, today=TODAY + timedelta(days=day), warned=warned)
        if days is not None:
            warned = days
            told.append((day, days))
    assert told == [(0, 30), (23, 7), (29, 1)]
    assert warning(starts_on=CHANGE, today=CHANGE - timedelta(days=3), warned=None) == 7
    assert warning(starts_on=CHANGE, today=CHANGE + timedelta(days=1), warned=None) is None
