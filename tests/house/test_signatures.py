"""Public functions of actions, queries and rules take keywords only; actions and queries name the organization first.

SEC-19: the organization is the first argument of every query and action. Exceptions stand below, each with a reason.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.across_organizations import ACROSS_ORGANIZATIONS
from tests.house.tree import SRC, parse, plant, python_files

KINDS = ("actions", "queries", "rules")


def kind_of(root: Path, path: Path) -> str | None:
    """Which kind of module this is: `app/actions/cancel.py` and `app/queries.py` are actions and queries."""
    parts = path.relative_to(root).with_suffix("").parts
    return parts[1] if len(parts) > 1 and parts[1] in KINDS else None


def public_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module that others may call."""
    for node in parse(path).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The arguments that could be given without their name, apart from a first `organization`."""
    names = [argument.arg for argument in function.args.posonlyargs + function.args.args]
    rest = names[1:] if names[:1] == ["organization"] else names
    return rest + ([f"*{function.args.vararg.arg}"] if function.args.vararg else [])


def first_argument(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The name of the first argument, "" when there is none."""
    arguments = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return arguments[0].arg if arguments else ""


def faults(domain: Path, across: dict[str, str]) -> list[str]:
    """Functions that break a rule, and exceptions that no longer are any."""
    found, used = [], set()
    for path in python_files(domain):
        kind = kind_of(domain, path)
        for function in public_functions(path) if kind else ():
            name = ".".join([*path.relative_to(domain).with_suffix("").parts, function.name])
            if loose := positional(function):
                found.append(f"{name}: {', '.join(loose)} must be keyword-only")
            if kind == "rules" or first_argument(function) == "organization":
                continue
            used.add(name)
            if name not in across:
                found.append(f"{name}: organization must be the first argument (SEC-19)")
    return found + [f"{name}: no longer an exception" for name in sorted(set(across) - used)]


def test_keywords_only_and_the_organization_first() -> None:
    assert faults(SRC / "domain", ACROSS_ORGANIZATIONS) == []


def test_every_exception_has_a_reason() -> None:
    assert all(len(reason.split()) >= 4 for reason in ACROSS_ORGANIZATIONS.values())


def test_planted_signatures_are_seen(tmp_path: Path) -> None:
    sound = "def one(organization, *, at): ...\ndef two(*, organization, at): ...\ndef _own(x): ...\n"
    plant(
        tmp_path,
        {
            "accounts/actions/move.py": sound + "def three(organization, at): ...\n",
            "accounts/queries.py": sound + "def four(*, at): ...\ndef five(*names): ...\n",
            "accounts/rules/price.py": "def six(*, at): ...\ndef seven(at): ...\n",
            "accounts/models.py": "def eight(at): ...\n",
        },
    )
    assert faults(tmp_path, {"accounts.queries.four": "reason", "accounts.queries.gone": "reason"}) == [
        "accounts.actions.move.three: at must be keyword-only",
        "accounts.queries.five: *names must be keyword-only",
        "accounts.queries.five: organization must be the first argument (SEC-19)",
        "accounts.rules.price.seven: at must be keyword-only",
        "accounts.queries.gone: no longer an exception",
    ]
