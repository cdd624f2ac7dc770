"""What a company's customers may do, in words: one for each of `organizations.permissions`."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.organizations import permissions

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
    permissions.ENROL_BETALINGSSERVICE: _("Enrol in Betalingsservice"),
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
    permissions.USE_CALENDAR_FEED: _("Use calendar feed"),
    permissions.USE_CUSTOMER_API: _("Use customer API"),
    permissions.EXPORT_DATA: _("Export my data"),
}
