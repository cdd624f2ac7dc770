"""The operator sets a company up with clicks only, and every look and act is written down (SB-03 to SB-15, SEC-18)."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selvbetjening.config.demo.logo import png
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.domain.catalog.queries import offers
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.organizations.models import Host, Logo, Organization
from selvbetjening.domain.organizations.queries import by_host
from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make, portal
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")


def read(company: UUID) -> Organization:
    with within(OrganizationId(company)):
        return Organization.objects.get(id=company)


def events(company: UUID) -> list[str]:
    with within(OrganizationId(company)):
        return list(Event.objects.order_by("at").values_list("name", flat=True))


def test_a_new_company_opens_its_portal_with_clicks_only_sb_03() -> None:
    """SB-02, SB-03, SB-06, SB-07, SB-08: its own host name, closed until feature, switch and API user are there."""
    client, slug = operator(), f"ny-{new_id().hex[:8]}"
    form = {"name": "Ny ApS", "slug": slug, "language": "da", "country": "DK"}
    made = client.post("/organizations/add/", {**form, "payment_terms_days": 8, "login_link_minutes": 10})
    assert made.status_code == 302, made.content
    company = UUID(made["Location"].strip("/").split("/")[-1])
    assert not read(company).self_service_enabled and read(company).features == []
    address = f"/organizations/{company}/"
    client.post(f"{address}gate/", {"is_active": "on", "feature": "on", "switched_on": "on"})
    shown = client.post(f"{address}api-users/", {"name": "integration"})
    assert shown.content.count(b"<code>") == 1
    company_now = read(company)
    assert company_now.is_active and company_now.features == ["self_service"] and company_now.self_service_enabled
    assert portal.client(company_now).get("/").status_code in {200, 302}
    assert {"organizations.created", "organizations.features_set", "identity.api_user_created"} <= set(events(company))


def test_deleting_the_last_api_user_shows_at_once_sb_07() -> None:
    """SB-07: the token is shown once, and the row goes with one press."""
    company = make.organization()
    client = operator()
    with within(OrganizationId(company.id)):
        user = ApiUser.objects.get()
    client.post(f"/organizations/{company.id}/api-users/", {"delete": str(user.id)})
    with within(OrganizationId(company.id)):
        assert not ApiUser.objects.exists()
    assert "identity.api_user_deleted" in events(company.id)


def test_acts_are_switched_one_by_one_sb_05_sb_11_sb_12() -> None:
    """SB-05, SB-11, SB-12: exactly the ticked permissions are on; one that nobody knows changes nothing."""
    company = make.organization()
    client, address = operator(), f"/organizations/{company.id}/acts/"
    page = client.get(address).content.decode()
    assert "Create account" in page and "consumers always may" in page
    client.post(address, {"acts": ["cancel_subscription", "view_invoices"]})
    assert read(company.id).allowed_acts == ["cancel_subscription", "view_invoices"]
    assert client.post(address, {"acts": ["fly"]}).status_code == 200
    assert read(company.id).allowed_acts == ["cancel_subscription", "view_invoices"]


def test_fields_that_no_form_has_are_not_bound_sec_25() -> None:
    """SEC-25: what else is posted beside a form's fields changes nothing."""
    company = make.organization()
    values: dict[str, Any] = {"name": "Omdøbt", "language": "da", "country": "DK", "payment_terms_days": 8}
    extra = {"id": str(new_id()), "is_active": "", "slug": "stolen", "features": "", "allowed_acts": "create_account"}
    operator().post(f"/organizations/{company.id}/settings/", {**values, "login_link_minutes": 5, **extra})
    after = read(company.id)
    assert (after.name, after.login_link_minutes, after.slug) == ("Omdøbt", 5, company.slug)
    assert after.is_active and after.features == ["self_service"] and after.allowed_acts == company.allowed_acts


def test_a_logo_and_a_colour_that_cannot_be_read_sb_09_sb_10_xb_35() -> None:
    """SB-09, SB-10, XB-35, SEC-140: a PNG is kept, an SVG is refused, and the merchant is told of another shade."""
    company = make.organization()
    client, address = operator(), f"/organizations/{company.id}/looks/"
    told = client.post(address, {"logo": SimpleUploadedFile("logo.png", png()), "brand_colour": "#ffd500"}, follow=True)
    assert b"nearest shade" in told.content
    with within(OrganizationId(company.id)):
        kept = Logo.objects.get().sha256
    svg = SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    refused = client.post(address, {"logo": svg, "brand_colour": "#0b6b4f"})
    assert b"must be a PNG" in refused.content
    with within(OrganizationId(company.id)):
        assert Logo.objects.get().sha256 == kept
    assert read(company.id).brand_colour == "#ffd500", "half of a form is not saved"


def test_a_renamed_company_redirects_for_twelve_months_lg_16() -> None:
    """LG-16: the old host leads on, the new one is the company's, and another company cannot take the old one."""
    company, other = make.organization(), make.organization()
    client, new = operator(), f"omd-{new_id().hex[:8]}"
    client.post(f"/organizations/{company.id}/hosts/", {"slug": new, "own_domain": "kunder.eksempel.example"})
    moved = by_host(name=f"{company.slug}.portal.test", at=clock.now())
    assert moved and moved.organization == company.id and moved.moved_to == f"https://{new}.portal.test"
    found = by_host(name="kunder.eksempel.example", at=clock.now())
    assert found and found.organization == company.id
    taken = client.post(f"/organizations/{other.id}/hosts/", {"slug": company.slug})
    assert b"has this host name" in taken.content
    reserved = client.post(f"/organizations/{other.id}/hosts/", {"slug": "staff"})
    assert b"reserved" in reserved.content
    assert Host.objects.filter(organization_id=other.id).count() == 1


def test_a_plan_is_enabled_on_itself_and_shows_all_its_terms_sb_13_sb_14_sb_15() -> None:
    """SB-13, SB-14, SB-15."""
    company = make.organization()
    plan = make.plan(company, self_service_enabled=False)
    make.terms(plan)
    operator().post(f"/organizations/{company.id}/plans/", {"plan": str(plan.id)})
    make.terms(plan)
    with within(OrganizationId(company.id)):
        assert Plan.objects.get().self_service_enabled
        assert len(offers(OrganizationId(company.id))[0].all_terms) == 2  # type: ignore[attr-defined]


def test_every_look_is_written_down_sec_18_sec_34() -> None:
    """SEC-18, SEC-34: who looked at which company's what; no customer's name."""
    company = make.organization()
    holder = make.account(company)
    client = operator()
    client.get(f"/organizations/{company.id}/accounts/?q=Anna")
    client.get(f"/organizations/{company.id}/accounts/{holder.id}/")
    reasons = list(DoorwayUse.objects.filter(reason__contains=str(company.id)).values_list("reason", flat=True))
    assert f"staff: accounts of {company.id}" in reasons
    assert f"staff: account {holder.id} of {company.id}" in reasons
    assert not any("Anna" in reason for reason in reasons)
    book = client.get("/looked/")
    assert book.status_code == 200 and company.name.encode() in book.content
