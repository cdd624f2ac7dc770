"""Nothing of a machine, a registry or a person in any file: paths, hosts, civil registration numbers, real addresses.

SEC-131: no real personal data in tests or demo. Invented people have addresses under names reserved for examples.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tests.house.tree import ROOT, plant, tracked

BINARY = {".png", ".jpg", ".ico", ".woff", ".woff2", ".pdf", ".gz", ".mo", ".zip"}
LOCKS = {"package-lock.json"}
# Each pattern has a class of one letter in it, so that this file does not hold what it looks for.
MACHINE = re.compile(r"(?<![\w.\-/}>])/(?:w[o]rk|r[o]ot|f[a]rm|h[o]me/\w+|U[s]ers/\w+)/")
REGISTRY = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|https?://[^\s\"']+/(?:simple|packages)/"
    r"|\b(?:registry|(?:extra-)?index-url)\s*[=:]\s*[\"']?https?:"
)
CPR = re.compile(r"(?<![\w.\-+/#])(\d{2})(\d{2})(\d{2})-?(\d{4})(?![\w\-])")
WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
EMAIL = re.compile(r"(?<![\\\w.%+\-])[A-Za-z0-9._%+\-]+@((?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,})\b")
EXAMPLE = re.compile(r"(^|\.)(example|test|invalid|localhost|example\.(com|org|net))$", re.IGNORECASE)
#: SSH writes the names of algorithms and extensions like addresses: whoever thought of one signs it.
ALGORITHM = re.compile(r"^(openssh\.com|libssh\.org|asyncssh\.com)$")


def is_cpr(match: re.Match[str]) -> bool:
    """Whether ten digits are a civil registration number: a day that exists, and the check of modulus 11."""
    day, month, year, serial = (int(part) for part in match.groups())
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    digits = "".join(match.groups())
    return serial > 0 and sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11 == 0


def findings(text: str) -> list[str]:
    """What a text holds that no file may hold, with its line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        found += [f"{number}: machine path {match[0]}" for match in MACHINE.finditer(line)]
        found += [f"{number}: registry {match[0]}" for match in REGISTRY.finditer(line)]
        found += [f"{number}: civil registration number" for match in CPR.finditer(line) if is_cpr(match)]
        addresses = [m for m in EMAIL.finditer(line) if not (EXAMPLE.search(m[1]) or ALGORITHM.match(m[1]))]
        found += [f"{number}: address {m[0]}" for m in addresses]
    return found


def faults(root: Path, files: Iterable[Path]) -> list[str]:
    """The findings of every text file; lock files have a test of their own."""
    found = []
    for path in files:
        if path.suffix not in BINARY and path.name not in LOCKS and "vendor" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.relative_to(root)}:{finding}" for finding in findings(text)]
    return found


def test_no_file_names_a_machine_a_registry_or_a_person() -> None:
    """SEC-131."""
    assert faults(ROOT, tracked()) == []


PLANTED = [
    "a.py:1: machine path /w~ork/",
    "b.toml:1: registry https://mirror.example/python/si~mple/",
    "c.md:1: registry npmj~s.org",
    "d.csv:1: civil registration number",
    "d.csv:1: address ada@firma.d~k",
    "e.csv:1: civil registration number",
]


def test_planted_texts_are_seen(tmp_path: Path) -> None:
    # ~ stands for nothing: the faults are written apart here and put together in the planted files.
    files = {
        "a.py": "x = '/w~ork/main'\ny = 'https://example.com/w~ork/'\n",
        "b.toml": 'url = "https://mirror.example/python/si~mple/x"\n',
        "c.md": "see registry.npmj~s.org\n",
        "d.csv": "010170-0~003;ada@firma.d~k\n320170-0003;ada@nordlys.example\n",
        "e.csv": "010170~0011\n0101700012\n",
        "f.png": "/w~ork/",
    }
    plant(tmp_path, {name: text.replace("~", "") for name, text in files.items()})
    found = faults(tmp_path, [tmp_path / name for name in files])
    assert [line.replace("~", "") for line in PLANTED] == found
