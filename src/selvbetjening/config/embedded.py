"""The embedded PostgreSQL 18: made, started and stopped under a folder of ours.

It listens on a socket only, which its own account alone may open, so it needs no passwords. For the demo and the tests;
a real installation names its own server.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from selvbetjening.config.lifeline import on_parent_death
from selvbetjening.config.postgres_files import (
    EmbeddedPostgresError,
    account_for,
    as_account,
    make_reachable,
    programs_folder,
    socket_folder,
)

SUPERUSER = "postgres"
FOR_TESTS: Mapping[str, str] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""Settings for data that may be lost: several times faster."""

_ALWAYS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "logging_collector": "off",
    "log_checkpoints": "off",
}


class EmbeddedPostgres:
    """One PostgreSQL server in one data folder."""

    def __init__(self, *, data: Path, settings: Mapping[str, str] | None = None) -> None:
        """Describe the server; nothing is written before `start`.

        Args:
            data: the data folder; its parent is made when missing.
            settings: server settings on top of ours, such as `FOR_TESTS`.

        Raises:
            EmbeddedPostgresError: its programs are not installed, or nobody may run them.
        """
        self.data = data.resolve()
        self.log = self.data.with_name(self.data.name + ".log")
        self._settings = {**_ALWAYS, **(settings or {})}
        self._programs = programs_folder()
        self._account = account_for(self.data)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *, with_parent: bool = True, patience: float = 60.0) -> None:
        """Make the data folder when it is new, start the server and wait until it answers.

        A server that an earlier, killed start left behind is stopped first; a stale ``postmaster.pid`` is removed.
        The caller holds a lock on the folder: two starts at once are not told apart here.

        Args:
            with_parent: the server ends when the calling process ends, even by SIGKILL (Linux).
            patience: seconds until it must answer; recovery after a crash takes some.

        Raises:
            EmbeddedPostgresError: it could not be made or started; the text ends with the server's last words.
        """
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self._make_data()
        self._clear_leftover()
        until = time.monotonic() + patience
        while not self._launch(with_parent=with_parent, until=until):
            if time.monotonic() > until:
                raise EmbeddedPostgresError(f"PostgreSQL did not start. Its last words:\n{self._last_words()}")
            time.sleep(0.5)

    def stop(self, *, patience: int = 20) -> None:
        """Stop the server and wait until it has ended; open connections are ended. Stopping a stopped one is fine."""
        pid = self._live_postmaster()
        if pid is None:
            return
        ended = self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", str(patience))
        if ended.returncode and self._live_postmaster() is not None:
            os.kill(pid, signal.SIGQUIT)
        if self._process is not None:
            self._process.wait()
            self._process = None
        folder = socket_folder(data=self.data, account=self._account)
        if folder != self.data:
            with suppress(OSError):
                folder.rmdir()

    def running(self) -> bool:
        """Whether a server of this data folder answers."""
        if self._live_postmaster() is None:
            return False
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, *, role: str = SUPERUSER, database: str = "postgres") -> str:
        """The address for a role and a database, as ``postgresql://role@/database?host=/socket/folder``."""
        folder = socket_folder(data=self.data, account=self._account)
        return f"postgresql://{quote(role)}@/{quote(database)}?host={quote(str(folder))}"

    def _make_data(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        self.data.mkdir(mode=0o700, exist_ok=True)
        if self._account is not None:
            os.chown(self.data, self._account, -1)
            make_reachable(programs=self._programs, data=self.data, account=self._account)
        access = ("--auth=trust", "--username", SUPERUSER)
        # PostgreSQL's own Unicode rules: the same order and case on every machine, whatever locales it has.
        rules = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        made = self._run("initdb", *access, *rules, "--no-instructions", "-D", str(self.data))
        if made.returncode:
            raise EmbeddedPostgresError(f"PostgreSQL's data folder could not be made:\n{made.stderr.strip()}")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._programs / program, *arguments],
            cwd=self.data,
            env=_plain_environment(),
            capture_output=True,
            text=True,
            check=False,
            **as_account(self._account),
        )

    def _launch(self, *, with_parent: bool, until: float) -> bool:
        if self._account is not None:
            make_reachable(programs=self._programs, data=self.data, account=self._account)
        folder = socket_folder(data=self.data, account=self._account)
        options = [f"-c{name}={value}" for name, value in self._settings.items()]
        # SIGINT is PostgreSQL's "fast shutdown". Set after the change of account, which would clear it.
        before = on_parent_death(signal.SIGINT) if with_parent else None
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [self._programs / "postgres", "-D", self.data, f"-cunix_socket_directories={folder}", *options],
                cwd=self.data,
                env=_plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=before,  # noqa: PLW1509 -- one system call, prepared beforehand
                start_new_session=True,
                **as_account(self._account),
            )
        while process.poll() is None and time.monotonic() < until:
            if self.running():
                self._process = process
                return True
            time.sleep(0.05)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        return False

    def _clear_leftover(self) -> None:
        if self._live_postmaster() is not None:
            self.stop()
        # A process id is given again: PostgreSQL takes any living process with the old number for a server.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _live_postmaster(self) -> int | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        words = _command_line(pid)
        return pid if "postgres" in words and str(self.data) in words else None

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:]) if self.log.exists() else "(none)"


@contextmanager
def shared_postgres(*, data: Path, settings: Mapping[str, str] | None = None) -> Iterator[EmbeddedPostgres]:
    """One server for several test runs at once: the first starts it, the last to leave stops it.

    A run that was killed leaves the server behind; the next one uses it and stops it at its end.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    server = EmbeddedPostgres(data=data, settings=settings)
    door, users = (data.with_name(f"{data.name}.{part}") for part in ("door", "users"))
    with door.open("w") as one_at_a_time, users.open("w") as present:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        fcntl.flock(present, fcntl.LOCK_SH)
        if not server.running():
            server.start(with_parent=False)
        fcntl.flock(one_at_a_time, fcntl.LOCK_UN)
        try:
            yield server
        finally:
            fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
            try:
                fcntl.flock(present, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                server.stop()


def _command_line(pid: int) -> str:
    """The words that a process was started with; empty when there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        except OSError:
            return ""
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout


def _plain_environment() -> dict[str, str]:
    """The environment without PG* variables, which may point the programs at another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
