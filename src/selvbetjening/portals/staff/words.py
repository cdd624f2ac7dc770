"""Codes in words: permissions, refusals, prices, and why no login mail was sent."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations import permissions

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

#: Why somebody may or may not do something: the codes of `access.rules` (XB-14).
REASONS: Final[dict[str, str | Promise]] = {
    "allowed": _("Yes"),
    "legal_floor": _("Yes: the law gives it to consumers, whatever the switch says"),
    "organization_inactive": _("No: the company is not active"),
    "feature_missing": _("No: the company does not have the feature"),
    "self_service_disabled": _("No: self-service is switched off"),
    "api_user_missing": _("No: the company has no API user"),
    "recipient_barred": _("No: the recipient is barred"),
    "role_too_low": _("No: the role of the recipient is too low; an owner of the account can change it"),
    "permission_off": _("No: the permission is switched off"),
    "other_organization": _("No: another company's recipient"),
    "unknown_permission": _("No: this is no permission"),
    "plan_offered": _("Yes: it can be ordered"),
    "plan_disabled": _("No: the plan is not offered in the portal"),
    "no_terms": _("No: the plan has no terms"),
    "all_terms_hidden": _("No: every one of the plan's terms is hidden"),
    "email_duplicate": _("Cannot log in: the address stands on several recipients"),
    "ended": _("Cannot log in: the access has ended"),
}

REFUSALS: Final[dict[str, str | Promise]] = {
    "required": _("This must be filled in."),
    "too_long": _("This is too long."),
    "unknown": _("This is not known."),
    "email": _("This is not an e-mail address."),
    "range": _("This is outside what is allowed."),
    "form": _("This does not have the form that is asked for."),
    "rows": _("Write one line for each: first day, then the number; each day once."),
    "cvr_form": _("A CVR number has 8 digits."),
    "cvr_check_digit_saved": _("The CVR number does not look right. It has been saved; check it for typing mistakes."),
    "cvr_form_saved": _("A CVR number has 8 digits. It has been saved; check it for typing mistakes."),
    "vat_number_form_saved": _("A VAT number starts with two letters. It has been saved; look it over."),
    "party_type_fixed": _("What the customer is cannot be changed: make a new account."),
    "ean_wrong": _("Write the 13 digits of the EAN number. This one does not exist, so no invoice would arrive."),
    "ean_form_saved": _("An EAN number has 13 digits. It has been saved; check it for typing mistakes."),
    "ean_check_digit_saved": _("The EAN number does not look right. It has been saved; check it for typing mistakes."),
    "postal_code_form": _("A Danish postal code has 4 digits."),
    "postal_code_form_saved": _("A Danish postal code has 4 digits. It has been saved; check it for typing mistakes."),
    "phone_form": _("Write the telephone number with digits and blanks, at least 5 digits, such as +45 12 34 56 78."),
    "last_owner": _("An account needs at least one owner. Make somebody else an owner first."),
    "past": _("The day must lie ahead."),
    "code_taken": _("This code is taken. Give another one."),
    "characters": _("This holds characters that cannot be seen."),
    "too_short": _("The short name must have at least 3 characters."),
    "bad_characters": _("Only the letters a to z, digits and hyphens, not at the ends."),
    "reserved": _("This word is reserved."),
    "host_taken": _("Another company has this host name, or had it."),
    "not_a_domain": _("This is not a domain name."),
    "ours": _("Names under our own domain are given as short names."),
    "too_large": _("The logo is too large: 300 kB at most."),
    "not_png": _("The logo must be a PNG picture. SVG and other kinds are not taken."),
    "damaged": _("The picture is damaged. Save it again as PNG."),
    "too_many_pixels": _("The logo may be 1024 by 1024 pixels at most."),
    "not_a_colour": _("Write the colour as # and six digits, such as #0b6b4f."),
    "amount": _("The amount must be more than nothing."),
    "reference": _("Give the bank's reference."),
    "recorded": _("This payment is recorded already."),
    "reference_used": _("This reference belongs to another payment."),
    "more_than_outstanding": _("This is more than is left to pay."),
    "currency": _("The invoice is in another currency."),
    "too_much": _("This is more than is left of it."),
    "not_by_card": _("This payment did not come by card through a gateway that is known here."),
    "by_card": _("A card refund of it runs. Wait until the gateway has answered."),
    "balance": _("Less than that stands to the account's credit."),
    "closed": _("Somebody has dealt with it already."),
    "nothing": _("Nothing is left to credit."),
    "more_than_left": _("This is more than is left of the line."),
    "below_zero": _("A credit note cannot be below nothing: credit the lines that were given back, too."),
    "unknown_line": _("This line is not there."),
    "reason": _("Write a reason of at most 200 characters."),
    "text": _("Write what the line is for."),
    "quantity": _("The quantity must be a whole number from 1 to 10,000."),
    "price": _("The price must be more than nothing."),
    "period": _("Give both days, the first one first, or none."),
    "gone": _("Nothing waits any more: an invoice has it, or it was dropped."),
    "seller": _("The company's CVR number, name or address is missing."),
    "exchange_rate": _("The rate of exchange is missing. Add it under Rules."),
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
    "charge_failed": _("A charge of a card failed"),
    "charge_to_confirm": _("A charge waits for the card's holder"),
    "collection_given_up": _("A card is not tried any more"),
    "card_saved": _("A card was saved"),
    "card_disabled": _("A card was disabled"),
    "card_expiring": _("A card expires soon"),
    "ended_by_company": _("A subscription was ended for lack of payment"),
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
}


def refusal(code: str) -> str:
    """A refusal in words; the code itself where there are none yet."""
    return str(REFUSALS.get(code, code))


def act(code: str) -> str:
    """A permission's label, with what the law says where it has a say."""
    label = str(ACTS[code])
    if floor := permissions.REGISTRY[code].floor:
        label += gettext(" (consumers always may: the law gives it to them, %(rule)s)") % {"rule": floor}
    return label
