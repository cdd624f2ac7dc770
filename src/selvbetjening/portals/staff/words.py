"""Codes in words: permissions, refusals, prices, and why no login mail was sent."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations import permissions
from selvbetjening.portals.refusal_words import refusal as refusal

LANGUAGES: Final = [("da", "Dansk"), ("en", "English")]

ACTS: Final[dict[str, str | Promise]] = {
    permissions.CREATE_ACCOUNT: _("Create account"),
    permissions.CREATE_SUBSCRIPTION: _("Create subscription"),
    permissions.UPGRADE_SUBSCRIPTION: _("Upgrade subscription"),
    permissions.DOWNGRADE_SUBSCRIPTION: _("Downgrade subscription"),
    permissions.CHANGE_QUANTITY: _("Change quantity"),
    permissions.CANCEL_SUBSCRIPTION: _("Cancel subscription"),
    permissions.REACTIVATE_SUBSCRIPTION: _("Reactivate subscription"),
    permissions.MANAGE_SCHEDULED_CHANGE: _("Edit scheduled change"),
    permissions.PAUSE_SUBSCRIPTION: _("Pause subscription"),
    permissions.USE_COUPON: _("Use coupon"),
    permissions.UPDATE_BILLING_DETAILS: _("Update billing details"),
    permissions.UPDATE_TAX_DETAILS: _("Update tax and EAN details"),
    permissions.UPDATE_REFERENCES: _("Update PO number and reference"),
    permissions.MANAGE_RECIPIENTS: _("Manage recipients"),
    permissions.ADD_CARD: _("Add card"),
    permissions.DISABLE_CARD: _("Disable card"),
    permissions.SET_DEFAULT_CARD: _("Set default card"),
    permissions.CHANGE_COLLECTION_METHOD: _("Change collection method"),
    permissions.USE_PAYMENT_LINK: _("Use payment link"),
    permissions.SAVE_CARD_WHEN_PAYING: _("Save card when paying"),
    permissions.RETRY_PAYMENT: _("Retry payment"),
    permissions.VIEW_INVOICES: _("View invoices"),
    permissions.DOWNLOAD_INVOICES: _("Download invoices"),
    permissions.DOWNLOAD_EINVOICE: _("Download e-invoice"),
    permissions.CORRECT_INVOICE: _("Correct invoice"),
    permissions.DISPUTE_INVOICE: _("Dispute invoice"),
    permissions.DEFER_INVOICE: _("Defer payment"),
    permissions.PAY_OUT_BALANCE: _("Have the balance paid out"),
    permissions.WITHDRAW_CONTRACT: _("Withdraw from contract"),
    permissions.VIEW_ACTIVITY_LOG: _("View activity log"),
    permissions.INVITE_ACCOUNTANT: _("Invite accountant"),
    permissions.EXPORT_DATA: _("Export my data"),
}

PRESET_WORDS: Final[dict[str, str | Promise]] = {
    "full": _("Everything"),
    "invoices_only": _("Invoices only"),
    "invoices_and_payment": _("Invoices and payment"),
    "no_cancel": _("No cancelling (companies and institutions)"),
}

OUTCOMES: Final[dict[str, str | Promise]] = {
    "": _("Waiting"),
    "sent": _("Login mail sent"),
    "signup_sent": _("Sign-up mail sent"),
    "over_limit": _("No mail: too many in an hour"),
    "unknown_email": _("No mail: the address belongs to no recipient"),
    "recipient_barred": _("No mail: the recipient is barred"),
    "duplicate_email": _("No mail: the address stands on several recipients"),
    "organization_inactive": _("No mail: the company is not active"),
    "feature_missing": _("No mail: the company does not have the feature"),
    "self_service_disabled": _("No mail: self-service is switched off"),
    "api_user_missing": _("No mail: the company has no API user"),
}

MAILS: Final[dict[str, str | Promise]] = {
    "login_link": _("Login mail"),
    "signup_link": _("Sign-up mail"),
    "billing_details_changed": _("Billing details changed"),
    "recipient_added": _("Recipient added"),
    "recipient_invited": _("Invitation to an account"),
    "email_change_old": _("Code to the present login address"),
    "email_change_new": _("Code to the new login address"),
    "email_changed": _("Login address changed"),
    "people_changed": _("Recipients or bookkeepers changed"),
    "accountant_invited": _("Access for a bookkeeper"),
    "accountant_expiring": _("A bookkeeper's access ends soon"),
    "login_explained": _("Why no login mail came"),
    "invoice_issued": _("Invoice"),
    "credit_note_issued": _("Credit note"),
    "payment_received": _("Receipt of a payment"),
    "subscription_started": _("Receipt of a subscription"),
    "subscription_changed": _("Receipt of a change"),
    "change_scheduled": _("Receipt of a planned change"),
    "scheduled_change_removed": _("Planned change removed"),
    "subscription_cancelled": _("Receipt of a cancellation"),
    "subscription_reactivated": _("Cancellation taken back"),
    "subscription_ended": _("Subscription ended"),
    "act_undone": _("Receipt of an undone change"),
    "discount_given": _("Receipt of a discount"),
    "subscription_paused": _("Receipt of a pause"),
    "subscription_resumed": _("Pause ended"),
    "contract_withdrawn": _("Receipt of a withdrawal"),
    "refund_opened": _("Money is paid back"),
    "guest_link": _("Link to cancel or withdraw without a login"),
    "price_changes": _("News of another price"),
    "reminder": _("Reminder"),
    "handed_over": _("Handed over to collection"),
    "invoice_deferred": _("Receipt of more time to pay"),
    "plan_made": _("Receipt of an instalment plan"),
    "plan_broken": _("Instalment missed"),
    "dispute_opened": _("Receipt of a dispute"),
    "dispute_answered": _("Answer to a dispute"),
    "dispute_accepted": _("Dispute accepted"),
    "dispute_partly_accepted": _("Dispute partly accepted"),
    "dispute_rejected": _("Dispute turned down"),
    "dispute_waits": _("To the company: a dispute waits"),
    "export_ready": _("File with all data is ready"),
    "person_erased": _("Data erased"),
    "log_anchor": _("Last hash of the log"),
}


def act(code: str) -> str:
    """A permission's label, with what the law says where it has a say."""
    label = str(ACTS[code])
    if floor := permissions.REGISTRY[code].floor:
        label += gettext(" (consumers always may: the law gives it to them, %(rule)s)") % {"rule": floor}
    return label
