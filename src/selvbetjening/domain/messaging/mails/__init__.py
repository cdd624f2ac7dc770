"""One function for each mail: plain values in, a finished `Letter` in Danish or English out."""

from selvbetjening.domain.messaging.mails.accounts import billing_details_changed, recipient_added
from selvbetjening.domain.messaging.mails.changes import (
    change_scheduled,
    scheduled_change_removed,
    subscription_changed,
)
from selvbetjening.domain.messaging.mails.contracts import contract_withdrawn, guest_link, price_changes
from selvbetjening.domain.messaging.mails.invoices import invoice_issued, payment_received
from selvbetjening.domain.messaging.mails.login import login_link, signup_link
from selvbetjening.domain.messaging.mails.subscriptions import (
    subscription_cancelled,
    subscription_ended,
    subscription_reactivated,
    subscription_started,
)

__all__ = [
    "billing_details_changed",
    "change_scheduled",
    "contract_withdrawn",
    "guest_link",
    "invoice_issued",
    "login_link",
    "payment_received",
    "price_changes",
    "recipient_added",
    "scheduled_change_removed",
    "signup_link",
    "subscription_cancelled",
    "subscription_changed",
    "subscription_ended",
    "subscription_reactivated",
    "subscription_started",
]
