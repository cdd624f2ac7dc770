"""Runs `python -m betalingsservice` as another process, as its users do."""

import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, standard output and standard error; the output read as ISO 8859-1 or UTF-8."""
    done = subprocess.run(
        [sys.executable, "-m", "betalingsservice", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={"PYTHONPATH": str(SRC), "PYTHONIOENCODING": "utf-8"},
    )
    return done.returncode, _text(done.stdout), _text(done.stderr)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
