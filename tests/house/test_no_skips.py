"""No test is skipped or expected to fail: what cannot be tested here is said in words, not hidden in a green run."""

import ast
from pathlib import Path

from tests.house.tree import ROOT, dotted, parse, plant, python_files

HIDING = {
    "mark.skip",
    "mark.skipif",
    "mark.xfail",
    "pytest.skip",
    "pytest.xfail",
    "pytest.importorskip",
    "unittest.skip",
}


def skips(root: Path) -> list[str]:
    """Where a test takes itself out."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: {dotted(node)}"
        for path in python_files(root)
        for node in ast.walk(parse(path))
        if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in HIDING
    ]


def test_no_test_takes_itself_out() -> None:
    assert skips(ROOT / "tests") == []


def test_planted_skips_are_seen(tmp_path: Path) -> None:
    mark = "@pytest.mark.skip\ndef test_a(): ...\n@pytest.mark.xfail(reason='x')\ndef test_b(): ...\n"
    plant(tmp_path, {"test_a.py": mark + "def test_c():\n    pytest.skip('later')\n", "test_d.py": "x = a.skip\n"})
    assert skips(tmp_path) == [
        "test_a.py:1: pytest.mark.skip",
        "test_a.py:3: pytest.mark.xfail",
        "test_a.py:6: pytest.skip",
    ]
