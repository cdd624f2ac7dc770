"""File ≤ 300 lines, function ≤ 40 lines, template ≤ 150 lines, and no file named after nothing."""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median, quantiles

from tests.house.tree import ROOT, TEMPLATE_SUFFIXES, parse, plant, python_files, tracked

FILE, FUNCTION, TEMPLATE = 300, 40, 150
CODE_SUFFIXES = {".py", ".css", ".js", ".ts"}
NAMELESS = {"utils", "helpers", "common", "misc", "services", "manager", "base", "core"}


def held(root: Path, files: Iterable[Path]) -> list[Path]:
    """The files the limits are for: ours and not migrations, which a machine writes."""
    homes = ("src", "tests", "benchmarks", "docs")
    return [path for path in files if path.relative_to(root).parts[0] in homes and "migrations" not in path.parts]


def too_long(path: Path) -> str | None:
    """A sentence when the file is over its limit."""
    template = "templates" in path.parts and path.suffix in TEMPLATE_SUFFIXES
    limit = TEMPLATE if template else FILE if path.suffix in CODE_SUFFIXES else None
    lines = len(path.read_text(encoding="utf-8").splitlines()) if limit else 0
    return f"{path.name}: {lines} lines, at most {limit}" if limit and lines > limit else None


def long_functions(path: Path) -> list[str]:
    """The functions of a file that are over the limit, from `def` to their last line."""
    functions = (node for node in ast.walk(parse(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    lengths = ((node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions)
    return [
        f"{path.name}: {name} has {length} lines, at most {FUNCTION}" for name, length in lengths if length > FUNCTION
    ]


def nameless(root: Path, path: Path) -> list[str]:
    """The parts of a path that say nothing about what is inside."""
    parts = path.relative_to(root).with_suffix("").parts
    return [f"{path.relative_to(root)}: {part} says nothing" for part in parts if part.lower() in NAMELESS]


def faults(root: Path, files: Iterable[Path]) -> list[str]:
    """Everything that is too long or named after nothing."""
    found: list[str] = []
    for path in held(root, files):
        long = too_long(path)
        found += [long] if long else []
        found += long_functions(path) if path.suffix == ".py" else []
        found += nameless(root, path)
    return found


def test_nothing_is_too_long_or_nameless() -> None:
    assert faults(ROOT, tracked()) == []


def test_nearly_all_files_stay_far_below(record_property: Callable[[str, object], None]) -> None:
    """The design's goal: median 60 to 90, 19 of 20 files at most 250. The median is told, not judged."""
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in python_files())
    spoken = [length for length in lengths if length > 3]
    record_property("median", median(spoken))
    assert quantiles(spoken, n=20)[-1] <= 250


def test_planted_lengths_and_names_are_seen(tmp_path: Path) -> None:
    body = "".join(f"    x = {number}\n" for number in range(40))
    files = {
        "src/long.py": "x = 1\n" * 301,
        "src/just.py": "x = 1\n" * 300,
        "src/door/templates/page.html": "<p>\n" * 151,
        "src/door/templates/short.html": "<p>\n" * 150,
        "src/function.py": "def f():\n" + body,
        "src/utils.py": "",
        "src/core/money.py": "",
        "src/app/migrations/0001_initial.py": "x = 1\n" * 400,
    }
    plant(tmp_path, files)
    assert sorted(faults(tmp_path, [tmp_path / name for name in files])) == [
        "function.py: f has 41 lines, at most 40",
        "long.py: 301 lines, at most 300",
        "page.html: 151 lines, at most 150",
        "src/core/money.py: core says nothing",
        "src/utils.py: utils says nothing",
    ]
