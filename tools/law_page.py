"""Write docs/law.md from the functions that hold the rules of law (`kernel.law`).

    python tools/with_settings.py tools/law_page.py

The file lies in the repository, so that a lawyer can read it without running anything; a house test watches it.
"""

import importlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "law.md"
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

_HEAD = """# Rules of law in the code

Written by `tools/law_page.py` from the functions themselves; do not edit. **Not legal advice:** a Danish lawyer and an
accountant must read it before release. The reading of the law is version `{version}`; it is kept with every legal act.
What is uncertain stands in the settings register of each company, and the operator's page *Rules* shows it there.

{count} rules, held by {functions} functions.
"""
_PARTIES = {
    "all": "all",
    "consumer": "consumers",
    "business": "companies",
    "public": "public bodies",
    "business_and_public": "companies and public bodies",
}


def load() -> None:
    """Import every module that holds a rule, found by its own import of `kernel.law`."""
    for path in sorted((ROOT / "src" / "selvbetjening").rglob("*.py")):
        if "selvbetjening.kernel.law import" in path.read_text("utf-8") and "@law(" in path.read_text("utf-8"):
            parts = path.relative_to(ROOT / "src").with_suffix("").parts
            importlib.import_module(".".join(part for part in parts if part != "__init__"))


def page() -> str:
    """The whole page as Markdown."""
    from selvbetjening.kernel.law import REGISTRY, RULE_VERSION

    functions = sum(len(rules) for rules in REGISTRY.values())
    lines = [_HEAD.format(version=RULE_VERSION, count=len(REGISTRY), functions=functions)]
    series = ""
    for id_ in sorted(REGISTRY, key=_order):
        if id_.partition("-")[0] != series:
            series = id_.partition("-")[0]
            lines.append(f"\n## {series}\n")
            lines.append("| Rule | Held by | In words | Source | For | Since | Setting | Uncertain |")
            lines.append("|---|---|---|---|---|---|---|---|")
        for rule in sorted(REGISTRY[id_], key=lambda rule: rule.where):
            cells = (
                rule.id, f"`{rule.where.removeprefix('selvbetjening.')}`", rule.summary, rule.source,
                _PARTIES[rule.party], rule.since.isoformat() if rule.since else "",
                f"`{rule.setting}`" if rule.setting else "", rule.uncertain,
            )  # fmt: skip
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def _order(id_: str) -> tuple[str, int]:
    series, _, number = id_.partition("-")
    return series, int(number)


if __name__ == "__main__":
    import django

    django.setup()
    load()
    PAGE.write_text(page(), "utf-8")
