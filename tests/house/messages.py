"""What the code says in gettext, and what the catalogue answers."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

PLACEHOLDER = re.compile(r"%\([^)]+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{[A-Za-z_][\w.]*(?::[^}]*)?\}")
PO = Path("locale") / "da" / "LC_MESSAGES" / "django.po"


def collect(source: Path, workshop: Path) -> Catalog:
    """Every message of the code under `source`, taken by Django's own makemessages in a copy."""
    ignore = shutil.ignore_patterns("__pycache__", "node_modules", "vendor", "locale")
    shutil.copytree(source, workshop / "src", ignore=ignore)
    (workshop / PO.parent).mkdir(parents=True)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "da", "--no-location", "--verbosity", "0"]
    command += ["--extension", "html,txt,py,typ"]
    env = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    subprocess.run(command, cwd=workshop, env=env, check=True, capture_output=True)
    return read(workshop / PO)


def read(file: Path) -> Catalog:
    """A catalogue from its file, strictly."""
    with file.open("rb") as stream:
        return read_po(stream, locale="da", abort_invalid=True)


def forms(value: object) -> list[str]:
    """The forms of a message: one, or singular and plural."""
    return [str(form) for form in value] if isinstance(value, list | tuple) else [str(value or "")]


def key(message: Message) -> tuple[str | None, str]:
    """What makes a message the same in two catalogues."""
    return message.context, forms(message.id)[0]


def answers(message: Message) -> list[str]:
    """What is wrong with one translation."""
    name = forms(message.id)[0][:60]
    strings = forms(message.string)
    if not all(text.strip() for text in strings):
        return [f"not translated: {name}"]
    faults = [f"fuzzy: {name}"] if message.fuzzy else []
    wanted = set(PLACEHOLDER.findall(forms(message.id)[-1]))
    # A singular may leave its number out ("one day"); every other form holds exactly the msgid's placeholders.
    for position, text in enumerate(strings):
        given = set(PLACEHOLDER.findall(text))
        if given - wanted or (position == len(strings) - 1 and wanted - given):
            faults.append(f"placeholders differ: {name}")
    return faults


def faults(code: Catalog, catalogue: Catalog) -> list[str]:
    """What the catalogue lacks, has too much, or translates badly."""
    wanted = {key(message) for message in code if message.id}
    given = {key(message): message for message in catalogue if message.id}
    found = [f"missing: {name[1][:60]}" for name in sorted(wanted - given.keys(), key=str)]
    found += [f"no longer used: {name[1][:60]}" for name in sorted(given.keys() - wanted, key=str)]
    found += [f"obsolete: {name}" for name in catalogue.obsolete]
    for name in sorted(wanted & given.keys(), key=str):
        found += answers(given[name])
    return found
