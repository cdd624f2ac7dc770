"""A company's API users: tokens are shown once, changed without a gap and revoked at once; rights are chosen."""

import re
from datetime import timedelta

import pytest

from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import ApiToken, ApiUser
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.api.client import Machine
from tests.business import as_manager

pytestmark = pytest.mark.usefixtures("database")


def test_a_token_is_changed_without_a_gap() -> None:
    """fenerum-api.md section 1, BP-08: after MitID one more is made, shown this once, and the old one revoked."""
    company = make.organization()
    machine, client = Machine(company), as_manager(company, language="en")
    page = client.path("sb_api_user", machine.api_user)
    assert client.post(page, {"do": "issue"}).status_code == 401, "not without MitID afresh"
    client.confirm("api")
    day = (clock.today() + timedelta(days=30)).isoformat()
    shown = client.post(page, {"do": "issue", "is_read_only": "on", "ends_on": day}).content.decode()
    found = re.search(r"<code[^>]*>(sbt_[^<]+)</code>", shown)
    assert found and found[1] not in client.get(page).content.decode()
    answer = machine.get("accounts/", Authorization=f"Token {found[1]}")
    assert answer.status_code == 200
    assert "only reads" in client.get(page).content.decode() and "Never" in client.get(page).content.decode()
    with within(OrganizationId(company.id)):
        old = ApiToken.objects.get(api_user_id=machine.api_user, is_read_only=False)
    client.post(page, {"revoke": str(old.id)})
    assert machine.get("accounts/").status_code == 401
    assert machine.get("accounts/", Authorization=f"Token {found[1]}").status_code == 200
    with within(OrganizationId(company.id)):
        names = set(Event.objects.values_list("name", flat=True))
    assert {"identity.api_token_issued", "identity.api_token_revoked"} <= names


def test_what_it_may_is_chosen() -> None:
    """Editable per permission: everything by default, then exactly what was ticked."""
    company = make.organization()
    machine, client = Machine(company), as_manager(company, language="en")
    client.confirm("api")
    page = client.path("sb_api_user", machine.api_user)
    client.post(page, {"do": "rights", "rights": ["recipients.read"]})
    assert machine.get("recipients/").status_code == 200 and machine.get("accounts/").status_code == 403
    client.post(page, {"do": "rights", "everything": "on"})
    assert machine.get("accounts/").status_code == 200
    with within(OrganizationId(company.id)):
        assert ApiUser.objects.get(id=machine.api_user).rights is None


def test_another_company_s_api_user_is_not_there() -> None:
    """SEC-19: its page is the page of nothing."""
    company, other = make.organization(), make.organization()
    client = as_manager(company)
    assert client.get(client.path("sb_api_user", Machine(other).api_user)).status_code == 404
    past = (clock.today() - timedelta(days=1)).isoformat()
    machine = Machine(company)
    client.confirm("api")
    client.post(client.path("sb_api_user", machine.api_user), {"do": "issue", "ends_on": past})
    with within(OrganizationId(company.id)):
        assert ApiToken.objects.filter(api_user_id=machine.api_user).count() == 1
