"""Accounts and recipients as other systems list them and name them."""

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.kernel.ids import OrganizationId


def listed_accounts(organization: OrganizationId) -> QuerySet[Account]:
    """All accounts; lazy. `modified_at` is when one was changed last, or made."""
    found = Account.objects.filter(organization_id=organization).order_by()
    return found.annotate(modified_at=Coalesce("last_modified_at", "created_at"))


def account_called(organization: OrganizationId, *, reference: str) -> Account | None:
    """The account with this code, or else with this id (fenerum-api.md section 4: the code is matched first)."""
    found = listed_accounts(organization)
    by_code = found.filter(code=reference).first()
    if by_code is not None:
        return by_code
    try:
        return found.filter(id=UUID(reference)).first()
    except ValueError:
        return None


def listed_recipients(organization: OrganizationId) -> QuerySet[Recipient]:
    """Everybody who stands on an account, with the account; lazy."""
    found = Recipient.objects.filter(organization_id=organization, removed_at=None)
    return found.select_related("account").order_by()
