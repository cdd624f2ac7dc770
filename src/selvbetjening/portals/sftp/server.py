"""What a client may do once it is in: every public method of the library's SFTP server, answered by us (SEC-91).

The library's own methods touch the real disk. Nothing here does anything itself: it asks `acts` in the pool.
"""

import stat
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncssh
import structlog

from selvbetjening.portals.sftp import acts
from selvbetjening.portals.sftp.aloud import Aloud
from selvbetjening.portals.sftp.handles import Download
from selvbetjening.portals.sftp.shown import Entry
from selvbetjening.portals.sftp.uploads import Upload
from selvbetjening.portals.sftp.words import refusal
from selvbetjening.portals.sftp.wrapping import guarded, guarded_names

log = structlog.get_logger("selvbetjening.sftp")


class FileServer(asyncssh.SFTPServer):
    """One channel. `aborting` is set by the hook when the channel ends before its handles are closed (SEC-105)."""

    def __init__(self, channel: Any, *, door: Any, gate: Any) -> None:
        super().__init__(channel)
        self._door, self._gate, self.visit = door, gate, gate.visit
        self.aborting, self._aloud = False, Aloud()

    def noted(self, act: str, error: asyncssh.SFTPError | None) -> None:
        """Every act is a sign of life; what was refused is for the connection doctor, and said aloud."""
        self._gate.acted(act, error)
        if error is not None and self._aloud.wants(act=act, error=error, client=self._client()):
            with suppress(OSError):  # the channel may be gone
                self.channel.write_stderr(f"{error.reason}\r\n".encode())

    def _client(self) -> str:
        return str(self.connection.get_extra_info("client_version") or "")

    def ended(self) -> None:
        self._gate.cut()

    async def _do(self, work: Any, *words: Any, **values: Any) -> Any:
        return await self._door.pool.run_for(self.visit.organization, work, *words, **values)

    # --- looking ---

    @guarded
    async def realpath(self, path: bytes) -> bytes:
        return acts.spot_of(self.visit, path).path.encode()

    @guarded
    async def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        return attributes(await self._do(acts.look, self.visit, path))

    lstat = stat

    @guarded
    async def fstat(self, file_obj: Any) -> asyncssh.SFTPAttrs:
        if isinstance(file_obj, Upload):
            return attributes(Entry(file_obj.name, "staging", file_obj.writer.size, self._door.now(), writable=True))
        return attributes(file_obj.entry)

    @guarded_names
    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        found = await self._do(acts.listed, self.visit, path)
        here = Entry(".", "folder")
        for each in (here, Entry("..", "folder"), *found):
            attrs = attributes(each)
            yield asyncssh.SFTPName(each.name.encode(), longname=longname(each, attrs).encode(), attrs=attrs)

    @guarded
    async def statvfs(self, path: bytes) -> asyncssh.SFTPVFSAttrs:
        found: acts.Room = await self._do(acts.room, self.visit)
        return asyncssh.SFTPVFSAttrs(
            bsize=acts.BLOCK, frsize=acts.BLOCK, blocks=found.blocks, bfree=found.free, bavail=found.free,
            files=found.files, ffree=found.files_free, favail=found.files_free, namemax=200,
        )  # fmt: skip

    async def fstatvfs(self, file_obj: Any) -> asyncssh.SFTPVFSAttrs:
        found: asyncssh.SFTPVFSAttrs = await self.statvfs(b"/")
        return found

    # --- files ---

    @guarded
    async def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        if self.visit.handles >= self._door.limits.handles:
            raise refusal("too_many_handles")
        if self._door.stopping:
            raise refusal("stopping")
        made = await self._do(acts.opened, self.visit, path, pflags)
        self.visit.handles += 1
        if isinstance(made, Upload):
            self.visit.uploads.add(made)
            if self.aborting:  # the channel ended while it was being opened, so nobody else will close it
                await self._let_go(made)
        return made

    @guarded
    async def read(self, file_obj: Any, offset: int, size: int) -> bytes:
        if not isinstance(file_obj, Download):
            raise refusal("not_here")
        found: bytes = await self._do(file_obj.read, offset, size)
        return found

    @guarded
    async def write(self, file_obj: Any, offset: int, data: bytes) -> int:
        if not isinstance(file_obj, Upload):
            raise refusal("not_here")
        counts = self._door.counts
        counts.in_flight += len(data)
        try:
            written: int = await self._do(file_obj.write, offset, data)
        finally:
            counts.in_flight -= len(data)
        return written

    @guarded
    async def close(self, file_obj: Any) -> None:
        """The client's own close delivers; the channel's end, or ours, only puts aside (SEC-104 to SEC-106)."""
        self.visit.handles -= 1
        if not isinstance(file_obj, Upload):
            return
        if self.aborting or self._door.stopping:
            await self._let_go(file_obj)
            if not self.aborting:
                raise refusal("stopping")
            return
        try:
            await self._do(self._deliver, file_obj)
        except Exception as error:
            self._gate.incomplete(file_obj, error)
            await self._let_go(file_obj)  # where it was refused before the file was closed
            raise
        finally:
            self.visit.uploads.discard(file_obj)

    def _deliver(self, upload: Upload) -> None:
        # The connection may have gone while this waited for its turn: then nobody hears an OK, but the close was
        # the client's own, and the file is whole.
        upload.close(lambda: acts.closing(self.visit))

    async def _let_go(self, upload: Upload) -> None:
        """Never raises: the library would leave the handles after it open (SEC-109)."""
        self.visit.uploads.discard(upload)
        try:
            await self._do(upload.abort)
        except Exception as error:
            log.warning("an upload could not be put aside", exc_info=error)

    @guarded
    async def fsync(self, file_obj: Any) -> None:
        if isinstance(file_obj, Upload):
            await self._do(file_obj.beat)

    @guarded
    async def fsetstat(self, file_obj: Any, attrs: asyncssh.SFTPAttrs) -> None:
        """A size counts; times, modes and owners are taken and ignored: many clients fail without an OK (C.2, C.5)."""
        if attrs.size is None:
            return
        if not isinstance(file_obj, Upload):
            raise refusal("not_here")
        await self._do(file_obj.truncate, attrs.size)

    @guarded
    async def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        await self._do(acts.resized, self.visit, path, attrs.size)

    @guarded
    async def lsetstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        await self._do(acts.look, self.visit, path)

    # --- names ---

    @guarded
    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        await self._rename(oldpath, newpath, replaces=False)

    @guarded
    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        await self._rename(oldpath, newpath, replaces=True)

    async def _rename(self, old: bytes, new: bytes, *, replaces: bool) -> None:
        if self._door.stopping:
            raise refusal("stopping")
        await self._do(acts.renamed, self.visit, old, new, replaces=replaces)

    @guarded
    async def remove(self, path: bytes) -> None:
        await self._do(acts.removed, self.visit, path)

    @guarded
    async def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        await self._do(acts.made_folder, self.visit, path)

    # --- what there is not ---

    @guarded
    async def rmdir(self, path: bytes) -> None:
        raise refusal("not_here")

    @guarded
    async def readlink(self, path: bytes) -> bytes:
        raise refusal("unsupported")

    @guarded
    async def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        raise refusal("not_here")

    @guarded
    async def link(self, oldpath: bytes, newpath: bytes) -> None:
        raise refusal("not_here")

    @guarded
    async def open56(self, path: bytes, desired_access: int, flags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        raise refusal("unsupported")

    @guarded
    async def lock(self, file_obj: Any, offset: int, length: int, flags: int) -> None:
        raise refusal("unsupported")

    @guarded
    async def unlock(self, file_obj: Any, offset: int, length: int) -> None:
        raise refusal("unsupported")

    def exit(self) -> None:
        """The channel is over. `scp` ends with the status that it is told, and with an error where it is told none."""
        try:
            self.channel.exit(0)
        except Exception as error:  # the connection may be gone already; other handles are closed by now
            log.info("a channel ended without a goodbye", exc_info=error)

    # --- what the library would look up on this machine ---

    def map_path(self, path: bytes) -> bytes:
        return path

    def reverse_map_path(self, path: bytes) -> bytes:
        return path

    def format_user(self, uid: int | None) -> str:
        return "sftp"

    def format_group(self, gid: int | None) -> str:
        return "sftp"

    def format_longname(self, name: asyncssh.SFTPName) -> None:
        """`scandir` has written it."""

    async def convert_attrs(self, result: Any) -> asyncssh.SFTPAttrs:
        return result  # type: ignore[no-any-return]


def attributes(found: Entry) -> asyncssh.SFTPAttrs:
    """As of a file of nobody in particular; what may be written shows it."""
    if found.kind == "folder":
        mode = stat.S_IFDIR | (0o770 if found.writable else 0o550)
    else:
        mode = stat.S_IFREG | (0o660 if found.writable else 0o440)
    seconds = int(found.at.timestamp()) if found.at else 0
    return asyncssh.SFTPAttrs(
        size=found.size, uid=0, gid=0, permissions=mode, atime=seconds, mtime=seconds, nlink=1
    )  # fmt: skip


def longname(found: Entry, attrs: asyncssh.SFTPAttrs) -> str:
    """The line that `ls -l` of old clients shows."""
    day = (found.at or datetime.fromtimestamp(0).astimezone()).strftime("%b %d  %Y")
    return f"{stat.filemode(attrs.permissions or 0)}    1 sftp     sftp     {found.size:>10} {day} {found.name}"
