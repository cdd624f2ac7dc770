"""What a company may let its customers do: the self-service permissions (customer-portal.md section 4).

Only acts that the portal can do stand here; each later act brings its own row.
"""

from dataclasses import dataclass
from typing import Final

CREATE_ACCOUNT: Final = "create_account"
CREATE_SUBSCRIPTION: Final = "create_subscription"
UPGRADE_SUBSCRIPTION: Final = "upgrade_subscription"
DOWNGRADE_SUBSCRIPTION: Final = "downgrade_subscription"
CANCEL_SUBSCRIPTION: Final = "cancel_subscription"
REACTIVATE_SUBSCRIPTION: Final = "reactivate_subscription"
MANAGE_SCHEDULED_CHANGE: Final = "manage_scheduled_change"
UPDATE_BILLING_DETAILS: Final = "update_billing_details"
VIEW_INVOICES: Final = "view_invoices"
DOWNLOAD_INVOICES: Final = "download_invoices"


@dataclass(frozen=True)
class SelfServicePermission:
    """One switch. `consumer_floor`: the law gives it to consumers, whatever the switch says."""

    code: str
    label: str
    default: bool
    consumer_floor: bool = False


REGISTRY: Final = {
    permission.code: permission
    for permission in (
        SelfServicePermission(CREATE_ACCOUNT, "Create account", default=False),
        SelfServicePermission(CREATE_SUBSCRIPTION, "Create subscription", default=False),
        SelfServicePermission(UPGRADE_SUBSCRIPTION, "Upgrade subscription", default=False),
        SelfServicePermission(DOWNGRADE_SUBSCRIPTION, "Downgrade subscription", default=False),
        SelfServicePermission(CANCEL_SUBSCRIPTION, "Cancel subscription", default=True, consumer_floor=True),
        SelfServicePermission(REACTIVATE_SUBSCRIPTION, "Reactivate subscription", default=True),
        SelfServicePermission(MANAGE_SCHEDULED_CHANGE, "Edit scheduled change", default=True),
        SelfServicePermission(UPDATE_BILLING_DETAILS, "Update billing details", default=True),
        SelfServicePermission(VIEW_INVOICES, "View invoices", default=True, consumer_floor=True),
        SelfServicePermission(DOWNLOAD_INVOICES, "Download invoices", default=True, consumer_floor=True),
    )
}


def defaults() -> list[str]:
    """The codes that are on in a new organization."""
    return [code for code, permission in REGISTRY.items() if permission.default]
