"""Accessibility and privacy: for everybody, logged in or not."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.organizations.rules.platform import PLATFORM
from selvbetjening.domain.rights.rules.tables import COMPANY, FILES, OPERATION, TABLES, USERS
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public

_BASES: Final[dict[str, Promise]] = {
    "contract": _("The agreement with you (GDPR article 6(1)(b))"),
    "legal_duty": _("The law demands it (GDPR article 6(1)(c))"),
    "legitimate_interest": _("A legitimate interest: security and proof (GDPR article 6(1)(f))"),
}


@public
@require_safe
def accessibility(request: HouseRequest) -> HttpResponse:
    """How the portal meets WCAG 2.2 AA, what it does not, and whom to write to (ACC-2)."""
    company = request.organization
    contact = company.choice("accessibility_contact") or company.email
    for_bookkeepers = request.organization_id == PLATFORM
    return render(request, "customer/accessibility.html", {"contact": contact, "for_bookkeepers": for_bookkeepers})


@public
@require_safe
def privacy(request: HouseRequest) -> HttpResponse:
    """Who is responsible, what is kept, why and how long, and which cookies there are (GDP-1, GDP-2, COO-1)."""
    company = request.organization
    rows = [
        (gettext(purpose.words), str(_BASES[purpose.basis]), gettext(purpose.until))
        for purpose in TABLES
        if purpose not in (COMPANY, FILES, OPERATION, USERS)
    ]
    context = {"rows": rows, "days": company.choice("login_log_days"), "mail_days": company.choice("mail_log_days")}
    return render(request, "customer/privacy.html", context)
