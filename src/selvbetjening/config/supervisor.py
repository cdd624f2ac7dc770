"""Several processes in one command: started, watched, restarted, and ended together."""

import os
import selectors
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType
from typing import TextIO

from selvbetjening.config.child import FAST_DEATHS_ALLOWED, Child, Command

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class ChildKeepsDying(Exception):
    """A child ended so often and so soon that starting it again is of no use."""


class Supervisor:
    """Keeps commands running until it is told to stop, and shows what they say, each line with the speaker's name.

    A child that ends is started again after a pause that doubles each time. One that ends fast five times in a row
    ends everything.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        *,
        when_ready: Callable[[], bool] | None = None,
        output: TextIO | None = None,
        grace: float = 8.0,
    ) -> None:
        """Describe the work; nothing runs before `run`.

        Args:
            commands: what to keep running.
            when_ready: called about four times a second from the moment that every child has said its ready word, until
                it answers True.
            output: where the children's lines go; standard output unless said otherwise.
            grace: seconds that the children have to end after SIGTERM.
        """
        self._children = [Child(command) for command in commands]
        self._when_ready = when_ready
        self._output = output or sys.stdout
        self._grace = grace
        self._stopping = False
        self._selector = selectors.DefaultSelector()
        self._width = max((len(command.name) for command in commands), default=0)

    def stop(self) -> None:
        """Ask `run` to end; may be called from a signal handler or `when_ready`."""
        self._stopping = True

    def run(self) -> None:
        """Run until SIGINT, SIGTERM, SIGHUP or `stop`; all children have ended when this returns.

        Must be called in the main thread: it takes the signals, and children that are tied to their parent are tied to
        the thread that started them.

        Raises:
            ChildKeepsDying: a child died fast five times in a row; the others have been ended.
        """
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        self._selector.register(reader, selectors.EVENT_READ)
        earlier_descriptor = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        earlier = {number: signal.signal(number, self._on_signal) for number in _STOPPING}
        try:
            while not self._stopping:
                self._tend()
                self._listen(0.25)
        finally:
            self._end_all()
            for number, handler in earlier.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(earlier_descriptor)
            self._selector.close()
            os.close(reader)
            os.close(writer)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def _tend(self) -> None:
        for child in self._children:
            code = child.ended()
            if code is not None:
                self._bury(child, code)
            if not child.running and time.monotonic() >= child.due_at:
                child.start()
                self._selector.register(child.pipe, selectors.EVENT_READ, child)
        if self._when_ready and all(child.ready and child.running for child in self._children) and self._when_ready():
            self._when_ready = None

    def _bury(self, child: Child, code: int) -> None:
        for line in child.lines():
            self._say(child, line)
        self._let_go(child)
        self._say(child, f"ended ({_words(code)})")
        if child.fast_deaths >= FAST_DEATHS_ALLOWED:
            raise ChildKeepsDying(
                f"'{child.command.name}' ended {child.fast_deaths} times within seconds of its start. "
                "Everything has been stopped; its last lines above say why."
            )

    def _listen(self, seconds: float) -> None:
        for key, _ in self._selector.select(seconds):
            if not isinstance(key.data, Child):
                os.read(key.fd, 512)
                continue
            for line in key.data.lines():
                self._say(key.data, line)

    def _end_all(self) -> None:
        living = [child for child in self._children if child.running]
        for child in living:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + self._grace
        while living:
            self._listen(0.05)
            if time.monotonic() > until:
                for child in living:
                    child.signal(signal.SIGKILL)
            for child in [child for child in living if child.ended() is not None]:
                self._let_go(child)
                living.remove(child)

    def _let_go(self, child: Child) -> None:
        self._selector.unregister(child.pipe)
        child.forget()

    def _say(self, child: Child, line: str) -> None:
        # The terminal may be gone (closed window); the work of ending goes on without it.
        with suppress(BrokenPipeError, ValueError):
            print(f"{child.command.name:<{self._width}} | {line}", file=self._output, flush=True)


def _words(code: int) -> str:
    if code < 0:
        return f"signal {signal.Signals(-code).name}"
    return f"exit code {code}"
