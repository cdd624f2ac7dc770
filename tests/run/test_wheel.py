"""The built wheel carries what the program needs beside its code, and gives the command."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from this checkout, without a network: `make test` has made the front-end files before."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in a folder of its own, its dependencies left to this environment."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True)
    return target


def test_static_files_templates_and_translations_are_inside(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "selvbetjening/ui/static/ui/vendor/dkfds.css" in names
    assert any(name.startswith("selvbetjening/ui/static/ui/vendor/fonts/") for name in names)
    templates = {
        str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("templates/**/*") if path.is_file()
    }
    assert templates
    assert templates <= names
    translations = {str(path.relative_to(ROOT)) for path in ROOT.glob("locale/*/LC_MESSAGES/*.po")}
    assert translations
    assert {f"selvbetjening/{name.removesuffix('.po')}.mo" for name in translations} <= names


def test_nothing_that_is_not_the_product_is_inside(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"selvbetjening", "betalingsservice"}
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if "__pycache__" in name]


def test_the_installed_command_runs_from_the_wheel_and_finds_its_files(installed: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    helped = subprocess.run(
        [sys.executable, installed / "bin" / "selvbetjening", "--help"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert helped.returncode == 0, helped.stderr
    assert "doctor" in helped.stdout
    code = "import selvbetjening.config.settings as s; print(s.LOCALE_PATHS[0]); print(s.__file__)"
    variables = {
        **environment,
        "SEALING_KEYS": "sealing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
        "SECRET_KEY": "wheel-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
        "DATABASE_URL": "postgresql://a@127.0.0.1:1/a",
        "DATABASE_DOORWAY_URL": "postgresql://a@127.0.0.1:1/a",
        "PORTAL_BASE_DOMAIN": "portal.example",
    }
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=variables, capture_output=True, text=True, check=True
    )
    assert all(line.startswith(str(installed / "selvbetjening")) for line in said.stdout.split())
