"""Register a cancellation that came by other ways than the portal, with the day it came (CAN-5)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.confirm import Confirmed, confirm
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.rules.law.cancelling import Notice, counts_from
from selvbetjening.domain.billing.rules.law.declarations import Channel, Declaration
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day, start_of_day
from selvbetjening.kernel.ids import OrganizationId

_CHANNELS: dict[Notice, Channel] = {"letter": "letter", "mail": "mail", "phone": "phone", "in_person": "in_person"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What came: how, on which Copenhagen day, from whom, in which words, and where the receipt goes."""

    by: Notice
    on: date
    name: str
    receipt_address: str = ""
    statement: str = ""


def register_cancellation(
    organization: OrganizationId, *, account: UUID, subscription: UUID, received: Received, actor: Actor, at: datetime
) -> Confirmed:
    """Cancel as if it had been done in the portal on the day it came: the end is counted from that day.

    The legal act names the way and the day; whoever registers it stands as the actor. Records what a cancellation
    records. Raises `Unlawful` (`not_a_cancellation`, `not_received_yet`), `Refused` and `Subscription.DoesNotExist`.
    """
    today = copenhagen_day(at)
    noticed_on = counts_from(by=received.by, received_on=received.on, today=today)
    said = Declaration(
        channel=_CHANNELS[received.by],
        name=received.name,
        receipt_address=received.receipt_address,
        statement=received.statement,
        submitted_at=min(start_of_day(noticed_on), at) if noticed_on < today else at,
    )
    with within(organization):
        quote = quote_cancel(organization, account=account, subscription=subscription, noticed_on=noticed_on, at=at)
        return confirm(organization, account=account, quote=quote.id, actor=actor, at=at, declared=said)
