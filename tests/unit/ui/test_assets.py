"""The front-end files: only what is needed, and no address that leads nowhere."""

import json
import re
from pathlib import Path

import pytest

from selvbetjening.kernel.colour import GROUND
from selvbetjening.ui import assets

ROOT = Path(__file__).parents[3]
STYLES = Path(assets.__file__).parent / "static" / "ui" / "selvbetjening.css"

SHEET = (
    ".icon-home:not(a){background-image:url(../img/svg-icons/home.svg)}"
    '@font-face{font-family:Plex;src:url(../fonts/IBMPlexSans/complete/woff/A.woff) format("woff"),'
    'url(../fonts/IBMPlexSans/complete/woff2/A.woff2) format("woff2")}'
    '@font-face{font-family:system;src:local("Tahoma")}'
    ".a{color:red;background-image:url(../img/svg-icons/check.svg);background-size:1px}"
    ".b{background-image:url(../img/logo-placeholder.png);color:red}"
    "/*# sourceMappingURL=dkfds.min.css.map*/"
)


def test_the_sheet_names_only_files_that_are_taken_along() -> None:
    css, needed = assets.rewrite(SHEET)
    assert needed == ["fonts/IBMPlexSans/complete/woff2/A.woff2", "img/svg-icons/check.svg"]
    assert re.findall(r"url\(([^)]*)\)", css) == needed
    assert 'src:local("Tahoma")' in css
    assert ".b{color:red}" in css
    assert "sourceMappingURL" not in css
    assert "icon-home" not in css


def test_the_real_package_is_copied_whole_and_small(tmp_path: Path) -> None:
    written = assets.copy(node_modules=ROOT / "node_modules", target=tmp_path)
    css = (tmp_path / "dkfds.css").read_text(encoding="utf-8")
    addresses = re.findall(r"url\(([^)]*)\)", css)
    assert len(addresses) > 10
    assert all((tmp_path / address).is_file() for address in addresses)
    assert sum(path.stat().st_size for path in written) < 1_000_000
    assert (tmp_path / "LICENSE.md").is_file()


def test_what_is_right_is_left_alone_what_is_not_is_mended(tmp_path: Path) -> None:
    written = assets.copy(node_modules=ROOT / "node_modules", target=tmp_path)
    before = {path: path.stat().st_mtime_ns for path in written}
    sheet = tmp_path / "dkfds.css"
    right = sheet.read_bytes()
    assets.copy(node_modules=ROOT / "node_modules", target=tmp_path)
    assert {path: path.stat().st_mtime_ns for path in written} == before
    sheet.write_bytes(b"old")
    (tmp_path / "img" / "gone.svg").write_bytes(b"old")
    assets.copy(node_modules=ROOT / "node_modules", target=tmp_path)
    assert sheet.read_bytes() == right
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(written)


def test_a_missing_package_is_said_plainly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assets.main([str(tmp_path)]) == 1
    assert "npm ci" in capsys.readouterr().err


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not [name for name, package in packages.items() if "resolved" in package]


def test_the_ground_of_the_contrast_guard_is_the_ground_of_the_pages_XB_35() -> None:
    assert f"--ground: {GROUND.hex};" in STYLES.read_text(encoding="utf-8")
