"""Rows for tests, with names of their own: `make.organization()`, `make.account(organization)` and so on.

Each function opens the organization's own transaction, so a test may call them anywhere.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from selvbetjening.domain.access.models import FileProduction
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.catalog.models import Plan, PlanTerms
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.models import Host, Organization
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId, new_id

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def organization(*, api_user: bool = True, at: datetime = AT, **values: Any) -> Organization:
    """An organization whose portal is open and where everything is allowed, unless said otherwise.

    Its files are real; with `has_production=False` it is new there, and sends tests only (BP-50).
    """
    has_production = values.pop("has_production", True)
    name = values.pop("slug", f"firma-{uuid4().hex[:10]}")
    fields: dict[str, Any] = {
        "id": new_id(), "name": "Nordlys Træning ApS", "slug": name, "cvr": "12345674",
        "address_line": "Havnegade 1", "postal_code": "8000", "city": "Aarhus C", "email": "hej@nordlys.example",
        "phone": "+45 00 00 00 00", "features": ["self_service"], "self_service_enabled": True,
        "allowed_acts": list(permissions.REGISTRY), "brand_colour": "#0b6b4f", "created_at": at,
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(fields["id"])):
        made = Organization.objects.create(**fields)
        Host.objects.create(organization=made, name=f"{name}.portal.test", kind=Host.Kind.SLUG)
        if has_production:
            FileProduction.objects.create(organization=made, opened_at=at)
        if api_user:
            ApiUser.objects.create(organization=made, name="integration", created_at=at)
    return made


def account(owner: Organization, *, at: datetime = AT, **values: Any) -> Account:
    fields: dict[str, Any] = {
        "code": f"K-{uuid4().hex[:8]}", "name": "Anna Eksempel", "party_type": "consumer",
        "address_line": "Prøvevej 2", "postal_code": "8000", "city": "Aarhus C", "created_at": at,
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(owner.id)):
        return Account.objects.create(organization=owner, **fields)


def recipient(holder: Account, *, at: datetime = AT, **values: Any) -> Recipient:
    fields: dict[str, Any] = {
        "name": "Anna Eksempel", "email": f"anna.{uuid4().hex[:8]}@example.com", "created_at": at,
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(holder.organization_id)):
        return Recipient.objects.create(organization_id=holder.organization_id, account=holder, **fields)


def plan(owner: Organization, **values: Any) -> Plan:
    fields: dict[str, Any] = {
        "code": f"plan-{uuid4().hex[:6]}", "name_da": "Basis", "name_en": "Basic", "self_service_enabled": True,
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(owner.id)):
        return Plan.objects.create(organization=owner, **fields)


def terms(offer: Plan, **values: Any) -> PlanTerms:
    fields: dict[str, Any] = {
        "code": f"terms-{uuid4().hex[:6]}", "interval_unit": "month", "unit_price_minor": 20000,
        "vat_category": "S" if values.get("vat_basis_points", 2500) else "E",
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(offer.organization_id)):
        return PlanTerms.objects.create(organization_id=offer.organization_id, plan=offer, **fields)


def subscription(
    holder: Account, price: PlanTerms, *, started_on: date = date(2026, 3, 1), **values: Any
) -> Subscription:
    """A running subscription, not billed yet: its first period starts on `started_on`."""
    anchor = values.pop("anchor_day", started_on.day)
    fields: dict[str, Any] = {
        "quantity": 1, "started_on": started_on, "anchor_day": anchor, "period_starts_on": started_on,
        "renews_on": started_on, "created_at": AT,
    }  # fmt: skip
    fields.update(values)
    with within(OrganizationId(holder.organization_id)):
        return Subscription.objects.create(
            organization_id=holder.organization_id, account=holder, terms=price, **fields
        )
