"""Ready-made sets of self-service permissions (XB-17, customer-portal.md section 4). Pure.

A preset only sets the switches; each can be changed afterwards. What the law gives consumers is in no preset's power:
`no_cancel` closes cancelling to companies and institutions only, because the floor opens it to consumers (CAN-2).
"""

from typing import Final

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.rules.refusal import Refused

_INVOICES: Final = frozenset(
    {
        permissions.VIEW_INVOICES,
        permissions.DOWNLOAD_INVOICES,
        permissions.DOWNLOAD_EINVOICE,
        permissions.VIEW_ACTIVITY_LOG,
        permissions.EXPORT_DATA,
    }
)
_PAYING: Final = frozenset(
    {
        permissions.UPDATE_BILLING_DETAILS,
        permissions.UPDATE_TAX_DETAILS,
        permissions.UPDATE_REFERENCES,
        permissions.ADD_CARD,
        permissions.DISABLE_CARD,
        permissions.SET_DEFAULT_CARD,
        permissions.USE_PAYMENT_LINK,
        permissions.ENROL_BETALINGSSERVICE,
        permissions.SAVE_CARD_WHEN_PAYING,
        permissions.RETRY_PAYMENT,
        permissions.DISPUTE_INVOICE,
        permissions.DEFER_INVOICE,
        permissions.PAY_OUT_BALANCE,
    }
)
PRESETS: Final = ("full", "invoices_only", "invoices_and_payment", "no_cancel")


def preset(*, name: str) -> list[str]:
    """The permissions that this preset switches on, in the register's order. Raises `Refused("unknown")`."""
    every = list(permissions.REGISTRY)
    match name:
        case "full":
            return every
        case "invoices_only":
            return [code for code in every if code in _INVOICES]
        case "invoices_and_payment":
            return [code for code in every if code in _INVOICES | _PAYING]
        case "no_cancel":
            return [code for code in every if code != permissions.CANCEL_SUBSCRIPTION]
        case _:
            raise Refused("unknown", field="preset")
