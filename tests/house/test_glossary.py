"""Every model, fact and permission of the code stands in docs/glossary.md: the code's word is the field's word."""

import re
from collections.abc import Iterable
from pathlib import Path

from selvbetjening.domain.organizations.permissions import REGISTRY
from selvbetjening.kernel.facts import FACTS
from tests.house.models import domain_models
from tests.house.tree import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"


def rows(file: Path) -> list[list[str]]:
    """The table's rows: Dansk, Code, Home, Meaning."""
    lines = [line.strip().strip("|") for line in file.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [row for row in cells if row[:2] != ["Dansk", "Code"] and not set("".join(row)) <= set("-: ")]


def known(file: Path) -> set[str]:
    """The words of the Code column."""
    return {word for row in rows(file) for word in re.findall(r"`([^`]+)`", row[1])}


def missing(file: Path, words: Iterable[str]) -> list[str]:
    """The words that the glossary does not explain."""
    return sorted(set(words) - known(file))


def test_every_model_fact_and_permission_is_explained() -> None:
    models = {model.__name__ for model in domain_models() if not model._meta.auto_created}
    facts = {fact.__name__ for fact in FACTS.values() if fact.__module__.startswith("selvbetjening.")}
    assert models
    assert facts
    assert REGISTRY
    assert missing(GLOSSARY, {*models, *facts, *REGISTRY}) == []


def test_every_row_is_whole() -> None:
    assert [row for row in rows(GLOSSARY) if len(row) != 4 or not all(row)] == []


def test_a_word_that_is_missing_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "glossary.md"
    planted.write_text(
        "| Dansk | Code | Home | Meaning |\n|---|---|---|---|\n| konto | `Account` | accounts | customer |\n"
    )
    assert missing(planted, ["Account", "Recipient"]) == ["Recipient"]
    assert rows(planted) == [["konto", "`Account`", "accounts", "customer"]]
