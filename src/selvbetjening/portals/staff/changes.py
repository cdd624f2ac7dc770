"""What happened lately to a company, in words and with who did it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib.auth.models import User
from django.utils.translation import gettext

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.history.models import Event
from selvbetjening.domain.identity.models import ApiUser
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.fact_words import FACT_WORDS

_SHOWN = 30
#: Logins stand in the login log, and a stored PDF changes nothing for anybody.
NO_CHANGES: Final = (
    "identity.login_link_spent",
    "identity.direct_link_made",
    "identity.direct_link_spent",
    "invoicing.documented",
    "invoicing.e_invoice_sent",
)


@dataclass(frozen=True)
class Change:
    """One line. `detail` is a number or a code of the company's own, such as an invoice's."""

    at: datetime
    words: str
    detail: str
    who: str
    account: Account | None


def of_company(organization: OrganizationId) -> list[Change]:
    """What was done to the company, and what people did to its customers' accounts, newest first (SEC-34)."""
    return _told(organization, history.changes(organization, limit=_SHOWN, without=NO_CHANGES))


def _told(organization: OrganizationId, events: list[Event]) -> list[Change]:
    people = _People(organization, events)
    ids = {event.account_id for event in events if event.account_id}
    accounts = Account.objects.filter(organization_id=organization).in_bulk(ids)
    return [
        Change(
            event.at,
            str(FACT_WORDS.get(event.name, gettext("Something was written down"))),
            str(event.data.get("number") or event.data.get("code") or ""),
            people.name(event),
            accounts.get(event.account_id) if event.account_id else None,
        )
        for event in events
    ]


class _People:
    """The names behind the ids that the book keeps; one query for each kind."""

    def __init__(self, organization: OrganizationId, events: list[Event]) -> None:
        ids: dict[str, set[str]] = {}
        for event in events:
            ids.setdefault(event.actor_kind, set()).add(event.actor_id)
        staff = User.objects.in_bulk([int(id_) for id_ in ids.get("staff", ()) if id_.isdigit()])
        mine = {"organization_id": organization}
        recipients = Recipient.objects.filter(**mine).in_bulk(_uuids(ids.get("recipient", ())))
        machines = ApiUser.objects.filter(**mine).in_bulk(_uuids(ids.get("api", ())))
        self.staff = {str(id_): user.get_username() for id_, user in staff.items()}
        self.recipients = {str(id_): person.name for id_, person in recipients.items()}
        self.machines = {str(id_): user.name for id_, user in machines.items()}

    def name(self, event: Event) -> str:
        """Who it was, in words."""
        match event.actor_kind:
            case "staff":
                return self.staff.get(event.actor_id) or gettext("an operator")
            case "user":
                return gettext("a user of the company")
            case "recipient":
                name = self.recipients.get(event.actor_id)
                return gettext("the customer: %(name)s") % {"name": name} if name else gettext("the customer")
            case "api":
                return gettext("API user: %(name)s") % {"name": self.machines.get(event.actor_id, "–")}
            case "import":
                return gettext("an import of files")
        return gettext("the system")


def _uuids(ids: Iterable[str]) -> list[UUID]:
    found = []
    for id_ in ids:
        try:
            found.append(UUID(id_))
        except ValueError:
            continue
    return found
