"""Processes kept running: restarted, given up, ended together, none left behind."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
import uuid

import pytest

from selvbetjening.config.child import FAST_DEATHS_ALLOWED, Command
from selvbetjening.config.supervisor import ChildKeepsDying, Supervisor
from tests.run.processes import until, with_word

PATIENT = "import time; print('up', flush=True); time.sleep(600)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {PATIENT}"
TIED = f"from selvbetjening.config.lifeline import tie_to_parent; tie_to_parent(); {PATIENT}"
SUPERVISED = """
import sys
from selvbetjening.config.child import Command
from selvbetjening.config.supervisor import Supervisor
command = Command("child", [sys.executable, "-c", sys.argv[2], sys.argv[1]], ready_word="up")
Supervisor([command, command], when_ready=lambda: print("ready", flush=True) or True).run()
print("ended", flush=True)
"""


@pytest.fixture
def mark() -> str:
    """A word by which a test finds its own processes."""
    return uuid.uuid4().hex


def python(code: str, mark: str, *, name: str = "child", ready_word: str | None = None) -> Command:
    return Command(name, [sys.executable, "-c", code, mark], ready_word=ready_word)


def test_it_shows_every_line_with_the_speakers_name(mark: str) -> None:
    said = io.StringIO()
    command = python("print('one'); print('two', flush=True); import time; time.sleep(600)", mark, name="web")
    supervisor = Supervisor([command], output=said)
    supervisor._when_ready = lambda: "two" in said.getvalue() and (supervisor.stop() or True)  # type: ignore[func-returns-value]
    supervisor.run()
    assert said.getvalue() == "web | one\nweb | two\n"


def test_a_child_that_dies_is_started_again(mark: str) -> None:
    said = io.StringIO()
    supervisor = Supervisor([python(PATIENT, mark, ready_word="up")], output=said)

    def kill_it_once() -> bool:
        if said.getvalue().count("up") < 2:
            for process in with_word(mark):
                os.kill(process, signal.SIGKILL)
            return False
        supervisor.stop()
        return True

    supervisor._when_ready = kill_it_once
    supervisor.run()
    assert "ended (signal SIGKILL)" in said.getvalue()
    assert with_word(mark) == set()


def test_a_child_that_keeps_dying_ends_everything_with_its_name(mark: str) -> None:
    said = io.StringIO()
    commands = [python(PATIENT, mark, name="good"), python("raise SystemExit('oh no')", mark, name="bad")]
    with pytest.raises(ChildKeepsDying, match="'bad' ended 5 times"):
        Supervisor(commands, output=said).run()
    assert said.getvalue().count("oh no") == FAST_DEATHS_ALLOWED
    assert with_word(mark) == set()


def test_a_child_that_ignores_sigterm_is_killed_after_the_grace(mark: str) -> None:
    supervisor = Supervisor([python(STUBBORN, mark, ready_word="up")], output=io.StringIO(), grace=0.5)
    supervisor._when_ready = lambda: supervisor.stop() or True  # type: ignore[func-returns-value]
    before = time.monotonic()
    supervisor.run()
    assert time.monotonic() - before < 5
    assert with_word(mark) == set()


def test_it_gives_the_signals_back(mark: str) -> None:
    earlier = signal.getsignal(signal.SIGINT)
    supervisor = Supervisor([python(PATIENT, mark)], output=io.StringIO())
    threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    supervisor.run()
    assert signal.getsignal(signal.SIGINT) is earlier


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_and_its_children(mark: str, number: signal.Signals) -> None:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISED, mark, TIED], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while process.stdout.readline() != "ready\n":
        assert process.poll() is None
    assert len(with_word(mark)) == 3
    process.send_signal(number)
    rest, _ = process.communicate(timeout=10)
    assert rest.endswith("ended\n")
    assert process.returncode == 0
    assert with_word(mark) == set()


def test_children_end_when_the_supervisor_is_killed(mark: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", SUPERVISED, mark, TIED], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while process.stdout.readline() != "ready\n":
        assert process.poll() is None
    process.kill()
    process.communicate()
    assert until(lambda: with_word(mark) == set())
