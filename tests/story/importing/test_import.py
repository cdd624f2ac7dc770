"""A company's own files become its accounts, plans and subscriptions: all of it or nothing (issue 2, story)."""

from datetime import date
from pathlib import Path

import pytest

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.actions.run import run
from selvbetjening.domain.billing.models import BilledPeriod
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.imports.files.findings import CannotImport
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.story.importing.folder import EXAMPLE, bring, counts, write

pytestmark = pytest.mark.usefixtures("database")

PLANS = "plan_code,name_da\nbasis,Basis\n"
TERMS = "terms_code,plan_code,interval,unit_price\nbasis-md,basis,month,100.00\n"
ACCOUNTS = "account_code,party_type,name\n1,privat,Anna Eksempel\n"


def here(company: Organization) -> OrganizationId:
    return OrganizationId(company.id)


def test_the_example_folder_is_imported_and_a_second_time_changes_nothing() -> None:
    company = make.organization()
    first = bring(company, EXAMPLE)
    assert not first.findings
    assert counts(first) == {
        "plans.csv": (3, 0, 0), "plan_terms.csv": (4, 0, 0), "accounts.csv": (3, 0, 0), "recipients.csv": (4, 0, 0),
        "subscriptions.csv": (3, 0, 0),
    }  # fmt: skip
    assert all(created == updated == 0 for created, updated, _ in counts(bring(company, EXAMPLE)).values())
    with within(here(company)):
        assert Account.objects.get(code="2001").cvr == "12345674"
        assert not Plan.objects.get(code="firma").self_service_enabled
        assert PlanTerms.objects.get(code="fri-aar").unit_price_minor == 239200
        assert Recipient.objects.filter(has_self_service_access=False).count() == 1
        taken = Subscription.objects.get(code="A-3")
    assert (taken.anchor_day, taken.period_starts_on, taken.renews_on) == (31, date(2026, 10, 31), date(2026, 11, 30))


def test_a_subscription_taken_over_in_mid_life_is_not_billed_twice(tmp_path: Path) -> None:
    company = make.organization()
    rows = "subscription_code,account_code,terms_code,started_on,renews_on\nS1,1,basis-md,2025-01-15,2026-03-15\n"
    bring(company, write(tmp_path, plans=PLANS, plan_terms=TERMS, accounts=ACCOUNTS, subscriptions=rows))
    run(here(company), today=date(2026, 3, 14), at=make.AT)
    with within(here(company)):
        assert not BilledPeriod.objects.filter(invoice_line__isnull=False).exists()
    run(here(company), today=date(2026, 4, 14), at=make.AT)
    with within(here(company)):
        billed = [(period.starts_on, period.ends_on) for period in BilledPeriod.objects.exclude(invoice_line=None)]
        renewed = Subscription.objects.get(code="S1").renews_on
    assert billed == [(date(2026, 3, 15), date(2026, 4, 15))]
    assert counts(bring(company, tmp_path))["subscriptions.csv"] == (0, 0, 1)
    with within(here(company)):
        assert Subscription.objects.get(code="S1").renews_on == renewed, "an older file does not set it back"


def test_changed_values_update_and_absent_columns_are_left_alone(tmp_path: Path) -> None:
    company = make.organization()
    full = "account_code,party_type,name,city,language\n1,privat,Anna,Aarhus,en\n2,privat,Bo,Odense,da\n"
    bring(company, write(tmp_path, accounts=full))
    again = bring(company, write(tmp_path, accounts="account_code,party_type,name\n1,privat,Anna Ny\n2,privat,Bo\n"))
    assert counts(again) == {"accounts.csv": (0, 1, 1)}
    with within(here(company)):
        changed = Account.objects.get(code="1")
    assert (changed.name, changed.city, changed.language) == ("Anna Ny", "Aarhus", "en")


def test_one_fault_anywhere_and_nothing_is_written(tmp_path: Path) -> None:
    company = make.organization()
    rows = "subscription_code,account_code,terms_code,started_on\nS1,nobody,basis-md,2026-03-01\n"
    result = bring(company, write(tmp_path, plans=PLANS, plan_terms=TERMS, accounts=ACCOUNTS, subscriptions=rows))
    assert [(f.file, f.line, f.column, f.code) for f in result.findings] == [
        ("subscriptions.csv", 2, "account_code", "no_such_code")
    ]
    assert not result.done
    with within(here(company)):
        assert not Plan.objects.exists() and not Account.objects.exists()


def test_a_dry_run_writes_nothing() -> None:
    company = make.organization()
    result = bring(company, EXAMPLE, dry_run=True)
    assert result.lines == 17 and not result.done and not result.faults
    with within(here(company)):
        assert not Account.objects.exists()


def test_the_neighbours_codes_are_not_found(tmp_path: Path) -> None:
    """SEC-19: a reference finds this company's rows only, though the neighbour has the same code."""
    mine, other = make.organization(), make.organization()
    make.account(other, code="1")
    rows = "account_code,name,email\n1,Anna,anna@eksempel.example\n"
    assert [finding.code for finding in bring(mine, write(tmp_path, recipients=rows)).findings] == ["no_such_code"]


def test_a_price_never_changes_under_a_code(tmp_path: Path) -> None:
    company = make.organization()
    bring(company, write(tmp_path, plans=PLANS, plan_terms=TERMS))
    result = bring(company, write(tmp_path, plan_terms=TERMS.replace("100.00", "120.00")))
    assert [finding.code for finding in result.findings] == ["terms_fixed"] and not result.done


def test_warnings_are_told_and_do_not_block_lg_03_pty_2(tmp_path: Path) -> None:
    """LG-03, PTY-2: an address on two recipients, and a CVR number with a wrong check digit."""
    company = make.organization()
    accounts = (
        "account_code,party_type,name,cvr,address_line,postal_code,city\n"
        "1,virksomhed,Firma ApS,12345678,Vej 1,8000,Aarhus\n2,privat,Bo,,,,\n"
    )
    people = "account_code,name,email\n1,Anna,delt@eksempel.example\n2,Bo,Delt@Eksempel.example\n"
    result = bring(company, write(tmp_path, accounts=accounts, recipients=people))
    assert [(f.code, f.blocks) for f in result.findings] == [("cvr_check_digit", False), ("double_address", False)]
    assert counts(result)["recipients.csv"] == (2, 0, 0)


def test_the_number_of_statements_does_not_grow_with_the_lines(
    tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    company = make.organization()
    lines = "".join(f"{number},privat,Person {number}\n" for number in range(1000))
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        result = bring(company, write(tmp_path, accounts="account_code,party_type,name\n" + lines))
    assert counts(result) == {"accounts.csv": (1000, 0, 0)}


def test_the_columns_of_people_are_read_and_old_files_stay_valid(tmp_path: Path) -> None:
    """XB-44, XB-32, XB-27, PTY-1, PTY-3: numbers, references, roles; doubtful ones are told by line and imported."""
    company = make.organization()
    old = write(
        tmp_path,
        accounts="account_code,party_type,name\n1,privat,Anna\n",
        recipients="account_code,name,email\n1,Anna,anna@example.com\n",
    )
    assert bring(company, old).findings == []
    new = write(
        tmp_path,
        accounts=(
            "account_code,party_type,name,address_line,postal_code,city,billing_address_line,billing_postal_code,"
            "billing_city,ean,vat_number,po_number,reference,collection_method\n"
            "1,ukendt,Anna,,,,,,,,,,,\n"
            "2,offentlig,Skolen,Vej 1,8000,Aarhus,Postboks 1,1001,København,5790 0001 2345 2,se 5566,PO-1,Bo,faktura\n"
        ),
        recipients=(
            "account_code,name,email,role,ends_on\n"
            "1,Anna,anna@example.com,ejer,\n2,Bo,bo@example.com,ejer,\n2,Lis,lis@example.com,bogholder,31-12-2026\n"
        ),
    )
    result = bring(company, new)
    assert [(f.line, f.column, f.code, f.blocks) for f in result.findings] == [
        (2, "party_type", "unknown_party", False),
    ]
    with within(OrganizationId(company.id)):
        school = Account.objects.get(code="2")
        assert (school.ean, school.vat_number, school.po_number, school.reference) == (
            "5790000123452", "SE5566", "PO-1", "Bo",
        )  # fmt: skip
        assert school.billing_address.city == "København"
        assert Account.objects.get(code="1").party_type == "consumer"
        assert Recipient.objects.get(email="lis@example.com").role == "accountant"


def test_a_file_leaves_no_account_without_an_owner_xb_32(tmp_path: Path) -> None:
    """XB-32: the whole file is refused, whatever else it holds; a bookkeeper without an end is told by its line."""
    company = make.organization()
    start = write(
        tmp_path,
        accounts="account_code,party_type,name\n1,privat,Anna\n",
        recipients="account_code,name,email\n1,Anna,anna@example.com\n",
    )
    bring(company, start)
    write(tmp_path, recipients="account_code,name,email,role\n1,Anna,anna@example.com,læser\n")
    for dry_run in (True, False):
        with pytest.raises(CannotImport, match="account 1 without an owner"):
            bring(company, tmp_path, dry_run=dry_run)
    with within(OrganizationId(company.id)):
        assert Recipient.objects.get(email="anna@example.com").role == "owner"
    write(tmp_path, recipients="account_code,name,email,role\n1,Bo,bo@example.com,bogholder\n")
    assert [(f.line, f.column, f.code) for f in bring(company, tmp_path).findings] == [(2, "ends_on", "required")]
