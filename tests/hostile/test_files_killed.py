"""The server of files is killed with SIGKILL while it writes, commits and processes (issue 6, Must show 3).

Never a delivered partial file, always resumable, nothing lost after the client was told that it was received, and
nothing done twice.
"""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.actions.open_staging import open_staging
from selvbetjening.domain.deliveries.actions.sweep import tidy
from selvbetjening.domain.deliveries.models import Delivery, DeliveryMove, Staging
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import new_id
from tests import deliveries as files
from tests.deliveries import AT, MINUTE, Sender

ROOT = Path(__file__).resolve().parents[2]
UPLOADS, WORKS = 14, 14


@dataclass
class Server:
    process: "subprocess.Popen[str]"

    def do(self, act: str, of: Sender, *, at: datetime, after: float | None = None, **task: Any) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        told = {
            "act": act, "organization": str(of.id), "person": str(of.person), "account": str(of.account),
            "at": at.isoformat(), "after": after, **task,
        }  # fmt: skip
        self.process.stdin.write(json.dumps(told) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def file_server(database: str) -> Iterator[Server]:
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings", "DATABASE_POOL_SIZE": "2",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.file_server"], cwd=ROOT, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    yield Server(process)
    process.communicate(timeout=30)


def begun(of: Sender, data: bytes, *, door: str, number: int) -> UUID:
    by = of.https if door == "https" else of.sftp
    size = len(data) if door == "https" else None
    row = open_staging(of.id, by=by, name=f"{number}.txt", folder="bs", size=size, holder=new_id(), at=AT)
    return row.id


def row_of(of: Sender, id_: UUID) -> Staging:
    with within(of.id):
        return Staging.objects.get(organization_id=of.id, id=id_)


def delivered(of: Sender) -> dict[UUID, Delivery]:
    with within(of.id):
        return {each.id: each for each in Delivery.objects.filter(organization_id=of.id)}


def as_it_should_be(of: Sender, id_: UUID, data: bytes, said: list[str]) -> bool:
    """Whatever was killed: what was told holds, and what is there is a beginning or the whole. Whether delivered."""
    with within(of.id):  # under the row's lock: a commit that the dead one had sent may still be at work
        row = Staging.objects.select_for_update().get(organization_id=of.id, id=id_)
        made = Delivery.objects.filter(organization_id=of.id, id=id_).first()
    told = [int(each.split()[1]) for each in said if each.startswith("has ")]
    assert row.offset >= max(told, default=0)
    if row.offset:
        assert b"".join(queries.bytes_of(of.id, id=id_, length=row.offset)) == data[: row.offset]
    assert (row.state == "committed") == (made is not None)
    if made is not None:
        assert (made.size, made.sha256) == (len(data), files.sha256(data))
    if any(each.startswith("received") for each in said):
        assert made is not None
    return made is not None


@pytest.mark.parametrize("door", ["sftp", "https"])
def test_killed_while_it_writes_and_commits_nothing_partial_is_delivered_and_all_goes_on(
    door: str, file_server: Server
) -> None:
    """Must show 3, BP-44, SEC-108, SEC-110: at random moments, again and again, until the file is received; once."""
    of, chance = files.sender(), random.Random(door)
    first = files.file(of, [100] * 6, identification="0")
    id_ = begun(of, first, door=door, number=0)
    task: dict[str, Any] = {"door": door, "data": first.hex()}
    usual = file_server.do("receive", of, at=AT, staging=str(id_), **task)
    assert (usual["code"], as_it_should_be(of, id_, first, usual["said"])) == (0, True)
    sent, killed, partly = {id_: first}, 0, 0
    for number in range(1, 5 * UPLOADS):
        if number >= UPLOADS and killed >= 5 and partly:  # more, where no kill fell among the pieces
            break
        data, at = files.file(of, [100 + number] * 6, identification=str(number)), AT
        id_ = begun(of, data, door=door, number=number)
        sent[id_] = data
        for tries in range(40):
            # The clock of a new process; the lease of the one that was killed runs out and the reaper comes by.
            at += timedelta(seconds=41)
            after = chance.uniform(0, usual["seconds"] * (1 + tries / 4))  # a machine may get slower meanwhile
            done = file_server.do("receive", of, at=at, after=after, staging=str(id_), door=door, data=data.hex())
            is_there = as_it_should_be(of, id_, data, done["said"])
            if done["code"] == 0 or is_there:
                break
            killed += 1
            partly += 0 < row_of(of, id_).offset < len(data)
            tidy(of.id, at=at + MINUTE)
            assert row_of(of, id_).state == "aborted"
            assert id_ not in delivered(of)
    assert killed >= 5 and partly
    made = delivered(of)
    assert set(made) == set(sent)
    assert sorted(each.number for each in made.values()) == list(range(1, len(sent) + 1))
    for id_, data in sent.items():
        assert b"".join(queries.bytes_of(of.id, id=id_)) == data
        assert [each.kind for each in files.receipts(of, id_)] == ["K1"]


def test_killed_while_it_processes_each_file_is_done_once(file_server: Server) -> None:
    """Must show 3, BP-45, SEC-110: again until it is through; one move each, one receipt each, booked once."""
    of, chance = files.sender(), random.Random(3)
    made = [
        files.put(of, files.file(of, [100 + number], identification=str(number), customers=[str(5000 + number)]))
        for number in range(WORKS)
    ]
    usual, killed = file_server.do("work", of, at=AT, delivery=str(made[0].delivery))["seconds"], 0
    for each in made[1:]:
        assert each.delivery is not None
        for tries in range(40):
            after = chance.uniform(0, usual * (1 + tries / 4))
            done = file_server.do("work", of, at=AT + MINUTE, after=after, delivery=str(each.delivery))
            killed += done["code"] != 0
            if files.get(of, each.delivery).state == "processed":
                break
    assert killed >= 5
    files.sign(of)
    for each in made:
        assert each.delivery is not None
        with within(of.id):
            moves = DeliveryMove.objects.filter(organization_id=of.id, delivery_id=each.delivery)
            states = list(moves.order_by("position").values_list("to_state", flat=True))
        assert states == ["received", "scanning", "validating", "accepted", "processing", "processed"]
        assert [one.kind for one in files.receipts(of, each.delivery)] == ["K1", "K2", "K3"]
    assert sorted(one.match_key for one in files.collections(of)) == sorted(str(5000 + n) for n in range(WORKS))
