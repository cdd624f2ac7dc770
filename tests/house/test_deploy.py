"""`check --deploy` is clean under settings as a real installation has them, and sees a planted weakness."""

import os
import subprocess
import sys

from tests.house.tree import ROOT

AS_INSTALLED = [sys.executable, str(ROOT / "tools" / "with_settings.py"), "-m", "django"]
NOT_INHERITED = ("SELVBETJENING_", "DATABASE_", "DJANGO_", "PUBLIC_", "SECRET_", "POST_", "EMAIL_")


def check(settings: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run Django's deployment checks in a process of their own, apart from this suite's settings."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    env["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    command = [*AS_INSTALLED, "check", "--deploy", "--fail-level", "WARNING"]
    command += ["--settings", settings] if settings else []
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_deployment_checks_are_clean() -> None:
    result = check()
    assert result.returncode == 0, result.stderr


def test_a_weak_setting_is_seen() -> None:
    result = check("tests.house.weak_settings")
    assert result.returncode == 1
    assert "security.W016" in result.stderr, result.stderr
    assert "security.W018" in result.stderr, result.stderr
