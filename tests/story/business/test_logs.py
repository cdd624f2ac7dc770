"""The company reads why no login mail was sent, and opens every page of its settings (SB-24, LG-02)."""

import re

import pytest

from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.selvbetjening.settings.routes import MENU
from tests import make
from tests.business import as_manager
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")


def here(company: Organization) -> OrganizationId:
    return OrganizationId(company.id)


def test_the_login_log_says_why_no_mail_was_sent_sb_24_lg_02() -> None:
    """SB-24, LG-02: each reason in words, with its code."""
    company = make.organization()
    codes = [
        "unknown_email", "recipient_barred", "duplicate_email", "organization_inactive", "feature_missing",
        "self_service_disabled", "api_user_missing",
    ]  # fmt: skip
    with within(here(company)):
        for code in codes:
            LoginRequest.objects.create(
                organization=company, email="nogen@eksempel.example", language="da", browser_digest=b"x" * 32,
                requested_at=make.AT, outcome=code, answered_at=make.AT,
            )  # fmt: skip
    client = as_manager(company, language="en")
    page = client.get(client.path("sb_logins")).content.decode().partition("<table")[2]
    for code in codes:
        assert f"<code>{code}</code>" in page
    assert page.count("No mail: ") == len(codes)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_of_the_settings_opens(language: str) -> None:
    """Each with a heading of its own, and with a place in the menu or a way back."""
    company = make.organization()
    client = as_manager(company, language=language)
    names = [name for _heading, entries in MENU for _words, name in entries]
    headings = {re.findall(r"<h1[^>]*>([^<]+)", client.get(client.path(name)).content.decode())[0] for name in names}
    assert len(headings) == len(names) > 10


def test_every_page_of_the_operator_about_a_company_opens() -> None:
    company = make.organization()
    client = operator()
    for page in ("", "gate/"):
        assert client.get(f"/organizations/{company.id}/{page}").status_code == 200, page
    for path in ("/organizations/", "/organizations/add/", "/auth/user/", "/looked/", "/law/"):
        assert client.get(path).status_code == 200, path
