"""Write down that a list left as a file."""

from datetime import datetime

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations.events import ListExported
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def note_export(organization: OrganizationId, *, what: str, rows: int, actor: Actor, at: datetime) -> None:
    """`what` is a code of a list, never a word that anybody typed. Records `organizations.list_exported` (SEC-122)."""
    with within(organization):
        record(organization, fact=ListExported(what=what, rows=rows), actor=actor, at=at)
