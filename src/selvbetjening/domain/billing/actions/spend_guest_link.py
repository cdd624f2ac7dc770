"""Spend a guest's link: it proves the mailbox, for one contract (XB-29, SEC-57, SEC-59)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import F

from selvbetjening.domain.billing.models import GuestLink
from selvbetjening.domain.billing.queries.guests import asked_by, link_with
from selvbetjening.domain.billing.rules.limits import CODE_TRIES, GUEST_LINKS
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.rules.links import state
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Guest:
    """What a press came to; `account`, `subscription` and `email` with `in`, `again_at` with `too_many`."""

    result: Literal["in", "dead", "code_needed", "wrong_code", "too_many"]
    account: UUID | None = None
    subscription: UUID | None = None
    email: str = ""
    again_at: datetime | None = None


def spend_guest_link(
    organization: OrganizationId, *, token: str, browser: str, code: str, network: str, at: datetime
) -> Guest:
    """Spend the link with this token: with a press in the browser that asked, with the mail's code in any other.

    Of any number at the same time one succeeds. Five wrong codes end the code (LG-09).
    """
    with within(organization):
        if again_at := count_up(organization, limit=GUEST_LINKS, subject=network, at=at):
            return Guest("too_many", again_at=again_at)
        known = link_with(organization, token=token)
        if known is None:
            return Guest("dead")
        link = (
            GuestLink.objects.select_for_update(of=("self",))
            .select_related("guest_request")
            .get(organization_id=organization, id=known.id)
        )
        alive = state(expires_at=link.expires_at, spent_at=link.spent_at, voided_at=link.voided_at, at=at) == "open"
        if not alive or link.token_digest != known.token_digest:
            return Guest("dead")
        if not asked_by(organization, link=link, browser=browser) and (refusal := _refusal(organization, link, code)):
            return refusal
        GuestLink.objects.filter(organization_id=organization, id=link.id).update(spent_at=at)
        return Guest("in", link.account_id, link.subscription_id, link.guest_request.email)


def _refusal(organization: OrganizationId, link: GuestLink, code: str) -> Guest | None:
    digits = "".join(character for character in code if character.isdigit())
    if not digits:
        return Guest("code_needed")
    expected = keyed(organization, label="guest_code", secret=f"{link.id}:{digits}")
    if tokens.equal(bytes(link.code_digest), expected) and link.code_tries < CODE_TRIES:
        return None
    GuestLink.objects.filter(organization_id=organization, id=link.id).update(code_tries=F("code_tries") + 1)
    return Guest("wrong_code")
