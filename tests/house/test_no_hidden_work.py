"""No Django signals, no logic in save() or delete(), no float or Decimal column (design, "Rules of the house")."""

import ast
from pathlib import Path

from tests.house.tree import SRC, dotted, parse, plant, python_files

SIGNALS = {"django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.auth.signals"}
INEXACT = {"FloatField", "DecimalField"}


def works(function: ast.FunctionDef) -> bool:
    """Whether a method does anything: one of a port is only declared, and whoever calls it sees what for."""
    does = [each for each in function.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
    return bool(function.args.args[:1] and does)


def hidden_work(module: ast.Module) -> list[str]:
    """Where a module starts work that its caller cannot see, or keeps numbers that are not exact."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [f"{node.lineno}: signals" for name in names if name in SIGNALS]
        elif isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and works(node):
            found += [f"{node.lineno}: {node.name}()"] if node.args.args[0].arg == "self" else []
        elif isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in INEXACT:
            found.append(f"{node.lineno}: {dotted(node.func).rpartition('.')[2]}")
    return found


def faults(domain: Path) -> list[str]:
    """Hidden work in the domain. Form classes of portals may have a save() of Django's."""
    return [f"{path.relative_to(domain)}:{what}" for path in python_files(domain) for what in hidden_work(parse(path))]


def test_no_signals_no_save_no_floats() -> None:
    assert faults(SRC / "domain") == []


def test_planted_work_is_seen(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "a/models.py": "class A(Model):\n    price = models.DecimalField()\n    def save(self, *args): ...\n",
            "a/apps.py": "from django.db.models.signals import post_save\n",
            "a/actions/save.py": "def save(organization, *, at): ...\n",
        },
    )
    assert faults(tmp_path) == ["a/apps.py:1: signals", "a/models.py:3: save()", "a/models.py:2: DecimalField"]
