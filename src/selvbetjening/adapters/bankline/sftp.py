"""The line over SFTP, with asyncssh's client: our key, the server's pinned key, and nothing of this machine's set-up.

The loop is the line's own, so that jobs in threads may use it; every wait has an end.
"""

import asyncio
import hashlib
import time
from collections.abc import Coroutine, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Final, Self, TypeVar

import asyncssh

from selvbetjening.adapters.bankline.addresses import outside
from selvbetjening.domain.directdebit.ports import LineFailed, LineTerms, RemoteFile

TEMPORARY: Final = ".part"
_BLOCK: Final = 1 << 18
#: Seconds: until the server answers, until a block has come over, until a whole file has, and for all that is done over
#: one connection: a server that sends a byte now and then keeps a worker no longer than its lease (`rules.bank.LEASE`).
_CONNECT, _STEP, _FILE, _ALL = 30, 120, 1_800, 1_800
#: More than lie in anybody's folder: so many names, and so many characters in them.
_MOST_NAMES, _MOST_SIGNS = 20_000, 4_000_000
_LOST = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, asyncssh.ConnectionLost)
_MISSING = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)
_T = TypeVar("_T")


class SftpLine:
    """One connection for the length of a `with`. Raises `LineFailed` with `host_key`, `own_key`, `key_refused`,
    `unreachable`, `inner_host`, `connection_lost`, `timeout`, `name_taken`, `too_many`, `folder` or `sftp`."""

    def __init__(self, *, terms: LineTerms) -> None:
        self._terms = terms
        self._runner = asyncio.Runner()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None
        self._ends_at = 0.0

    def __enter__(self) -> Self:
        self._ends_at = time.monotonic() + _ALL
        try:
            self._run(self._open(), _CONNECT)
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def put(self, *, name: str, source: BinaryIO, size: int) -> None:
        """Write under another name, compare the size, then rename; a rename never goes over a file that is there."""
        source.seek(0)
        self._run(self._put(self._path(self._terms.put_folder, name), source, size), _FILE)

    def sent(self, *, name: str) -> tuple[int, str | None] | None:
        """Size and digest of what lies there; the digest is None where the server does not let it be read."""
        return self._run(self._sent(self._path(self._terms.put_folder, name)), _FILE)

    def listed(self) -> Sequence[RemoteFile]:
        """The plain files of the folder we fetch from."""
        return self._run(self._listed(), _STEP)

    def fetch(self, *, name: str, into: BinaryIO) -> None:
        """Read it to its end."""
        self._run(self._fetch(self._path(self._terms.get_folder, name), into), _FILE)

    async def _open(self) -> None:
        terms = self._terms
        address = await asyncio.to_thread(outside, terms.host, terms.port)
        self._connection = await asyncssh.connect(
            address, terms.port, username=terms.username, client_keys=[self._own_key()],
            known_hosts=(self._pinned(), [], []), preferred_auth="publickey", agent_path=None, config=None,
            x509_trusted_certs=None, login_timeout=_CONNECT, connect_timeout=_CONNECT, keepalive_interval=15,
        )  # fmt: skip
        # Banks write names in ISO 8859-1, too: one that is no UTF-8 must not hide all the others.
        self._client = await self._connection.start_sftp_client(path_errors="surrogateescape")

    def _own_key(self) -> asyncssh.SSHKey:
        try:
            return asyncssh.import_private_key(self._terms.private_key)
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
            raise LineFailed("own_key", is_permanent=True) from None

    def _pinned(self) -> list[asyncssh.SSHKey]:
        """The server's keys. Without any no connection is made: who is not known may be anybody."""
        try:
            found = [asyncssh.import_public_key(line) for line in self._terms.host_keys.splitlines() if line.strip()]
        except asyncssh.KeyImportError:
            found = []
        if not found:
            raise LineFailed("host_key", is_permanent=True)
        return found

    async def _put(self, path: str, source: BinaryIO, size: int) -> None:
        client, temporary = self._sftp(), path + TEMPORARY
        async with client.open(temporary, "wb") as out:
            while block := await asyncio.to_thread(source.read, _BLOCK):
                await asyncio.wait_for(out.write(block), _STEP)
        if (await client.stat(temporary)).size != size:
            raise LineFailed("not_whole")
        if await client.exists(path):
            raise LineFailed("name_taken", is_permanent=True)
        await client.rename(temporary, path)

    async def _sent(self, path: str) -> tuple[int, str | None] | None:
        client = self._sftp()
        try:
            size = (await client.stat(path)).size or 0
        except _MISSING:
            return None
        digest, come = hashlib.sha256(), 0
        try:
            async with client.open(path, "rb") as source:
                while come <= size and (block := await _block(source)):
                    digest.update(block)
                    come += len(block)
        except asyncssh.SFTPError as failed:
            if isinstance(failed, _LOST):
                raise
            return size, None
        return size, digest.hexdigest()

    async def _listed(self) -> list[RemoteFile]:
        found, seen, signs = list[RemoteFile](), 0, 0
        async for each in self._sftp().scandir(self._terms.get_folder or "."):
            name, seen = str(each.filename), seen + 1
            signs += len(name)
            if seen > _MOST_NAMES or signs > _MOST_SIGNS:
                raise LineFailed("too_many")
            is_file = each.attrs.type in {asyncssh.FILEXFER_TYPE_REGULAR, asyncssh.FILEXFER_TYPE_UNKNOWN}
            if is_file and name not in {".", ".."}:
                found.append(RemoteFile(name=name, size=each.attrs.size or 0, modified=int(each.attrs.mtime or 0)))
        return found

    async def _fetch(self, path: str, into: BinaryIO) -> None:
        async with self._sftp().open(path, "rb") as source:
            while block := await _block(source):
                into.write(block)

    def _sftp(self) -> asyncssh.SFTPClient:
        if self._client is None:
            raise LineFailed("connection_lost")
        return self._client

    def _path(self, folder: str, name: str) -> str:
        if "/" in name or name in {"", ".", ".."} or "\0" in name:
            raise LineFailed("name", is_permanent=True)
        return f"{folder.rstrip('/')}/{name}" if folder else name

    def _run(self, work: Coroutine[Any, Any, _T], seconds: float) -> _T:
        left = self._ends_at - time.monotonic()

        async def within_time() -> _T:
            return await asyncio.wait_for(work, max(0.0, min(seconds, left)))

        try:
            return self._runner.run(within_time())
        except TimeoutError:
            raise LineFailed("timeout") from None
        except asyncssh.HostKeyNotVerifiable:
            raise LineFailed("host_key", is_permanent=True) from None
        except asyncssh.PermissionDenied:
            raise LineFailed("key_refused", is_permanent=True) from None
        except _LOST:
            raise LineFailed("connection_lost") from None
        except _MISSING:
            raise LineFailed("folder") from None
        except asyncssh.SFTPError:
            raise LineFailed("sftp") from None
        except (OSError, asyncssh.Error):
            raise LineFailed("unreachable") from None

    def _close(self) -> None:
        """However the server is: nothing here waits for it for long, and nothing raises."""
        connection, self._connection, self._client = self._connection, None, None
        if connection is not None:
            connection.abort()
        self._runner.close()


async def _block(source: asyncssh.SFTPClientFile) -> bytes:
    """The next bytes of a file that was opened as bytes."""
    found: Any = await asyncio.wait_for(source.read(_BLOCK), _STEP)
    return bytes(found)
