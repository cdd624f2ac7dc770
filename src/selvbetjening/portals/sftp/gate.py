"""One connection, from its first byte on: who may stay, who gets in with which key, when it is cut (SEC-89 to 95)."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import asyncssh
import structlog
from asyncssh.constants import DISC_BY_APPLICATION, DISC_NO_MORE_AUTH_METHODS_AVAILABLE, DISC_TOO_MANY_CONNECTIONS
from asyncssh.stream import SSHServerStreamSession

from selvbetjening.domain.identity.actions.host_keys import note_host_key
from selvbetjening.domain.identity.actions.ssh_attempts import Tried
from selvbetjening.domain.identity.actions.ssh_keys import use_key
from selvbetjening.domain.identity.queries import ssh
from selvbetjening.domain.identity.rules.ssh_doors import Account, Verdict, verdict
from selvbetjening.domain.identity.rules.ssh_keys import KeyRefused, PublicKey, of_blob
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.portals.sftp.limits import LIMIT_HIT, UNKNOWN_USER, WRONG_KEY
from selvbetjening.portals.sftp.server import FileServer
from selvbetjening.portals.sftp.serverkeys import shown_to, watch_proofs
from selvbetjening.portals.sftp.uploads import Upload
from selvbetjening.portals.sftp.visits import Visit, visit_for
from selvbetjening.portals.sftp.words import ACCESS_ENDED, WORDS

log = structlog.get_logger("selvbetjening.sftp")
#: Notes of one connection for the doctor: enough to explain it, too few to fill a table.
_NOTES: Final = 20


class Channel(SSHServerStreamSession[bytes]):
    """A session that takes the subsystem `sftp` and nothing else (SEC-90)."""

    def __init__(self, file_server: Callable[[Any], FileServer], *, gone: Callable[[], None]) -> None:
        super().__init__(None, file_server, sftp_version=3)
        self._gone = gone

    def connection_lost(self, exc: Exception | None) -> None:
        """The channel is over, however it ended."""
        super().connection_lost(exc)
        self._gone()

    def shell_requested(self) -> bool:
        return False

    def exec_requested(self, command: str) -> bool:
        return False

    def subsystem_requested(self, subsystem: str) -> bool:
        return subsystem == "sftp"


class Gate(asyncssh.SSHServer):
    """The library asks it about one connection. What it learns before the login stays in memory until it is over."""

    def __init__(self, door: Any) -> None:
        self._door = door
        self._connection: Any = None
        self._address = self._user = ""
        self._names: set[str] = set()
        self._tries = 0
        self._counted = self._over = False
        self._accounts: dict[str, Account | None] = {}
        self._user_tried = ""
        self._proven: PublicKey | None = None
        self._notes: list[Tried] = []
        self.visit: Visit | None = None

    # --- coming and going ---

    def connection_made(self, conn: Any) -> None:
        self._connection = conn
        self._address = str((conn.get_extra_info("peername") or ("",))[0]).partition("%")[0]
        door = self._door
        banned = door.limits.bans and door.bans.is_banned(self._address, now=door.monotonic())
        if banned or door.stopping or not door.counts.may_connect(self._address):
            self._over = True
            conn.abort()
            return
        door.counts.connected(self._address)
        door.gates.add(self)
        watch_proofs(conn, lambda fingerprint: self._met(fingerprint, learned=True))
        self._counted = True

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._counted:
            return
        self._counted, self._over = False, True
        door = self._door
        door.counts.gone(self._address, self._user)
        door.gates.discard(self)
        if self.visit is not None:
            # Where the channel's clean-up did not come, the handles are let go a moment later (SEC-108).
            door.later(1.0, door.let_go, self.visit)
        elif not self._notes and self._names:
            self._note(
                "algorithms" if isinstance(exc, asyncssh.KeyExchangeFailed) else "no_key", sorted(self._names)[0]
            )
        elif isinstance(exc, asyncssh.KeyExchangeFailed):
            self._note("algorithms", "", wanted=str(exc.reason))
        door.note(self._notes)

    def cut(self) -> None:
        """The access is over: nothing more is read or written (C.3)."""
        self._disconnect(DISC_BY_APPLICATION, ACCESS_ENDED)
        if self.visit is not None:
            self._note("access_ended", self.visit.account.name)
            self._door.later(0.0, self._door.let_go, self.visit)

    def stop(self, *, idle: bool = False) -> None:
        """The server ends, or nobody has done anything for long: what is being sent is put aside."""
        why = "ingen aktivitet / idle for too long" if idle else "serveren lukker ned / the server is stopping"
        self._disconnect(DISC_BY_APPLICATION, why)

    def _disconnect(self, code: int, reason: str) -> None:
        if not self._over and self._connection is not None:
            self._over = True
            self._connection.disconnect(code, reason)

    # --- proving who one is ---

    def begin_auth(self, username: str) -> bool:
        """Always True: False would let somebody in without any proof (SEC-89)."""
        self._names.add(username[:64])
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return False

    def kbdint_auth_supported(self) -> bool:
        return False

    def host_based_auth_supported(self) -> bool:
        return False

    async def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        """Whether the key opens. Asked for the unsigned probe and again for the signature: it notes nothing (SEC-93).

        The same questions, time and answer for a user that is not there and a key that is not (SEC-94).
        """
        began = self._door.monotonic()
        try:
            told, read = await self._asked(username, key)
        except Exception as error:
            log.error("a key could not be looked up", exc_info=error)
            told, read = "unknown_key", None
        if told == "ok" and read is not None:
            self._user_tried, self._proven = username, read
            return True
        await asyncio.sleep(max(0.0, began + self._door.limits.failure_delay - self._door.monotonic()))
        self._failed(told, username, read, key)
        return False

    async def _asked(self, username: str, key: asyncssh.SSHKey) -> tuple[Verdict, PublicKey | None]:
        if username not in self._accounts:
            self._accounts[username] = await self._door.quick.run(ssh.account_named, name=username)
        account = self._accounts[username]
        try:
            read = of_blob(blob=key.public_data)
        except KeyRefused:
            return ("unknown_user" if account is None else "weak_key"), None
        at = self._door.now()
        return verdict(account=account, fingerprint=read.fingerprint, address=self._address, at=at), read

    def _failed(self, told: Verdict, username: str, read: PublicKey | None, key: asyncssh.SSHKey) -> None:
        self._tries += 1
        door = self._door
        points = UNKNOWN_USER if told == "unknown_user" else WRONG_KEY
        kind = key.get_algorithm()
        self._note(told, username, key=read, kind=kind, bits=_bits(key))
        if self._tries >= door.limits.tries:
            points += LIMIT_HIT
            self._note("too_many_tries", username)
            self._disconnect(DISC_NO_MORE_AUTH_METHODS_AVAILABLE, "for mange forsøg / too many attempts")
        if door.limits.bans:
            door.bans.score(self._address, points, now=door.monotonic())
            self._shut_out(username, door.bans.left(self._address, now=door.monotonic()))

    def _shut_out(self, username: str, seconds: float) -> None:
        """Say until when: whoever comes meanwhile is not heard at all (BM-08)."""
        if seconds and not any(each.verdict == "banned" for each in self._notes):
            until = (self._door.now() + timedelta(seconds=seconds)).astimezone(COPENHAGEN)
            self._note("banned", username, wanted=f"{until:%d-%m-%Y %H:%M}")

    def auth_completed(self) -> None:
        """Only here is a login counted, and a key used (SEC-93)."""
        username = str(self._connection.get_extra_info("username"))
        account = self._accounts.get(username)
        proven = self._proven
        if account is None or proven is None or username != self._user_tried:  # cannot be; nobody comes in by accident
            self._disconnect(DISC_NO_MORE_AUTH_METHODS_AVAILABLE, "adgang nægtet / access denied")
            return
        client = str(self._connection.get_extra_info("client_version") or "")
        visit = visit_for(account=account, fingerprint=proven.fingerprint, address=self._address, client=client)
        if visit is None:
            self._disconnect(DISC_NO_MORE_AUTH_METHODS_AVAILABLE, "adgang nægtet / access denied")
            return
        self._user = username
        if not self._door.counts.logged_in(username):
            self._note("too_many_connections", username)
            self._disconnect(DISC_TOO_MANY_CONNECTIONS, "for mange forbindelser / too many connections")
            return
        visit.active_at = self._door.monotonic()
        self.visit = visit
        self._note("ok", username, key=proven)
        self._met(shown_to(self._connection))
        self._door.soon(
            use_key, visit.organization, key=visit.key.id, address=self._address, at=self._door.now()
        )  # fmt: skip
        log.info("logged in over sftp", kind="machine" if account.is_machine else "person", outcome="ok")

    def _met(self, fingerprint: str, *, learned: bool = False) -> None:
        """Keep which of the server's keys this user's program knows (BM-09)."""
        if self.visit is not None and fingerprint:
            visit, at = self.visit, self._door.now()
            self._door.soon(
                note_host_key, visit.organization, account=visit.account.id, fingerprint=fingerprint, learned=learned,
                at=at,
            )  # fmt: skip

    # --- channels ---

    def session_requested(self) -> Any:
        """One more channel, where there is room for it (SEC-95, SEC-96)."""
        visit, counts = self.visit, self._door.counts
        if visit is None or self._over or self._door.stopping or not counts.may_open_channel(visit.channels):
            return False
        visit.channels += 1
        counts.channels += 1
        return Channel(self._file_server, gone=self._channel_gone)

    def _file_server(self, channel: Any) -> FileServer:
        return FileServer(channel, door=self._door, gate=self)

    def _channel_gone(self) -> None:
        if self.visit is not None:
            self.visit.channels -= 1
        self._door.counts.channels -= 1

    # --- for the connection doctor ---

    def acted(self, act: str, error: asyncssh.SFTPError | None) -> None:
        """A sign of life; the first path that was refused is worth a note (BM-08)."""
        if self.visit is None:
            return
        self.visit.active_at = self._door.monotonic()
        is_news = error is not None and act not in {"stat", "open"} and "findes ikke" not in str(error.reason)
        # A file that was closed before its end has its own note (`incomplete`), with its own way out.
        is_news = is_news and not (act == "close" and error is not None and error.reason == WORDS["incomplete"][1])
        if error is not None and is_news and not any(each.verdict == "refused_path" for each in self._notes):
            self._note("refused_path", self.visit.account.name, wanted=f"{act}: {error.reason}")

    def incomplete(self, upload: Upload, error: Exception) -> None:
        """A file that was closed and is not whole (BM-08: Ctrl-C)."""
        if self.visit is not None and isinstance(error, asyncssh.SFTPError):
            self._note("incomplete", self.visit.account.name, wanted=upload.name)

    def _note(
        self, told: Verdict, username: str, *, key: PublicKey | None = None, kind: str = "", bits: int = 0,
        wanted: str = "",
    ) -> None:  # fmt: skip
        if len(self._notes) >= _NOTES:
            return
        account = self._accounts.get(username)
        client = str(self._connection.get_extra_info("client_version") or "") if self._connection else ""
        note = Tried(
            at=self._door.now(), verdict=told, address=self._address, user_name=username,
            organization=account.organization if account else None, account=account.id if account else None,
            client=client, kind=key.kind if key else kind, bits=key.bits if key else bits,
            fingerprint=key.fingerprint if key else "", wanted=wanted,
        )  # fmt: skip
        if self.visit is not None:
            self._door.note([note])
        else:
            self._notes.append(note)


def _bits(key: asyncssh.SSHKey) -> int:
    number = getattr(getattr(key, "pyca_key", None), "key_size", 0)
    return int(number or 0)
