"""Web and worker refuse to start where a company's rows would not be held. SEC-06."""

import os
import subprocess
import sys

import psycopg
import pytest

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.listening import free_port
from tests.run.installation import DATABASE, ROLES, ROOT, Installation

pytestmark = pytest.mark.slow
TABLE = "accounts_account"
BARE = """
CREATE TABLE bare (organization_id uuid);
ALTER TABLE bare ENABLE ROW LEVEL SECURITY;
ALTER TABLE bare FORCE ROW LEVEL SECURITY;
"""


@pytest.fixture(scope="module")
def server(installation: Installation) -> EmbeddedPostgres:
    """The other commands' server: each test puts back what it takes down."""
    return installation.server


def selvbetjening(
    server: EmbeddedPostgres, *words: str, role: str = ROLES.runtime, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command on the server's database, logged in as the role; a minute is the longest it may take."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "SEALING_KEYS": "sealing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
        "SECRET_KEY": "refusal-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
        "DATABASE_URL": server.url(role=role, database=DATABASE),
        "DATABASE_DOORWAY_URL": server.url(role=ROLES.doorway, database=DATABASE),
        "PORTAL_BASE_DOMAIN": "portal.test",
        **variables,
    }
    command = [sys.executable, "-m", "selvbetjening.config.cli", *words]
    return subprocess.run(
        command, cwd=server.data.parent, env=environment, capture_output=True, text=True, check=False, timeout=60
    )


def start(server: EmbeddedPostgres, verb: str, *, role: str = ROLES.runtime) -> subprocess.CompletedProcess[str]:
    words = [verb, "--port", str(free_port())] if verb == "serve" else [verb]
    return selvbetjening(server, *words, role=role)


@pytest.mark.parametrize("verb", ["serve", "worker"])
@pytest.mark.parametrize(("role", "reason"), [("postgres", "may do too much"), (ROLES.owner, "owns")])
def test_with_a_role_that_is_too_strong(server: EmbeddedPostgres, verb: str, role: str, reason: str) -> None:
    """SEC-05, SEC-06: as superuser, as owner."""
    ended = start(server, verb, role=role)
    assert ended.returncode == 1
    assert f"The role {role} {reason}" in ended.stderr


@pytest.mark.parametrize("verb", ["serve", "worker"])
@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        (f"GRANT {ROLES.owner} TO {ROLES.runtime}", f"REVOKE {ROLES.owner} FROM {ROLES.runtime}", "is a member of"),
        (f"ALTER ROLE {ROLES.runtime} BYPASSRLS", f"ALTER ROLE {ROLES.runtime} NOBYPASSRLS", "may do too much"),
        (f"ALTER ROLE {ROLES.doorway} BYPASSRLS", f"ALTER ROLE {ROLES.doorway} NOBYPASSRLS", "may do too much"),
        (f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY", TABLE),
        (f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", TABLE),
        (
            BARE,
            "DROP TABLE bare",
            "bare",
        ),
    ],
    ids=["member of the owner", "BYPASSRLS", "BYPASSRLS doorway", "not forced", "not enabled", "no policy"],
)
def test_with_a_wall_down(server: EmbeddedPostgres, verb: str, wrong: str, right: str, reason: str) -> None:
    """SEC-06: as a member of the owner, with a role that passes by, with a table that is not held."""
    with psycopg.connect(server.url(database=DATABASE), autocommit=True) as superuser:
        superuser.execute(wrong.encode())
        try:
            ended = start(server, verb)
        finally:
            superuser.execute(right.encode())
    assert ended.returncode == 1
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr
