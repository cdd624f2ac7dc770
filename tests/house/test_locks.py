"""Lock files name what is installed and its hash, and never where it comes from."""

import json
import re
from pathlib import Path

from tests.house.tree import ROOT, plant, tracked

ADDRESS = re.compile(r"\w+://|^\s*(-i|--(extra-)?index-url|-f|--find-links|--trusted-host)\b", re.MULTILINE)


def requirement_faults(text: str) -> list[str]:
    """Addresses, and requirements without a version or a hash."""
    found = [f"address {match[0].strip()}" for match in ADDRESS.finditer(text)]
    plain = re.sub(r"^\s*#.*$|\s#.*$", "", text.replace("\\\n", " "), flags=re.MULTILINE)
    for line in filter(None, (line.strip() for line in plain.splitlines())):
        name = line.split()[0]
        if not line.startswith("-") and not ("==" in name and "--hash=sha256:" in line):
            found.append(f"{name} without version or hash")
    return found


def package_faults(text: str) -> list[str]:
    """Addresses of packages, and packages without a hash."""
    found = []
    for name, package in json.loads(text).get("packages", {}).items():
        if name and "resolved" in package:
            found.append(f"{name} resolved to an address")
        if name and not package.get("link") and not str(package.get("integrity", "")).startswith("sha512-"):
            found.append(f"{name} without a hash")
    return found


def faults(root: Path, files: list[Path]) -> list[str]:
    """What is wrong with the lock files of a tree."""
    found = []
    for path in files:
        inside = path.relative_to(root)
        if inside.parts[0] == "requirements" and path.suffix == ".txt":
            found += [f"{inside}: {fault}" for fault in requirement_faults(path.read_text("utf-8"))]
        elif path.name == "package-lock.json":
            found += [f"{inside}: {fault}" for fault in package_faults(path.read_text("utf-8"))]
        elif path.name in {"uv.lock", "poetry.lock", "Pipfile.lock", "yarn.lock", "pnpm-lock.yaml"}:
            found.append(f"{inside}: a lock file that holds addresses")
    return found


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    names = [path.name for path in tracked()]
    assert "run.txt" in names and "dev.txt" in names
    assert faults(ROOT, tracked()) == []


def test_planted_locks_are_seen(tmp_path: Path) -> None:
    packages = {
        "": {"name": "x"},
        "node_modules/a": {"integrity": "sha512-x"},
        "node_modules/b": {"resolved": "https://r.example/b.tgz", "integrity": "sha512-x"},
        "node_modules/c": {},
    }
    files = {
        "requirements/run.txt": "# comment\n--index-url https://m.example/\nidna==3.1 \\\n    --hash=sha256:aa\n"
        "    # via x\nloose==1.0\nopen>=2 --hash=sha256:aa\n",
        "package-lock.json": json.dumps({"packages": packages}),
        "uv.lock": "",
    }
    plant(tmp_path, files)
    assert faults(tmp_path, [tmp_path / name for name in files]) == [
        "requirements/run.txt: address --index-url",
        "requirements/run.txt: address https://",
        "requirements/run.txt: loose==1.0 without version or hash",
        "requirements/run.txt: open>=2 without version or hash",
        "package-lock.json: node_modules/b resolved to an address",
        "package-lock.json: node_modules/c without a hash",
        "uv.lock: a lock file that holds addresses",
    ]
