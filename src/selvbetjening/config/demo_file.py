"""``var/demo.json``: where everything of the running demo is, for people, scripts and tests."""

import importlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BASE_DOMAIN = "localhost"
PLATFORM_DOORS = ("erhverv", "api", "status", "staff")


def describe(*, port: int, people: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The content: addresses of every door, the mailbox, the people and what one can see with each."""

    def address(label: str, path: str = "/") -> str:
        return f"http://{label}.{BASE_DOMAIN}:{port}{path}"

    companies = sorted({person["organization"] for person in people if person.get("organization")})
    doors: dict[str, Any] = {"customer": {slug: address(slug) for slug in companies}}
    doors |= {label: address(label) for label in PLATFORM_DOORS}
    doors["sandbox"] = address("demo")
    return {
        "base": f"http://{BASE_DOMAIN}:{port}",
        "doors": doors,
        "mailbox": {"page": address("demo", "/mailbox/"), "json": address("demo", "/mailbox.json")},
        "people": [dict(person) for person in people],
        "port": port,
        "pid": os.getpid(),
    }


def people() -> Sequence[Mapping[str, str]]:
    """The demo's people, as its data set lists them."""
    found: Sequence[Mapping[str, str]] = importlib.import_module("selvbetjening.config.commands.demo").demo_people()
    return found


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write it in one piece: a reader sees the old file, the new one, or none."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def words(content: Mapping[str, Any]) -> str:
    """The few lines that a newcomer reads when everything is up."""
    lines = ["", "Selvbetjening is running. Open:", ""]
    for slug, address in content["doors"]["customer"].items():
        lines.append(f"  {address:<44} customer portal of {slug}")
    lines.append(f"  {content['mailbox']['page']:<44} the mailbox: every mail of the demo")
    lines.append(f"  {content['doors']['sandbox']:<44} the demo: people, clock, components")
    lines.append(f"  {content['doors']['staff']:<44} staff")
    first = next(iter(content["people"]), None)
    if first:
        lines += ["", f"Log in to {first['organization']} as {first['email']} ({first['name']})."]
    lines += ["All addresses and people: var/demo.json. Ctrl-C stops everything; the data stays.", ""]
    return "\n".join(lines)
