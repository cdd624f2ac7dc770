"""What happened, in words: one short sentence for every fact that can stand in a company's book."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACT_WORDS: Final[dict[str, str | Promise]] = {
    "organizations.created": _("The company was made"),
    "organizations.configured": _("The company's settings were changed"),
    "organizations.activated": _("The company was made active"),
    "organizations.deactivated": _("The company was made inactive"),
    "organizations.features_set": _("The company's features were set"),
    "organizations.permissions_set": _("What customers may do was set"),
    "organizations.self_service_switched_on": _("Self-service was switched on"),
    "organizations.self_service_switched_off": _("Self-service was switched off"),
    "organizations.host_renamed": _("The portal got another short name"),
    "organizations.own_domain_set": _("The company's own domain was set"),
    "organizations.logo_set": _("The logo was changed"),
    "organizations.brand_colour_set": _("The brand colour was changed"),
    "identity.api_user_created": _("An API user was made"),
    "identity.api_user_deleted": _("An API user was deleted"),
    "identity.login_link_spent": _("A customer logged in"),
    "catalog.plan_created": _("A plan was made"),
    "catalog.terms_added": _("A plan got terms"),
    "catalog.plan_enabled_for_self_service": _("A plan was offered in the portal"),
    "catalog.plan_disabled_for_self_service": _("A plan was taken out of the portal"),
    "catalog.imported": _("Plans or terms were read in from files"),
    "accounts.opened": _("A customer's account was opened"),
    "accounts.billing_details_updated": _("The billing details were changed"),
    "accounts.recipient_added": _("A recipient was added"),
    "accounts.recipient_changed": _("A recipient was changed"),
    "accounts.recipient_barred": _("A recipient was barred from self-service"),
    "accounts.recipient_admitted": _("A recipient was let into self-service again"),
    "accounts.accounts_imported": _("Accounts were read in from files"),
    "accounts.recipients_imported": _("Recipients were read in from files"),
    "subscriptions.started": _("A subscription was started"),
    "subscriptions.imported": _("Subscriptions were read in from files"),
    "subscriptions.changed": _("A subscription was changed"),
    "subscriptions.change_scheduled": _("A change of a subscription was planned"),
    "subscriptions.scheduled_change_removed": _("A planned change was removed"),
    "subscriptions.cancelled": _("A subscription was cancelled"),
    "subscriptions.reactivated": _("The cancellation of a subscription was taken back"),
    "subscriptions.renewed": _("A subscription was renewed"),
    "subscriptions.ended": _("A subscription ended"),
    "invoicing.issued": _("An invoice was issued"),
    "invoicing.documented": _("An invoice's PDF was stored"),
    "payments.recorded": _("A payment was recorded"),
}
