"""What may be asked about direct links (LG-12)."""

from dataclasses import dataclass
from datetime import datetime

from selvbetjening.domain.identity.models import DirectLink
from selvbetjening.domain.identity.models.digests import keyed
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class DirectPage:
    """What the page behind a direct link needs to know; `opens` while it may be spent. No `language`: hers."""

    opens: bool
    is_mailed: bool = False
    is_signup: bool = False
    return_url: str = ""
    wanted_path: str = ""
    language: str = ""


def direct_row(organization: OrganizationId, *, token: str) -> DirectLink | None:
    """The link whose token this is, dead or alive; None for an unknown one."""
    digest = keyed(organization, label="direct", secret=token)
    return DirectLink.objects.filter(organization_id=organization, token_digest=digest).first()


def direct_page(organization: OrganizationId, *, token: str, at: datetime) -> DirectPage:
    """What to show behind the link."""
    found = direct_row(organization, token=token) if token else None
    if found is None:
        return DirectPage(opens=False)
    opens = found.spent_at is None and at < found.expires_at
    return DirectPage(
        opens, found.is_mailed, found.recipient_id is None, found.return_url, found.wanted_path, found.language
    )
