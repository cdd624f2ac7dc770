"""A migrated database in a second instead of half a minute: the first run leaves a copy that the next ones take.

The copy's name has the digest of everything that the migrations are made of, so a change of any makes a new one.
`tests/run` migrates for itself, with the command, as an operator does.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.roles import ensure_roles

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "selvbetjening"
MADE_OF = (
    "**/migrations/*.py", "**/permissions.py", "**/apps.py", "domain/tenancy/**/*.py",
    "kernel/ids.py", "config/roles.py", "config/settings.py",
)  # fmt: skip
ONE_AT_A_TIME = "SELECT pg_advisory_lock(hashtext('tests.migrated'))"


def model_name() -> str:
    """`migrated_` and the digest of the migrations, what they call, and the packages with migrations of their own."""
    files = {path for pattern in MADE_OF for path in SOURCE.glob(pattern)} | {ROOT / "requirements" / "run.txt"}
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return f"migrated_{digest.hexdigest()[:16]}"


def make(server: EmbeddedPostgres, *, database: str, migrate: Callable[[], None]) -> None:
    """Make `database`, migrated and with the roles' rights.

    Args:
        migrate: migrates `database` and leaves no connection to it; called only where no copy is found.
    """
    model = model_name()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(ONE_AT_A_TIME)
        found = {name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname ^@ 'migrated_'")}
        if model in found:
            _copy(connection, old=model, new=database)
            ensure_roles(server.url(), database=database)
            return
        ensure_roles(server.url(), database=database)
        migrate()
        for name in found:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        if model_name() == model:  # nobody has written a migration in the meantime
            _copy(connection, old=database, new=model)


def _copy(connection: psycopg.Connection, *, old: str, new: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(statement.format(sql.Identifier(new), sql.Identifier(old)))
