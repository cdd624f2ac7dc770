"""Forget in time: exports' files, old mails' words, guests' requests, gateways' messages, what the books need not."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from selvbetjening.domain.billing.actions.purge_guests import purge_guests
from selvbetjening.domain.imports.actions.forget import forget
from selvbetjening.domain.messaging.models import Message
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.purge_notices import purge_notices
from selvbetjening.domain.rights.actions.ask_move import forget_moves
from selvbetjening.domain.rights.actions.end_retention import end_retention
from selvbetjening.domain.rights.actions.remove_old import remove_old
from selvbetjening.domain.rights.models import DataExport, DataExportPart
from selvbetjening.domain.rights.rules.erasing import GIVEN_UP, forget_before
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

_AT_ONCE: Final = 2_000


def purge(organization: OrganizationId, *, at: datetime) -> None:
    """Remove files of exports after their day, and the words and addresses of mails after the company's number of days.

    An export that never came to an end is given up, so that it can be asked for anew. That a mail was written, when it
    was sent and under which key stays: a receipt must be provable (CAN-3, CAN-6). One that still waits keeps its words.
    """
    with within(organization):
        old = Q(expires_at__lte=at) | Q(state=DataExport.State.WORKING, asked_at__lte=at - GIVEN_UP)
        over = DataExport.objects.filter(old, organization_id=organization).exclude(state=DataExport.State.GONE)
        DataExportPart.objects.filter(organization_id=organization, data_export__in=over).delete()
        over.update(state=DataExport.State.GONE)
        days = int(organizations.get(organization).choice("mail_log_days"))
    forget_moves(organization, at=at)
    while _forget_words(organization, before=forget_before(at=at, days=days)):
        pass
    purge_guests(organization, at=at)
    forget(organization, at=at)
    purge_notices(organization, at=at)
    end_retention(organization, today=copenhagen_day(at), at=at)
    remove_old(organization, today=copenhagen_day(at), at=at)


def purge_all(*, at: datetime) -> int:
    """Defer one purge for each organization and return how many."""
    with doorway(reason="organizations whose old mails are forgotten", actor=SYSTEM, at=at) as alias:
        found = list(Organization.objects.using(alias).values_list("id", flat=True))
    for organization in found:
        with within(OrganizationId(organization)):
            purge_job.defer(OrganizationId(organization))
    return len(found)


@job(name="rights.purge")
def purge_job(organization: OrganizationId, *, at: datetime) -> None:
    """The nightly wake-up for one organization."""
    purge(organization, at=at)


def _forget_words(organization: OrganizationId, *, before: datetime) -> int:
    with within(organization):
        old = Message.objects.filter(organization_id=organization, created_at__lt=before).exclude(to_address="")
        some = old.exclude(state=Message.State.QUEUED).values("id")[:_AT_ONCE]
        return Message.objects.filter(organization_id=organization, id__in=some).update(
            to_address="", reply_to="", subject="", text="", html=""
        )
