"""Other ends of a line: asyncssh's own server over a folder, as plain as a bank's, in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncssh

from selvbetjening.domain.directdebit.ports import LineTerms

HOST_KEY = asyncssh.generate_private_key("ssh-ed25519")
OWN_KEY = asyncssh.generate_private_key("ssh-ed25519")


class Bank(asyncssh.SSHServer):
    """Lets in the user `f1234` with our key, and nobody else."""

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return username == "f1234" and key == OWN_KEY.convert_to_public()


@contextmanager
def sftp_bank(folder: Path, sftp: Any = asyncssh.SFTPServer) -> Iterator[int]:
    """The port of a server whose root is the folder."""
    started, holder = threading.Event(), dict[str, Any]()

    def run() -> None:
        async def live() -> None:
            server = await asyncssh.listen(
                "127.0.0.1", 0, server_factory=Bank, server_host_keys=[HOST_KEY],
                sftp_factory=lambda channel: sftp(channel, chroot=str(folder).encode()),
            )  # fmt: skip
            holder.update(port=server.get_port(), told=asyncio.Event(), loop=asyncio.get_running_loop())
            started.set()
            await holder["told"].wait()
            server.close()

        asyncio.run(live())

    thread = threading.Thread(target=run, name="bank")
    thread.start()
    assert started.wait(30)
    try:
        yield holder["port"]
    finally:
        holder["loop"].call_soon_threadsafe(holder["told"].set)
        thread.join(30)


def terms(port: int, **values: Any) -> LineTerms:
    """The right ones, but for what a test wants otherwise."""
    given: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "username": "f1234",
        "host_keys": HOST_KEY.export_public_key().decode(), "private_key": OWN_KEY.export_private_key().decode(),
        "put_folder": "ind", "get_folder": "ud",
    }  # fmt: skip
    return LineTerms(**{**given, **values})
