"""The command `selvbetjening`: one plain line for an error, and a doctor that says what to do."""

import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from selvbetjening.config.cli import VERBS, Verb
from selvbetjening.config.listening import LOOPBACK, free_port, port_is_free

EMPTY = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).resolve().parent.parent.parent / "src")}


def selvbetjening(*words: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command with an empty environment but for the given variables."""
    return subprocess.run(
        [sys.executable, "-m", "selvbetjening.config.cli", *words],
        cwd=folder,
        env={**EMPTY, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_of_the_table_exists_and_explains_itself(verb: Verb, tmp_path: Path) -> None:
    name, module = verb.name, verb.module
    found = importlib.import_module(f"selvbetjening.config.commands.{module}")
    assert callable(found.add_arguments)
    assert callable(found.execute)
    helped = selvbetjening(name, "--help", folder=tmp_path)
    assert helped.returncode == 0, helped.stderr
    assert verb.help.split()[0] in helped.stdout


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (["migrate"], {}, "selvbetjening: DATABASE_OWNER_URL is not set"),
        (["roles"], {}, "selvbetjening: DATABASE_SUPERUSER_URL is not set"),
        (["worker"], {}, "selvbetjening: "),
        (["run"], {"PORT": "many"}, "selvbetjening: PORT must be a number from 1 to 65535"),
    ],
)
def test_an_error_is_one_plain_line(words: list[str], variables: dict[str, str], said: str, tmp_path: Path) -> None:
    ended = selvbetjening(*words, folder=tmp_path, **variables)
    assert ended.returncode == 1
    assert ended.stderr.startswith(said)
    assert len(ended.stderr.splitlines()) == 1
    assert "Traceback" in selvbetjening("--debug", *words, folder=tmp_path, **variables).stderr


def test_a_verb_that_does_not_exist_is_not_understood(tmp_path: Path) -> None:
    ended = selvbetjening("fly", folder=tmp_path)
    assert ended.returncode == 2
    assert "fly" in ended.stderr


def test_a_taken_port_is_said_before_anything_is_started(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not port_is_free(port)
        ended = selvbetjening("run", folder=tmp_path, PORT=str(port))
    assert ended.returncode == 1
    assert f"Port {port} is taken" in ended.stderr
    assert f"PORT={port + 1} make run" in ended.stderr
    assert not (tmp_path / "var" / "postgres").exists()


def test_a_port_shared_by_the_web_servers_processes_counts_as_taken() -> None:
    """They listen with SO_REUSEPORT: a second server would start without an error and take half of the requests."""
    with socket.socket() as shared:
        shared.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        shared.bind((LOOPBACK, 0))
        shared.listen()
        assert not port_is_free(shared.getsockname()[1])


def test_the_doctor_says_of_an_empty_set_up_what_to_do(tmp_path: Path) -> None:
    ended = selvbetjening("doctor", folder=tmp_path)
    assert ended.returncode == 1
    words = ("SECRET_KEY", "SEALING_KEYS", "DATABASE_URL", "DATABASE_DOORWAY_URL", "EMAIL_URL", "PORTAL_BASE_DOMAIN")
    for word in (*words, "static", "ACCESS_POINT_ADAPTER"):
        assert word in ended.stdout
    wrong = [number for number, line in enumerate(ended.stdout.splitlines()) if line.startswith("WRONG")]
    assert wrong
    assert all(ended.stdout.splitlines()[number + 1].startswith("      → ") for number in wrong)
    assert "Traceback" not in ended.stdout + ended.stderr


def test_the_doctor_says_that_a_server_does_not_answer(tmp_path: Path) -> None:
    port = str(free_port())
    nowhere = f"postgresql://somebody:hidden-word@{LOOPBACK}:{port}/none"
    ended = selvbetjening(
        "doctor",
        folder=tmp_path,
        DATABASE_URL=nowhere,
        EMAIL_URL=f"smtp://{LOOPBACK}:{port}",
        PORTAL_BASE_DOMAIN="x.invalid",
    )
    assert "The database of DATABASE_URL does not answer" in ended.stdout
    assert f"The mail server {LOOPBACK}:{port} does not answer" in ended.stdout
    assert "staff.x.invalid is not known" in ended.stdout
    assert "hidden-word" not in ended.stdout + ended.stderr
