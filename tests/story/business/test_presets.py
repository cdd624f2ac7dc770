"""Presets with the law's floor beside them (XB-17)."""

import re
from html import unescape

import pytest

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.presets import PRESETS, preset
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make, portal
from tests.business import as_manager

pytestmark = pytest.mark.usefixtures("database")


def words(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", content.decode())).split())


@pytest.mark.parametrize("name", PRESETS)
def test_a_press_sets_every_switch_xb_17(name: str) -> None:
    """XB-17: the preset's switches and no others; afterwards each can be changed by itself."""
    company = make.organization(allowed_acts=["create_account"])
    client = as_manager(company)
    page = client.path("sb_acts")
    assert client.post(page, {"preset": name}).status_code == 302
    with within(OrganizationId(company.id)):
        assert Organization.objects.get(id=company.id).allowed_acts == preset(name=name)
    client.post(page, {"acts": ["view_invoices"]})
    with within(OrganizationId(company.id)):
        assert Organization.objects.get(id=company.id).allowed_acts == ["view_invoices"]


def test_no_cancel_is_for_companies_only_xb_17() -> None:
    """XB-17, CAN-2: the preset closes cancelling to a company; a consumer cancels as ever."""
    company = make.organization(allowed_acts=preset(name="no_cancel"))
    terms = make.terms(make.plan(company))
    for party, status in (("business", 404), ("consumer", 200)):
        holder = make.account(company, party_type=party)
        running = make.subscription(holder, terms)
        client = portal.client(company, make.recipient(holder))
        assert client.get(f"/abonnementer/{running.id}/opsig/").status_code == status


def test_floors_are_greyed_with_their_rule() -> None:
    """XB-17: what the law gives consumers stands there, ticked, not to be changed, with the rule's id."""
    company = make.organization()
    client = as_manager(company)
    content = client.get(client.path("sb_acts")).content
    floors = [each for each in permissions.REGISTRY.values() if each.floor]
    assert content.count(b"checked disabled") == len(floors)
    assert all(each.floor in words(content) for each in floors)
