"""Make a link with which a company's app sends its customer into the portal (LG-12, SB-23, SEC-61)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.identity.events import DirectLinkMade
from selvbetjening.domain.identity.models import DirectLink
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.ports import KnownRecipient, recipients
from selvbetjening.domain.identity.queries import standing
from selvbetjening.domain.identity.rules import direct
from selvbetjening.domain.identity.rules.direct import LinkRefused, Wish
from selvbetjening.domain.identity.rules.eligibility import SENT, SIGNUP_SENT, decide
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId, new_id


@dataclass(frozen=True, slots=True)
class MadeDirectLink:
    """The link, shown this once: its path on the company's host, and until when it works."""

    id: UUID
    path: str
    is_signup: bool
    expires_at: datetime


def make_direct_link(
    organization: OrganizationId, *, wish: Wish, api_user: UUID, actor: Actor, at: datetime
) -> MadeDirectLink:
    """One more link for the recipient that the wish names, or to the sign-up for an address that is nobody's.

    Records `DirectLinkMade`. Raises `LinkRefused` with the reason and the field that has to change.
    """
    with within(organization):
        path = direct.wanted_path(target=wish.target)
        hosts = direct.hosts_of(text=organizations.get(organization).choice("return_url_hosts"))
        back = direct.return_address(url=wish.return_url, hosts=hosts, is_demo=settings.DEMO)
        person = _person(organization, wish, at)
        token = tokens.new_token()
        made = DirectLink.objects.create(
            id=new_id(), organization_id=organization, api_user_id=api_user,
            recipient_id=person.id if person else None, email=wish.email,
            token_digest=keyed(organization, label="direct", secret=token), wanted_path=path, return_url=back,
            narrowed_to=None if wish.narrowed_to is None else list(wish.narrowed_to), language=wish.language,
            is_mailed=wish.is_mailed, created_at=at, expires_at=at + wish.life,
        )  # fmt: skip
        account = person.account_id if person else None
        fact = DirectLinkMade(account=account, link=made.id, recipient=made.recipient_id)
        record(organization, fact=fact, actor=actor, at=at)
    return MadeDirectLink(made.id, direct.landing_path(token=token), person is None, made.expires_at)


def _person(organization: OrganizationId, wish: Wish, at: datetime) -> KnownRecipient | None:
    """Whom the link lets in; None leads to the sign-up (LG-11)."""
    found = recipients().recipients_with_email(organization, email=wish.email)
    meant = _meant(found, wish)
    answer = decide(standing=standing(organization), found=meant, today=copenhagen_day(at))
    if answer.outcome == SENT:
        return next(one for one in meant if one.id == answer.recipient)
    if answer.outcome == SIGNUP_SENT:
        return None
    code = "duplicate_recipient" if len(meant) > 1 else answer.outcome
    raise LinkRefused(code, field=direct.EMAIL)


def _meant(found: Sequence[KnownRecipient], wish: Wish) -> Sequence[KnownRecipient]:
    """Those with the address whom the caller picked; a pick that fits nobody is refused, never a sign-up."""
    if wish.recipient is not None:
        found = [one for one in found if one.id == wish.recipient]
        if not found:
            raise LinkRefused("does_not_exist", field=direct.RECIPIENT)
    if wish.account is not None:
        found = [one for one in found if one.account_id == wish.account]
        if not found:
            raise LinkRefused("does_not_exist", field=direct.ACCOUNT)
    return found
