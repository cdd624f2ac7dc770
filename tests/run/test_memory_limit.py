"""A worker that reads strangers' files takes no more memory than it may (SEC-84)."""

import subprocess
import sys
from pathlib import Path

from selvbetjening.config.commands.worker import READY
from tests.run.installation import ROOT, Installation

GREEDY = """
from selvbetjening.config.memory import hold_back
hold_back(mebibytes=256)
kept = [bytes(1024 * 1024) for _ in range(64)]
try:
    kept.append(bytearray(512 * 1024 * 1024))
except MemoryError:
    print("held back, and still there:", len(kept))
"""


def test_what_would_take_too_much_fails_alone() -> None:
    """SEC-84: the allocation fails, the process lives on."""
    told = subprocess.run(
        [sys.executable, "-c", GREEDY], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert told.stdout == "held back, and still there: 64\n", told.stderr


def test_a_worker_of_the_files_alone_works_within_its_memory(installation: Installation) -> None:
    """SEC-84: its own queue, its own limit; told to stop, it ends in order."""
    worker = installation.start("worker", "--queues", "files", "--memory", "1024", "--grace", "1")
    try:
        assert worker.stdout is not None
        while READY not in worker.stdout.readline():
            assert worker.poll() is None
        limits = (Path("/proc") / str(worker.pid) / "limits").read_text()
        assert f"{1024**3}" in next(line for line in limits.splitlines() if line.startswith("Max data size"))
        worker.terminate()
        worker.communicate(timeout=15)
        assert worker.returncode == 0
    finally:
        worker.kill()
