"""Accounts and recipients as other systems list them and name them."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.accounts.rules import BillingDetails, Refused, blocking
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


class _New(Protocol):
    """An account to be."""

    @property
    def code(self) -> str: ...
    @property
    def details(self) -> BillingDetails: ...


def faults_of(organization: OrganizationId, *, accounts: Mapping[int, _New]) -> dict[int, list[Refused]]:
    """Everything for which these accounts could not be made, by their keys; of twins the later one. One query.

    A blocking finding's code with its field, or `code_taken`.
    """
    mine = Account.objects.filter(organization_id=organization)
    taken = set(mine.filter(code__in=[each.code for each in accounts.values()]).values_list("code", flat=True))
    faults: dict[int, list[Refused]] = {}
    for key, each in accounts.items():
        found = [Refused(finding.code, field=finding.field) for finding in blocking(details=each.details)]
        if each.code in taken:
            found.append(Refused("code_taken", field="code"))
        taken.add(each.code)
        if found:
            faults[key] = found
    return faults


def listed_recipients(organization: OrganizationId) -> QuerySet[Recipient]:
    """Everybody who stands on an account, with the account; lazy."""
    found = Recipient.objects.filter(organization_id=organization, removed_at=None)
    return found.select_related("account").order_by()
