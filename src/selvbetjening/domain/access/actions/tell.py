"""Tell one user something: a notice in the portal, and a mail the way the user has chosen (BP-77)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import override

from selvbetjening.domain.access.models import Membership, Notice
from selvbetjening.domain.access.queries.notice_words import reason
from selvbetjening.domain.access.queries.notices import bouncing
from selvbetjening.domain.access.rules.notices import KINDS, NewNotice, reference_of, way_of
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import business_sender
from selvbetjening.domain.messaging.rules.letters import Footing, Letter, Sender
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.formatting import Language, language_of
from selvbetjening.kernel.ids import OrganizationId

#: Where the mails are chosen, below the company's address.
CHOICES_PATH: Final = "notifikationer/valg/"
Draw = Callable[..., Letter]


def tell(
    organization: OrganizationId,
    *,
    to: Membership,
    notice: NewNotice,
    key: str,
    draw: Draw,
    values: Callable[[Language], dict[str, Any]],
    reply_to: str = "",
    at: datetime,
) -> Notice:
    """Write the notice and, where the way is `mail`, the mail; the same `key` again does nothing.

    `values` gives what the mail's function takes, in the language it is asked for. What is no security notice is held
    back from an address that mail servers refuse, and gathered for the day when it works again.
    """
    with within(organization):
        mail = _mail_of(organization, to, notice.kind)
        made, is_new = Notice.objects.get_or_create(
            organization_id=organization,
            key=key,
            defaults={
                "membership_id": to.id, "kind": notice.kind, "code": notice.code, "path": notice.path,
                "about_id": notice.about, "source_id": notice.source, "solution": notice.solution,
                "last_on": notice.last_on, "at": at, "mail": mail,
            },
        )  # fmt: skip
        if is_new and mail == Notice.Mail.SENT:
            language = language_of(to.language)
            company = company_sender(organization, to=to, kind=notice.kind, reference=reference_of(notice=made.id))
            write(
                organization, key=key, letter=draw(sender=company, language=language, **values(language)), to=to.email,
                language=language, reply_to=reply_to or company.reply_to, at=at,
            )  # fmt: skip
        return made


def _mail_of(organization: OrganizationId, to: Membership, kind: str) -> Notice.Mail:
    way = way_of(kind=kind, chosen=to.notice_ways)
    if way == "portal" or not to.email:
        return Notice.Mail.NONE
    if KINDS[kind].is_security:
        return Notice.Mail.SENT
    if way == "digest" or to.id in bouncing(organization, memberships=[to.id]):
        return Notice.Mail.WAITS
    return Notice.Mail.SENT


def company_sender(organization: OrganizationId, *, to: Membership, kind: str, reference: str) -> Sender:
    """The company as a mail to one of its users shows it, with why it comes and, for who can log in, the choices."""
    company = business_sender(organization)
    path = f"/v/{organization}/{CHOICES_PATH}" if to.state == "active" else ""
    with override(language_of(to.language)):
        footing = Footing(reason(kind=kind, company=company.name), reference, path)
    return replace(company, footing=footing)
