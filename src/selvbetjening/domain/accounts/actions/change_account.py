"""Change what the company itself keeps on an account: its code, numbers of other systems, its archive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from selvbetjening.domain.accounts.events import AccountChanged
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

FIELDS: Final = (
    "code", "invoice_note", "erp_id", "partner", "ean_invoicing", "einvoicing_scheme", "is_archived", "gets_reminders",
    "reseller_program", "register_status",
)  # fmt: skip


def change_account(
    organization: OrganizationId, *, account: UUID, values: Mapping[str, Any], actor: Actor, at: datetime
) -> tuple[str, ...]:
    """Set these of `FIELDS`, and return the names of those that changed. Records `accounts.changed` when any did.

    Raises `Refused("code_taken")`, KeyError for another field, and `Account.DoesNotExist`.
    """
    if unknown := set(values) - set(FIELDS):
        raise KeyError(*unknown)
    with within(organization):
        found = Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        changed = tuple(name for name in FIELDS if name in values and getattr(found, name) != values[name])
        if not changed:
            return ()
        for name in changed:
            setattr(found, name, values[name])
        try:
            with transaction.atomic():
                found.save(update_fields=changed)
        except IntegrityError:
            raise Refused("code_taken", field="code") from None
        record(organization, fact=AccountChanged(account=account, fields=changed), actor=actor, at=at)
    return changed
