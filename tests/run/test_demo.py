"""The demo, started for real as `make run` starts it: first start, second start, Ctrl-C, kill -9, who is in the way."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from selvbetjening.config.embedded import EmbeddedPostgres
from selvbetjening.config.listening import answers, free_port
from tests.run.processes import until, with_word

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = str(ROOT / "docs" / "examples" / "import")


class Demo:
    """A demo on a folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port = free_port()
        self.process: subprocess.Popen[str] | None = None
        self.said = ""

    def command(self, *, port: int | None = None, var: Path | None = None) -> subprocess.Popen[str]:
        words = ["run", "--port", str(port or self.port), "--var", str(var or self.var)]
        # What the test settings put into this process's environment must not reach the demo.
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return subprocess.Popen(
            [sys.executable, "-m", "selvbetjening.config.cli", *words],
            env={**kept, "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def beside(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command while the demo runs, told nothing but the folder."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "selvbetjening.config.cli", *words],
            env={**kept, "PYTHONPATH": str(ROOT / "src"), "VAR_DIR": str(self.var)},
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    def start(self) -> dict[str, Any]:
        """Start, wait for demo.json and return its content."""
        self.process = self.command()
        said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            said.append(line)
            if "Ctrl-C stops everything" in line:
                self.said = "".join(said)
                content: dict[str, Any] = json.loads((self.var / "demo.json").read_text())
                return content
        raise AssertionError("The demo did not start:\n" + "".join(said))

    def end(self, number: signal.Signals) -> int:
        """Send a signal to the command alone and return its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.communicate(timeout=20)
        return self.process.returncode

    def organizations(self) -> list[Any]:
        """What the database has, seen as its superuser."""
        url = EmbeddedPostgres(data=self.var / "postgres").url(database="selvbetjening")
        with psycopg.connect(url) as connection:
            return connection.execute("SELECT id, slug FROM organizations_organization ORDER BY id").fetchall()


def test_the_demo_starts_keeps_its_data_and_leaves_nothing_behind(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    content = demo.start()
    assert content["port"] == demo.port
    assert content["pid"] == demo.process.pid if demo.process else False
    assert content["people"]
    doors_answer(demo, content)
    first_words(demo)
    only_the_migrations_know_the_owner(demo)
    assert (demo.var / "secret_key").stat().st_mode & 0o077 == 0
    commands_work_beside(demo)
    secret, known = (demo.var / "secret_key").read_text(), demo.organizations()
    assert known

    refused, _ = demo.command().communicate(timeout=20)
    assert "already runs" in refused
    refused, _ = demo.command(var=tmp_path / "other").communicate(timeout=20)
    assert f"PORT={demo.port + 1} make run" in refused
    assert "Stop it first" in forget(demo).stderr

    began = time.monotonic()
    assert demo.end(signal.SIGINT) == 0
    assert time.monotonic() - began < 12
    assert with_word(str(demo.var)) == set()
    assert not (demo.var / "demo.json").exists()

    for number in (signal.SIGKILL, signal.SIGTERM):
        demo.start()
        assert "Loading demo data" not in demo.said
        assert demo.organizations() == known
        assert (demo.var / "secret_key").read_text() == secret
        ended = demo.end(number)
        assert until(lambda: with_word(str(demo.var)) == set(), seconds=15)
    assert ended == 0

    (demo.var / "test-postgres").mkdir()
    assert forget(demo).returncode == 0
    assert {entry.name for entry in demo.var.iterdir()} == {"run.lock", "test-postgres"}


def doors_answer(demo: Demo, content: dict[str, Any]) -> None:
    """Every door that is open, the later ones and a stranger's name with the 404 page."""
    for address in [*content["doors"]["customer"].values(), content["mailbox"]["page"], content["mailbox"]["json"]]:
        host, _, path = address.removeprefix("http://").partition("/")
        assert answers(demo.port, host_name=host.partition(":")[0], path=f"/{path}", seconds=5) in {200, 302}, address
    for address in [*content["later"].values(), "http://nobody-has-this.localhost"]:
        host = address.removeprefix("http://").partition("/")[0].partition(":")[0]
        assert answers(demo.port, host_name=host, seconds=5) == 404, address


def first_words(demo: Demo) -> None:
    """What a newcomer reads: the data is loaded once, the story's company comes first, with its people."""
    assert "Loading demo data, the first time only" in demo.said and "loaded in" in demo.said
    assert demo.said.index("nordlys.localhost") < demo.said.index("fjordbyg.localhost")
    assert "  anna@testesen.example" in demo.said


def commands_work_beside(demo: Demo) -> None:
    """`doctor` notices the demo by itself, the others with `--demo`."""
    looked = demo.beside("doctor")
    assert looked.returncode == 0, looked.stdout + looked.stderr
    assert f"The demo runs on {demo.var}" in looked.stdout and "All is well." in looked.stdout
    assert f"The demo answers on port {demo.port}" in looked.stdout and "WRONG" not in looked.stdout
    assert demo.beside("doctor", "--demo").stdout == looked.stdout
    linked = demo.beside("staff-link", "operator@selvbetjening.example", "--demo")
    assert linked.stdout.startswith(f"http://staff.localhost:{demo.port}/link/"), linked.stderr
    imported = demo.beside("import", EXAMPLE, "--organization", "nordlys", "--demo")
    assert imported.returncode == 0 and "accounts.csv" in imported.stdout, imported.stderr


def only_the_migrations_know_the_owner(demo: Demo) -> None:
    """SEC-05: web, worker and mailbox log in as the runtime role themselves, and are not told the owner's address."""
    children = with_word("selvbetjening_runtime") & with_word(str(demo.var))
    assert len(children) >= 4
    assert not with_word("selvbetjening_owner") & children
    with psycopg.connect(EmbeddedPostgres(data=demo.var / "postgres").url()) as connection:
        asked = connection.execute("SELECT usename FROM pg_stat_activity WHERE datname = 'selvbetjening'")
        users = {user for (user,) in asked}
    assert users <= {"selvbetjening_runtime", "selvbetjening_doorway"}
    assert "selvbetjening_runtime" in users


def forget(demo: Demo) -> subprocess.CompletedProcess[str]:
    """What `make forget` runs."""
    words = [sys.executable, str(ROOT / "tools" / "forget.py"), str(demo.var)]
    return subprocess.run(words, capture_output=True, text=True, check=False)
