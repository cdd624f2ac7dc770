"""Who did what the log tells: a user, an operator, the system, or another system over the API with its own user."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext

from selvbetjening.domain.access.queries.people import names
from selvbetjening.domain.identity.queries import api_users
from selvbetjening.domain.identity.queries.api import calls_with
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.log.naming import is_id

API: Final = "api"
_CALL: Final = "api_call"
#: What a call's client is called that did not say (X-Client-System).
_UNSAID: Final = ("", "unknown")


class Doers:
    """The names behind a page's events, by five queries at most."""

    def __init__(self, organization: OrganizationId, events: Iterable[Any]) -> None:
        rows = list(events)
        ids = {UUID(row.actor_id) for row in rows if row.actor_kind == "user" and is_id(row.actor_id)}
        ids |= {UUID(row.data["membership"]) for row in rows if is_id(str(row.data.get("membership", "")))}
        self.people = names(organization, ids=ids)
        over_api = [row for row in rows if row.actor_kind == API]
        references = {_reference(row) for row in over_api} - {""}
        self._calls = calls_with(organization, references=references) if references else {}
        self._machines = {str(one.id): one.name for one in api_users(organization)} if over_api else {}

    def of(self, event: Any) -> str:
        """Who did it."""
        said: dict[str, Callable[[Any], str]] = {"user": self._user, "staff": _operator, API: self._machine}
        return said.get(event.actor_kind, _system)(event)

    def person_in(self, event: Any) -> str:
        """The user whom the fact names."""
        member = str(event.data.get("membership", ""))
        return self.people.get(UUID(member), "") if is_id(member) else ""

    def _user(self, event: Any) -> str:
        return self.people.get(UUID(event.actor_id), "") if is_id(event.actor_id) else ""

    def _machine(self, event: Any) -> str:
        """The API user, then what the call said of itself: X-Client-System and X-User."""
        call = self._calls.get(_reference(event))
        client = call.client_system if call else str((event.data.get(_CALL) or {}).get("client", ""))
        name = self._machines.get(event.actor_id, "")
        over = gettext("API user %(name)s") % {"name": name} if name else gettext("The API")
        beside = [client if client not in _UNSAID else gettext("application not named"), call.caller if call else ""]
        return f"{over}: {', '.join(filter(None, beside))}"


def _reference(event: Any) -> str:
    return str((event.data.get(_CALL) or {}).get("reference", ""))


def _operator(event: Any) -> str:
    return gettext("The operator (number %(number)s)") % {"number": event.actor_id}


def _system(_event: Any) -> str:
    return gettext("The system")
