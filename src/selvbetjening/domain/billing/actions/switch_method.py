"""Pay in another way from now on: exactly what was shown, or nothing (CM-05, XB-34)."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.actions.set_collection_method import set_collection_method
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.method_switches import method_switch
from selvbetjening.domain.billing.rules.method_switch import MethodSwitch, SwitchStale
from selvbetjening.domain.payments.actions.stop_collection import stop_collection
from selvbetjening.domain.subscriptions.actions.set_method import set_method
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def switch_method(
    organization: OrganizationId,
    *,
    account: UUID,
    subscription: UUID | None,
    to: str,
    seen: str,
    actor: Actor,
    at: datetime,
) -> MethodSwitch:
    """Change the way of one subscription, or of the account and all that runs on it; `seen` is the shown digest.

    Invoices that were waiting for the old card are then paid by hand; one that is handed over stays where it is, so
    that nothing is asked for by both. Records `SubscriptionMethodChanged` for each, and `CollectionMethodChanged` for
    the account. Raises `SwitchStale`, `NotSwitched` and `Subscription.DoesNotExist`; then nothing was changed.
    """
    with within(organization):
        Account.objects.select_for_update(no_key=True).get(organization_id=organization, id=account)
        now = method_switch(organization, account=account, subscription=subscription, to=to, today=copenhagen_day(at))
        if now.digest != seen:
            raise SwitchStale(now)
        if subscription is not None:
            set_method(organization, account=account, method=to, only=[subscription], actor=actor, at=at)
        else:
            set_collection_method(organization, account=account, method=to, actor=actor, at=at)
            set_method(organization, account=account, method="", actor=actor, at=at)
        stop_collection(organization, account=account, invoices=now.freed, reason="method")
    return now
