"""*Aftale*, *kunde*, *betaling* and *levering* never stand alone in code: each means several things."""

import ast
from pathlib import Path

from tests.house.tree import SRC, parse, plant, python_files

BARE = {"aftale", "kunde", "betaling", "levering"}


def identifiers(module: ast.Module) -> set[str]:
    """Every name that a module gives or uses."""
    found: set[str] = set()
    for node in ast.walk(module):
        for field in ("name", "id", "attr", "arg"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                found.add(value)
    return found


def bare_words(root: Path) -> list[str]:
    """The ambiguous words that stand alone as a name, or as a file's name."""
    found = []
    for path in python_files(root, migrations=True):
        names = identifiers(parse(path)) | {path.stem}
        found += [f"{path.relative_to(root)}: {name}" for name in sorted(names) if name.strip("_").lower() in BARE]
    return found


def test_no_ambiguous_word_stands_alone() -> None:
    assert bare_words(SRC) == []


def test_planted_words_are_seen(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "a.py": "class Aftale: ...\nclass AgreementApplication: ...\n",
            "b.py": "def f(kunde, kundenummer): return kunde.betaling\n",
            "levering.py": "",
        },
    )
    assert bare_words(tmp_path) == ["a.py: Aftale", "b.py: betaling", "b.py: kunde", "levering.py: levering"]
