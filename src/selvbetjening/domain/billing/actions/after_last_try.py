"""What the company has chosen for when the last charge has failed (`after_last_try`), and its end when it is paid."""

from datetime import datetime
from uuid import UUID

import structlog

from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.store_quote import quote_act
from selvbetjening.domain.billing.queries.facts import Wish
from selvbetjening.domain.billing.queries.unpaid_pauses import (
    is_paused_by_company,
    subscriptions_on,
    waits_for_payment,
)
from selvbetjening.domain.billing.rules.quotes import Act, QuoteStale
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.move_collection import move_collection
from selvbetjening.domain.payments.models import CardCollection
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM
from selvbetjening.kernel.ids import OrganizationId

log = structlog.get_logger("selvbetjening.cards")


def after_last_try(organization: OrganizationId, *, invoice: UUID, at: datetime) -> list[UUID]:
    """Pause or cancel the invoice's subscriptions as the company chose, and return them; none where it keeps them.

    Nothing ends at once: a cancellation is at the end of the period with the notice that holds for a customer's own,
    and no declaration of the customer's is written down (CAN-1). What is bound cannot be paused and goes on. Done
    again, or after the invoice was paid, it finds nothing to do. Records what the acts record.
    """
    with within(organization):
        choice = Organization.objects.get(id=organization).choice("after_last_try")
        rows = CardCollection.objects.filter(organization_id=organization, invoice_id=invoice, state="given_up")
        if choice == "keep" or not rows.exists() or _is_paid(organization, invoice):
            return []
        mine = [each for each in subscriptions_on(organization, invoice=invoice) if each.state == State.ACTIVE]
    pause, cancel = Wish(act="pause", by_company=True), Wish(act="cancel", kind="renewal", by_company=True)
    wish = pause if choice == "pause" else cancel
    return [each.id for each in mine if _done(organization, each, wish, at)]


def after_payment(organization: OrganizationId, *, invoice: UUID, at: datetime) -> list[UUID]:
    """An invoice is paid, in whatever way: its charging is done, and what was paused for it runs again; which."""
    with within(organization):
        if not _is_paid(organization, invoice):
            return []
        for row in CardCollection.objects.filter(organization_id=organization, invoice_id=invoice):
            if row.state != "running":  # what runs has its own end, and nobody knows yet which
                move_collection(organization, collection=row.id, verb="finish", next_on=None, reason="paid")
        mine = [
            each
            for each in subscriptions_on(organization, invoice=invoice)
            if is_paused_by_company(organization, subscription=each)
            and not waits_for_payment(organization, subscription=each)
        ]
    return [each.id for each in mine if _done(organization, each, Wish(act="resume", by_company=True), at)]


def _is_paid(organization: OrganizationId, invoice: UUID) -> bool:
    return Invoice.objects.defer("snapshot").get(organization_id=organization, id=invoice).outstanding.is_zero


def _done(organization: OrganizationId, subscription: Subscription, wish: Wish, at: datetime) -> bool:
    """Quote and confirm in one go; False where the act is not possible."""
    act: Act = wish.act
    try:
        quote = quote_act(organization, account=subscription.account_id, subscription=subscription.id, wish=wish, at=at)
        confirm(organization, account=subscription.account_id, quote=quote.id, actor=SYSTEM, at=at)
    except (Refused, QuoteStale) as refused:
        reason = refused.reason if isinstance(refused, Refused) else "stale"
        log.warning("not done after the last try", organization=str(organization), act=act, outcome=reason)
        return False
    return True
