"""The operator sees a company's customers, warns of shared addresses, records payments (LG-03, SB-18, SB-24)."""


import pytest

from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
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
    page = operator().get(f"/organizations/{company.id}/logins/").content.decode()
    for code in codes:
        assert f"<code>{code}</code>" in page
    assert page.count("No mail: ") == len(codes)


def test_every_page_about_a_company_opens() -> None:
    company = make.organization()
    client = operator()
    for page in ("", "settings/", "gate/", "acts/", "looks/", "hosts/", "api-users/", "plans/", "logins/", "mails/"):
        assert client.get(f"/organizations/{company.id}/{page}").status_code == 200, page
    for path in ("/organizations/", "/organizations/add/", "/auth/user/", "/looked/"):
        assert client.get(path).status_code == 200, path
