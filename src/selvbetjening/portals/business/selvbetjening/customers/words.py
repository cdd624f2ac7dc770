"""Customers in words: who they are, what recipients may, and why not."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES: Final = [("da", "Dansk"), ("en", "English")]
PARTY_TYPES: Final[list[tuple[str, str | Promise]]] = [
    ("consumer", _("Private person")), ("business", _("Company")), ("public", _("Public institution")),
]  # fmt: skip
METHODS: Final[list[tuple[str, str | Promise]]] = [
    ("invoice", _("Invoice")), ("payment_card", _("Payment card")), ("betalingsservice", "Betalingsservice"),
    ("direct_debit", "Leverandørservice"),
]  # fmt: skip
SCHEMES: Final[list[tuple[str, str | Promise]]] = [
    ("GLN", _("EAN number")), ("CVR", _("CVR number")), ("SE", _("SE number")),
]  # fmt: skip
#: How a subscription stands (`subscriptions.rules.phase`) as badges.
BADGES: Final = {
    "coming": "coming", "trial": "trial", "active": "active", "cancelled": "ending", "paused": "paused",
    "ended": "ended",
}  # fmt: skip
SUBSCRIPTION_STATES: Final[list[tuple[str, str | Promise]]] = [
    ("", _("All but the ended")), ("active", _("Running")), ("trial", _("In a free trial")), ("paused", _("Paused")),
    ("cancelled", _("Cancelled, runs out")), ("ended", _("Ended")),
]  # fmt: skip
ROLES: Final[list[tuple[str, str | Promise]]] = [
    ("owner", _("Owner")), ("billing", _("Billing")), ("reader", _("Reader")), ("accountant", _("Bookkeeper")),
]  # fmt: skip

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
