"""Why a customer can or cannot do something, each answer the one that the portal acts on (XB-14)."""

import re
from datetime import timedelta
from html import unescape

import pytest

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from tests import make
from tests.business import as_manager

pytestmark = pytest.mark.usefixtures("database")


def words(content: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", content.decode())).split())


def test_the_reason_is_the_one_the_portal_acts_on_xb_14() -> None:
    """XB-14: switch, role, barred, floor and gate in words, for each recipient apart."""
    company = make.organization(allowed_acts=["view_invoices", "manage_recipients"])
    holder = make.account(company)
    make.recipient(holder, name="Ea")
    reader = make.recipient(holder, name="Lis", role="reader", at=make.AT + timedelta(minutes=1))
    client = as_manager(company, language="en")
    page = client.path("sb_why", holder.id)
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
    client = as_manager(company, language="en")
    page = client.path("sb_why", holder.id)
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
