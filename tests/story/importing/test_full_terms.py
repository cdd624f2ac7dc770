"""Terms in full from a file; files from before these columns stay valid (XB-11, XB-31)."""

from pathlib import Path

import pytest

from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.catalog.rules.prices import price
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval
from tests import make
from tests.story.importing.folder import bring, write

pytestmark = pytest.mark.usefixtures("database")

PLANS = "plan_code;name_da\nhold;Hold\n"
OLD = "terms_code;plan_code;interval;unit_price\n"
FULL = (
    "terms_code;plan_code;interval;interval_count;unit_price;currency;vat_category;pricing;tiers;base_fee;charging;"
    "commitment_count;commitment_unit;notice_count;notice_unit;trial_days;minimum_quantity;maximum_quantity;"
    "quantity_step;hidden\n"
)
LINE = "saeder;hold;uge;2;0;EUR;AE;trappe;10: 100,00 | 50: 80,00 + 50,00 | *: 60,50;250;bagud;6;;14;dag;30;5;500;5;ja\n"


def terms(owner: Organization, code: str) -> PlanTerms:
    with within(OrganizationId(owner.id)):
        return PlanTerms.objects.get(code=code)


def codes(owner: Organization, folder: Path) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.code) for one in bring(owner, folder).findings]


def test_every_column_arrives(tmp_path: Path) -> None:
    """XB-11, XB-31: steps, fee, currency, VAT, charging, binding, notice, trial, quantities, hidden."""
    company = make.organization()
    assert codes(company, write(tmp_path, plans=PLANS, plan_terms=FULL + LINE)) == []
    made = terms(company, "saeder")
    assert price(pricing=made.pricing, quantity=51) == Money(456050, "EUR")
    assert (made.interval, made.charging, made.vat_category, made.vat_basis_points) == (
        Interval("week", 2), "backward", "AE", 0,
    )  # fmt: skip
    assert (made.commitment, made.notice, made.trial_days) == (Interval("month", 6), Interval("day", 14), 30)
    assert (made.limits.minimum, made.limits.maximum, made.limits.step, made.hidden) == (5, 500, 5, True)


def test_an_old_file_neither_sets_nor_contradicts_what_it_does_not_say(tmp_path: Path) -> None:
    company = make.organization()
    write(tmp_path, plans=PLANS, plan_terms=FULL + LINE)
    bring(company, tmp_path)
    said = "saeder;hold;uge;2;0;EUR\n"
    old = write(
        tmp_path, plan_terms=OLD.replace("interval;", "interval;interval_count;").strip() + ";currency\n" + said
    )
    assert codes(company, old) == []
    kept = terms(company, "saeder")
    assert (kept.hidden, kept.trial_days, kept.pricing_model) == (True, 30, "graduated")
    write(tmp_path, plan_terms=OLD + "gammel;hold;month;100,00\n")
    assert codes(company, tmp_path) == []
    made = terms(company, "gammel")
    assert (made.pricing_model, made.vat_category, made.vat_basis_points, made.hidden) == ("per_unit", "S", 2500, False)


@pytest.mark.parametrize(
    ("before", "after"),
    [("100,00 | 50", "101,00 | 50"), ("trappe", "mængde"), (";250;", ";251;"), ("bagud", "forud"), (";6;;", ";7;;"),
     (";14;dag", ";14;uge"), (";AE;", ";O;")],
)  # fmt: skip
def test_what_customers_agreed_to_stays_under_its_code(tmp_path: Path, before: str, after: str) -> None:
    company = make.organization()
    bring(company, write(tmp_path, plans=PLANS, plan_terms=FULL + LINE))
    changed = write(tmp_path, plan_terms=FULL + LINE.replace(before, after))
    assert codes(company, changed) == [(2, "terms_code", "terms_fixed")]


def test_how_terms_are_offered_may_change(tmp_path: Path) -> None:
    company = make.organization()
    bring(company, write(tmp_path, plans=PLANS, plan_terms=FULL + LINE))
    changed = LINE.replace(";30;5;500;5;ja", ";0;1;;1;nej")
    assert codes(company, write(tmp_path, plan_terms=FULL + changed)) == []
    kept = terms(company, "saeder")
    assert (kept.trial_days, kept.limits.minimum, kept.limits.maximum, kept.hidden) == (0, 1, None, False)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (LINE.replace("trappe", "stykpris"), "tiers"),
        (LINE.replace("10: 100,00 | 50: 80,00 + 50,00 | *: 60,50", ""), "tiers"),
        (LINE.replace("| *: 60,50", ""), "tiers"),
        (LINE.replace(";5;500;5;", ";5;4;5;"), "maximum_quantity"),
    ],
)
def test_cells_that_do_not_go_together_are_told_by_line_and_column(tmp_path: Path, line: str, column: str) -> None:
    company = make.organization()
    assert codes(company, write(tmp_path, plans=PLANS, plan_terms=FULL + line)) == [(2, column, "terms_wrong")]


@pytest.mark.parametrize(("rate", "category"), [("25", "E"), ("0", "S")])
def test_a_rate_that_the_category_does_not_have_is_told_at_the_category(
    tmp_path: Path, rate: str, category: str
) -> None:
    company = make.organization()
    line = f"{OLD.strip()};vat_percent;vat_category\nx;hold;uge;100;{rate};{category}\n"
    assert codes(company, write(tmp_path, plans=PLANS, plan_terms=line)) == [(2, "vat_category", "terms_wrong")]
