"""Correct whom the invoices are made out to. Issued invoices keep what they say."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.events import BillingDetailsUpdated
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.accounts.rules import BillingDetails, Refused, blocking
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def update_billing_details(
    organization: OrganizationId,
    *,
    account: UUID,
    details: BillingDetails,
    actor: Actor,
    at: datetime,
    fields: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Save the details and return the names of the fields that changed; nothing is recorded when none did.

    With `fields` only those are taken from `details` (`rules.FIELDS`: a permission lets through its own ones only),
    and a finding about another field stops nothing. Records `accounts.billing_details_updated`. Raises `Refused` with
    the first blocking finding's code and field, or `party_type_fixed` (a customer does not change into a consumer by
    a form, PTY-1), and `Account.DoesNotExist`.
    """
    for finding in blocking(details=details):
        if fields is None or finding.field in fields:
            raise Refused(finding.code, field=finding.field)
    with within(organization):
        found = Account.objects.select_for_update().get(organization_id=organization, id=account)
        if details.party_type != found.party_type:
            raise Refused("party_type_fixed", field="party_type")
        changed = tuple(
            field
            for field, value in asdict(details).items()
            if (fields is None or field in fields) and getattr(found, field) != value
        )
        if changed:
            told = {field: f"{getattr(found, field) or '–'} → {getattr(details, field) or '–'}" for field in changed}
            for field in changed:
                setattr(found, field, getattr(details, field))
            found.save(update_fields=changed)
            fact = BillingDetailsUpdated(account=account, fields=changed)
            record(organization, fact=fact, actor=actor, at=at, personal=told)
    return changed
