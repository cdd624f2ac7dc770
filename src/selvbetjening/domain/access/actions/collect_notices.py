"""The day's collected mail: what users chose to have once a day, and what was held back (BP-77)."""

from datetime import date, datetime, time
from itertools import groupby
from uuid import UUID

from django.utils.translation import override

from selvbetjening.domain.access.actions.tell import company_sender
from selvbetjening.domain.access.lifecycle import MembershipState
from selvbetjening.domain.access.models import Membership, Notice
from selvbetjening.domain.access.queries.notice_words import sentence
from selvbetjening.domain.access.queries.notices import bouncing
from selvbetjening.domain.access.rules.notices import reference_of
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import COPENHAGEN, copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId


def sweep(*, at: datetime) -> int:
    """Wake `collect` for every company in which a notice waits for the day's mail, and return how many."""
    with doorway(reason="notices that wait for the day's collected mail", actor=SYSTEM, at=at) as alias:
        waiting = Notice.objects.using(alias).filter(mail=Notice.Mail.WAITS, at__lt=_midnight(copenhagen_day(at)))
        found = sorted(set(waiting.values_list("organization_id", flat=True)))
    for organization in found:
        with within(OrganizationId(organization)):
            collect_job.defer(OrganizationId(organization))
    return len(found)


@job(name="access.collect_notices")
def collect_job(organization: OrganizationId, *, at: datetime) -> None:
    """The wake-up for one company."""
    collect(organization, at=at)


def collect(organization: OrganizationId, *, at: datetime) -> int:
    """One mail for each active user whose notices from before today wait, and return how many mails.

    Once a Copenhagen day and user, however often it runs: what the mail holds ends with yesterday, and the mail and the
    mark on its notices are one transaction for each user, so that a killed run goes on where it stopped.
    """
    today = copenhagen_day(at)
    with within(organization):
        due = Notice.objects.filter(organization_id=organization, mail=Notice.Mail.WAITS, at__lt=_midnight(today))
        users = sorted(set(due.values_list("membership_id", flat=True)))
        held = bouncing(organization, memberships=users)
    return sum(_collect_one(organization, user, today, at) for user in users if user not in held)


def _collect_one(organization: OrganizationId, user: UUID, today: date, at: datetime) -> bool:
    with within(organization):
        # The row is the lock: of two runs the second finds nothing left.
        to = Membership.objects.select_for_update(no_key=True).get(organization_id=organization, id=user)
        mine = Notice.objects.filter(organization_id=organization, membership_id=user)
        if to.state != MembershipState.ACTIVE or not to.email or mine.filter(digest_on=today).exists():
            return False
        rows = list(mine.filter(mail=Notice.Mail.WAITS, at__lt=_midnight(today)).order_by("at", "id"))
        if not rows:
            return False
        mine.filter(id__in=[row.id for row in rows]).update(mail=Notice.Mail.SENT, digest_on=today)
        _post(organization, to, rows, today, at)
        return True


def _post(organization: OrganizationId, to: Membership, rows: list[Notice], today: date, at: datetime) -> None:
    language = language_of(to.language)
    company = company_sender(organization, to=to, kind=rows[0].kind, reference=reference_of(notice=rows[0].id))
    with override(language):
        # The same said many times is said once, with its latest time.
        said = [(row.at, sentence(code=row.code)) for row in rows]
    latest = [max(same) for _, same in groupby(sorted(said, key=lambda one: one[1]), key=lambda one: one[1])]
    letter = mails.notices_collected(
        sender=company, language=language, count=len(rows), rows=sorted(latest),
        path=f"/v/{organization}/notifikationer/",
    )  # fmt: skip
    write(
        organization, key=f"notices:{today.isoformat()}:{to.id}", letter=letter, to=to.email, language=language,
        reply_to=company.reply_to, at=at,
    )  # fmt: skip


def _midnight(today: date) -> datetime:
    """The instant at which the Copenhagen day begins."""
    return datetime.combine(today, time(), tzinfo=COPENHAGEN)
