"""The bookkeeper of three customers fetches last quarter's invoices as one ZIP and checks it ("Must show" 1)."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tale.checked import Checked
from tests.tale.running import RunningDemo
from tests.tale.visits import log_in
from tests.tale.words import DANISH, ENGLISH, Words

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.tale, pytest.mark.slow]
BODIL = "bodil@bogholder.example"
FETCH = {"da": "Hent som én ZIP-fil", "en": "Fetch as one ZIP file"}
QUARTER = {"da": "Sidste kvartal", "en": "Last quarter"}
HOLDERS = ("Anlæg & Bro A_S", "Harbour Works ApS", "Prøvekommunen")


def last_quarter(today: date) -> tuple[date, date]:
    """Its first day, and the first day after it."""
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return (date(first.year - 1, 10, 1) if first.month == 1 else date(first.year, first.month - 3, 1)), first


@pytest.mark.parametrize(
    ("words", "width", "scripts"),
    [pytest.param(DANISH, 1280, True, id="da-1280"), pytest.param(ENGLISH, 390, False, id="en-390-nojs")],
)
def test_a_bookkeeper_fetches_the_quarter(
    demo: RunningDemo, open_page: Callable[..., "Page"], faults: list[str], words: Words, width: int, scripts: bool
) -> None:
    """CM-08, XB-20, XB-42: one login for three accounts, a filter, one file whose every hash is true."""
    page = open_page(width=width, language=words.language, scripts=scripts)
    log_in(page, demo, email=BODIL, words=words, slug="bogholder", greeting=words.invoices)
    walk = Checked(page, faults, key=f"bookkeeper-{words.language}", axe=scripts)
    walk.look("inbox")
    page.get_by_role("link", name=QUARTER[words.language], exact=True).click()
    walk.look("quarter")
    listed = page.locator("tbody tr").count()
    numbers = {link.inner_text().split()[0] for link in page.locator("tbody th a").all()}
    with page.expect_download() as downloading:
        page.get_by_role("button", name=FETCH[words.language]).click()
    content = Path(downloading.value.path()).read_bytes()
    assert rows(content, last_quarter(demo.today())) == listed > len(HOLDERS)
    assert {name.rsplit("-", 1)[-1].removesuffix(".pdf") for name in names(content, ".pdf")} >= numbers
    walk.visit("nothing", f"{demo.door('bogholder')}/?fra=1999-01-01&til=1999-01-02")
    page.goto(f"{demo.door('bogholder')}/?ulaest=1&fra={last_quarter(demo.today())[0]}")
    assert not numbers & {link.inner_text().split()[0] for link in page.locator("tbody th a").all()}
    assert walk.wrong == []


def names(content: bytes, ending: str) -> list[str]:
    return [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith(ending)]


def rows(content: bytes, quarter: tuple[date, date]) -> int:
    """How many invoices the lists name; every file is in the manifest with its hash, and every day in the quarter."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(held).hexdigest() for name, held in files.items()
    }
    lists = [held.decode("utf-8-sig") for name, held in files.items() if name.endswith("/documents.csv")]
    assert len(lists) == len(HOLDERS) and all(any(who in name for name in files) for who in HOLDERS), list(files)
    found = [row for text in lists for row in csv.DictReader(io.StringIO(text), delimiter=";")]
    first, after = quarter
    assert all(first <= date.fromisoformat(row["issued_on"]) < after for row in found)
    every = list(csv.DictReader(io.StringIO(files["documents.csv"].decode("utf-8-sig")), delimiter=";"))
    assert sorted(row["sha256"] for row in every) == sorted(row["sha256"] for row in found)
    return len(found)
