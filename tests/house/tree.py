"""What the house's tests read: the files of the tree and their syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "selvbetjening"
TEMPLATE_SUFFIXES = {".html", ".txt", ".typ", ".xml", ".svg"}


def tracked(root: Path = ROOT) -> list[Path]:
    """Every file that git knows or would add, so a new file is held to the rules before its first commit."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    files = [root / name for name in listing.split("\0") if name and not name.startswith(".venv/")]
    return sorted({path for path in files if path.is_file()})


def python_files(root: Path = SRC, *, migrations: bool = False) -> Iterator[Path]:
    """The Python files under `root`, without migrations unless asked for."""
    for path in sorted(root.rglob("*.py")):
        inside = path.relative_to(root).parts
        if "__pycache__" in inside or (not migrations and "migrations" in inside):
            continue
        yield path


def templates(root: Path = SRC) -> Iterator[Path]:
    """The template files under `root`: everything below a folder named `templates`."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in TEMPLATE_SUFFIXES and "templates" in path.relative_to(root).parts[:-1]:
            yield path


def parse(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write a small tree for a planted fault; returns its root."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def docstrings(module: ast.Module) -> set[ast.Constant]:
    """The constants that are docstrings or bare strings: prose, not code."""
    return {
        node.value for node in ast.walk(module) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def strings(module: ast.Module) -> Iterator[ast.Constant]:
    """Every string constant of a module that is not prose."""
    prose = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in prose:
            yield node


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names, "" for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])
