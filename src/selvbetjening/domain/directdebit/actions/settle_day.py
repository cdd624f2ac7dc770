"""Walk a company's collections and mandates through one day: register, schedule, pay, take back, settle (14, 15).

Every step is should minus was: a day that is run twice, late, or after some days without any run comes to the same.
"""

from dataclasses import dataclass
from datetime import date, datetime

from selvbetjening.domain.directdebit.actions.clear import Cleared, clear
from selvbetjening.domain.directdebit.actions.make_output import make_outputs
from selvbetjening.domain.directdebit.actions.mandates import activate
from selvbetjening.domain.directdebit.actions.schedule import Scheduled, schedule
from selvbetjening.domain.directdebit.lifecycle import CollectionState
from selvbetjening.domain.directdebit.models import Collection, CreditorAgreement, Role
from selvbetjening.domain.directdebit.queries.agreements import clearing
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Settled:
    """What a day did."""

    mandates: int
    scheduled: Scheduled
    cleared: Cleared
    final: int


def settle_day(organization: OrganizationId, *, today: date, at: datetime) -> Settled:
    """Do all that is due by today, of agreements under which we are Betalingsservice; make no outputs yet.

    Must stand outside every transaction, since the clearing may be over a network. Raises `ClearingUnreached`.
    """
    deciding, cleared = clearing(), Cleared()
    mandates = activate(organization, today=today, at=at)
    scheduled = schedule(organization, today=today, at=at)
    clear(organization, clearing=deciding, paid=False, today=today, at=at, done=cleared)
    clear(organization, clearing=deciding, paid=True, today=today, at=at, done=cleared)
    return Settled(mandates, scheduled, cleared, finish(organization, role=Role.OPERATOR, today=today))


def finish(organization: OrganizationId, *, role: Role, today: date) -> int:
    """Payments whose refusal period is over are final enough, whoever is Betalingsservice (17.1: 13); how many.

    To be called once all is known that was taken back: by our own clearing, or by the answers that were fetched.
    """
    with within(organization):
        over = Collection.objects.filter(
            organization_id=organization, state=CollectionState.COMPLETED, final_on__lt=today, agreement__role=role
        )
        return over.update(state=CollectionState.FINAL)


@job(name="directdebit.settle_day")
def settle_day_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up: settles the day it wakes on, and makes the outputs that are due."""
    today = copenhagen_day(at)
    settle_day(organization, today=today, at=at)
    make_outputs(organization, today=today, at=at)


def sweep(*, at: datetime) -> int:
    """Wake the day of each company for which we are Betalingsservice; how many. An ended agreement is still told."""
    with doorway(reason="companies for which we are Betalingsservice", actor=SYSTEM, at=at) as alias:
        mine = CreditorAgreement.objects.using(alias).filter(role="operator").order_by("organization_id")
        found = list(mine.values_list("organization_id", flat=True).distinct())
    for organization in found:
        with within(OrganizationId(organization)):
            settle_day_job.defer(OrganizationId(organization))
    return len(found)
