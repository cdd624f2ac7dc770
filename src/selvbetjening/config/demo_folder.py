"""The demo's folder: one demo at a time, a secret key of its own, the environment of its processes."""

import argparse
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.listening import free_port, port_is_free
from selvbetjening.config.plain_error import PlainError
from selvbetjening.config.roles import Roles

DATABASE = "selvbetjening"


@contextmanager
def only_here(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the lock goes with the process, however it ends.

    Raises:
        PlainError: another demo runs on this folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise PlainError(
                f"The demo already runs on {folder} (process {lock.read().strip() or 'unknown'}). "
                "Stop it with Ctrl-C where it runs, or give this one another folder: selvbetjening run --var FOLDER"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def secret_key(folder: Path) -> str:
    """The demo's secret key: made on the first start, then kept, so that logins outlive a restart (SEC-124)."""
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if kept:
            return kept
        # A start that was killed between making the file and writing it.
        path.unlink()
        return secret_key(folder)
    made = f"demo-{secrets.token_urlsafe(48)}"
    with os.fdopen(descriptor, "w") as file:
        file.write(made)
    return made


def kept_port(folder: Path, *, of: str) -> int:
    """The port of the card gateways' stand-ins (`gateways`) or of `sftp`: the last start's while it is free.

    Links to pages live on, and so does what clients know of the server.
    """
    path = folder / f"{of}.port"
    with suppress(FileNotFoundError, ValueError):
        if port_is_free(port := int(path.read_text())):
            return port
    port = free_port()
    path.write_text(str(port))
    return port


def host_key_files(folder: Path) -> list[Path]:
    """Where the demo's own SSH host keys are."""
    return [folder / "ssh" / name for name in ("host_ed25519", "host_rsa")]


def sftp_users_file(folder: Path) -> Path:
    """The demo's SFTP users by company (`demo/files.py`), for the command that starts it, which asks no database."""
    return folder / "ssh" / "users.json"


def sftp_users(folder: Path) -> dict[str, dict[str, str]]:
    """Name, path of the private key and PBS number of each company's SFTP user, by the company's short name."""
    with suppress(FileNotFoundError):
        found: dict[str, dict[str, str]] = json.loads(sftp_users_file(folder).read_text(encoding="utf-8"))
        return found
    return {}


def environment(
    *, folder: Path, port: int, mail_port: int, gateways_port: int, sftp_port: int, server: EmbeddedPostgres
) -> dict[str, str]:
    """What the demo's processes are told. The owner's address is not among it: only the migrations get that."""
    roles = Roles()
    return {
        "SELVBETJENING_DEMO": "1",
        "SECRET_KEY": secret_key(folder),
        "DATABASE_URL": server.url(role=roles.runtime, database=DATABASE),
        "DATABASE_DOORWAY_URL": server.url(role=roles.doorway, database=DATABASE),
        "PORTAL_BASE_DOMAIN": "localhost",
        "PUBLIC_SCHEME": "http",
        "PUBLIC_PORT": str(port),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "STRIPE_API_BASE": f"http://127.0.0.1:{gateways_port}/stripe",
        "QUICKPAY_API_BASE": f"http://127.0.0.1:{gateways_port}/quickpay",
        "MITID_STAND_IN": f"http://127.0.0.1:{gateways_port}/mitid",
        "SFTP_HOST": "localhost",
        "SFTP_PORT": str(sftp_port),
        "SFTP_HOST_KEY_FILES": ",".join(str(path) for path in host_key_files(folder)),
        "VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings",
        "PYTHONUNBUFFERED": "1",
    }


def running_environment(folder: Path) -> dict[str, str]:
    """The environment of the demo that runs on this folder, for another command beside it.

    Raises:
        PlainError: no demo runs there.
    """
    try:
        content = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlainError(f"No demo runs on {folder}. Start it first: make run") from None
    return environment(
        folder=folder, port=content["port"], mail_port=content["mailbox"]["smtp_port"],
        gateways_port=content["gateways"]["port"], sftp_port=content["sftp"]["port"],
        server=EmbeddedPostgres(data=folder / "postgres"),
    )  # fmt: skip


def used_folder() -> Path:
    """The folder of a demo that runs beside this command: VAR_DIR, or `var` here."""
    return Path(os.environ.get("VAR_DIR") or "var").resolve()


def offer_demo(parser: argparse.ArgumentParser) -> None:
    """The option `--demo` of a command that can work beside the running demo."""
    parser.add_argument("--demo", action="store_true", help="use the demo that runs on VAR_DIR (default: var)")


def join_demo(options: argparse.Namespace) -> None:
    """Take on the running demo's environment where `--demo` says so. Raises `PlainError` when none runs."""
    if options.demo:
        os.environ.update(running_environment(used_folder()))


def owner_url(server: EmbeddedPostgres) -> str:
    """The address of the role that owns the tables."""
    return server.url(role=Roles().owner, database=DATABASE)
