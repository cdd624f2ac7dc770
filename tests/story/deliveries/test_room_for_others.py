"""One person does not keep a whole company from sending (SEC-80, security.md 5.2)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.append import append
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.put_aside import discard
from selvbetjening.domain.deliveries.rules import limits
from selvbetjening.domain.deliveries.rules.doors import By
from selvbetjening.domain.deliveries.rules.limits import LARGEST
from selvbetjening.domain.deliveries.rules.refused import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT

pytestmark = pytest.mark.usefixtures("database")


def test_announced_files_of_one_person_leave_room_for_the_night_run() -> None:
    """SEC-80: announcements of 500 MB without a byte hold room only while their lease lives."""
    of = files.sender()
    member = files.member_of(of)
    by = By(door="https", actor=Actor("user", str(member)), membership=member, address="192.0.2.9")
    codes = set()
    for place in range(60):
        try:
            open_staging(
                of.id, by=by, name=f"{place}.txt", size=LARGEST["https"], holder=new_id(), purpose="preview",
                environment="test", at=AT + timedelta(seconds=10 * place),
            )  # fmt: skip
        except Refused as refused:
            codes.add(refused.code)
    assert codes == {"in_use"}
    assert used(of, AT + timedelta(hours=12)) == 0
    assert files.put(of, files.file(of), at=AT + timedelta(hours=12)).outcome == "delivered"


def begin(of: files.Sender, place: int, at: datetime, size: int = 1_000) -> UUID:
    return open_staging(of.id, by=of.https, name=f"{place}.txt", size=size, holder=new_id(), at=at).id


def used(of: files.Sender, at: datetime) -> int:
    with within(of.id):
        return queries.used(of.id, at=at).bytes


def test_room_is_held_while_somebody_writes_and_asked_for_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SEC-80: at the edge of the quota a silent upload gives its room to others, and hears it with its next bytes."""
    monkeypatch.setattr(limits, "QUOTA", 10_000)
    of = files.sender()
    holder = new_id()
    row = open_staging(of.id, by=of.https, name="a.txt", size=6_000, holder=holder, at=AT)
    piece: dict[str, Any] = {"staging": row.id, "holder": holder, "data": b"x" * 1_000}
    assert append(of.id, offset=0, at=AT, **piece) == 1_000
    assert used(of, AT) == 6_000
    with pytest.raises(Refused, match="quota"):
        begin(of, 1, AT, 5_000)
    later = AT + timedelta(minutes=1)
    assert used(of, later) == 1_000
    begin(of, 1, later, 8_500)
    with pytest.raises(Refused, match="quota"):
        append(of.id, offset=1_000, at=later, **piece)
    assert append(of.id, offset=1_000, at=later + timedelta(minutes=1), **piece) == 2_000


def test_a_person_begins_sixty_an_hour_and_has_twenty_unfinished(monkeypatch: pytest.MonkeyPatch) -> None:
    """Security.md 5.2: 60 an hour; what was thrown away is no file of the company's day."""
    of = files.sender()
    for place in range(20):
        begin(of, place, AT + timedelta(seconds=31 * place))
    with pytest.raises(Refused, match="in_use"):
        begin(of, 20, AT + timedelta(minutes=11))
    monkeypatch.setattr(limits, "UNFINISHED", 1_000)
    for place in range(20, 60):
        staging = begin(of, place, AT + timedelta(seconds=31 * place))
        discard(of.id, staging=staging, by=of.https, at=AT)
    with pytest.raises(Refused, match="too_often"):
        begin(of, 60, AT + timedelta(minutes=59))
    with within(of.id):
        assert queries.used(of.id, at=AT).files_today == 20
    monkeypatch.setattr(limits, "SHARE", 1_500)
    with pytest.raises(Refused, match="share"):
        begin(of, 61, AT + timedelta(minutes=70), 1_501)
    assert begin(of, 61, AT + timedelta(minutes=70), 1_500)
