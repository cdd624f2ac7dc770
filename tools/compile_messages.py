"""Compile translations, .po to .mo, without gettext's tools, which a fresh machine may lack.

    python tools/compile_messages.py locale/da/LC_MESSAGES/django.po …

Fuzzy and empty translations are left out, as msgfmt leaves them out.
"""

import ast
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

MAGIC = 0x950412DE


class BadMessages(Exception):
    """A file is not valid; the text has the file and the line."""


class Entry:
    """One message of a .po file while it is read."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.fuzzy = False

    def pair(self) -> tuple[str, str] | None:
        """Key and value as a .mo file has them, or None when there is nothing to say."""
        if "msgid" not in self.fields or self.fuzzy:
            return None
        key = self.fields["msgid"]
        if "msgid_plural" in self.fields:
            key += "\0" + self.fields["msgid_plural"]
        if "msgctxt" in self.fields:
            key = self.fields["msgctxt"] + "\4" + key
        forms = [self.fields[name] for name in sorted(self.fields) if name.startswith("msgstr")]
        return (key, "\0".join(forms)) if forms and all(forms) else None


def entries(text: str, *, name: str) -> Iterator[Entry]:
    """The messages of a .po file."""
    entry, field = Entry(), ""
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        starts = line.startswith(("#", "msgctxt ")) or (line.startswith("msgid ") and "msgid" in entry.fields)
        if starts and any(part.startswith("msgstr") for part in entry.fields):
            yield entry
            entry = Entry()
        if line.startswith("#"):
            entry.fuzzy = entry.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if not line:
            continue
        if not line.startswith('"'):
            field, _, line = line.partition(" ")
            entry.fields[field] = ""
        try:
            entry.fields[field] += ast.literal_eval(line.strip())
        except (KeyError, SyntaxError, TypeError, ValueError):
            raise BadMessages(f"{name}:{number}: cannot be read: {line}") from None
    yield entry


def compiled(text: str, *, name: str = "") -> bytes:
    """The bytes of the .mo file (GNU gettext manual, "The Format of GNU MO Files"): sorted, without a hash table."""
    said = [pair for entry in entries(text, name=name) if (pair := entry.pair()) is not None]
    pairs = sorted((key.encode(), value.encode()) for key, value in said)
    data_at = 28 + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    data = b""
    for side, table in enumerate(tables):
        for words in pairs:
            table += [len(words[side]), data_at + len(data)]
            data += words[side] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + data


def compile_file(source: Path) -> Path:
    """Put the .mo file beside the .po file, whole at once since somebody may be reading it, and return its path."""
    target = source.with_suffix(".mo")
    written = target.with_name(f"{os.getpid()}.mo")
    written.write_bytes(compiled(source.read_text(encoding="utf-8"), name=str(source)))
    return written.replace(target)


if __name__ == "__main__":
    try:
        for named in map(Path, sys.argv[1:]):
            compile_file(named)
    except BadMessages as error:
        sys.exit(str(error))
