"""``var/demo.json``: where everything of the running demo is, for people, scripts and tests."""

import importlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BASE_DOMAIN = "localhost"
LATER = ("erhverv", "api", "status")
"""Hosts of doors that are not open yet: they answer with the 404 page."""


def describe(
    *, port: int, people: Sequence[Mapping[str, Any]], smtp_port: int | None = None, gateways_port: int | None = None
) -> dict[str, Any]:
    """The content: addresses of every door and of the later ones, the mailbox, the people and what one sees with each.

    Companies stand in the order of the people.
    """

    def address(label: str, path: str = "/") -> str:
        return f"http://{label}.{BASE_DOMAIN}:{port}{path}"

    companies = dict.fromkeys(person["organization"] for person in people if person.get("organization"))
    doors: dict[str, Any] = {"customer": {slug: address(slug) for slug in companies}}
    doors |= {"bookkeeper": address("bogholder"), "staff": address("staff"), "sandbox": address("demo")}
    mailbox: dict[str, Any] = {"page": address("demo", "/mailbox/"), "json": address("demo", "/mailbox.json")}
    if smtp_port:
        mailbox["smtp_port"] = smtp_port
    gateways: dict[str, Any] = {}
    if gateways_port:
        at = f"http://127.0.0.1:{gateways_port}"
        gateways = {"port": gateways_port, "stripe": f"{at}/stripe", "quickpay": f"{at}/quickpay"}
        gateways["control"] = f"{at}/__control"
    return {
        "base": f"http://{BASE_DOMAIN}:{port}",
        "doors": doors,
        "later": {label: address(label) for label in LATER},
        "mailbox": mailbox,
        "gateways": gateways,
        "people": [dict(person) for person in people],
        "port": port,
        "pid": os.getpid(),
    }


def people() -> Sequence[Mapping[str, Any]]:
    """The demo's people, as its data set lists them."""
    found: Sequence[Mapping[str, Any]] = importlib.import_module("selvbetjening.config.commands.demo").demo_people()
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
    lines.append(f"  {content['doors']['bookkeeper']:<44} bookkeepers: the documents of all their customers")
    lines.append(f"  {content['mailbox']['page']:<44} the mailbox: every mail of the demo")
    lines.append(f"  {content['doors']['sandbox']:<44} the demo: people, clock, components")
    lines.append(f"  {content['doors']['staff']:<44} staff")
    first = next(iter(content["doors"]["customer"]), None)
    able = [one for one in content["people"] if one["organization"] == first and one["can_log_in"]]
    if able:
        lines += ["", f"People who can log in to {first}:", ""]
        lines += [f"  {one['email']:<44} {one['name']}: {one['what']}" for one in able]
    lines += ["", "All addresses and people: var/demo.json. Ctrl-C stops everything; the data stays.", ""]
    return "\n".join(lines)
