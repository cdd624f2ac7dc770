"""The doorway and the organization's setting are used in few named places (SEC-09, SEC-17, SEC-18)."""

import ast
import re
from pathlib import Path

from tests.house.doorways import DOORWAY_USERS
from tests.house.tree import SRC, dotted, parse, plant, python_files, strings

SETTING = re.compile(r"app\.organization|set_config\s*\(|\bSET\s+(LOCAL|SESSION|ROLE)\b|\bRESET\s+(ROLE|ALL)\b")
ALIAS = "doorway"


def calls_doorway(module: ast.Module) -> bool:
    """Whether the module opens the doorway: by its own name or through the module `tenancy.doorway`."""
    called = {dotted(node.func) for node in ast.walk(module) if isinstance(node, ast.Call)}
    return any(name == ALIAS or name.endswith(f".{ALIAS}") for name in called)


def names_alias(module: ast.Module) -> bool:
    """Whether the module takes the doorway's connection without passing through: by alias, never by the door."""
    for node in ast.walk(module):
        given: list[ast.expr] = []
        if isinstance(node, ast.Subscript) and dotted(node.value).endswith("connections"):
            given = [node.slice]
        elif isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg in {"using", "alias"}]
            if isinstance(node.func, ast.Attribute) and node.func.attr in {"using", "db_manager", "atomic"}:
                given += node.args
        if any(isinstance(value, ast.Constant) and value.value == ALIAS for value in given):
            return True
    return False


def faults(root: Path, users: dict[str, str]) -> list[str]:
    """Uses of the doorway, of its alias and of the organization's setting outside their places."""
    found, used = [], set()
    for path in python_files(root, migrations=True):
        name = path.relative_to(root).as_posix()
        module = parse(path)
        if calls_doorway(module) and not name.startswith("domain/tenancy/"):
            used.add(name)
            found += [] if name in users else [f"{name}: opens the doorway"]
        if names_alias(module) and not name.startswith(("domain/tenancy/", "portals/staff/")):
            found.append(f"{name}: takes the doorway's connection by its alias")
        if any(SETTING.search(str(text.value)) for text in strings(module)):
            found += [] if name.startswith("domain/tenancy/") else [f"{name}: sets the organization or the role itself"]
    return found + [f"{name}: does not open the doorway any more" for name in sorted(set(users) - used)]


def test_the_doorway_is_opened_in_named_places_only() -> None:
    """SEC-09, SEC-17, SEC-18."""
    assert faults(SRC, DOORWAY_USERS) == []
    assert all(len(reason.split()) >= 4 for reason in DOORWAY_USERS.values())


def test_planted_uses_are_seen(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "domain/billing/queries.py": "from x import doorway\nwith doorway(reason='r', actor=a, at=b): ...\n",
            "domain/accounts/queries.py": "with tenancy.doorway(reason='r', actor=a, at=b): ...\n",
            "domain/catalog/queries.py": "Plan.objects.using('doorway').all()\n",
            "domain/access/queries.py": "connections['doorway'].cursor()\n",
            "domain/payments/actions/a.py": "atomic(using='doorway')\n",
            "domain/history/actions.py": "cursor.execute('SET LOCAL app.organization = 1')\n",
            "domain/identity/actions.py": "cursor.execute('RESET ROLE')\n",
            "domain/tenancy/within.py": "x = \"set_config('app.organization', %s, true)\"\n",
        },
    )
    assert faults(tmp_path, {"domain/billing/queries.py": "sweep", "schedule.py": "gone"}) == [
        "domain/access/queries.py: takes the doorway's connection by its alias",
        "domain/accounts/queries.py: opens the doorway",
        "domain/catalog/queries.py: takes the doorway's connection by its alias",
        "domain/history/actions.py: sets the organization or the role itself",
        "domain/identity/actions.py: sets the organization or the role itself",
        "domain/payments/actions/a.py: takes the doorway's connection by its alias",
        "schedule.py: does not open the doorway any more",
    ]
