"""Test the line to an external Betalingsservice: somebody has set it up, and wants to know whether it works."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.directdebit.models import BankConnection
from selvbetjening.domain.directdebit.ports import LineFailed
from selvbetjening.domain.directdebit.queries import bank
from selvbetjening.domain.directdebit.rules.bank import TESTS, tests_left
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import SealBroken


def check_line(organization: OrganizationId, *, connection: UUID, at: datetime) -> str:
    """Open the line and look into the folder that we fetch from: the code of what is in the way, or "" for all well.

    Must stand outside every transaction. Sends and fetches nothing. That a line works is noted, and what waits goes
    with the next exchange; one that does not is put off no further. Ten times an hour at most (`too_often`). Raises
    `BankConnection.DoesNotExist`.
    """
    with within(organization):
        rows = BankConnection.objects.select_for_update().filter(organization_id=organization, state="active")
        mine = rows.get(id=connection)
        if not tests_left(tested=mine.tested, at=at):
            return "too_often"
        mine.tested = [*mine.tested, at][-TESTS:]
        mine.save(update_fields=["tested"])
    try:
        with bank.line(organization, connection=mine) as over:
            over.listed()
    except SealBroken:
        return "sealed"
    except LineFailed as failed:
        return failed.code
    with within(organization):
        found = BankConnection.objects.filter(organization_id=organization, id=mine.id, state="active")
        found.update(failures=0, code="", next_try_at=None, worked_at=at)
    return ""
