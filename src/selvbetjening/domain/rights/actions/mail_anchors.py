"""Mail the log's last hash to those who asked for it, once a day when it is new (CM-10)."""

from datetime import datetime

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.history import queries as history
from selvbetjening.domain.history.actions.anchors import sent
from selvbetjening.domain.history.models import AnchorWish
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import rights as mails
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations.permissions import VIEW_ACTIVITY_LOG
from selvbetjening.domain.tenancy.doorway import doorway
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId


def mail_anchors(organization: OrganizationId, *, at: datetime) -> int:
    """Write the mails and return how many. Whoever may not read the log any more gets none (LG-14)."""
    written = 0
    with within(organization):
        company, facts = sender(organization), identity.portal_facts(organization)
        for wish, head in history.anchors_due(organization):
            person = accounts.get_recipient(organization, recipient=wish.recipient_id)
            if person is None or facts is None or person.account_id != wish.account_id:
                continue
            if not accounts.may_open(
                organization, recipient=person, facts=facts, today=copenhagen_day(at), permission=VIEW_ACTIVITY_LOG
            ):
                continue
            if not sent(organization, recipient=person.id, seq=head.seq):
                continue
            language = language_of(person.account.language)
            letter = mails.log_anchor(
                sender=company, language=language, seq=head.seq, anchor=head.hash.hex(), path="/logbog/kontrol/"
            )
            key = f"log_anchor:{head.seq}:{person.id}"
            write(
                organization,
                key=key,
                letter=letter,
                to=person.email,
                language=language,
                reply_to=company.reply_to,
                at=at,
            )
            written += 1
    return written


def mail_all_anchors(*, at: datetime) -> int:
    """Wake the mailing for each organization where somebody asked, and return how many there are."""
    with doorway(reason="who wants the log's last hash by mail", actor=SYSTEM, at=at) as alias:
        found = list(AnchorWish.objects.using(alias).values_list("organization_id", flat=True).distinct())
    for organization in found:
        with within(OrganizationId(organization)):
            mail_anchors_job.defer(OrganizationId(organization))
    return len(found)


@job(name="rights.mail_anchors")
def mail_anchors_job(organization: OrganizationId, *, at: datetime) -> None:
    """The daily wake-up for one organization."""
    mail_anchors(organization, at=at)
