"""Empty what was kept to be told of somebody who is erased (GDP-4)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.tenancy.within import within
from selvbetjening.domain.webhooks.lifecycle import DeliveryState
from selvbetjening.domain.webhooks.models import WebhookDelivery, WebhookMessage
from selvbetjening.kernel.ids import OrganizationId

#: Why a message that still waited is told to nobody any more.
ERASED: Final = "erased"


def forget_account(organization: OrganizationId, *, account: UUID, waiting: bool, at: datetime) -> int:
    """Empty the bodies of an account's messages, so that none is sent again; how many.

    With `waiting` those that are still on their way, too: their deliveries end as failed with the code `erased`.
    Rows, ids, states and times stay, which name nobody.
    """
    with within(organization):
        mine = WebhookMessage.objects.filter(organization_id=organization, account_id=account).exclude(body="")
        on_their_way = WebhookDelivery.objects.filter(
            organization_id=organization, message__account_id=account, state=DeliveryState.WAITING
        )
        if waiting:
            on_their_way.update(
                state=DeliveryState.FAILED, code=ERASED, ended_at=at, lease=None, leased_until=None, status=None
            )
        else:
            mine = mine.exclude(id__in=on_their_way.values("message_id"))
        return mine.update(body="")
