"""From nothing to a portal in which a customer can buy, with clicks only (SB-03); every fault told in one round."""

from typing import Any
from uuid import UUID

import pytest

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.catalog.queries import offers
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make, portal
from tests.business import as_manager, as_operator
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")

COMPANY: dict[str, Any] = {
    "name": "Ny ApS", "language": "da", "country": "DK", "payment_terms_days": 8, "login_link_minutes": 10,
}  # fmt: skip
CUSTOMER = {
    "party_type": "consumer", "name": "Kari Kunde", "country": "dk", "language": "da", "recipient_name": "Kari",
    "email": "Kari@Kunde.example",
}  # fmt: skip


def read(company: UUID) -> Organization:
    with within(OrganizationId(company)):
        return Organization.objects.get(id=company)


def test_a_company_sells_from_nothing_with_clicks_only_sb_03() -> None:
    """SB-03, SB-07, SB-13, SB-15, SB-16: company, gate, plan, terms, customer; each empty page says what to do."""
    client = operator()
    made = client.post("/organizations/add/", {**COMPANY, "slug": f"ny-{new_id().hex[:8]}"})
    address = made["Location"]
    company = UUID(address.strip("/").split("/")[-1])
    here = OrganizationId(company)
    page = client.get(address).content.decode()
    assert "The portal is closed, because" in page and "the company has no API user" in page
    client.post(f"{address}gate/", {"is_active": "on", "feature": "on"})
    desk = as_manager(read(company), language="en")
    page = desk.get(desk.path("sb_settings")).content.decode()
    assert "At least one plan is offered" in page and "There are customers" in page
    desk.confirm("api")
    desk.post(desk.path("sb_api_users"), {"name": "integration"})
    desk.post(desk.path("sb_switch"), {"switch": "on"})
    assert "The portal is open." in desk.get(desk.path("sb_settings")).content.decode()
    assert "The portal is open." in client.get(address).content.decode()

    plans = desk.path("sb_plans")
    assert "There is nothing to sell yet" in desk.get(plans).content.decode()
    plan = desk.post(desk.path("sb_plan_add"), {"name_da": "Basis", "name_en": "Basic", "code": "basis"})
    terms = {"interval": "month", "price": "1.199,50", "unit_da": "bruger", "unit_en": "user"}
    assert desk.post(plan["Location"], terms).status_code == 302
    with within(here):
        kept, price = Plan.objects.get(), PlanTerms.objects.get()
        assert not kept.self_service_enabled, "SB-13"
    assert (price.code, price.unit_price_minor, price.vat_basis_points) == ("basis-month", 119950, 2500)
    assert "DKK\xa01,199.50 a month, excl. VAT" in desk.get(plans).content.decode()
    desk.post(desk.path("sb_plan_switch", kept.id), {"on": "1"})
    with within(here):
        assert [plan.code for plan in offers(here)] == ["basis"]

    assert "Make an account with its first recipient" in desk.get(desk.path("sb_accounts")).content.decode()
    opened = desk.post(desk.path("sb_account_add"), CUSTOMER)
    assert opened.status_code == 302, opened.content
    with within(here):
        person = Recipient.objects.select_related("account").get()
    assert (person.email, person.name, person.account.country) == ("kari@kunde.example", "Kari", "DK")
    assert portal.client(read(company), person).get("/").status_code == 200


def test_every_fault_is_told_in_one_round_and_nothing_is_saved() -> None:
    """Missing, malformed, e-mail and short name together; on a page in English the stock errors are English, too."""
    nonsense = {
        **COMPANY, "name": "", "cvr": "123", "postal_code": "abc", "country": "XX", "phone": "hej", "email": "hej",
        "slug": "Æ", "login_link_minutes": 99,
    }  # fmt: skip
    answer = operator().post("/organizations/add/", nonsense)
    assert answer.status_code == 200
    wrong = {"name", "cvr", "postal_code", "country", "phone", "email", "slug", "login_link_minutes"}
    assert set(answer.context["form"].errors) == wrong
    page = answer.content.decode()
    assert "Fill in this field." in page and "in 8 places" in page and "påkrævet" not in page


def test_a_cvr_number_with_a_wrong_check_digit_is_saved_with_a_warning_pty_2() -> None:
    """PTY-2: blanks and DK are taken away, the check digit only warns; the old settings' page asks the same."""
    company = make.organization()
    desk = as_operator(company, language="en")
    path = desk.path("sb_general")
    told = desk.post(path, {**COMPANY, "cvr": "DK 12 34 56 78"}, follow=True).content.decode()
    assert "does not look right" in told and read(company.id).cvr == "12345678"
    assert desk.post(path, {**COMPANY, "cvr": "1234"}).status_code == 200
    assert read(company.id).cvr == "12345678"


@pytest.mark.parametrize("price", ["", "gratis", "1.234", "-5", "99999999999"])
def test_a_price_that_is_none_is_asked_for_again(price: str) -> None:
    """An amount that could be read in two ways is refused, too, and nothing is made."""
    company = make.organization()
    plan = make.plan(company)
    client = as_manager(company)
    answer = client.post(client.path("sb_terms_add", plan.id), {"interval": "year", "price": price})
    assert answer.status_code == 200 and "price" in answer.context["form"].errors
    with within(OrganizationId(company.id)):
        assert not PlanTerms.objects.exists()


def test_codes_that_are_taken_are_asked_for_again() -> None:
    """Of plans, terms and accounts; another company's code is free, and its plan is a 404."""
    company, other = make.organization(), make.organization()
    plan, theirs = make.plan(company, code="basis"), make.plan(other, code="fri")
    make.account(company, code="K-1")
    desk = as_manager(company, language="en")
    add, terms_add = desk.path("sb_plan_add"), desk.path("sb_terms_add", plan.id)
    assert b"This code is taken" in desk.post(add, {"name_da": "Igen", "code": "basis"}).content
    assert desk.post(add, {"name_da": "Fri", "code": "fri"}).status_code == 302
    terms = {"interval": "month", "price": "10"}
    assert desk.post(terms_add, terms).status_code == 302
    assert b"This code is taken" in desk.post(terms_add, terms).content
    assert desk.post(desk.path("sb_terms_add", theirs.id), terms).status_code == 404
    assert b"This code is taken" in desk.post(desk.path("sb_account_add"), {**CUSTOMER, "code": "K-1"}).content
    with within(OrganizationId(company.id)):
        assert Account.objects.count() == 1 and PlanTerms.objects.count() == 1


def test_a_company_that_buys_must_have_an_address_inv_4() -> None:
    """INV-4: the rules' findings stand at their fields, all at once."""
    company = make.organization()
    form = {**CUSTOMER, "party_type": "business", "country": "XX", "email": "hej"}
    client = as_manager(company)
    answer = client.post(client.path("sb_account_add"), form)
    assert set(answer.context["form"].errors) == {"address_line", "postal_code", "city", "country", "email"}


def test_the_gate_says_why_the_portal_is_closed_sb_06_sb_07_sb_08() -> None:
    """SB-06, SB-07, SB-08: all four conditions in one place; without an API user no page calls the portal open."""
    company = make.organization()
    client, address, desk = operator(), f"/organizations/{company.id}/", as_manager(company, language="en")
    desk.confirm("api")
    with within(OrganizationId(company.id)):
        user = ApiUser.objects.get()
    customer = portal.client(company, make.recipient(make.account(company)))
    assert customer.get("/").status_code == 200

    def pages() -> list[str]:
        told = [client.get(address), client.get(f"{address}gate/")]
        told += [desk.get(desk.path("sb_settings")), desk.get(desk.path("sb_api_users"))]
        return [page.content.decode() for page in told]

    assert all("The portal is open." in page for page in pages())
    desk.post(desk.path("sb_api_users"), {"delete": str(user.id)})
    for told in pages():
        assert "The portal is closed, because" in told and "the company has no API user" in told
    desk.post(desk.path("sb_switch"), {"switch": "off"})
    client.post(f"{address}gate/", {})
    told = client.get(address).content.decode()
    for missing in ("is not active", "does not have the feature", "is not switched on", "has no API user"):
        assert missing in told
    assert customer.get("/").status_code == 302, "SB-08: running logins are cut"
