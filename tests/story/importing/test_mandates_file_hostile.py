"""mandates.csv from programs and people who mean no good, or nothing at all (9.1, SEC-90)."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from selvbetjening.domain.directdebit.models import MandateOrder
from selvbetjening.domain.imports.files.findings import CannotImport
from selvbetjening.domain.tenancy.within import within
from tests.hostile.at_once import at_once
from tests.story.importing.folder import write
from tests.story.importing.test_mandates_file import ACCOUNTS, HEAD, bring, company, orders

pytestmark = pytest.mark.usefixtures("database")
GOOD = "1,,99999993,9999,1234567,written,2027-01-18\n"


def codes(found: Any) -> set[tuple[int, str]]:
    return {(each.line, each.code) for each in found.findings if each.blocks}


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (GOOD + GOOD, 3), (GOOD + "2,,99999993,9999,1234567,portal,2027-01-18\n", 3),
        (GOOD + '"=cmd|/c calc!A1",,99999993,9999,1,written,2027-01-18\n', 3),
        (GOOD + "2,,+99999993,9999,1,written,2027-01-18\n", 3), (GOOD + "2,,99999993,9999,1,written,31-02-2027\n", 3),
        (GOOD + "2,,99999993,9999,0000000000,written,2027-01-18\n", 3), (GOOD + "2,,99999993\n", 3),
        (GOOD + "2,,٩٩٩٩٩٩٩٣,9999,1,written,2027-01-18\n", 3),
        (GOOD + "2,,99999993,９９９９,1,written,2027-01-18\n", 3),
    ],
)  # fmt: skip
def test_a_half_bad_file_asks_for_nobody(rows: str, line: int, tmp_path: Path) -> None:
    """9.1: all or nothing, and the line is named: doubles, a consent that only a page can give, formulas, half lines,
    days that are none, digits of other scripts."""
    _made, here = company()
    folder = write(tmp_path, accounts=ACCOUNTS, mandates=HEAD + rows)
    found = bring(here, folder)
    assert line in {each for each, _code in codes(found)}, found.findings
    assert orders(here) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings_are_read_or_refused_and_never_guessed(encoding: str, tmp_path: Path) -> None:
    """9.1: a byte order mark is no part of a column's name; what is not UTF-8 is refused whole."""
    _made, here = company()
    folder = write(tmp_path, accounts=ACCOUNTS, mandates="")
    rows = (HEAD + GOOD).replace("written", "skriftlig")
    if encoding == "iso-8859-1":
        rows = rows.replace("1,,", "1,æøå,")
    (folder / "mandates.csv").write_bytes(rows.replace("\n", "\r\n").encode(encoding))
    try:
        found = bring(here, folder)
    except CannotImport:
        assert encoding != "utf-8-sig"
    else:
        assert (encoding == "utf-8-sig") is (codes(found) == set())
    assert len(orders(here)) == (encoding == "utf-8-sig")


def test_two_accounts_with_one_customer_number_are_asked_for_by_nobody(tmp_path: Path) -> None:
    """2: never two customers that differ only in zeros or hyphens: their mandates could not be told apart."""
    _made, here = company()
    accounts = "account_code,party_type,name\nA-1,privat,Anna\n0A1,privat,Bo\n1,privat,Eva\n"
    rows = HEAD + GOOD + "A-1,,99999993,9999,1234567,written,2027-01-18\n"
    with pytest.raises(CannotImport) as refused:
        bring(here, write(tmp_path, accounts=accounts, mandates=rows))
    assert "line 3" in str(refused.value) and orders(here) == []


def test_the_same_file_twice_at_once_asks_once(tmp_path: Path) -> None:
    """9.1: with threads; an import that is pressed twice."""
    _made, here = company()
    rows = HEAD + GOOD + "2,,99999993,9999,1234567,written,2027-01-18\n"
    for place in range(2):
        (tmp_path / str(place)).mkdir()
    folders = [write(tmp_path / str(place), accounts=ACCOUNTS, mandates=rows) for place in range(2)]
    at_once([partial(bring, here, folder) for folder in folders])
    with within(here):
        assert MandateOrder.objects.filter(organization_id=here).count() == 2
