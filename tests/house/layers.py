"""The order of the house, top to bottom, for what import-linter cannot see. Equal to .importlinter (test_layers.py)."""

import configparser
import re
from pathlib import Path

from tests.house.tree import ROOT

HOUSE: tuple[tuple[str, ...], ...] = (
    ("config",),
    ("portals",),
    ("reactions", "schedule"),
    ("adapters", "ui"),
    ("domain",),
    ("kernel",),
)
DOMAIN: tuple[tuple[str, ...], ...] = (
    ("deliveries", "applications", "status", "support", "webhooks", "rights"),
    ("imports",),
    ("billing",),
    ("contracts",),
    ("subscriptions", "payments", "directdebit"),
    ("invoicing",),
    ("accounts", "catalog"),
    ("access",),
    ("identity",),
    ("messaging",),
    ("organizations",),
    ("history",),
    ("tenancy",),
)


def rank(app: str) -> int:
    """How high an app stands: 0 is the lowest. Raises KeyError for an app that nobody has given a place."""
    for height, names in enumerate(reversed(DOMAIN)):
        if app in names:
            return height
    raise KeyError(app)


def declared(contract: str, *, file: Path = ROOT / ".importlinter") -> tuple[tuple[str, ...], ...]:
    """The layers of one contract in .importlinter, without the parentheses of optional ones."""
    config = configparser.ConfigParser()
    config.read(file, encoding="utf-8")
    lines = config[f"importlinter:contract:{contract}"]["layers"].strip().splitlines()
    return tuple(tuple(name.strip(" ()") for name in re.split(r"[|:]", line)) for line in lines)
