"""Everything that can be told of a folder is told in one go: a fault in one cell hides none in another."""

from pathlib import Path

import pytest

from tests import make
from tests.story.importing.folder import bring, write

pytestmark = pytest.mark.usefixtures("database")

PLANS = "plan_code,name_da\nbasis,Basis\n"
TERMS = "terms_code,plan_code,interval,unit_price\nbasis-md,basis,month,100.00\n"
ACCOUNTS = "account_code,party_type,name\n1,privat,Anna Eksempel\n"


def blocking(folder: Path) -> list[tuple[str, int, str, str]]:
    """File, line, column and code of every fault."""
    found = bring(make.organization(), folder).findings
    return [(one.file.removesuffix(".csv"), one.line, one.column, one.code) for one in found if one.blocks]


def test_a_line_with_a_faulty_cell_is_held_against_the_others_all_the_same(tmp_path: Path) -> None:
    write(
        tmp_path,
        plans=PLANS,
        plan_terms=TERMS + "x,nowhere,month,dear\nbasis-md,nowhere,weekly,1.00\n",
        accounts="account_code,party_type,name,ean\n1,privat,Anna Eksempel,\n1,alien,Bo,\n2,offentlig,Skolen,579\n",
        recipients="account_code,name,email\n1,Anna,not-an-address\n9,,bo@eksempel.example\n",
        subscriptions="subscription_code,account_code,terms_code,quantity,started_on,renews_on,ends_on\n"
        "S1,9,nothing,many,2026-03-01,soon,2026-02-01\nS2,1,basis-md,100000000,2026-03-01,2026-02-01,2026-01-01\n"
        "S3,1,basis-md,1000000,never,2026-02-01,2026-01-01\nS1,9,basis-md,1,2026-03-01,,\n",
    )
    assert blocking(tmp_path) == [
        ("plan_terms", 3, "unit_price", "amount"),
        ("plan_terms", 3, "plan_code", "no_such_code"),
        ("plan_terms", 4, "interval", "unknown"),
        ("plan_terms", 4, "terms_code", "double_key"),
        ("plan_terms", 4, "plan_code", "no_such_code"),
        ("accounts", 3, "party_type", "unknown"),
        ("accounts", 3, "account_code", "double_key"),
        ("accounts", 4, "ean", "ean_wrong"),
        ("recipients", 2, "email", "email"),
        ("recipients", 3, "name", "required"),
        ("recipients", 3, "account_code", "no_such_code"),
        ("subscriptions", 2, "quantity", "number"),
        ("subscriptions", 2, "renews_on", "day"),
        ("subscriptions", 2, "account_code", "no_such_code"),
        ("subscriptions", 2, "terms_code", "no_such_code"),
        ("subscriptions", 2, "ends_on", "days"),
        ("subscriptions", 3, "quantity", "number"),
        ("subscriptions", 3, "renews_on", "days"),
        ("subscriptions", 3, "ends_on", "days"),
        ("subscriptions", 4, "started_on", "day"),
        ("subscriptions", 4, "ends_on", "days"),
        ("subscriptions", 5, "subscription_code", "double_key"),
        ("subscriptions", 5, "account_code", "no_such_code"),
    ]


def test_what_points_to_a_faulty_line_is_not_called_wrong(tmp_path: Path) -> None:
    """The code is there; only its line is to be mended. A line that cannot be taken apart might have held any code."""
    write(
        tmp_path,
        plans="plan_code,name_da\nbasis,\n",
        plan_terms="terms_code,plan_code,interval,unit_price\nbasis-md,basis,month,free\n",
        accounts="account_code,party_type,name\n1,privat\n",
        subscriptions="subscription_code,account_code,terms_code,started_on\nS1,1,basis-md,2026-03-01\n",
    )
    assert blocking(tmp_path) == [
        ("plans", 2, "name_da", "required"),
        ("plan_terms", 2, "unit_price", "amount"),
        ("accounts", 2, "", "cells"),
    ]


def test_a_fixed_price_is_compared_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    company = make.organization()
    bring(company, write(tmp_path, plans=PLANS, plan_terms=TERMS))
    head = "terms_code,plan_code,interval,unit_price,currency\n"

    def codes(line: str) -> list[str]:
        return [finding.code for finding in bring(company, write(tmp_path, plan_terms=head + line)).findings]

    assert codes("basis-md,basis,year,100.00,GBP\n") == ["currency", "terms_fixed"]
    assert codes("basis-md,basis,month,100.00,GBP\n") == ["currency"]
    assert codes("basis-md,basis,month,100.00,EUR\n") == ["terms_fixed"]


def test_a_business_needs_eight_digits_pty_2(tmp_path: Path) -> None:
    """PTY-2: a number that is none is refused for a business; a check digit that does not fit is only told."""
    head = "account_code,party_type,name,cvr,address_line,postal_code,city,country\n"
    rest = "Vej 1,8000,Aarhus"

    def found(line: str) -> list[tuple[str, bool]]:
        findings = bring(make.organization(), write(tmp_path, accounts=head + line)).findings
        return [(finding.code, finding.blocks) for finding in findings]

    assert found(f"1,virksomhed,Firma ApS,1234,{rest},DK\n") == [("cvr_form", True)]
    assert found(f"1,virksomhed,Firma ApS,12345678,{rest},DK\n") == [("cvr_check_digit", False)]
    assert found(f"1,virksomhed,Firma AB,1234,{rest},SE\n") == []
    assert found(f"1,virksomhed,Firma ApS,1234,{rest},Denmark\n") == [("unknown", True)]
