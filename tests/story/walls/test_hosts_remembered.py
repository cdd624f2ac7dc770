"""A process remembers whose a host name is for a moment, and nothing else about the company (SB-02, LG-14, SEC-20)."""

import time

import pytest

from selvbetjening.config.middleware import hosts
from selvbetjening.domain.organizations.models import Host, Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make, portal

pytestmark = pytest.mark.usefixtures("database")


def rename(company: Organization) -> None:
    with within(OrganizationId(company.id)):
        Host.objects.filter(organization=company).update(name=f"ny-{company.slug}.portal.test")


def test_a_host_that_is_gone_is_unknown_soon_sb_02(monkeypatch: pytest.MonkeyPatch) -> None:
    """SB-02: the name is asked for again after some seconds, and an unknown one at every request."""
    company = make.organization()
    client = portal.client(company)
    assert client.get("/log-ind/").status_code == 200
    rename(company)
    assert client.get("/log-ind/").status_code == 200
    later = time.monotonic() + hosts.REMEMBERED_FOR
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert client.get("/log-ind/").status_code == 404
    client.host = f"ny-{company.slug}.portal.test"
    assert client.get("/log-ind/").status_code == 200


def test_an_invented_name_is_not_remembered_sb_02() -> None:
    """SB-02: a name that nobody had is found as soon as somebody has it."""
    company = make.organization()
    client = portal.client(company)
    client.host = f"ny-{company.slug}.portal.test"
    assert client.get("/log-ind/").status_code == 404
    rename(company)
    assert client.get("/log-ind/").status_code == 200


def test_a_remembered_host_opens_no_closed_portal_lg_14() -> None:
    """LG-14: what the company is and may is asked at every request, also where its host name is remembered."""
    company = make.organization()
    client = portal.client(company, make.recipient(make.account(company)))
    assert client.get("/").status_code == 200
    with within(OrganizationId(company.id)):
        Organization.objects.filter(id=company.id).update(is_active=False)
    assert client.get("/").status_code == 302
    with within(OrganizationId(company.id)):
        Organization.objects.filter(id=company.id).update(is_active=True)
    assert client.get("/").status_code == 302, "the session ended"
