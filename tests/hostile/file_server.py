"""A server of files as a process of its own that is killed: it takes uploads and works on deliveries until told.

Each task comes as one JSON line and is done by a fork, which is killed with SIGKILL after `after` seconds where one is
named. The answer is what the fork had said by then: `received` is said to a client only after the commit.
"""

import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

Say = Callable[[str], None]
PIECE = 150


def by_of(task: dict[str, Any]) -> Any:
    from selvbetjening.domain.deliveries.rules.doors import By
    from selvbetjening.kernel.actors import Actor

    person, account = UUID(task["person"]), UUID(task["account"])
    if task["door"] == "https":
        return By(door="https", actor=Actor("user", str(person)), membership=person)
    return By(door="sftp", actor=Actor("api", str(account)), membership=person, account=account)


def receive(task: dict[str, Any], say: Say) -> None:
    """As the door does: take over, write piece by piece from where it stands, commit, say so."""
    from selvbetjening.domain.deliveries.actions.append import append
    from selvbetjening.domain.deliveries.actions.commit import commit
    from selvbetjening.domain.deliveries.actions.resume import resume
    from selvbetjening.domain.deliveries.actions.writing import Writer
    from selvbetjening.kernel.ids import OrganizationId, new_id

    here, id_, at = OrganizationId(UUID(task["organization"])), UUID(task["staging"]), instant(task)
    data, holder, by = bytes.fromhex(task["data"]), new_id(), by_of(task)
    offset = resume(here, staging=id_, by=by, holder=holder, at=at, force=True).offset
    say(f"goes on at {offset}")
    if task["door"] == "https":
        while offset < len(data):
            piece = data[offset : offset + PIECE]
            offset = append(here, staging=id_, holder=holder, offset=offset, data=piece, at=at)
            say(f"has {offset}")
    else:
        writer = Writer(here, staging=id_, holder=holder)
        while offset < len(data):
            writer.write(offset, data[offset : offset + PIECE], at=at)
            offset = min(len(data), offset + PIECE)
            writer.beat(at=at)
            say(f"has {offset}")
        writer.close(at=at)
    done = commit(here, staging=id_, by=by, at=at)
    say(f"received {done.delivery}")


def work(task: dict[str, Any], say: Say) -> None:
    """As the worker does."""
    from selvbetjening.domain.deliveries.actions.advance import advance
    from selvbetjening.domain.deliveries.actions.receipts import sign_receipts
    from selvbetjening.kernel.ids import OrganizationId

    here, at = OrganizationId(UUID(task["organization"])), instant(task)
    advance(here, delivery=UUID(task["delivery"]), at=at)
    sign_receipts(here, at=at)
    say("done")


def instant(task: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(task["at"])


def fork(task: dict[str, Any]) -> dict[str, Any]:
    """Do it in a child, kill that in time, and tell what it said and how long it took."""
    read, write = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        os.close(read)
        code = 1
        try:
            {"receive": receive, "work": work}[task["act"]](task, lambda text: _tell(write, text))
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    said, killed = b"", False
    while True:
        left = None if killed or task["after"] is None else max(0.0, began + task["after"] - time.monotonic())
        if not select.select([read], [], [], left)[0]:
            killed = True
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            continue
        piece = os.read(read, 65_536)
        if not piece:
            break
        said += piece
    os.close(read)
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    return {"said": said.decode().splitlines(), "code": code, "seconds": time.monotonic() - began}


def _tell(out: int, text: str) -> None:
    os.write(out, f"{text}\n".encode())


def main() -> None:
    import django

    django.setup()
    import_module_of_every_task()
    for line in sys.stdin:
        print(json.dumps(fork(json.loads(line))), flush=True)


def import_module_of_every_task() -> None:
    """So that a fork does not spend its time on reading Python."""
    from django.utils.module_loading import import_string

    for name in ("append.append", "commit.commit", "resume.resume", "writing.Writer", "advance.advance"):
        import_string(f"selvbetjening.domain.deliveries.actions.{name}")
    from django.conf import settings

    import_string(settings.FILE_STORE)
    import_string(settings.SCANNER)


if __name__ == "__main__":
    main()
