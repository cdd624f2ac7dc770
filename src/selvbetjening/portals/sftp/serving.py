"""The process: listen until told to stop, then put aside what is being sent."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

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

    asyncio.run(run())
