"""What a breach's report needs: who did what to which account, and who of the staff looked at it (GDP-9)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.history.rules.chain import canonical
from selvbetjening.domain.tenancy.models import DoorwayUse
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 1_000

Row = tuple[str, str, str, str, str, str, str]


def incident_rows(
    organization: OrganizationId, *, account: UUID | None, since: datetime, until: datetime
) -> Iterator[Row]:
    """Time, account's number, what, its code, kind of actor, actor, details; events first, then looks, oldest first.

    `account` None is every account and the company itself. Ids and codes only: names stand where they are needed.
    """
    mine = Account.objects.filter(organization_id=organization)
    mine = mine.filter(id=account) if account else mine
    codes = {str(id_): code for id_, code in mine.values_list("id", "code")}
    events = Event.objects.filter(organization_id=organization, at__gte=since, at__lt=until).order_by("at", "id")
    events = events.filter(account_id=account) if account else events
    for event in events.iterator(chunk_size=_AT_ONCE):
        code = codes.get(str(event.account_id), "")
        details = canonical(value=event.data)
        yield (event.at.isoformat(), code, event.name, event.name, event.actor_kind, event.actor_id, details)
    looks = DoorwayUse.objects.filter(at__gte=since, at__lt=until, reason__contains=f"of {organization}")
    looks = looks.filter(reason__contains=str(account)) if account else looks
    for use in looks.order_by("at", "id").iterator(chunk_size=_AT_ONCE):
        seen = next((code for id_, code in codes.items() if id_ in use.reason), "")
        yield (use.at.isoformat(), seen, "look", "look", use.actor_kind, use.actor_id, use.reason)
