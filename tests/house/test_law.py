"""Every rule of danish-law.md, sections 1 to 12, is held by a function or a named test; docs/law.md says which.

The ids stand here because the specification itself does not lie in the repository.
"""

import re
from pathlib import Path

from tools import law_page

from selvbetjening.domain.organizations.rules.register import REGISTER
from selvbetjening.kernel.law import REGISTRY
from tests.house.messages import read
from tests.house.tree import ROOT

SERIES = {
    "PTY": 3, "INV": 15, "NUM": 3, "CRN": 4, "EIN": 4, "FIK": 5, "DUN": 9, "INT": 5, "COL": 2, "BOK": 5, "ORD": 8,
    "CAN": 6, "WDR": 10, "ACC": 3, "GDP": 9, "MKT": 1, "COO": 1,
}  # fmt: skip
IDS = {f"{series}-{number}" for series, last in SERIES.items() for number in range(1, last + 1)}

#: Rules that are no decision of a function: id → the test that proves them, which names the id.
HELD_ELSEWHERE = {
    "NUM-1": "tests/hostile/test_series.py",
    "NUM-2": "tests/story/rights/test_erasure.py",
    "NUM-3": "tests/story/invoicing/test_books.py",
    "CRN-2": "tests/story/invoicing/test_credit_notes.py",
    "BOK-4": "tests/run/test_backup.py",
    "BOK-5": "tests/story/invoicing/test_books.py",
    "ACC-1": "tests/tale/test_keyboard.py",
    "ACC-2": "tests/story/rights/test_pages.py",
    "ACC-3": "tests/unit/invoicing/test_documents.py",
    "GDP-1": "tests/story/rights/test_pages.py",
    "COO-1": "tests/story/rights/test_pages.py",
}


def names(file: Path, id_: str) -> bool:
    """Whether the file is there and names the rule, as `NUM-1` or inside a test's name as `num_1`."""
    words = rf"\b{id_}\b|(?<![a-z]){id_.lower().replace('-', '_')}(?![0-9])"
    return file.is_file() and re.search(words, file.read_text("utf-8")) is not None


def test_every_rule_is_held() -> None:
    law_page.load()
    assert len(IDS) == 93
    assert IDS - set(REGISTRY) - set(HELD_ELSEWHERE) == set()
    assert set(REGISTRY) - IDS == set(), "a rule that the specification does not have"


def test_what_is_held_elsewhere_is_proved_there() -> None:
    law_page.load()
    assert [id_ for id_, file in HELD_ELSEWHERE.items() if not names(ROOT / file, id_)] == []
    assert set(HELD_ELSEWHERE) & set(REGISTRY) == set(), "held by a function by now: take the line out"


def test_every_rule_is_proved_by_a_test_that_names_it() -> None:
    """Must show 4: each rule has its tests."""
    law_page.load()
    text = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))
    missing = [
        id_ for id_ in sorted(REGISTRY)
        if not re.search(rf"\b{id_}\b|(?<![a-z]){id_.lower().replace('-', '_')}(?![0-9])", text)
    ]  # fmt: skip
    assert missing == []


def test_settings_that_rules_name_are_in_the_register() -> None:
    law_page.load()
    named = {rule.setting for rules in REGISTRY.values() for rule in rules if rule.setting}
    assert named - set(REGISTER) == set()


def test_the_page_is_up_to_date() -> None:
    """Mend with: python tools/with_settings.py tools/law_page.py."""
    law_page.load()
    assert law_page.PAGE.read_text("utf-8") == law_page.page()


def test_what_is_uncertain_is_said_in_both_languages() -> None:
    """Staff read it at the field of the setting and on the page of the law."""
    law_page.load()
    texts = {rule.uncertain for rules in REGISTRY.values() for rule in rules if rule.uncertain}
    danish = read(ROOT / "locale" / "da" / "LC_MESSAGES" / "django.po")
    assert texts
    assert [text for text in sorted(texts) if not (text in danish and danish[text].string)] == []
