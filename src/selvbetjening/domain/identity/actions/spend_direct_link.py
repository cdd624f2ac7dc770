"""Spend a direct link: whom it lets in, once (LG-12, SEC-61)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import DirectLinkSpent
from selvbetjening.domain.identity.models import DirectLink
from selvbetjening.domain.identity.ports import recipients
from selvbetjening.domain.identity.queries import standing
from selvbetjening.domain.identity.queries.direct import direct_row
from selvbetjening.domain.identity.rules.eligibility import SENT, SIGNUP_SENT, decide
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class SpentDirect:
    """Who came in: `recipient`, or the `email` that goes on to the sign-up."""

    recipient: UUID | None
    email: str
    wanted_path: str
    return_url: str
    narrowed_to: tuple[str, ...] | None
    language: str


def spend_direct_link(organization: OrganizationId, *, token: str, at: datetime) -> SpentDirect | None:
    """Let the link's person in; None for a link that is unknown, spent or too old, or whose person may not come in.

    One conditional update decides, so of many at once one gets in. The person is asked anew: a link made before the
    door was closed, or for an address that is not the recipient's any more, opens nothing (LG-14, SB-17). Records
    `DirectLinkSpent`.
    """
    with within(organization):
        link = direct_row(organization, token=token)
        if link is None or not _still_may(organization, link, at):
            return None
        open_now = DirectLink.objects.filter(
            organization_id=organization, id=link.id, spent_at__isnull=True, expires_at__gt=at
        )
        if not open_now.update(spent_at=at):
            return None
        person = link.recipient_id
        known = recipients().get_recipient(organization, recipient=person) if person else None
        actor = Actor("recipient", str(person)) if person else SYSTEM
        fact = DirectLinkSpent(account=known.account_id if known else None, link=link.id, recipient=person)
        record(organization, fact=fact, actor=actor, at=at)
    narrowed = None if link.narrowed_to is None else tuple(link.narrowed_to)
    return SpentDirect(person, link.email, link.wanted_path, link.return_url, narrowed, link.language)


def _still_may(organization: OrganizationId, link: DirectLink, at: datetime) -> bool:
    """By the address the link was made for; somebody who signed up meanwhile needs no sign-up any more."""
    found = recipients().recipients_with_email(organization, email=link.email)
    if link.recipient_id is not None:
        found = [one for one in found if one.id == link.recipient_id]
        if not found:
            return False
    answer = decide(standing=standing(organization), found=found, today=copenhagen_day(at))
    return answer.outcome == (SIGNUP_SENT if link.recipient_id is None else SENT)
