"""Customers who agreed to Betalingsservice, from a file: looked at first, then asked for, all or nothing (9.1, 16)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from selvbetjening.domain.directdebit.models import MandateOrder
from selvbetjening.domain.imports.files.findings import CannotImport
from selvbetjening.domain.imports.files.run import run
from selvbetjening.domain.imports.rules import PERMISSIONS
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import directdebit as dd
from tests import make
from tests.story.importing.folder import counts, write

pytestmark = pytest.mark.usefixtures("database")
AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
HEAD = "account_code,pbs_number,identity,branch,account_number,consent,agreed_on\n"
ACCOUNTS = "account_code,party_type,name\n1,privat,Anna Eksempel\n2,privat,Bo Eksempel\n"


def company(*, agreements: int = 1) -> tuple[Organization, OrganizationId]:
    made = make.organization()
    here = OrganizationId(made.id)
    for _ in range(agreements):
        dd.agreement(here, at=AT, role="external", data_supplier=dd.pbs_number())
    return made, here


def orders(here: OrganizationId) -> list[MandateOrder]:
    with within(here):
        return list(MandateOrder.objects.filter(organization_id=here).order_by("match_key"))


def bring(here: OrganizationId, folder: Path, *, dry_run: bool = False, at: datetime = AT) -> Any:
    return run(here, folder=folder, at=at, dry_run=dry_run, progress=lambda _file, _line: None)


def test_looked_at_asked_for_and_left_as_it_is_the_second_time(tmp_path: Path) -> None:
    """16: the dry run leaves nothing; the numbers are sealed; who waits for a mandate is not asked for again."""
    _made, here = company()
    rows = HEAD + "1,,99999993,9999,1234567,skriftlig,18-01-2027\n2,,0101700007,0040,12 34,phone,2027-01-19\n"
    folder = write(tmp_path, accounts=ACCOUNTS, mandates=rows)
    looked = bring(here, folder, dry_run=True)
    assert counts(looked) == {} or orders(here) == []
    assert looked.foreseen["mandates.csv"].created == 2 and orders(here) == []
    assert bring(here, folder).done["mandates.csv"].created == 2
    found = orders(here)
    assert [(each.match_key, each.consent, each.state) for each in found] == [
        ("1", "written", "waiting"), ("2", "phone", "waiting"),
    ]  # fmt: skip
    assert all(b"1234567" not in bytes(each.sealed) for each in found)
    again = bring(here, folder, at=AT + timedelta(minutes=1)).done["mandates.csv"]
    assert (again.created, again.unchanged) == (0, 2)


def test_every_fault_is_named_without_the_number(tmp_path: Path) -> None:
    """SEC-87: a number that cannot be is said to be wrong in its cell, and is written down nowhere."""
    _made, here = company()
    rows = HEAD + "1,,3213991234,99,12345678901,mundtlig,2027-02-01\n9,12345678,99999993,9999,1,phone,2027-01-19\n"
    found = bring(here, write(tmp_path, accounts=ACCOUNTS, mandates=rows), dry_run=True).findings
    assert {(each.line, each.column, each.code) for each in found if each.blocks} == {
        (2, "identity", "wrong_identity"), (2, "branch", "wrong_branch"), (2, "account_number", "wrong_account"),
        (2, "consent", "unknown"), (2, "agreed_on", "ahead"), (3, "account_code", "no_such_code"),
        (3, "pbs_number", "no_agreement"),
    }  # fmt: skip
    assert not any("3213991234" in str(each) or "12345678901" in str(each) for each in found)
    assert orders(here) == []


def test_with_several_agreements_one_is_named(tmp_path: Path) -> None:
    """2: the debtor group is locked to its PBS number; which of several is meant is never guessed."""
    _made, here = company(agreements=2)
    rows = HEAD + "1,,99999993,9999,1234567,written,2027-01-18\n"
    found = bring(here, write(tmp_path, accounts=ACCOUNTS, mandates=rows), dry_run=True).findings
    assert [each.code for each in found] == ["no_agreement"]


def test_it_wants_the_right_of_the_money() -> None:
    """BP-13: as the page on which one mandate is asked for."""
    assert PERMISSIONS["mandates.csv"] == "selvbetjening.money"


def test_a_thousand_more_lines_cost_no_statement_more(tmp_path: Path) -> None:
    """9.1: asked for by the portion: as many statements for a full portion as for a small one, dry or not."""

    def cost(lines: int, *, dry_run: bool) -> int:
        _made, here = company()
        folder = tmp_path / f"{lines}{dry_run}"
        folder.mkdir()
        accounts = "account_code,party_type,name\n" + "".join(f"{n},privat,Kunde {n}\n" for n in range(1, lines + 1))
        bring(here, write(folder, accounts=accounts))
        (folder / "accounts.csv").unlink()
        rows = HEAD + "".join(f"{n},,99999993,9999,{n},written,2027-01-18\n" for n in range(1, lines + 1))
        with CaptureQueriesContext(connections["default"]) as asked:
            done = bring(here, write(folder, mandates=rows), dry_run=dry_run)
        assert done.foreseen["mandates.csv"].created == lines
        return len(asked)

    for dry_run in (True, False):
        few, many = (cost(lines, dry_run=dry_run) for lines in (10, 1_000))
        assert many <= few + 2, (few, many)


def test_each_line_that_cannot_be_is_named_and_nothing_is_asked_for(tmp_path: Path) -> None:
    """9.1: not the first one alone; a public body, and two codes that are one customer number."""
    _made, here = company()
    accounts = "account_code,party_type,name,cvr,ean\n1,privat,Anna,,\nA-1,privat,Bo,,\n0A1,privat,Eva,,\n"
    rows = HEAD + "".join(f"{code},,99999993,9999,1,written,2027-01-18\n" for code in ("1", "A-1", "0A1"))
    with pytest.raises(CannotImport) as refused:
        bring(here, write(tmp_path, accounts=accounts, mandates=rows))
    assert [(each.line, each.code) for each in refused.value.findings] == [(3, "mandate_number"), (4, "mandate_number")]
    assert orders(here) == []
