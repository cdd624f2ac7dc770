"""Tell a known address why no login link came, where the company wants that told (XB-45)."""

from datetime import datetime, timedelta
from typing import Final

from selvbetjening.domain.identity.models import LoginRequest
from selvbetjening.domain.identity.ports import recipients
from selvbetjening.domain.identity.rules.eligibility import (
    API_USER_MISSING,
    DUPLICATE_EMAIL,
    FEATURE_MISSING,
    MAILS_PER_HOUR,
    ORGANIZATION_INACTIVE,
    RECIPIENT_BARRED,
    SELF_SERVICE_DISABLED,
)
from selvbetjening.domain.messaging import queries as messaging
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.mails import login_explained
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId

#: Everything but an address that nobody has: that one hears nothing, or the mail would tell strangers of itself.
EXPLAINED: Final = (
    RECIPIENT_BARRED, DUPLICATE_EMAIL, ORGANIZATION_INACTIVE, FEATURE_MISSING, SELF_SERVICE_DISABLED, API_USER_MISSING,
)  # fmt: skip


def explain(organization: OrganizationId, *, asked: LoginRequest, reason: str, at: datetime) -> bool:
    """Write the mail, if the setting `explain_mail` is on and the address belongs to a recipient; False if not.

    By default it is off, and then none of the seven cases sends anything (SB-24). As many an hour as login mails.
    """
    with within(organization):
        if not organizations.get(organization).choice("explain_mail"):
            return False
        if not recipients().recipients_with_email(organization, email=asked.email):
            return False
        lately = LoginRequest.objects.filter(
            organization_id=organization, email=asked.email, requested_at__gt=at - timedelta(hours=1), outcome=reason
        )
        if lately.count() >= MAILS_PER_HOUR:
            return False
        language, company = language_of(asked.language), messaging.sender(organization)
        write(
            organization,
            key=f"login_explained:{asked.id}",
            letter=login_explained(sender=company, language=language, reason=reason, asked_at=asked.requested_at),
            to=asked.email,
            language=language,
            reply_to=company.reply_to,
            at=at,
        )
        return True
