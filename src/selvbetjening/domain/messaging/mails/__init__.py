"""One function for each mail: plain values in, a finished `Letter` in Danish or English out."""

from selvbetjening.domain.messaging.mails.access import (
    access_ending,
    grant_fading,
    managers_told,
    managers_written,
    member_invited,
    member_joined,
    member_told,
    succession_told,
    task_answered,
    task_waits,
)
from selvbetjening.domain.messaging.mails.accounts import billing_details_changed, recipient_added
from selvbetjening.domain.messaging.mails.acts import (
    act_undone,
    discount_given,
    subscription_paused,
    subscription_resumed,
)
from selvbetjening.domain.messaging.mails.alarms import card_alarms
from selvbetjening.domain.messaging.mails.cards import (
    card_disabled,
    card_expiring,
    card_saved,
    charge_failed,
    charge_to_confirm,
    collection_given_up,
    ended_by_company,
)
from selvbetjening.domain.messaging.mails.changes import (
    change_scheduled,
    scheduled_change_failed,
    scheduled_change_removed,
    subscription_changed,
)
from selvbetjening.domain.messaging.mails.contracts import contract_withdrawn, guest_link, price_changes
from selvbetjening.domain.messaging.mails.credits import credit_note_issued, refund_opened
from selvbetjening.domain.messaging.mails.debit_troubles import debit_trouble
from selvbetjening.domain.messaging.mails.debits import (
    debit_asked,
    debit_failed,
    debit_not_asked,
    debits_failed,
    mandate_left,
    mandate_linked,
)
from selvbetjening.domain.messaging.mails.deliveries import (
    delivery_told,
    delivery_waits,
    files_ready,
    orders_wait,
    upload_incomplete,
)
from selvbetjening.domain.messaging.mails.disputes import (
    dispute_accepted,
    dispute_answered,
    dispute_opened,
    dispute_partly_accepted,
    dispute_rejected,
    dispute_waits,
)
from selvbetjening.domain.messaging.mails.file_production import production_told
from selvbetjening.domain.messaging.mails.host_keys import host_key_told
from selvbetjening.domain.messaging.mails.invoices import invoice_issued, payment_received
from selvbetjening.domain.messaging.mails.late import (
    handed_over,
    invoice_deferred,
    plan_broken,
    plan_made,
    reminder,
)
from selvbetjening.domain.messaging.mails.login import login_link, signup_link
from selvbetjening.domain.messaging.mails.mandates import mandate_asked, mandate_refused, mandate_undone
from selvbetjening.domain.messaging.mails.moves import move_told
from selvbetjening.domain.messaging.mails.notices import managers_advised, notices_collected
from selvbetjening.domain.messaging.mails.operators import scanner_away, scanner_back
from selvbetjening.domain.messaging.mails.people import (
    accountant_expiring,
    accountant_invited,
    email_change_new,
    email_change_old,
    email_changed,
    login_explained,
    people_changed,
    recipient_invited,
)
from selvbetjening.domain.messaging.mails.rights import card_wanted, export_ready, log_anchor, person_erased
from selvbetjening.domain.messaging.mails.ssh_keys import sftp_told
from selvbetjening.domain.messaging.mails.subscriptions import (
    subscription_cancelled,
    subscription_ended,
    subscription_reactivated,
    subscription_started,
)

__all__ = [
    "access_ending",
    "accountant_expiring",
    "accountant_invited",
    "act_undone",
    "billing_details_changed",
    "card_alarms",
    "card_disabled",
    "card_expiring",
    "card_saved",
    "card_wanted",
    "change_scheduled",
    "charge_failed",
    "charge_to_confirm",
    "collection_given_up",
    "contract_withdrawn",
    "credit_note_issued",
    "debit_asked",
    "debit_failed",
    "debit_not_asked",
    "debit_trouble",
    "debits_failed",
    "delivery_told",
    "delivery_waits",
    "discount_given",
    "dispute_accepted",
    "dispute_answered",
    "dispute_opened",
    "dispute_partly_accepted",
    "dispute_rejected",
    "dispute_waits",
    "email_change_new",
    "email_change_old",
    "email_changed",
    "ended_by_company",
    "export_ready",
    "files_ready",
    "grant_fading",
    "guest_link",
    "handed_over",
    "host_key_told",
    "invoice_deferred",
    "invoice_issued",
    "log_anchor",
    "login_explained",
    "login_link",
    "managers_advised",
    "managers_told",
    "managers_written",
    "mandate_asked",
    "mandate_left",
    "mandate_linked",
    "mandate_refused",
    "mandate_undone",
    "member_invited",
    "member_joined",
    "member_told",
    "move_told",
    "notices_collected",
    "orders_wait",
    "payment_received",
    "people_changed",
    "person_erased",
    "plan_broken",
    "plan_made",
    "price_changes",
    "production_told",
    "recipient_added",
    "recipient_invited",
    "refund_opened",
    "reminder",
    "scanner_away",
    "scanner_back",
    "scheduled_change_failed",
    "scheduled_change_removed",
    "sftp_told",
    "signup_link",
    "subscription_cancelled",
    "subscription_changed",
    "subscription_ended",
    "subscription_paused",
    "subscription_reactivated",
    "subscription_resumed",
    "subscription_started",
    "succession_told",
    "task_answered",
    "task_waits",
    "upload_incomplete",
]
