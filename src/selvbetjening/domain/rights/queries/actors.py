"""The names behind the ids of a log, as far as the account may know them."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib.auth.models import User

from selvbetjening.domain.accounts.models import Recipient
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.kernel.ids import OrganizationId


def actor_names(
    organization: OrganizationId, *, account: UUID, events: Iterable[Event], staff_by_name: bool
) -> dict[tuple[str, str], str]:
    """(kind, id) → name: recipients of this account, API users, and staff where the company shows them by name.

    Whoever is not in it is shown by kind alone.
    """
    seen = {(event.actor_kind, event.actor_id) for event in events}
    mine = {"organization_id": organization}
    recipients = Recipient.objects.filter(**mine, account_id=account, id__in=_uuids(seen, "recipient"))
    machines = ApiUser.objects.filter(**mine, id__in=_uuids(seen, "api"))
    names = {("recipient", str(each.id)): each.name for each in recipients}
    names |= {("api", str(each.id)): each.name for each in machines}
    if staff_by_name:
        numbers = [int(id_) for kind, id_ in seen if kind == "staff" and id_.isdigit()]
        staff = User.objects.filter(id__in=numbers)
        names |= {("staff", str(each.pk)): each.get_full_name() or each.get_username() for each in staff}
    return names


def _uuids(seen: Iterable[tuple[str, str]], wanted: str) -> list[UUID]:
    found = []
    for kind, id_ in seen:
        if kind == wanted:
            try:
                found.append(UUID(id_))
            except ValueError:
                continue
    return found
