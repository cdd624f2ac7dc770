"""The company sets its Selvbetjening up itself: settings, permissions, looks, hosts, API users (SB-05 to SB-12)."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selvbetjening.config.demo.logo import png
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import ApiUser, LoginRequest
from selvbetjening.domain.organizations.models import Host, Logo, Organization
from selvbetjening.domain.organizations.permissions import REGISTRY
from selvbetjening.domain.organizations.queries import by_host
from selvbetjening.domain.organizations.rules.presets import preset
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId, new_id
from tests import make
from tests.business import as_manager, as_operator

pytestmark = pytest.mark.usefixtures("database")


def read(company: UUID) -> Organization:
    with within(OrganizationId(company)):
        return Organization.objects.get(id=company)


def events(company: UUID) -> list[str]:
    with within(OrganizationId(company)):
        return list(Event.objects.order_by("at").values_list("name", flat=True))


def test_deleting_the_last_api_user_shows_at_once_sb_07() -> None:
    """SB-07: the token is shown once, and the row goes with one press."""
    company = make.organization()
    client = as_manager(company)
    with within(OrganizationId(company.id)):
        user = ApiUser.objects.get()
    page = client.path("sb_api_users")
    assert client.post(page, {"delete": str(user.id)}).status_code == 401, "BP-08: not without MitID afresh"
    client.confirm("api")
    shown = client.post(page, {"name": "bogholderi"}).content.decode()
    token = re.search(r"<code[^>]*>([^<]+)</code>", shown)
    assert token and token[1] not in client.get(page).content.decode(), "shown this once"
    client.post(page, {"delete": str(user.id)})
    with within(OrganizationId(company.id)):
        user = ApiUser.objects.get()
    client.post(page, {"delete": str(user.id)})
    with within(OrganizationId(company.id)):
        assert not ApiUser.objects.exists()
    assert "identity.api_user_deleted" in events(company.id)


def test_acts_are_switched_one_by_one_sb_05_sb_11_sb_12() -> None:
    """SB-05, SB-11, SB-12: exactly the ticked permissions are on; one that nobody knows changes nothing."""
    company = make.organization()
    client = as_manager(company, language="en")
    address = client.path("sb_acts")
    page = client.get(address).content.decode()
    assert "Create account" in page and "Consumers always may" in page
    client.post(address, {"acts": ["cancel_subscription", "view_invoices"]})
    assert read(company.id).allowed_acts == ["cancel_subscription", "view_invoices"]
    assert client.post(address, {"acts": ["fly"]}).status_code == 200
    assert read(company.id).allowed_acts == ["cancel_subscription", "view_invoices"]


def test_fields_that_no_form_has_are_not_bound_sec_25() -> None:
    """SEC-25: what else is posted beside a form's fields changes nothing."""
    company = make.organization()
    values: dict[str, Any] = {"name": "Omdøbt", "language": "da", "country": "DK", "payment_terms_days": 8}
    extra = {"id": str(new_id()), "is_active": "", "slug": "stolen", "features": "", "allowed_acts": "create_account"}
    client = as_manager(company)
    client.post(client.path("sb_general"), {**values, "login_link_minutes": 5, **extra})
    after = read(company.id)
    assert (after.name, after.login_link_minutes, after.slug) == ("Omdøbt", 5, company.slug)
    assert after.is_active and after.features == ["self_service"] and after.allowed_acts == company.allowed_acts


def test_a_logo_and_a_colour_that_cannot_be_read_sb_09_sb_10_xb_35() -> None:
    """SB-09, SB-10, XB-35, SEC-140: a PNG is kept, an SVG is refused, and the merchant is told of another shade."""
    company = make.organization()
    client = as_manager(company, language="en")
    address = client.path("sb_looks")
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
    client, new = as_manager(company, language="en"), f"omd-{new_id().hex[:8]}"
    client.post(client.path("sb_hosts"), {"slug": new, "own_domain": "kunder.eksempel.example"})
    moved = by_host(name=f"{company.slug}.portal.test", at=clock.now())
    assert moved and moved.organization == company.id and moved.moved_to == f"https://{new}.portal.test"
    found = by_host(name="kunder.eksempel.example", at=clock.now())
    assert found and found.organization == company.id
    theirs = as_manager(other, language="en")
    taken = theirs.post(theirs.path("sb_hosts"), {"slug": company.slug})
    assert b"has this host name" in taken.content
    reserved = theirs.post(theirs.path("sb_hosts"), {"slug": "staff"})
    assert b"reserved" in reserved.content
    assert Host.objects.filter(organization_id=other.id).count() == 1


def test_the_cvr_number_is_the_operators_to_change_bp_02() -> None:
    """BP-02: logins are held against it, so a company cannot become another one; the operator can put it right."""
    company = make.organization(cvr="92222209")
    form = {"name": "Ny ApS", "language": "da", "country": "DK", "payment_terms_days": 8, "login_link_minutes": 10}
    client = as_manager(company)
    assert client.post(client.path("sb_general"), {**form, "cvr": "91111101"}).status_code == 302
    assert (read(company.id).name, read(company.id).cvr) == ("Ny ApS", "92222209")
    helper = as_operator(company)
    helper.post(helper.path("sb_general"), {**form, "cvr": "91111101"})
    assert read(company.id).cvr == "91111101"


def test_presets_set_every_switch_and_each_is_explained_xb_17() -> None:
    """XB-17: a preset is one press; every permission of the register stands on the page, once, with its words."""
    company = make.organization()
    client = as_manager(company, language="en")
    page = client.get(client.path("sb_acts")).content.decode()
    assert [page.count(f'value="{code}"') for code in REGISTRY] == [1] * len(REGISTRY)
    assert page.count('class="form-hint"') == len(REGISTRY)
    client.post(client.path("sb_acts"), {"preset": "invoices_only"})
    assert read(company.id).allowed_acts == preset(name="invoices_only")


def test_the_master_switch_waits_for_what_the_portal_needs_sb_08() -> None:
    """SB-06, SB-07, SB-08: the checklist says what is missing and where; on only when all is there, off always."""
    company = make.organization(self_service_enabled=False)
    client = as_manager(company, language="en")
    with within(OrganizationId(company.id)):
        ApiUser.objects.all().delete()
    page = client.get(client.path("sb_settings")).content.decode()
    assert "Missing, and needed" in page and client.path("sb_api_users") in page and 'value="on"' not in page
    told = client.post(client.path("sb_switch"), {"switch": "on"}, follow=True).content.decode()
    assert "is still missing" in told and not read(company.id).self_service_enabled
    client.confirm("api")
    client.post(client.path("sb_api_users"), {"name": "integration"})
    assert "is switched on" in client.post(client.path("sb_switch"), {"switch": "on"}, follow=True).content.decode()
    assert read(company.id).self_service_enabled and "organizations.self_service_switched_on" in events(company.id)
    client.post(client.path("sb_switch"), {"switch": "off"})
    assert not read(company.id).self_service_enabled


def test_the_login_log_says_why_no_mail_was_sent_and_is_searched_sb_24() -> None:
    """SB-24, LG-02: by address and by reason; another company's log is not in it."""
    company, other = make.organization(), make.organization()
    for owner, email, outcome in (
        (company, "ukendt@kunde.example", "unknown_email"), (company, "kari@kunde.example", "sent"),
        (other, "anden@kunde.example", "unknown_email"),
    ):  # fmt: skip
        with within(OrganizationId(owner.id)):
            LoginRequest.objects.create(
                organization=owner, email=email, outcome=outcome, requested_at=clock.now(), browser_digest=b"x" * 32
            )
    client = as_manager(company, language="en")
    page = client.get(client.path("sb_logins")).content.decode()
    assert "ukendt@kunde.example" in page and "the address belongs to no recipient" in page
    assert "anden@kunde.example" not in page
    found = client.get(client.path("sb_logins") + "?svar=unknown_email").content.decode()
    assert "ukendt@kunde.example" in found and "kari@kunde.example" not in found
    assert "None found" in client.get(client.path("sb_logins") + "?q=nobody").content.decode()
