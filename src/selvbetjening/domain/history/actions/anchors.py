"""The wish to get the log's last hash by mail (CM-10). Whoever has it can see later that nothing before it changed."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.models import AnchorWish
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def wish(organization: OrganizationId, *, account: UUID, recipient: UUID, at: datetime) -> None:
    """From now on the recipient gets the hash on days when there is a new one; asked twice is asked once."""
    with within(organization):
        AnchorWish.objects.get_or_create(
            organization_id=organization,
            recipient_id=recipient,
            defaults={"account_id": account, "asked_at": at},
        )


def unwish(organization: OrganizationId, *, recipient: UUID) -> None:
    """No more of these mails."""
    with within(organization):
        AnchorWish.objects.filter(organization_id=organization, recipient_id=recipient).delete()


def sent(organization: OrganizationId, *, recipient: UUID, seq: int) -> bool:
    """Remember up to which entry the recipient has the hash. False when that was known already: of two, one mails."""
    with within(organization):
        mine = AnchorWish.objects.filter(organization_id=organization, recipient_id=recipient, sent_seq__lt=seq)
        return bool(mine.update(sent_seq=seq))
