"""What may be asked about bookkeepers' grants (CM-08)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import AccountantGrant, DocumentRead
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Granted:
    """Where a grant is; whether it lives is asked again inside the company's own transaction."""

    organization: OrganizationId
    grant: UUID


def of_account(organization: OrganizationId, *, account: UUID, today: date) -> list[AccountantGrant]:
    """The account's living grants, by name."""
    found = AccountantGrant.objects.filter(
        organization_id=organization, account_id=account, revoked_at=None, ends_on__gt=today
    )
    return list(found.order_by("name", "id"))


def get_grant(organization: OrganizationId, *, grant: UUID) -> AccountantGrant | None:
    """The grant with its account, living or not."""
    found = AccountantGrant.objects.filter(organization_id=organization, id=grant)
    return found.select_related("account").first()


def granted_to(*, email: str, today: date, actor: Actor, at: datetime) -> list[Granted]:
    """Where in the whole installation this proven address may read: ids only, found through the doorway (SEC-18)."""
    with doorway(reason="accounts that a bookkeeper was granted", actor=actor, at=at) as alias:
        found = AccountantGrant.objects.using(alias).filter(
            email=email, revoked_at=None, starts_on__lte=today, ends_on__gt=today
        )
        rows = found.order_by("organization_id", "id").values_list("organization_id", "id")
        return [Granted(OrganizationId(organization), grant) for organization, grant in rows]


def living(organization: OrganizationId, *, grants: Collection[UUID], email: str, today: date) -> list[AccountantGrant]:
    """Those of the grants that this address may use now, with account, by its name (CM-08: tested at each request)."""
    found = AccountantGrant.objects.filter(
        organization_id=organization, id__in=grants, email=email, revoked_at=None, starts_on__lte=today,
        ends_on__gt=today,
    )  # fmt: skip
    return list(found.select_related("account").order_by("account__name", "id"))


def read_by(organization: OrganizationId, *, grants: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """What has been fetched already, as (grant, invoice)."""
    found = DocumentRead.objects.filter(organization_id=organization, grant_id__in=grants)
    return set(found.values_list("grant_id", "invoice_id"))
