"""A worker is killed with SIGKILL while a receiver has its message (issue 7, must show 4)."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.webhooks.rules.retrying import LEASE
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.webhooks import Receiver, endpoint, rows, says, send_all, wait_for

ROOT = Path(__file__).resolve().parents[2]
AT = make.AT


@pytest.mark.usefixtures("database")
def test_killed_before_between_and_after_the_answer_nothing_is_lost_and_ids_stay() -> None:
    """At least once: what was under way comes again with its id, and nothing else does."""
    owner = make.organization()
    holders = [make.account(owner) for _ in range(3)]
    hold = threading.Event()

    def slowly(handler: Any, taken: Any) -> None:
        hold.wait(20)
        says(204)(handler, taken)

    with Receiver() as receiver:
        made = endpoint(owner, receiver, at=AT, events=["account.updated"])
        for holder in holders:
            fact = BillingDetailsUpdated(account=holder.id, fields=("name",))
            record(OrganizationId(owner.id), fact=fact, actor=SYSTEM, at=AT)
        receiver.answer = slowly
        environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings", "DATABASE_POOL_SIZE": "2",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }  # fmt: skip
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.webhook_worker", str(owner.id), made.endpoint.host, AT.isoformat()],
            cwd=ROOT, env=environment,
        )  # fmt: skip
        wait_for(lambda: len(receiver.ids) == 1, seconds=60)
        worker.kill()
        worker.wait()
        hold.set()
        (under_way,) = receiver.ids
        later = AT + LEASE + timedelta(seconds=30)
        assert {row.state for row in rows(owner)} == {"waiting"}
        assert send_all(owner, made, at=later) == 3
        assert {row.state for row in rows(owner)} == {"delivered"}
        assert receiver.ids.count(under_way) == 2
        assert len(receiver.ids) == 4 and set(receiver.ids) == {str(row.message_id) for row in rows(owner)}
