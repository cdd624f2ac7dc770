"""The process: listen until told to stop, then put aside what is being sent."""

import asyncio
import importlib
import signal
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from selvbetjening.portals.sftp.door import Door
from selvbetjening.portals.sftp.hostkeys import load


def serve(*, host: str, port: int, host_key_files: Sequence[Path], when_ready: Callable[[int], None]) -> None:
    """Serve until SIGTERM or SIGINT. Raises `HostKeyError`, `HookBroken`, OSError."""
    keys = load(files=host_key_files)

    async def run() -> None:
        told = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, told.set)
        door = Door()
        when_ready(await door.open(host=host, port=port, host_keys=keys))
        await told.wait()
        await door.close()

    in_loop(run())


def in_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run it in the fastest event loop that there is: uvloop's, or Python's own where that is not made (Windows)."""
    try:
        factory = importlib.import_module("uvloop").new_event_loop
    except ModuleNotFoundError:
        factory = None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(work)
