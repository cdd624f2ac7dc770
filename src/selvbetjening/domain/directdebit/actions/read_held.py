"""A held file is let be read by somebody who has looked at it (U3): noted at once, and read by a job.

A file may be large, and whoever presses must not wait for it; a job that is lost is found by the next exchange.
"""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.actions.fetch_files import read_kept
from selvbetjening.domain.directdebit.events import BankFileFetched
from selvbetjening.domain.directdebit.lifecycle import FETCHED, FetchedState
from selvbetjening.domain.directdebit.models import BankFetched
from selvbetjening.domain.directdebit.rules.bank import LET
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def read_held(organization: OrganizationId, *, file: UUID, actor: Actor, at: datetime) -> bool:
    """Let a held file be read, as soon as a worker comes to it; False where it is not held, or its content is gone.

    Records `BankFileFetched` now, with the code `let` and who let it, and again when it is read. Raises
    `BankFetched.DoesNotExist`.
    """
    with within(organization):
        row = BankFetched.objects.select_for_update().defer("content").get(organization_id=organization, id=file)
        has_content = BankFetched.objects.filter(organization_id=organization, id=file).exclude(content=b"").exists()
        if row.state != FetchedState.HELD or not has_content:
            return False
        row.state, row.code = FETCHED.after(FetchedState.HELD, "let"), LET
        row.save(update_fields=["state", "code"])
        record(organization, fact=BankFileFetched(file=row.id, state=row.state, code=LET), actor=actor, at=at)
        read_held_job.defer(organization, file=str(file))
    return True


@job(name="directdebit.read_held", queue="files")
def read_held_job(organization: OrganizationId, *, at: datetime, file: str) -> None:
    """The wake-up for one file; whoever was first has read it."""
    read_kept(organization, file=UUID(file), at=at)
