"""The demo in one command: database, migrations, demo data once, then its processes until Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from selvbetjening.config import demo_file
from selvbetjening.config.child import Command
from selvbetjening.config.commands import gateways, mailserver, sftp, worker
from selvbetjening.config.demo_folder import (
    DATABASE,
    environment,
    host_key_files,
    kept_port,
    only_here,
    owner_url,
    sftp_users,
)
from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.lifeline import PARENT_VARIABLE
from selvbetjening.config.listening import answers, free_port, port_is_free
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.roles import ensure_roles
from selvbetjening.config.ssh_host_keys import make_missing
from selvbetjening.config.supervisor import Supervisor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port and the folder."""
    parser.add_argument("--port", type=int, default=None, help="default: the variable PORT, or 8000")
    parser.add_argument("--var", type=Path, default=Path(os.environ.get("VAR_DIR") or "var"), help="default: var")


def execute(options: argparse.Namespace) -> int:
    """Run until SIGINT or SIGTERM; the data under the folder stays for the next start."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    port = options.port or _port(os.environ.get("PORT") or "8000")
    folder = options.var.resolve()
    with only_here(folder):
        # Left by a demo that was killed: it would tell addresses that are no longer true.
        (folder / "demo.json").unlink(missing_ok=True)
        _refuse_taken(port)
        server = EmbeddedPostgres(data=folder / "postgres")
        with _started(server):
            inner = {
                "mail_port": free_port(), "gateways_port": kept_port(folder, of="gateways"),
                "sftp_port": kept_port(folder, of="sftp"),
            }  # fmt: skip
            for path in make_missing(host_key_files(folder)):
                _say(f"Made a key for the demo's SFTP server: {path}")
            shared = environment(folder=folder, port=port, server=server, **inner)
            _prepare(server, shared)
            content = demo_file.describe(
                port=port, people=demo_file.people(), smtp_port=inner["mail_port"],
                gateways_port=inner["gateways_port"], sftp_port=inner["sftp_port"],
                sftp_users=sftp_users(folder),
            )  # fmt: skip
            _supervise(folder=folder, content=content, shared=shared)
        print("Stopped. The data is kept.", flush=True)
    return 0


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise PlainError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _refuse_taken(port: int) -> None:
    try:
        free = port_is_free(port)
    except PermissionError:
        raise PlainError(f"Port {port} needs more rights. Choose one from 1024 on: PORT=8001 make run") from None
    if not free:
        another = port + 1 if port < 65535 else 8001
        raise PlainError(f"Port {port} is taken by another program. Choose another one: PORT={another} make run")


@contextmanager
def _started(server: EmbeddedPostgres) -> Iterator[None]:
    _say("Starting the database …")
    server.start()
    try:
        yield
    finally:
        # A second Ctrl-C, pressed in haste, must not leave the database behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        server.stop()


def _prepare(server: EmbeddedPostgres, shared: Mapping[str, str]) -> None:
    ensure_roles(server.url(), database=DATABASE)
    _say("Bringing tables up to date …")
    _step(["migrate", "--quiet"], {**shared, "DATABASE_OWNER_URL": owner_url(server)})
    _step(["static", "--quiet"], shared)
    _step(["demo"], shared, aloud=True)


def _step(words: list[str], variables: Mapping[str, str], *, aloud: bool = False) -> None:
    """Run one verb to its end; what it says is shown only when it fails, or at once when `aloud`."""
    ended = subprocess.run(
        _selvbetjening(*words),
        env={**os.environ, **variables, PARENT_VARIABLE: str(os.getpid())},
        stdin=subprocess.DEVNULL,
        stdout=None if aloud else subprocess.PIPE,
        stderr=None if aloud else subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.stderr.write(ended.stdout or "")
        raise PlainError(f"The demo could not be prepared: 'selvbetjening {words[0]}' failed, see above.")


def _supervise(*, folder: Path, content: Mapping[str, Any], shared: Mapping[str, str]) -> None:
    port = content["port"]
    # Any company's door will do: it exists, so it answers with a page. The others follow with the same process.
    probe = next(iter(content["doors"]["customer"]), "demo") + "." + demo_file.BASE_DOMAIN

    def announce() -> bool:
        status = answers(port, host_name=probe)
        if status is None or status >= 500:
            return False
        demo_file.write(folder / "demo.json", content)
        _say(demo_file.words(content))
        return True

    commands = [
        Command("web", _selvbetjening("serve", "--port", str(port)), shared),
        Command("worker", _selvbetjening("worker", "--grace", "4"), shared, ready_word=worker.READY),
        Command("mail", _selvbetjening("mailserver"), shared, ready_word=mailserver.READY),
        Command("gateways", _selvbetjening("gateways"), shared, ready_word=gateways.READY),
        Command("sftp", _selvbetjening("sftp", "--host", "127.0.0.1"), shared, ready_word=sftp.READY),
    ]
    _say("Starting web, worker, mailbox, card gateways and SFTP …")
    try:
        Supervisor(commands, when_ready=announce).run()
    finally:
        (folder / "demo.json").unlink(missing_ok=True)


def _selvbetjening(*words: str) -> list[str]:
    return [sys.executable, "-m", "selvbetjening.config.cli", *words]


def _say(text: str) -> None:
    print(text, flush=True)


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
