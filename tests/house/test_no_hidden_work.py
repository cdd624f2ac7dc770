"""No Django signals, no logic in save() or delete(), no float or Decimal column (design, "Rules of the house")."""

import ast
from pathlib import Path

from tests.house.tree import SRC, dotted, parse, plant, python_files

SIGNALS = {"django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.auth.signals"}
INEXACT = {"FloatField", "DecimalField"}


def declared(module: ast.Module) -> set[ast.stmt]:
    """What stands in a port: it is only declared, and whoever calls it sees what for."""
    ports = [
        node
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and any(dotted(base).rpartition(".")[2] == "Protocol" for base in node.bases)
    ]
    return {each for port in ports for each in port.body}


def hidden_work(module: ast.Module) -> list[str]:
    """Where a module starts work that its caller cannot see, or keeps numbers that are not exact."""
    found, ports = [], declared(module)
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [f"{node.lineno}: signals" for name in names if name in SIGNALS]
        elif isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and node.args.args[:1]:
            is_own = node.args.args[0].arg == "self" and node not in ports
            found += [f"{node.lineno}: {node.name}()"] if is_own else []
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
            "a/ports.py": "class Store(Protocol):\n    def delete(self, place): ...\n",
        },
    )
    assert faults(tmp_path) == ["a/apps.py:1: signals", "a/models.py:3: save()", "a/models.py:2: DecimalField"]
