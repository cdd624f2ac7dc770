"""An installation whose commands are run as an operator runs them: other processes, nothing but the environment."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.roles import Roles

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE = "commands"
ROLES = Roles()


@dataclass(frozen=True)
class Installation:
    """Its database server; `run` and `start` are the command on it."""

    server: EmbeddedPostgres

    def environment(self, **variables: str) -> dict[str, str]:
        """What the command is told; the demo's mark lets the demo's companies in."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            "SELVBETJENING_DEMO": "1",
            "SECRET_KEY": "commands-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
            "DATABASE_URL": self.server.url(role=ROLES.runtime, database=DATABASE),
            "DATABASE_DOORWAY_URL": self.server.url(role=ROLES.doorway, database=DATABASE),
            "PORTAL_BASE_DOMAIN": "portal.test",
            "VAR_DIR": str(self.server.data.parent),
            **variables,
        }

    def start(self, *words: str, **variables: str) -> subprocess.Popen[str]:
        """The command, running; its words and its faults come out of one pipe."""
        return subprocess.Popen(
            [sys.executable, "-m", "selvbetjening.config.cli", *words],
            cwd=self.server.data.parent, env=self.environment(**variables),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """The command to its end; five minutes is the longest it may take."""
        return subprocess.run(
            [sys.executable, "-m", "selvbetjening.config.cli", *words],
            cwd=self.server.data.parent, env=self.environment(**variables),
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """What the database has, seen as its superuser."""
        with psycopg.connect(self.server.url(database=DATABASE)) as connection:
            return connection.execute(statement.encode()).fetchall()
