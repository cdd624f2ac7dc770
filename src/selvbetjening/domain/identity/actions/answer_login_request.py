"""Answer one login request: decide, make the link, write the mail. Runs as a job, away from who asked (LG-04)."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.identity.actions.explain import EXPLAINED, explain
from selvbetjening.domain.identity.models import LoginLink, LoginRequest
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.domain.identity.queries import verdict
from selvbetjening.domain.identity.rules.eligibility import MAILS_PER_HOUR, OVER_LIMIT, SENT, SIGNUP_SENT, Verdict
from selvbetjening.domain.identity.rules.links import landing_path
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import login_link, signup_link
from selvbetjening.domain.messaging.mails.login import TOKEN
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.tenancy.jobs import job
from selvbetjening.domain.tenancy.within import one_at_a_time, within
from selvbetjening.kernel import tokens
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId


def answer_login_request(organization: OrganizationId, *, login_request: UUID, at: datetime) -> None:
    """Decide by what is true now (SEC-60), and write the outcome into the organization's login log.

    With `sent` or `signup_sent` there is a new link, every earlier open one of the same person is void (SEC-57), and
    the mail lies in the outbox. A request that is answered already is left alone.
    """
    with within(organization):
        asked = (
            LoginRequest.objects.select_for_update()
            .filter(organization_id=organization, id=login_request, outcome="")
            .first()
        )
        if asked is None:
            return
        # Two jobs for one address: the limit and the voiding see all that went before.
        one_at_a_time(organization, what=f"login {asked.email}")
        answer = verdict(organization, email=asked.email, at=at)
        if answer.mails and _mails_lately(organization, asked.email, at) >= MAILS_PER_HOUR:
            answer = Verdict(OVER_LIMIT)
        if answer.mails:
            _send(organization, asked, answer, at)
        elif answer.outcome in EXPLAINED:
            explain(organization, asked=asked, reason=answer.outcome, at=at)
        asked.outcome, asked.answered_at = answer.outcome, at
        asked.save(update_fields=["outcome", "answered_at"])


@job(name="identity.answer_login_request", queue="login")
def answer_job(organization: OrganizationId, *, at: datetime, login_request: str) -> None:
    """The wake-up for one request."""
    answer_login_request(organization, login_request=UUID(login_request), at=at)


def _mails_lately(organization: OrganizationId, email: str, at: datetime) -> int:
    return LoginRequest.objects.filter(
        organization_id=organization, email=email, requested_at__gt=at - timedelta(hours=1),
        outcome__in=[SENT, SIGNUP_SENT],
    ).count()  # fmt: skip


def _purpose(answer: Verdict) -> LoginLink.Purpose:
    if answer.chooses:
        return LoginLink.Purpose.CHOOSE
    return LoginLink.Purpose.LOGIN if answer.recipient else LoginLink.Purpose.SIGNUP


def _send(organization: OrganizationId, asked: LoginRequest, answer: Verdict, at: datetime) -> None:
    minutes = organizations.get(organization).login_link_minutes
    same_person = Q(recipient_id=answer.recipient) if answer.recipient else Q(login_request__email=asked.email)
    LoginLink.objects.filter(
        same_person, organization_id=organization, spent_at__isnull=True, voided_at__isnull=True
    ).update(voided_at=at)
    # Until the delivery makes the real secrets (issue_secrets), the digests are of texts that nobody knows.
    link = LoginLink.objects.create(
        organization_id=organization,
        login_request=asked,
        purpose=_purpose(answer),
        recipient_id=answer.recipient,
        token_digest=keyed(organization, label="token", secret=tokens.new_token()),
        code_digest=keyed(organization, label="code", secret=tokens.new_token()),
        created_at=at,
        expires_at=at + timedelta(minutes=minutes),
    )
    language, company = language_of(asked.language), messaging.sender(organization)
    known = partial(login_link, for_bookkeepers=organization == PLATFORM)
    mail = known if answer.outcome == SENT else signup_link
    letter = mail(
        sender=company,
        language=language,
        path=landing_path(token=TOKEN),
        minutes=minutes,
        asked_at=asked.requested_at,
        browser=asked.browser,
    )
    write(
        organization, key=f"{letter.kind}:{link.id}", letter=letter, to=asked.email, language=language,
        reply_to=company.reply_to, at=at,
    )  # fmt: skip
