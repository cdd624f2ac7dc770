"""What happened lately to one of the company's customers, in words and with who did it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from selvbetjening.domain.access.queries.people import names
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.identity import queries as identity
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.fact_words import FACT_WORDS

_SHOWN: Final = 30


@dataclass(frozen=True)
class Change:
    """One line. `detail` is a number or a code of the company's own, such as an invoice's."""

    at: datetime
    words: str
    detail: str
    who: str


def changes_of(organization: OrganizationId, *, account: UUID) -> list[Change]:
    """What happened to one account, by people or by itself, newest first."""
    events = history.of_account(organization, account=account, limit=_SHOWN)
    actors: dict[str, set[str]] = {}
    for event in events:
        actors.setdefault(event.actor_kind, set()).add(event.actor_id)
    known = _known(organization, actors)
    return [
        Change(
            event.at,
            str(FACT_WORDS.get(event.name, gettext("Something was written down"))),
            str(event.data.get("number") or event.data.get("code") or ""),
            _who(event.actor_kind, event.actor_id, known),
        )
        for event in events
    ]


def _known(organization: OrganizationId, actors: dict[str, set[str]]) -> dict[str, str]:
    """Names by id: the customer's people, the company's own users, its programs. One query for each kind there is."""
    found: dict[str, str] = {}
    if ids := _ids(actors.get("recipient", ())):
        found |= {str(one.id): one.name for one in accounts.recipients_with_ids(organization, ids=ids)}
    if ids := _ids(actors.get("user", ())):
        found |= {str(id_): name for id_, name in names(organization, ids=ids).items()}
    if actors.get("api"):
        found |= {str(one.id): one.name for one in identity.api_users(organization)}
    return found


def _who(kind: str, id_: str, known: dict[str, str]) -> str:
    name = known.get(id_, "")
    match kind:
        case "staff":
            return (
                gettext("The operator (number %(number)s)") % {"number": id_}
                if id_.isdigit()
                else gettext("an operator")
            )
        case "user":
            return name or gettext("a user of the company")
        case "recipient":
            return gettext("the customer: %(name)s") % {"name": name} if name else gettext("the customer")
        case "api":
            return gettext("API user: %(name)s") % {"name": name or "–"}
        case "import":
            return gettext("an import of files")
    return gettext("the system")


def _ids(texts: Iterable[str]) -> set[UUID]:
    found = set()
    for text in texts:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found
