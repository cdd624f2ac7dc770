"""``var/demo.json``: where everything of the running demo is, for people, scripts and tests."""

import importlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

BASE_DOMAIN = "localhost"
LATER = ("status",)
"""Hosts of doors that are not open yet: they answer with the 404 page."""


def describe(
    *,
    port: int,
    people: Sequence[Mapping[str, Any]],
    smtp_port: int | None = None,
    gateways_port: int | None = None,
    sftp_port: int | None = None,
    sftp_users: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """The content: addresses of every door and of the later ones, the mailbox, the people and what one sees with each.

    Companies stand in the order of the people.
    """

    def address(label: str, path: str = "/") -> str:
        return f"http://{label}.{BASE_DOMAIN}:{port}{path}"

    companies = dict.fromkeys(person["organization"] for person in people if person.get("organization"))
    doors: dict[str, Any] = {"customer": {slug: address(slug) for slug in companies}}
    doors |= {"bookkeeper": address("bogholder"), "business": address("erhverv")}
    doors |= {"staff": address("staff"), "sandbox": address("demo"), "api": address("api", "/api/v1/")}
    mailbox: dict[str, Any] = {"page": address("demo", "/mailbox/"), "json": address("demo", "/mailbox.json")}
    if smtp_port:
        mailbox["smtp_port"] = smtp_port
    return {
        "base": f"http://{BASE_DOMAIN}:{port}",
        "doors": doors,
        "later": {label: address(label) for label in LATER},
        "mailbox": mailbox,
        "gateways": _gateways(gateways_port),
        "sftp": _sftp(sftp_port, sftp_users or {}),
        "people": [dict(person) for person in people],
        "business_people": [dict(person) for person in _commands().business_people()],
        "port": port,
        "pid": os.getpid(),
    }


def _gateways(port: int | None) -> dict[str, Any]:
    if not port:
        return {}
    at = f"http://127.0.0.1:{port}"
    return {"port": port, "stripe": f"{at}/stripe", "quickpay": f"{at}/quickpay", "control": f"{at}/__control"}


def _sftp(port: int | None, users: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {"host": BASE_DOMAIN, "port": port, "users": dict(users)} if port else {}


def people() -> Sequence[Mapping[str, Any]]:
    """The demo's people, as its data set lists them."""
    found: Sequence[Mapping[str, Any]] = _commands().demo_people()
    return found


def _commands() -> Any:
    # By name, for that module needs the settings for its other functions only.
    return importlib.import_module("selvbetjening.config.commands.demo")


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write it in one piece: a reader sees the old file, the new one, or none."""
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    beside.replace(path)


def words(content: Mapping[str, Any]) -> str:
    """The few lines that a newcomer reads when everything is up: the doors, then who can log in where."""
    doors = content["doors"]
    lines = ["", "Selvbetjening is running. Open:", ""]
    for slug, address in doors["customer"].items():
        lines.append(_line(address, f"customer portal of {slug}"))
    first = next(iter(doors["customer"].values()), None)
    if first:
        lines.append(_line(f"{first}opret/", "become a customer, order, withdraw"))
        lines.append(_line(f"{first}verificer/", "check a receipt by its code, without a login"))
    lines.append(_line(doors["bookkeeper"], "bookkeepers: the documents of all their customers"))
    lines.append(_line(doors["business"], "companies: log in with the stand-in of MitID, choose Astrid"))
    lines.append(_line(content["mailbox"]["page"], "the mailbox: every mail of the demo"))
    lines += _sftp_lines(content["sftp"])
    lines.append(_line(doors["sandbox"], "the demo: what to try, people, components"))
    lines.append(_line(f"{doors['sandbox']}#cards", "test cards: pay by an invoice mail's link, save a card"))
    lines.append(_line(f"{doors['sandbox']}clock/", "move the time on: renewals, invoices, charges, reminders"))
    lines.append(_line(doors["staff"], "the operator: answer disputes, change a price"))
    lines.append(_line(doors["api"], "the API for programs: docs/from-fenerum.md; a page to try it at /api/swagger/"))
    for door, people in _by_door(content).items():
        lines += ["", f"People who can log in to {door}:", ""]
        lines += [_line(one["email"], f"{one['name']}: {one['what']}") for one in people]
    lines += ["", "All addresses and people: var/demo.json. Ctrl-C stops everything; the data stays.", ""]
    return "\n".join(lines)


def _sftp_lines(sftp: Mapping[str, Any]) -> list[str]:
    if not sftp:
        return []
    user = next(iter(sftp["users"].values()), {"key": "KEY", "name": "NAME"})
    command = f"sftp -P {sftp['port']} -i {user['key']} {user['name']}@{sftp['host']}"
    return [_line(command, "files, as the company's ERP system sends them")]


def _by_door(content: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Whom a login mail reaches, by the label of the host they log in at."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for one in content["people"]:
        if one["can_log_in"]:
            label = "bogholder" if one.get("door") == "bookkeeper" else one["organization"]
            found.setdefault(label, []).append(one)
    return found


def _line(address: str, what: str) -> str:
    return f"  {address:<44} {what}"
