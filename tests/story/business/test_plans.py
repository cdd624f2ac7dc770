"""Plans, terms, moves and discount codes are made and changed with clicks (SB-03, SB-15, XB-10, XB-11, XB-31)."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.models import Coupon, Plan, PlanTerms
from selvbetjening.domain.catalog.rules.prices import price
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval
from tests import business, make

pytestmark = pytest.mark.usefixtures("database")

STEPS = "10: 100,00\n50: 80,00 + 50,00\n*: 60,50"


class Desk:
    """Somebody who may change one company's plans."""

    def __init__(self) -> None:
        self.company: Organization = make.organization()
        self.here = OrganizationId(self.company.id)
        self.plan: Plan = make.plan(self.company)
        self.client = business.as_manager(self.company, language="en")

    def add(self, **values: Any) -> Any:
        sent = {"interval": "month", **values}
        return self.client.post(self.client.path("sb_terms_add", self.plan.id), sent)

    def page(self) -> str:
        return self.client.get(self.client.path("sb_plans")).content.decode()

    def terms(self, code: str) -> PlanTerms:
        with within(self.here):
            return PlanTerms.objects.get(code=code)

    def offered(self) -> list[str]:
        with within(self.here):
            return [terms.code for plan in catalog.offers(self.here) for terms in plan.all_terms]  # type: ignore[attr-defined]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_terms_in_full_are_made_in_one_form_sb_03(desk: Desk) -> None:
    """SB-03, XB-11: steps, fee, currency, trial, quantities, binding and notice; shown in words on the list."""
    answer = desk.add(
        code="saeder", interval="month", interval_count=3, pricing_model="graduated", tiers=STEPS, base_fee="250",
        currency="EUR", vat_category="AE", charging="backward", minimum_quantity=5, maximum_quantity=500,
        quantity_step=5, trial_days=14, commitment_count=6, commitment_unit="month", notice_count=14,
        notice_unit="day", unit_da="plads", unit_en="seat",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content
    made = desk.terms("saeder")
    assert price(pricing=made.pricing, quantity=51) == Money(456050, "EUR")
    assert (made.interval, made.vat_category, made.vat_basis_points) == (Interval("month", 3), "AE", 0)
    assert (made.charging, made.trial_days, made.limits.step) == ("backward", 14, 5)
    assert (made.commitment, made.notice) == (Interval("month", 6), Interval("day", 14))
    page = desk.page()
    for words in ("every 3 months", "14 days free at first", "from 5 to 500 in steps of 5", "bound for 6 months",
                  "notice 14 days", "charged when the period is over"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("tiers", {"pricing_model": "volume", "tiers": ""}),
        ("tiers", {"pricing_model": "volume", "tiers": "10: 100,00"}),
        ("tiers", {"pricing_model": "volume", "tiers": "10: 100,00\n5: 1\n*: 1"}),
        ("tiers", {"pricing_model": "volume", "tiers": "ti: 100,00\n*: 1"}),
        ("tiers", {"pricing_model": "volume", "tiers": "10: 1.234\n*: 1"}),
        ("price", {"price": ""}),
        ("maximum_quantity", {"price": "1", "minimum_quantity": 5, "maximum_quantity": 4}),
        ("vat_percent", {"price": "1", "vat_category": "S", "vat_percent": "0"}),
        ("base_fee", {"price": "1", "base_fee": "-1"}),
        ("trial_days", {"price": "1", "trial_days": 367}),
    ],
)
def test_a_fault_stands_at_its_field_and_nothing_is_made(desk: Desk, field: str, values: dict[str, Any]) -> None:
    answer = desk.add(**values)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    with within(desk.here):
        assert not PlanTerms.objects.exists()


def test_other_terms_begin_with_a_copy(desk: Desk) -> None:
    """A price stays under its code; the next one starts from it."""
    desk.add(code="gl", pricing_model="volume", tiers=STEPS, vat_category="E")
    form = desk.client.get(desk.client.path("sb_terms_add", desk.plan.id) + "?like=gl").content.decode()
    assert "50: 80,00 + 50,00" in form and 'value="gl"' not in form


def test_terms_are_hidden_and_shown_again_xb_31(desk: Desk) -> None:
    """SB-15, XB-31: an enabled plan shows all its terms at once but those that are hidden by hand."""
    desk.add(price="100", code="aaben")
    desk.add(price="80", code="skjult")
    assert desk.offered() == ["skjult", "aaben"]
    path = desk.client.path("sb_terms", desk.terms("skjult").id)
    assert desk.client.post(path, {"hidden": "on", "trial_days": 30, "unit_da": "plads"}).status_code == 302
    assert desk.offered() == ["aaben"]
    kept = desk.terms("skjult")
    assert (kept.trial_days, kept.unit_da, kept.unit_price_minor) == (30, "plads", 8000)
    assert "hidden" in desk.page()
    desk.client.post(path, {})
    assert desk.offered() == ["skjult", "aaben"]


def test_moves_are_limited_and_given_a_time_of_their_own_xb_10(desk: Desk) -> None:
    """XB-10, SU-02: without a word every move is allowed; limited, only those that are chosen; own timing is kept."""
    for code in ("a", "b", "c"):
        desk.add(price="100", code=code)
    desk.add(price="100", code="eur", currency="EUR")
    a, b, c = (desk.terms(code).id for code in ("a", "b", "c"))
    path = desk.client.path("sb_terms_moves", a)
    with within(desk.here):
        assert catalog.moves(desk.here, terms=a).allows(c)
    shown = desk.client.get(path)
    assert {name for name in shown.context["form"].fields if name != "limited"} == {f"to_{b}", f"to_{c}"}
    wanted = {"limited": "on", f"to_{b}": "renewal", f"to_{c}": "-"}
    assert desk.client.post(path, wanted).status_code == 302
    with within(desk.here):
        said = catalog.moves(desk.here, terms=a)
        assert catalog.moves(desk.here, terms=b).allows(a)
    assert said.allows(b) and not said.allows(c) and said.timing(b) == "renewal"
    desk.client.post(path, {f"to_{b}": "chosen", f"to_{c}": "now"})
    with within(desk.here):
        said = catalog.moves(desk.here, terms=a)
    assert not said.limited and said.timing(b) == "" and said.timing(c) == "now"


def test_the_law_s_exceptions_need_a_reason_wdr_9_can_1(desk: Desk) -> None:
    """WDR-9, CAN-1: no exception from a consumer's rights without saying why."""
    path = desk.client.path("sb_plan", desk.plan.id)
    texts = {"name_da": "Leje", "name_en": "Lease"}
    assert b"the law asks for a reason" in desk.client.post(path, {**texts, "withdrawal_exempt": "on"}).content
    assert b"the law asks for a reason" in desk.client.post(path, {**texts, "long_binding_allowed": "on"}).content
    given = {
        **texts, "withdrawal_exempt": "on", "withdrawal_exempt_da": "Fremstillet efter mål",
        "long_binding_allowed": "on", "long_binding_reason": "Leasing",
    }  # fmt: skip
    assert desk.client.post(path, given).status_code == 302
    with within(desk.here):
        kept = Plan.objects.get(id=desk.plan.id)
    assert kept.withdrawal_exempt_reason("en") == "Fremstillet efter mål"
    assert kept.long_binding_allowed and kept.name_en == "Lease"


def test_discount_codes_are_made_and_ended(desk: Desk) -> None:
    path = desk.client.path("sb_coupons")
    given = {"code": "forår", "percent": "12,5", "periods": 3, "valid_until": "2027-01-01", "max_uses": 100}
    assert desk.client.post(f"{path}ny/", given, headers={"accept-language": "da"}).status_code == 302
    assert b"is taken" in desk.client.post(f"{path}ny/", {"code": "FORÅR", "amount": "50"}).content
    for bad in ({"percent": "10", "amount": "50"}, {}, {"amount": "0"}):
        assert desk.client.post(f"{path}ny/", {"code": "x", **bad}).status_code == 200
    with within(desk.here):
        made = Coupon.objects.get()
    assert (made.code, made.percent_basis_points, made.periods) == ("FORÅR", 1250, 3)
    assert (made.valid_until, made.max_uses, made.used) == (date(2027, 1, 1), 100, 0)
    assert "12.50 % off" in desk.client.get(path).content.decode()
    assert desk.client.post(desk.client.path("sb_coupon_end", made.id)).status_code == 302
    assert "Ended" in desk.client.get(path).content.decode()


def test_the_neighbours_are_not_there_sec_19(desk: Desk) -> None:
    """SEC-19: another company's plan, terms and codes are 404 behind this company's address."""
    other = make.organization()
    theirs = make.terms(make.plan(other))
    mine = make.terms(desk.plan)
    path = desk.client.path
    for address in (path("sb_plan", theirs.plan_id), path("sb_terms", theirs.id), path("sb_terms_moves", theirs.id)):
        assert desk.client.get(address).status_code == 404
    assert desk.client.post(path("sb_plan_switch", theirs.plan_id), {"on": "0"}).status_code == 404
    assert desk.client.post(path("sb_coupon_end", UUID(int=1))).status_code == 404
    desk.client.post(path("sb_terms_moves", mine.id), {f"to_{theirs.id}": "now"})
    with within(desk.here):
        assert not catalog.moves(desk.here, terms=mine.id).timings


def test_another_rate_of_vat_than_the_one_in_force_is_told_and_not_refused_inv_14(desk: Desk) -> None:
    """INV-14: allowed in silence at the standard rate and without VAT; another rate is warned of, on save and after."""
    warned = "VAT of 12 per cent: the standard rate is 25 per cent now."
    for code, values in {
        "fuld": {"vat_percent": "25"}, "fri": {"vat_category": "E", "vat_percent": "0"}, "anden": {"vat_percent": "12"},
    }.items():  # fmt: skip
        desk.add(code=code, price="100,00", **values)
        page = desk.page()
        assert (warned in page) is (code == "anden"), code
        own = desk.client.get(desk.client.path("sb_terms", desk.terms(code).id)).content.decode()
        assert (warned in own) is (code == "anden"), code
    with within(desk.here):
        Organization.objects.filter(id=desk.company.id).update(
            choices={"vat_rates": [["1992-01-01", 2500], ["2020-01-01", 1200]]}
        )
    page = desk.page()
    assert warned not in page and "VAT of 25 per cent: the standard rate is 12 per cent now." in page
