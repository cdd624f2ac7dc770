"""What is missing before the portal is switched on, in the order in which one sets it up (SB-03, SB-06 to SB-15)."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.catalog.queries import offers
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.queries import Organization
from selvbetjening.domain.payments.queries.gateways import active
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.opening import Opening


@dataclass(frozen=True)
class Step:
    """One thing: whether it is done, whether the portal stays closed without it, and the page that puts it right.

    `href` is empty for what only the operator does, and for what stands on the page itself.
    """

    code: str
    label: str | Promise
    about: str | Promise
    is_done: bool
    is_needed: bool
    href: str


#: Code, name, why it matters, the page, and whether the portal is closed without it.
_STEPS: Final[tuple[tuple[str, Promise, Promise, str, bool], ...]] = (
    ("is_active", _("The company is active"), _("The operator opens the company for use."), "", True),
    ("has_feature", _("Has the feature self-service"), _("The operator gives it with your agreement."), "", True),
    ("details", _("Name, address and e-mail address"), _("They stand on invoices and in mails."), "sb_general", False),
    ("looks", _("Logo and brand colour"), _("Customers see whose portal it is."), "sb_looks", False),
    ("acts", _("Permissions are reviewed"), _("What customers may do themselves."), "sb_acts", False),
    ("offers", _("At least one plan is offered"), _("Else customers can order nothing."), "sb_plans", False),
    ("gateway", _("A payment gateway is connected"), _("Else nobody can pay by card."), "sb_gateways", False),
    ("customers", _("There are customers"), _("Only recipients of an account can log in."), "sb_accounts", False),
    ("has_api_user", _("Has an API user"), _("The portal is closed without one."), "sb_api_users", True),
    ("is_switched_on", _("Self-service is switched on"), _("The last step, at the top of this page."), "", True),
)


def checklist(acting: Acting, opening: Opening) -> list[Step]:
    """Every step as it stands now; a handful of queries."""
    found = {condition.code: condition.met for condition in opening.conditions} | _own(acting)
    here = acting.here
    return [
        Step(code, label, about, found[code], needed, reverse(f"business:{name}", args=[here]) if name else "")
        for code, label, about, name, needed in _STEPS
    ]


def can_switch_on(steps: list[Step]) -> bool:
    """Whether nothing that the portal needs is missing but the switch itself."""
    return all(step.is_done for step in steps if step.is_needed and step.code != "is_switched_on")


def _own(acting: Acting) -> dict[str, bool]:
    here, company = acting.here, acting.organization
    return {
        "details": bool(company.address_line and company.email),
        "looks": bool(company.brand_colour) and organizations.logo(here) is not None,
        "acts": _reviewed(company),
        "offers": any(getattr(plan, "all_terms", ()) for plan in offers(here)),
        "gateway": bool(active(here)),
        "customers": accounts.search(here, words="").exists(),
    }


def _reviewed(company: Organization) -> bool:
    """Whoever has changed a permission has looked at them."""
    return set(company.allowed_acts) != set(permissions.defaults())
