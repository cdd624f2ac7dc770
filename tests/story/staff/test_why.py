"""Presets with the law's floor beside them, and why a customer cannot do something (XB-14, XB-17)."""

import re
from datetime import timedelta
from html import unescape

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.organizations.rules.presets import PRESETS, preset
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make, portal
from tests.story.staff.door import operator

pytestmark = pytest.mark.usefixtures("database")


def words(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", content.decode())).split())


@pytest.mark.parametrize("name", PRESETS)
def test_a_press_sets_every_switch_xb_17(name: str) -> None:
    """XB-17: the preset's switches and no others; afterwards each can be changed by itself."""
    company = make.organization(allowed_acts=["create_account"])
    page = f"/organizations/{company.id}/acts/"
    client = operator()
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
    content = operator().get(f"/organizations/{company.id}/acts/").content
    floors = [each for each in permissions.REGISTRY.values() if each.floor]
    assert content.count(b"checked disabled") == len(floors)
    assert all(each.floor in words(content) for each in floors)


def test_the_reason_is_the_one_the_portal_acts_on_xb_14() -> None:
    """XB-14: switch, role, barred, floor and gate in words, for each recipient apart."""
    company = make.organization(allowed_acts=["view_invoices", "manage_recipients"])
    holder = make.account(company)
    make.recipient(holder, name="Ea")
    reader = make.recipient(holder, name="Lis", role="reader", at=make.AT + timedelta(minutes=1))
    page = f"/organizations/{company.id}/accounts/{holder.id}/why/"
    client = operator()
    said = words(client.get(page).content)
    assert re.search(r"Cancel subscription Yes: the law gives it to consumers.*?No: the role", said)
    assert re.search(r"Manage recipients Yes No: the role", said)
    assert re.search(r"Create subscription No: the permission is switched off No: the role", said)
    with within(OrganizationId(company.id)):
        Recipient.objects.filter(id=reader.id).update(has_self_service_access=False)
    assert "Lis: No: the recipient is barred" in words(client.get(page).content)
    with within(OrganizationId(company.id)):
        Organization.objects.filter(id=company.id).update(self_service_enabled=False)
    said = words(client.get(page).content)
    assert "No: self-service is switched off" in said and "Yes" not in said.split("What they may do")[1]


def test_why_does_this_customer_not_get_plan_x_xb_14() -> None:
    """XB-14, SB-13, XB-31: not offered, without terms, all terms hidden, permission off; and offered."""
    company = make.organization()
    holder = make.account(company)
    make.recipient(holder)
    offered = make.plan(company, name_da="Tilbudt", name_en="Offered")
    terms = make.terms(offered)
    make.terms(make.plan(company, name_da="Lukket", name_en="Closed", self_service_enabled=False))
    make.plan(company, name_da="Tom", name_en="Empty")
    page = f"/organizations/{company.id}/accounts/{holder.id}/why/"
    client = operator()
    said = words(client.get(page).content)
    assert re.search(r"Offered \(\S+\) Yes: it can be ordered", said)
    assert re.search(r"Closed \(\S+\) No: the plan is not offered", said)
    assert re.search(r"Empty \(\S+\) No: the plan has no terms", said)
    with within(OrganizationId(company.id)):
        PlanTerms.objects.filter(id=terms.id).update(hidden=True)
    assert re.search(r"Offered \(\S+\) No: every one of the plan's terms is hidden", words(client.get(page).content))
    with within(OrganizationId(company.id)):
        PlanTerms.objects.filter(id=terms.id).update(hidden=False)
        Plan.objects.filter(id=offered.id).update(self_service_enabled=True)
        Organization.objects.filter(id=company.id).update(allowed_acts=[])
    assert re.search(r"Offered \(\S+\) No: the permission is switched off", words(client.get(page).content))
