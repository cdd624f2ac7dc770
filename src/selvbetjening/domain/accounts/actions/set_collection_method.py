"""Set how an account is asked for what it owes (SB-32 b)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.events import CollectionMethodChanged
from selvbetjening.domain.accounts.models import Account, CollectionMethod
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def set_collection_method(
    organization: OrganizationId, *, account: UUID, method: str, actor: Actor, at: datetime
) -> bool:
    """Make it the account's default; whether that changed anything. Records `CollectionMethodChanged`.

    Raises ValueError for a method that there is none of, and `Account.DoesNotExist`.
    """
    wanted = CollectionMethod(method).value
    with within(organization):
        found = Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        if found.collection_method == wanted:
            return False
        fact = CollectionMethodChanged(account=account, before=found.collection_method, after=wanted)
        Account.objects.filter(organization_id=organization, id=account).update(collection_method=wanted)
        record(organization, fact=fact, actor=actor, at=at)
    return True
