"""The operator sets a company up with clicks only, and every look and act is written down (SB-03 to SB-15, SEC-18)."""

from uuid import UUID

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make, portal
from tests.business import as_manager
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
    client.post(f"{address}gate/", {"is_active": "on", "feature": "on"})
    desk = as_manager(read(company))
    desk.confirm("api")
    shown = desk.post(desk.path("sb_api_users"), {"name": "integration"})
    assert shown.content.count(b"sbt_") == 1
    desk.post(desk.path("sb_switch"), {"switch": "on"})
    company_now = read(company)
    assert company_now.is_active and company_now.features == ["self_service"] and company_now.self_service_enabled
    assert portal.client(company_now).get("/").status_code in {200, 302}
    assert {"organizations.created", "organizations.features_set", "identity.api_user_created"} <= set(events(company))


def test_every_look_is_written_down_sec_18_sec_34() -> None:
    """SEC-18, SEC-34: who looked at which company's what."""
    company = make.organization()
    client = operator()
    client.get(f"/organizations/{company.id}/")
    client.get(f"/organizations/{company.id}/gate/")
    reasons = list(DoorwayUse.objects.filter(reason__contains=str(company.id)).values_list("reason", flat=True))
    assert f"staff: settings of {company.id}" in reasons
    assert f"staff: gate of {company.id}" in reasons
    book = client.get("/looked/")
    assert book.status_code == 200 and company.name.encode() in book.content


def test_a_companys_own_pages_are_not_the_operators_any_more() -> None:
    """They stand in the business portal, where whoever opens them is seen by the company."""
    company = make.organization()
    client = operator()
    for page in ("settings", "acts", "looks", "hosts", "api-users", "gateways", "register", "logins", "accounts"):
        assert client.get(f"/organizations/{company.id}/{page}/").status_code == 404
