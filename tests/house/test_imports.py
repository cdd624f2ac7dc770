"""Import order: every contract of .importlinter is kept by the tree, and each breaks on a planted import."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SRC, plant

APPS = (
    "billing contracts subscriptions payments invoicing accounts catalog access identity messaging organizations "
    "history tenancy"
)
SOUND = {
    "__init__.py": "",
    **{f"{layer}/__init__.py": "" for layer in ("config", "portals", "adapters", "ui", "domain", "kernel")},
    **{f"{layer}.py": "" for layer in ("reactions", "schedule")},
    **{f"domain/{app}/__init__.py": "" for app in APPS.split()},
    "domain/accounts/models.py": "import django",
    "domain/accounts/queries.py": "from selvbetjening.domain.accounts import models",
    "portals/staff/__init__.py": "",
    "portals/staff/admin.py": "from selvbetjening.domain.accounts import models",
    "portals/customer/__init__.py": "from selvbetjening.domain.accounts import queries",
    "../betalingsservice/__init__.py": "",
    "adapters/smtp/__init__.py": "import smtplib",
    "config/wiring.py": "from selvbetjening.adapters import smtp",
}
FAULTS = {
    "house: kernel reaches up": ("kernel/money.py", "from selvbetjening.domain import accounts", "config > portals"),
    "house: reactions and schedule know each other": ("schedule.py", "import selvbetjening.reactions", "config > por"),
    "house: an undeclared folder": ("gadgets/__init__.py", "", "config > portals"),
    "domain: invoicing reaches up": (
        "domain/invoicing/actions.py",
        "import selvbetjening.domain.billing",
        "The domain's order",
    ),
    "domain: siblings": ("domain/accounts/rules.py", "import selvbetjening.domain.catalog", "The domain's order"),
    "domain: an undeclared app": ("domain/loyalty/__init__.py", "", "The domain's order"),
    "app: rules reach models": (
        "domain/accounts/rules.py",
        "import selvbetjening.domain.accounts.models",
        "Inside an app",
    ),
    "app: an undeclared module": ("domain/accounts/forms.py", "", "Inside an app"),
    "doors: know each other": ("portals/api/__init__.py", "import selvbetjening.portals.customer", "Doors do not know"),
    "adapters: know each other": ("adapters/files/__init__.py", "import selvbetjening.adapters.smtp", "Adapters do"),
    "pure: the kernel imports Django": ("kernel/money.py", "import django.conf", "Rules, lifecycles"),
    "pure: rules reach Django by a detour": (
        "domain/billing/rules.py",
        "import selvbetjening.domain.accounts.models",
        "Rules, lifecycles",
    ),
    "outside: the domain speaks SMTP": ("domain/messaging/actions.py", "import smtplib", "Only adapters talk"),
    "outside: a door speaks HTTP": ("portals/customer/views.py", "import httpx", "Only adapters talk"),
    "ports: a door takes an adapter": (
        "portals/customer/views.py",
        "import selvbetjening.adapters.smtp",
        "Doors reach the outside",
    ),
    "models: a visitors' door takes a table": (
        "portals/customer/views.py",
        "from selvbetjening.domain.accounts.models import Account",
        "Visitors' doors",
    ),
    "ui: knows trade": ("ui/badges.py", "import selvbetjening.domain.accounts.rules", "ui knows values"),
    "acyclic: two modules of one folder": (
        "config/hosts.py",
        "import selvbetjening.config.wiring",
        "No cycles at all",
    ),
    "format: knows the product": ("../betalingsservice/reader.py", "import selvbetjening.kernel", "The file format"),
    "format: knows Django": ("../betalingsservice/reader.py", "import django.conf", "The file format"),
}


def lint(root: Path, package: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with our contracts over the package `selvbetjening` that lies in `package`."""
    program = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--no-cache", "--config", str(ROOT / ".importlinter")]
    env = {**os.environ, "PYTHONPATH": str(package), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)


def test_the_tree_keeps_every_contract() -> None:
    result = lint(ROOT, SRC.parent)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_sound_little_house_keeps_every_contract(tmp_path: Path) -> None:
    plant(tmp_path / "selvbetjening", SOUND)
    result = lint(tmp_path, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "BROKEN" not in result.stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_import_breaks_its_contract(tmp_path: Path, fault: str) -> None:
    file, text, contract = FAULTS[fault]
    plant(tmp_path / "selvbetjening", {**SOUND, "domain/accounts/rules.py": "", file: text})
    if fault.startswith("acyclic"):
        plant(tmp_path / "selvbetjening", {"config/wiring.py": "import selvbetjening.config.hosts"})
    result = lint(tmp_path, tmp_path)
    broken = [line for line in result.stdout.splitlines() if line.startswith(contract) and " BROKEN" in line]
    assert result.returncode == 1 and broken, result.stdout + result.stderr
