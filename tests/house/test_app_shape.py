"""Inside a domain app: the design's modules. Two apps that are technique have some of their own, and only they."""

import ast
from pathlib import Path

from tests.house.tree import SRC, parse, plant

OWN_MODULES = {"tenancy": {"operations", "within", "doorway", "jobs", "bulk", "again"}, "history": {"subscribers"}}


def misshapen(domain: Path) -> list[str]:
    """Apps without a paragraph that says what they are, and one app's own modules in another."""
    faults = []
    for app in sorted(path for path in domain.iterdir() if (path / "__init__.py").exists()):
        if len((ast.get_docstring(parse(app / "__init__.py")) or "").split()) < 12:
            faults.append(f"{app.name}/__init__.py: one paragraph on what this app is, and what it is not")
        if not (app / "apps.py").exists():
            faults.append(f"{app.name}: no apps.py")
        names = {path.stem for path in app.iterdir()}
        for owner, own in OWN_MODULES.items():
            if app.name != owner:
                faults += [f"{app.name}/{name}: only {owner} has it" for name in sorted(names & own)]
    return faults


def test_every_app_says_what_it_is_and_has_the_design_s_modules() -> None:
    assert misshapen(SRC / "domain") == []


def test_planted_shapes_are_seen(tmp_path: Path) -> None:
    plant(tmp_path, {"loyalty/__init__.py": '"""Points."""', "loyalty/within.py": ""})
    assert misshapen(tmp_path) == [
        "loyalty/__init__.py: one paragraph on what this app is, and what it is not",
        "loyalty: no apps.py",
        "loyalty/within: only tenancy has it",
    ]
