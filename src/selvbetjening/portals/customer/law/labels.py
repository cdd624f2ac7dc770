"""What the ways to withdraw are called, and who is shown one in the footer (WDR-2, WDR-4, WDR-10)."""

from selvbetjening.domain.billing.rules.law.parties import is_consumer
from selvbetjening.domain.billing.rules.law.withdrawal import confirm_label, withdraw_label
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.portals.customer.visitor import Visitor
from selvbetjening.ui.components.values import language


def label_of(organization: Organization) -> str:
    """What the company calls the way, from the approved list, in the page's language (WDR-2)."""
    return withdraw_label(organization.choice("withdraw_label"))[1 if language() == "en" else 0]


def confirm_label_of(organization: Organization) -> str:
    """What the button of the second step says, from the approved list, in the page's language (WDR-4)."""
    return confirm_label(organization.choice("withdraw_confirm_label"))[1 if language() == "en" else 0]


def has_entry(visitor: Visitor) -> bool:
    """Whether the footer leads to the withdrawal function: for consumers, and where the company offers it to all."""
    organization = visitor.house.organization
    known = is_consumer(
        known=visitor.account.party_type, unknown_as=organization.choice("unknown_party_as")
    ) or organization.choice("offer_withdrawal_b2b")
    return bool(known) and bool(visitor.may(permissions.WITHDRAW_CONTRACT))
