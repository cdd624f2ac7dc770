"""Answer a guest's request: find the contracts, make a link for each, write the mails. A job, away from who asked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from selvbetjening.domain.billing.models import GuestLink, GuestRequest
from selvbetjening.domain.billing.queries.guests import subscriptions_behind
from selvbetjening.domain.billing.queries.orders import GUEST_PATH
from selvbetjening.domain.billing.rules.law.declarations import contract_number
from selvbetjening.domain.billing.rules.limits import GUEST_MAILS_PER_HOUR
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import guest_link
from selvbetjening.domain.messaging.mails.login import TOKEN
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId

SENT, UNKNOWN, OVER_LIMIT, CLOSED = "sent", "unknown", "over_limit", "closed"


def answer_ending_request(organization: OrganizationId, *, guest_request: UUID, at: datetime) -> None:
    """Decide by what is true now, and write the outcome down; a request that is answered already is left alone.

    The portal may be switched off: the law's way out stays open as long as the company is a customer of ours (CAN-2).
    Earlier open links to the same contracts are void (SEC-57).
    """
    with within(organization):
        asked = (
            GuestRequest.objects.select_for_update()
            .filter(organization_id=organization, id=guest_request, outcome="")
            .first()
        )
        if asked is None:
            return
        one_at_a_time(organization, what=f"guest {asked.email}")
        found = subscriptions_behind(
            organization, email=asked.email, reference=asked.reference, today=copenhagen_day(at)
        )
        asked.outcome, asked.answered_at = _outcome(organization, asked, found, at), at
        if asked.outcome == SENT:
            for subscription in found:
                _send(organization, asked, subscription, at)
        asked.save(update_fields=["outcome", "answered_at"])


@job(name="billing.answer_ending_request", queue="login")
def answer_ending_job(organization: OrganizationId, *, at: datetime, guest_request: str) -> None:
    """The wake-up for one request."""
    answer_ending_request(organization, guest_request=UUID(guest_request), at=at)


def _outcome(organization: OrganizationId, asked: GuestRequest, found: Sequence[Subscription], at: datetime) -> str:
    if not organizations.get(organization).is_active:
        return CLOSED
    if not found:
        return UNKNOWN
    lately = GuestRequest.objects.filter(
        organization_id=organization, email=asked.email, requested_at__gt=at - timedelta(hours=1), outcome=SENT
    ).count()
    return OVER_LIMIT if lately >= GUEST_MAILS_PER_HOUR else SENT


def _send(organization: OrganizationId, asked: GuestRequest, subscription: Subscription, at: datetime) -> None:
    minutes = organizations.get(organization).login_link_minutes
    open_links = GuestLink.objects.filter(
        organization_id=organization, subscription_id=subscription.id, spent_at__isnull=True, voided_at__isnull=True
    )
    open_links.update(voided_at=at)
    # Until the delivery makes the real secrets, the digests are of texts that nobody knows.
    link = GuestLink.objects.create(
        organization_id=organization,
        guest_request=asked,
        account_id=subscription.account_id,
        subscription=subscription,
        token_digest=keyed(organization, label="guest_token", secret=tokens.new_token()),
        code_digest=keyed(organization, label="guest_code", secret=tokens.new_token()),
        created_at=at,
        expires_at=at + timedelta(minutes=minutes),
    )
    language, company = language_of(asked.language), messaging.sender(organization)
    letter = guest_link(
        sender=company,
        language=language,
        plan=subscription.terms.plan.name(language),
        number=contract_number(subscription=subscription.id, code=subscription.code),
        path=f"{GUEST_PATH}link/{TOKEN}/",
        minutes=minutes,
    )
    write(
        organization, key=f"{letter.kind}:{link.id}", letter=letter, to=asked.email, language=language,
        reply_to=company.reply_to, at=at,
    )  # fmt: skip
