"""The SFTP door for tests: the real server on a free port, real clients, and people with keys."""

import asyncio
import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncssh

from selvbetjening.domain.access.permissions import FILE_TRANSFER
from selvbetjening.domain.deliveries import queries
from selvbetjening.domain.deliveries.models import Delivery, Staging
from selvbetjening.domain.identity.actions.ssh_accounts import open_for_person
from selvbetjening.domain.identity.actions.ssh_keys import add_key
from selvbetjening.domain.identity.models import SshAccount
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.sftp.door import Door
from selvbetjening.portals.sftp.limits import Limits
from selvbetjening.portals.sftp.serving import in_loop
from tests import business, deliveries
from tests.sftp_keys import TestKey, new_key

IND = "/ind/betalingsservice"
HOST_KEYS = [asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-rsa", key_size=3072)]
#: All tests come from one address, and are not to wait.
LIMITS = Limits(per_address=400, per_user=400, unauthenticated=400, drop_from=400, failure_delay=0.05, bans=False)


@dataclass
class Server:
    """A server that runs in a thread of its own, with a loop of its own."""

    door: Door
    port: int
    loop: asyncio.AbstractEventLoop

    def call(self, work: Any) -> Any:
        """Await it in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)


@contextmanager
def serving(limits: Limits = LIMITS) -> Iterator[Server]:
    """The server, for the length of a block."""
    started = threading.Event()
    holder: dict[str, Any] = {}

    def run() -> None:
        async def live() -> None:
            door = Door(limits=limits)
            told = asyncio.Event()
            holder["server"] = Server(
                door, await door.open(host="127.0.0.1", port=0, host_keys=HOST_KEYS), asyncio.get_running_loop()
            )
            holder["told"] = told
            started.set()
            await told.wait()
            if not door.stopping:
                await door.close()

        try:
            in_loop(live())
        finally:
            started.set()

    thread = threading.Thread(target=run, name="sftp-server")
    thread.start()
    assert started.wait(60)
    server: Server = holder["server"]
    try:
        yield server
    finally:
        server.loop.call_soon_threadsafe(holder["told"].set)
        thread.join(60)


@dataclass
class Sender:
    """A person of a company with an SFTP user, a key, and files."""

    folder: Path
    environment: str = "production"
    grant: Sequence[str] = ("send", "fetch")
    key: TestKey = field(default_factory=new_key)
    of: deliveries.Sender = field(default_factory=deliveries.sender)

    def __post_init__(self) -> None:
        with within(self.of.id):
            self.organization = Organization.objects.get(id=self.of.id)
        business.entitle(self.organization, FILE_TRANSFER)
        self.person = business.member(self.organization, grants={FILE_TRANSFER: list(self.grant)})
        self.account = self._account()
        add_key(
            self.id, account=self.account.id, text=self.key.public, label="ERP", by=self.person.id, actor=SYSTEM,
            at=clock.now(),
        )  # fmt: skip
        self.folder.mkdir(parents=True, exist_ok=True)
        self.identity = self.folder / f"{self.account.name}.key"
        self.identity.write_bytes(self.key.private.export_private_key())
        self.identity.chmod(0o600)

    def _account(self) -> SshAccount:
        return open_for_person(
            self.id, membership=self.person.id, environment="test" if self.environment == "test" else "production",
            actor=SYSTEM, at=clock.now(),
        )  # fmt: skip

    @property
    def id(self) -> OrganizationId:
        return self.of.id

    @property
    def name(self) -> str:
        return self.account.name

    def file(self, name: str, data: bytes | None = None, **values: Any) -> Path:
        """A sound delivery on the client's side, or these bytes."""
        path = self.folder / name
        path.write_bytes(deliveries.file(self.of, **values) if data is None else data)
        return path

    def deliveries(self) -> list[Delivery]:
        with within(self.id):
            return list(Delivery.objects.filter(organization_id=self.id).order_by("number"))

    def stagings(self) -> list[Staging]:
        with within(self.id):
            return list(Staging.objects.filter(organization_id=self.id).order_by("began_at"))

    def content(self, id_: UUID) -> bytes:
        with within(self.id):
            return b"".join(queries.bytes_of(self.id, id=id_))

    # --- clients ---

    def options(self, server: Server) -> list[str]:
        """What OpenSSH's programs are told: nothing of this machine's own set-up."""
        known = self.folder / f"known-{server.port}"
        known.write_text(
            "".join(
                f"[127.0.0.1]:{server.port} {key.export_public_key().decode().rsplit(' ', 0)[0]}" for key in HOST_KEYS
            )
        )
        words = {
            "UserKnownHostsFile": str(known), "GlobalKnownHostsFile": "/dev/null", "StrictHostKeyChecking": "yes",
            "IdentityFile": str(self.identity), "IdentitiesOnly": "yes", "BatchMode": "yes", "User": self.name,
            "IdentityAgent": "none",
        }  # fmt: skip
        return ["-F", "/dev/null", *(word for item in words.items() for word in ("-o", f"{item[0]}={item[1]}"))]

    def sftp(
        self, server: Server, *commands: str, check: bool = True, more: Sequence[str] = ()
    ) -> "subprocess.CompletedProcess[str]":
        """OpenSSH's `sftp` with a batch of commands."""
        return _run(
            ["sftp", *self.options(server), *more, "-P", str(server.port), "-b", "-", "127.0.0.1"],
            text="\n".join(commands) + "\n", check=check,
        )  # fmt: skip

    def scp(self, server: Server, *words: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
        return _run(["scp", *self.options(server), "-P", str(server.port), *words], check=check)

    def ssh(self, server: Server, *words: str) -> "subprocess.CompletedProcess[str]":
        return _run(["ssh", *self.options(server), "-p", str(server.port), *words], check=False)

    def connect(self, server: Server, **values: Any) -> Any:
        """The library's own client, for what no polite client does."""
        given = {"username": self.name, "client_keys": [self.key.private], "known_hosts": None, "config": None}
        return asyncssh.connect("127.0.0.1", server.port, **{**given, "agent_path": None, **values})


def _run(words: Sequence[str], *, text: str = "", check: bool = True) -> "subprocess.CompletedProcess[str]":
    ended = subprocess.run(
        words,
        input=text,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert not check or ended.returncode == 0, ended.stdout + ended.stderr
    return ended
