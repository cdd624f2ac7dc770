"""One child process of a supervisor: started, listened to, ended; and how often it may die."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from selvbetjening.config.lifeline import PARENT_VARIABLE

FAST = 10.0
"""Seconds: a child that ends sooner than this after its start died fast."""
FAST_DEATHS_ALLOWED = 5
LONGEST_PAUSE = 8.0


@dataclass(frozen=True)
class Command:
    """What to run: a short name for its output, the words, the environment, and the word it says when it is ready."""

    name: str
    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    ready_word: str | None = None


class Child:
    """A command that is kept running."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.ready = command.ready_word is None
        self.due_at = 0.0
        self.fast_deaths = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._rest = b""

    @property
    def running(self) -> bool:
        """Whether it has been started and its end has not been seen."""
        return self._process is not None

    @property
    def pipe(self) -> int:
        """The descriptor its output comes from, while it runs."""
        if self._process is None or self._process.stdout is None:
            raise ValueError(f"{self.command.name} is not running")
        return self._process.stdout.fileno()

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C in the terminal then reaches the supervisor only, which ends it."""
        self._process = subprocess.Popen(
            self.command.words,
            env={**os.environ, **self.command.environment, PARENT_VARIABLE: str(os.getpid())},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        os.set_blocking(self.pipe, False)
        self._started_at = time.monotonic()
        self._rest = b""
        self.ready = self.command.ready_word is None

    def lines(self) -> list[str]:
        """The whole lines it has said since the last time."""
        try:
            self._rest += os.read(self.pipe, 65536)
        except BlockingIOError:
            return []
        *whole, self._rest = self._rest.split(b"\n")
        texts = [line.decode(errors="replace").rstrip("\r") for line in whole]
        if self.command.ready_word and any(self.command.ready_word in text for text in texts):
            self.ready = True
        return texts

    def ended(self) -> int | None:
        """Its exit code once it has ended (and plans the next start), None while it runs."""
        if self._process is None or self._process.poll() is None:
            return None
        code = self._process.returncode
        # What it started may live on, on the same port: nothing of it stays.
        self.signal(signal.SIGKILL)
        now = time.monotonic()
        self.fast_deaths = self.fast_deaths + 1 if now - self._started_at < FAST else 1
        self.due_at = now + min(0.5 * 2 ** (self.fast_deaths - 1), LONGEST_PAUSE)
        return code

    def forget(self) -> None:
        """Let go of the ended process."""
        if self._process is not None and self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def signal(self, number: int) -> None:
        """Send a signal: SIGKILL to everything it started as well, any other to itself alone."""
        if self._process is None:
            return
        try:
            if number == signal.SIGKILL:
                os.killpg(self._process.pid, number)
            elif self._process.poll() is None:
                self._process.send_signal(number)
        except ProcessLookupError:
            return
