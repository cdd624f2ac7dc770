"""What the code says in gettext, and what the catalogue answers."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

PLACEHOLDER = re.compile(r"%\([^)]+\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{[A-Za-z_][\w.]*(?::[^}]*)?\}")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
PO = Path("locale") / "da" / "LC_MESSAGES" / "django.po"


def collect(source: Path) -> Catalog:
    """Every message of the code under `source`: Python by Babel, templates by way of Django's own reading of them.

    Needs no gettext programs, which a machine with Python and make only does not have.
    """
    found = Catalog(locale="da")
    for path in sorted(source.rglob("*")):
        template = path.suffix in {".html", ".txt"} and "templates" in path.parts
        if not template and path.suffix != ".py":
            continue
        text = path.read_text("utf-8")
        if template:
            # What is no message comes back as X; without its indentation it passes for Python.
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
        stream = BytesIO(text.encode())
        for _, message, _, context in extract("python", stream, keywords=KEYWORDS, options={"encoding": "utf-8"}):
            found.add(message, context=context)
    return found


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
