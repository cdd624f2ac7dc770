"""What a company may let its customers do: the self-service permissions (customer-portal.md section 4).

Only acts that the portal can do stand here; each later act brings its own row.
"""

from dataclasses import dataclass
from typing import Final, Literal

Role = Literal["reader", "billing", "owner"]

CREATE_ACCOUNT: Final = "create_account"
CREATE_SUBSCRIPTION: Final = "create_subscription"
UPGRADE_SUBSCRIPTION: Final = "upgrade_subscription"
DOWNGRADE_SUBSCRIPTION: Final = "downgrade_subscription"
CHANGE_QUANTITY: Final = "change_quantity"
CANCEL_SUBSCRIPTION: Final = "cancel_subscription"
REACTIVATE_SUBSCRIPTION: Final = "reactivate_subscription"
MANAGE_SCHEDULED_CHANGE: Final = "manage_scheduled_change"
PAUSE_SUBSCRIPTION: Final = "pause_subscription"
USE_COUPON: Final = "use_coupon"
UPDATE_BILLING_DETAILS: Final = "update_billing_details"
UPDATE_TAX_DETAILS: Final = "update_tax_details"
UPDATE_REFERENCES: Final = "update_references"
MANAGE_RECIPIENTS: Final = "manage_recipients"
ADD_CARD: Final = "add_card"
DISABLE_CARD: Final = "disable_card"
SET_DEFAULT_CARD: Final = "set_default_card"
CHANGE_COLLECTION_METHOD: Final = "change_collection_method"
ENROL_BETALINGSSERVICE: Final = "enrol_betalingsservice"
USE_PAYMENT_LINK: Final = "use_payment_link"
SAVE_CARD_WHEN_PAYING: Final = "save_card_when_paying"
RETRY_PAYMENT: Final = "retry_payment"
VIEW_INVOICES: Final = "view_invoices"
DOWNLOAD_INVOICES: Final = "download_invoices"
DOWNLOAD_EINVOICE: Final = "download_einvoice"
CORRECT_INVOICE: Final = "correct_invoice"
DISPUTE_INVOICE: Final = "dispute_invoice"
DEFER_INVOICE: Final = "defer_invoice"
PAY_OUT_BALANCE: Final = "pay_out_balance"
WITHDRAW_CONTRACT: Final = "withdraw_contract"
VIEW_ACTIVITY_LOG: Final = "view_activity_log"
INVITE_ACCOUNTANT: Final = "invite_accountant"
USE_CALENDAR_FEED: Final = "use_calendar_feed"
USE_CUSTOMER_API: Final = "use_customer_api"
EXPORT_DATA: Final = "export_data"


@dataclass(frozen=True)
class SelfServicePermission:
    """One switch. `floor` is the rule of law that gives it to consumers whatever the switch says, empty for none.

    `role` is the lowest role inside the customer that may do it (XB-32): a reader reads, `billing` changes what is
    paid, an owner decides about people and data.
    """

    code: str
    label: str
    default: bool
    floor: str = ""
    role: Role = "billing"

    @property
    def consumer_floor(self) -> bool:
        """Whether the law gives it to consumers."""
        return bool(self.floor)


REGISTRY: Final = {
    permission.code: permission
    for permission in (
        SelfServicePermission(CREATE_ACCOUNT, "Create account", default=False, role="reader"),
        SelfServicePermission(CREATE_SUBSCRIPTION, "Create subscription", default=False),
        SelfServicePermission(UPGRADE_SUBSCRIPTION, "Upgrade subscription", default=False),
        SelfServicePermission(DOWNGRADE_SUBSCRIPTION, "Downgrade subscription", default=False),
        SelfServicePermission(CHANGE_QUANTITY, "Change quantity", default=False),
        SelfServicePermission(CANCEL_SUBSCRIPTION, "Cancel subscription", default=True, floor="CAN-2"),
        SelfServicePermission(REACTIVATE_SUBSCRIPTION, "Reactivate subscription", default=True),
        SelfServicePermission(MANAGE_SCHEDULED_CHANGE, "Edit scheduled change", default=True),
        SelfServicePermission(PAUSE_SUBSCRIPTION, "Pause subscription", default=False),
        SelfServicePermission(USE_COUPON, "Use coupon", default=False),
        SelfServicePermission(UPDATE_BILLING_DETAILS, "Update billing details", default=True),
        SelfServicePermission(UPDATE_TAX_DETAILS, "Update tax and EAN details", default=True),
        SelfServicePermission(UPDATE_REFERENCES, "Update PO number and reference", default=True),
        SelfServicePermission(MANAGE_RECIPIENTS, "Manage recipients", default=False, role="owner"),
        SelfServicePermission(ADD_CARD, "Add card", default=True),
        SelfServicePermission(DISABLE_CARD, "Disable card", default=True),
        SelfServicePermission(SET_DEFAULT_CARD, "Set default card", default=True),
        SelfServicePermission(CHANGE_COLLECTION_METHOD, "Change collection method", default=False),
        SelfServicePermission(ENROL_BETALINGSSERVICE, "Enrol in Betalingsservice", default=False),
        SelfServicePermission(USE_PAYMENT_LINK, "Use payment link", default=False),
        SelfServicePermission(SAVE_CARD_WHEN_PAYING, "Save card when paying", default=True),
        SelfServicePermission(RETRY_PAYMENT, "Retry payment", default=True),
        SelfServicePermission(VIEW_INVOICES, "View invoices", default=True, floor="GDP-3", role="reader"),
        SelfServicePermission(DOWNLOAD_INVOICES, "Download invoices", default=True, floor="GDP-3", role="reader"),
        SelfServicePermission(DOWNLOAD_EINVOICE, "Download e-invoice", default=True, role="reader"),
        SelfServicePermission(CORRECT_INVOICE, "Correct invoice", default=False),
        SelfServicePermission(DISPUTE_INVOICE, "Dispute invoice", default=True),
        SelfServicePermission(DEFER_INVOICE, "Defer payment", default=False),
        SelfServicePermission(PAY_OUT_BALANCE, "Have the balance paid out", default=True, floor="CAN-4"),
        SelfServicePermission(WITHDRAW_CONTRACT, "Withdraw from contract", default=True, floor="WDR-2"),
        SelfServicePermission(VIEW_ACTIVITY_LOG, "View activity log", default=True, role="reader"),
        SelfServicePermission(INVITE_ACCOUNTANT, "Invite accountant", default=False, role="owner"),
        SelfServicePermission(USE_CALENDAR_FEED, "Use calendar feed", default=False, role="reader"),
        SelfServicePermission(USE_CUSTOMER_API, "Use customer API", default=False, role="reader"),
        SelfServicePermission(EXPORT_DATA, "Export my data", default=True, floor="GDP-3", role="owner"),
    )
}


def defaults() -> list[str]:
    """The codes that are on in a new organization."""
    return [code for code, permission in REGISTRY.items() if permission.default]
