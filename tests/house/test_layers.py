"""The order in tests/house/layers.py is the order that import-linter holds."""

from pathlib import Path

import pytest

from tests.house.layers import DOMAIN, HOUSE, declared, rank
from tests.house.tree import SRC


def test_the_two_lists_are_one() -> None:
    assert declared("house") == HOUSE
    assert declared("domain") == DOMAIN


def test_every_app_has_a_place() -> None:
    apps = [path.name for path in (SRC / "domain").iterdir() if (path / "__init__.py").exists()]
    assert apps
    for app in apps:
        assert rank(app) >= 0


def test_a_list_that_drifted_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / ".importlinter"
    planted.write_text("[importlinter:contract:house]\nlayers =\n    portals\n    (reactions) | schedule\n")
    assert declared("house", file=planted) == (("portals",), ("reactions", "schedule"))
    assert declared("house", file=planted) != HOUSE


def test_an_app_without_a_place_is_seen() -> None:
    with pytest.raises(KeyError):
        rank("utilities")
