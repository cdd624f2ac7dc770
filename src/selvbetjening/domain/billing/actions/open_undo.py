"""Let an act be undone for a while (CM-03)."""

from datetime import datetime, timedelta

from selvbetjening.domain.billing.actions.bill_due import close_undos
from selvbetjening.domain.billing.models import Quote, Undo
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions.actions.amend import Standing
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def open_undo(
    organization: OrganizationId,
    *,
    quote: Quote,
    subscription: Subscription,
    before: Standing | None,
    extra: dict[str, str | None],
    at: datetime,
) -> None:
    """Keep how the subscription stood before the act; an act before this one cannot be undone any more.

    A withdrawal is a legal act and is not undone; what follows from the company's own rules is not either.
    """
    with within(organization):
        close_undos(organization, subscriptions=[subscription.id], reason="later_act", at=at)
        hours = Organization.objects.only("choices").get(id=organization).choice("undo_hours")
        if not hours or quote.act == "withdraw" or quote.content["wanted"].get("by_company"):
            return
        Undo.objects.create(
            organization_id=organization,
            quote=quote,
            subscription=subscription,
            before={"row": before.as_json() if before else None, **extra},
            after={"row": Standing.of(subscription).as_json()},
            open_until=at + timedelta(hours=hours),
        )
