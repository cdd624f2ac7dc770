"""Codes of the logs in words: why no login mail was sent (LG-02), and what a mail was."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    "member_invited": _("Invitation to a user"),
    "member_joined": _("A user's access is open"),
    "member_told": _("A user's access was changed"),
    "managers_told": _("To the Access Managers: who has access was changed"),
    "task_waits": _("To the Access Managers: something waits"),
    "task_answered": _("About a user's request"),
    "managers_advised": _("The week's advice to the Access Managers"),
    "notices_collected": _("The day's collected notices"),
    "managers_written": _("A message to the Access Managers"),
    "access_ending": _("An access ends soon"),
    "grant_fading": _("An unused access will end"),
    "succession_told": _("Somebody wants to become Access Manager"),
    "delivery_told": _("Receipt of a file"),
    "delivery_waits": _("A file waits for somebody"),
    "files_ready": _("A file can be fetched"),
    "production_told": _("Production of My File Transfer was opened or closed"),
    "sftp_told": _("What happened to an SFTP user or its key"),
    "upload_incomplete": _("A file came without its end"),
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
    "card_alarms": _("To the company: card payments that need it"),
    "dispute_waits": _("To the company: a dispute waits"),
    "export_ready": _("File with all data is ready"),
    "person_erased": _("Data erased"),
    "log_anchor": _("Last hash of the log"),
    "card_saved": _("A card was saved"),
    "card_disabled": _("A card was disabled"),
    "card_expiring": _("A card expires soon"),
    "charge_failed": _("A charge of a card failed"),
    "charge_to_confirm": _("A charge waits for the card's holder"),
    "collection_given_up": _("A card is not tried any more"),
    "mandate_linked": _("A customer signed up for Betalingsservice"),
    "mandate_left": _("A customer left Betalingsservice"),
    "debit_asked": _("Betalingsservice takes another amount, or on another day"),
    "debit_not_asked": _("An invoice is not taken through Betalingsservice"),
    "debit_failed": _("A payment through Betalingsservice failed"),
    "debits_failed": _("To the company: payments through Betalingsservice that failed"),
    "ended_by_company": _("A subscription was ended for lack of payment"),
}

#: Why a mail was not taken, by the code's first part; the number behind it is the mail server's own.
NOT_TAKEN: Final[dict[str, str | Promise]] = {
    "recipient": _("The receiver's mail server does not take mails to this address"),
    "answer": _("The mail server turned the mail down"),
    "login": _("The platform could not log in at its mail server"),
    "not_supported": _("The mail server cannot take such an address"),
    "disconnected": _("The connection to the mail server broke"),
    "certificate": _("The mail server could not prove who it is"),
    "timeout": _("The mail server did not answer in time"),
    "no_connection": _("The mail server could not be reached"),
    "too_late": _("Its link had expired before it could be sent"),
    "gave_up": _("Given up after too many tries"),
}


def not_taken(code: str) -> str:
    """The reason in words, with the mail server's number where it gave one."""
    what, _sign, number = code.rpartition("_")
    if number.isdigit():
        return f"{NOT_TAKEN.get(what, what)} ({number})"
    return str(NOT_TAKEN.get(code, code))
