"""The demo in a folder of its own, its browser, and processes that share the folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from selvbetjening.kernel import clock
from selvbetjening.portals.sandbox import travel
from tests.portal import PortalClient


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """The demo's folder; the clock is the demo's, as `SandboxPortalConfig.ready` plugs it in."""
    clock.set_source(travel.now)
    with override_settings(VAR_DIR=tmp_path):
        yield tmp_path


@pytest.fixture
def demo() -> PortalClient:
    """A browser on the demo's host, reading English."""
    return PortalClient("demo.portal.test", headers={"accept-language": "en"})


def environment(var: Path, *, demo: str = "1") -> dict[str, str]:
    """What a process of the demo is told. None that is started with it here talks to the database."""
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "PYTHONPATH", "HOME", "LANG"}}
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "selvbetjening.config.settings",
        "SELVBETJENING_DEMO": demo,
        "SEALING_KEYS": "sealing-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG",
        "SECRET_KEY": "test-only-8rHk2mQxV4nBz7LcT9wYs3pJd6FgUaEi5oXv1NqRtKjM",
        "PORTAL_BASE_DOMAIN": "portal.test",
        "DATABASE_URL": nowhere,
        "DATABASE_DOORWAY_URL": nowhere,
        "VAR_DIR": str(var),
    }
