"""A migrated database in a second instead of half a minute: the first run leaves a copy that the next ones take.

The copy's name has the digest of everything that the migrations are made of, so a change of any makes a new one: by the
new migrations alone where those of the copy stand as they were. `tests/run` migrates for itself, with the command, as
an operator does.
"""

import hashlib
import json
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
    "kernel/ids.py", "config/kept_classes.py", "config/roles.py", "config/settings.py",
)  # fmt: skip
ONE_AT_A_TIME = "SELECT pg_advisory_lock(hashtext('tests.migrated'))"


#: A migration runs what these say; what else stands in MADE_OF is looked at after the last of any.
CALLED = ("kernel/ids.py", "domain/tenancy/")
_MODELS = (
    "SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname ^@ 'migrated_'"
    " ORDER BY oid DESC"
)
#: So many copies are kept, the newest ones: a migration that is still being written has one to begin from.
KEPT = 4


def parts() -> dict[str, str]:
    """File → digest: the migrations, what they call, and the packages with migrations of their own."""
    files = {path for pattern in MADE_OF for path in SOURCE.glob(pattern)} | {ROOT / "requirements" / "run.txt"}
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files)}


def model_name(found: dict[str, str]) -> str:
    """`migrated_` and the digest of the parts."""
    return f"migrated_{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]}"


def is_ground(had: dict[str, str], found: dict[str, str]) -> bool:
    """Whether what was migrated with the parts it `had` needs only the migrations that came since."""
    called = {name for name in found if any(part in name for part in CALLED) and "/migrations/" not in name}
    kept = all(found.get(name) == digest for name, digest in fixed(had).items())
    return bool(had) and called <= had.keys() and kept


def fixed(found: dict[str, str]) -> dict[str, str]:
    """The parts that a migrated database cannot do without: the migrations and what they call."""
    return {name: it for name, it in found.items() if "/migrations/" in name or any(part in name for part in CALLED)}


def make(server: EmbeddedPostgres, *, database: str, migrate: Callable[[], None]) -> None:
    """Make `database`, migrated and with the roles' rights.

    Args:
        migrate: migrates `database` and leaves no connection to it; called only where no copy is found.
    """
    wanted = parts()
    model = model_name(wanted)
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute(ONE_AT_A_TIME)
        found = {name: json.loads(had or "{}") for name, had in connection.execute(_MODELS)}
        if model in found:
            _copy(connection, old=model, new=database)
            ensure_roles(server.url(), database=database)
            return
        if ground := next((name for name, had in found.items() if is_ground(had, wanted)), None):
            _copy(connection, old=ground, new=database)
        ensure_roles(server.url(), database=database)
        migrate()
        if fixed(parts()) != fixed(wanted):  # somebody has written a migration in the meantime
            return
        for name in list(found)[KEPT - 1 :]:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        _copy(connection, old=database, new=model)
        note = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(model), sql.Literal(json.dumps(wanted)))
        connection.execute(note)


def _copy(connection: psycopg.Connection, *, old: str, new: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(statement.format(sql.Identifier(new), sql.Identifier(old)))
