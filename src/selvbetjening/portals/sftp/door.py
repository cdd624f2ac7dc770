"""The running server: what all its connections share, and what looks after them (SEC-95 to SEC-97, SEC-108)."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

import asyncssh
import structlog

from selvbetjening.domain.identity.actions.ssh_attempts import Tried, note_attempts
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.portals.sftp import hook, visits
from selvbetjening.portals.sftp.algorithms import algorithms, closed_doors, host_key_pairs, window
from selvbetjening.portals.sftp.gate import Gate
from selvbetjening.portals.sftp.limits import Bans, Counts, Limits
from selvbetjening.portals.sftp.serverkeys import as_announced
from selvbetjening.portals.sftp.visits import Ended, Visit
from selvbetjening.portals.sftp.work import Pool

log = structlog.get_logger("selvbetjening.sftp")
#: Seconds: how often cut names are asked for, every right is asked anew, and uploads give a sign of life.
CUT_EVERY, ASK_EVERY, BEAT_EVERY = 1.0, 5.0, 10.0
#: Threads for what is asked of the database alone.
QUICK: Final = 4
#: Notes for the doctor in a minute, in all: strangers cannot fill the table.
_NOTES_A_MINUTE: Final = 600


class Door:
    """Made and used in one event loop."""

    def __init__(self, *, limits: Limits | None = None, threads: int = 16) -> None:
        self.limits = limits or Limits()
        self.counts, self.bans = Counts(self.limits), Bans()
        # Files have their own threads: a store that hangs fills those, and logins and cuts go on (SEC-97).
        self.pool, self.quick = Pool(threads=threads), Pool(threads=QUICK)
        self.gates: set[Gate] = set()
        self.stopping = False
        self._listener: Any = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._noted, self._noted_since = 0, 0.0

    async def open(self, *, host: str, port: int, host_keys: Sequence[asyncssh.SSHKey]) -> int:
        """Listen, and return the port. Raises `hook.HookBroken`, OSError, ValueError without a host key (SEC-101)."""
        hook.install()
        if not host_keys:
            raise ValueError("the server needs a host key")
        ordered = await self.quick.run(as_announced, host_keys, today=copenhagen_day(self.now()))
        options = {**algorithms(), **closed_doors(), **window()}
        self._listener = await asyncssh.listen(
            host, port, server_factory=lambda: Gate(self), server_host_keys=host_key_pairs(ordered), **options
        )
        for work, every in ((self._cut, CUT_EVERY), (self._ask, ASK_EVERY), (self._beat, BEAT_EVERY)):
            self._keep(self._repeat(work, every))
        return int(self._listener.get_port())

    async def close(self) -> None:
        """Take nobody in, put aside what is being sent, and end (C.4, layer 1)."""
        self.stopping = True
        if self._listener is not None:
            self._listener.close()
        found = [gate.visit for gate in self.gates if gate.visit is not None]
        for gate in list(self.gates):
            gate.stop()
        for visit in found:
            await self.let_go(visit)
        for _ in range(20):  # what has just been disconnected is still putting its files aside
            if self.counts.channels:
                await asyncio.sleep(0.1)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.to_thread(self.pool.close)
        await asyncio.to_thread(self.quick.close)

    def now(self) -> datetime:
        return clock.now()

    def monotonic(self) -> float:
        return time.monotonic()

    # --- work in the background ---

    def soon(self, work: Callable[..., Any], *words: Any, **values: Any) -> None:
        """Do it in the pool; a failure is logged and nothing more."""
        self._keep(self._quietly(self.quick.run(work, *words, **values)))

    def later(self, seconds: float, work: Callable[..., Any], *words: Any) -> None:
        """Await `work(*words)` after a while."""

        async def wait() -> None:
            await asyncio.sleep(seconds)
            await work(*words)

        self._keep(self._quietly(wait()))

    def note(self, notes: Sequence[Tried]) -> None:
        """For the connection doctor; past a number of them a minute they are dropped."""
        now = self.monotonic()
        if now - self._noted_since >= 60:
            self._noted, self._noted_since = 0, now
        room = max(0, _NOTES_A_MINUTE - self._noted)
        if kept := list(notes)[:room]:
            self._noted += len(kept)
            self.soon(note_attempts, attempts=kept)

    async def let_go(self, visit: Visit) -> None:
        """Put aside whatever this connection still had open."""
        for upload in list(visit.uploads):
            visit.uploads.discard(upload)
            await self.pool.run(upload.abort)

    async def _repeat(self, work: Callable[[], Any], every: float) -> None:
        while True:
            await asyncio.sleep(every)
            await self._quietly(work())

    async def _quietly(self, work: Any) -> None:
        try:
            await work
        except Exception as error:
            log.warning("work beside the connections failed", exc_info=error)

    def _keep(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- looking after the connections ---

    async def _cut(self) -> None:
        """Within a second of an end of access its connections are cut, idle ones too (SEC-27, SEC-28)."""
        live = {gate: gate.visit for gate in list(self.gates) if gate.visit is not None}
        if live:
            names = {visit.account.name for visit in live.values()}
            found = await self.quick.run(ssh.generations, names=names)
            for gate, visit in live.items():
                if found.get(visit.account.name) != visit.account.generation:
                    gate.cut()
        now = self.monotonic()
        self.bans.forget(now=now)
        for gate, visit in live.items():
            if now - visit.active_at > self.limits.idle and not visit.uploads:
                gate.stop(idle=True)

    async def _ask(self) -> None:
        """Whatever ends by the calendar, a grant that was taken away, an agreement that ended (SEC-27)."""
        for gate in list(self.gates):
            visit = gate.visit
            if visit is None:
                continue
            try:
                await self.quick.run(visits.standing, visit)
            except Ended:
                gate.cut()

    async def _beat(self) -> None:
        """A sign of life of every upload (SEC-108)."""
        for gate in list(self.gates):
            for upload in list(gate.visit.uploads) if gate.visit else ():
                await self._quietly(self.pool.run(upload.beat))
