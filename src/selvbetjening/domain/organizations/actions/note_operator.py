"""An operator comes to act for a company, and the company can read why (SEC-34)."""

from datetime import datetime
from typing import Final

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import OperatorVisited
from selvbetjening.domain.organizations.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

LONGEST: Final = 200


def note_operator(organization: OrganizationId, *, reason: str, actor: Actor, at: datetime) -> str:
    """Write the visit into the company's own log, and return the reason as it stands there.

    Records `organizations.operator_visited`. Raises `Refused`: `required` without a reason, `too_long` over 200
    characters.
    """
    said = " ".join(reason.split())
    if not said:
        raise Refused("required", field="reason")
    if len(said) > LONGEST:
        raise Refused("too_long", field="reason")
    with within(organization):
        record(organization, fact=OperatorVisited(reason=said), actor=actor, at=at)
    return said
