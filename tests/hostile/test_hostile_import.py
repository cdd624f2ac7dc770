"""Files of a clumsy or dishonest company: nobody is billed for years by a forgotten cell, and no row stops the rest."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from selvbetjening.domain.imports.files.run import Result
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.hostile.at_once import at_once
from tests.story.importing.folder import bring, write

pytestmark = pytest.mark.usefixtures("database")
HEAD = "subscription_code;account_code;terms_code;quantity;started_on;renews_on;ends_on\n"
FILES = {
    "plans": "plan_code;name_da\np1;Hold\n",
    "plan_terms": "terms_code;plan_code;interval;unit_price\nt1;p1;month;199,00\ndear;p1;month;100000000,00\n",
    "accounts": "account_code;party_type;name\nA;privat;Anna Eksempel\n",
    "recipients": "account_code;name;email\nA;Anna Eksempel;anna@example.com\n",
}


def found(folder: Path, subscriptions: str) -> list[tuple[str, str, bool]]:
    """Column, code and whether it blocks, of every finding on 10 March 2026."""
    result = bring(make.organization(), write(folder, **FILES, subscriptions=HEAD + subscriptions))
    return [(finding.column, finding.code, finding.blocks) for finding in result.findings]


def test_years_of_back_payments_must_be_meant(tmp_path: Path) -> None:
    """An empty `renews_on` of an old subscription is a fault; the same day, written, is told and taken."""
    assert found(tmp_path, "S;A;t1;1;2019-03-01;;\n") == [("renews_on", "many_periods", True)]
    assert found(tmp_path, "S;A;t1;1;2019-03-01;2019-03-01;\n") == [("renews_on", "many_periods", False)]
    assert found(tmp_path, "S;A;t1;1;2019-03-01;;2019-04-01\n") == []
    assert found(tmp_path, "S;A;t1;1;2026-03-01;;\n") == []


def test_no_subscription_costs_more_than_fits(tmp_path: Path) -> None:
    """One whose amount overflows would stop the billing run of everybody beside it."""
    assert found(tmp_path, "S;A;dear;2;2026-03-01;;\n") == [("quantity", "amount", True)]
    assert found(tmp_path, "S;A;dear;1;2026-03-01;;\n") == []


def test_the_same_folder_by_four_at_once(tmp_path: Path) -> None:
    """A second press of return: whoever does not find everything there writes nothing at all."""
    company = make.organization()
    lines = "".join(f"S{number};A;t1;1;2026-03-01;;\n" for number in range(50))
    folder = write(tmp_path, **FILES, subscriptions=HEAD + lines)
    results = [one for one in at_once([partial(bring, company, folder)] * 4) if isinstance(one, Result)]
    assert sum(result.done["subscriptions.csv"].created for result in results) == 50
    with within(OrganizationId(company.id)):
        assert Subscription.objects.filter(started_on=date(2026, 3, 1)).count() == 50
