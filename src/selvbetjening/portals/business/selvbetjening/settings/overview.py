"""The settings' first page: whether the portal is open, what is missing, the master switch, and the way to the rest."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_SETTINGS
from selvbetjening.domain.organizations.actions.switch_self_service import switch_off, switch_on
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.checklist import can_switch_on, checklist
from selvbetjening.portals.gate import requires
from selvbetjening.portals.opening import opening

_PAGE: Final = "business/selvbetjening/settings/overview.html"


@requires(SELVBETJENING_SETTINGS)
@require_safe
def overview(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The gate as it stands, and the checklist (SB-03, SB-06 to SB-08)."""
    acting = request.acting
    gate = opening(acting.here)
    steps = checklist(acting, gate)
    context = {
        "opening": gate,
        "steps": steps,
        "done": sum(1 for step in steps if step.is_done),
        "is_on": acting.organization.self_service_enabled,
        "can_switch_on": can_switch_on(steps),
    }
    return page(request, _PAGE, title=gettext("Setting up"), **context)


@requires(SELVBETJENING_SETTINGS)
@require_POST
def switch(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The master switch (SB-08). It turns on as soon as everything that the portal needs is there, and off always."""
    acting = request.acting
    back = reverse("business:sb_settings", args=[acting.here])
    if request.POST.get("switch") == "off":
        switch_off(acting.here, actor=acting.actor, at=clock.now())
        return saved(request, back, gettext("Self-service is switched off. Whoever was logged in is out."))
    if not can_switch_on(checklist(acting, opening(acting.here))):
        messages.error(request, gettext("Something that the portal needs is still missing. It stands below."))
    else:
        switch_on(acting.here, actor=acting.actor, at=clock.now())
        messages.success(request, gettext("Self-service is switched on."))
    return HttpResponseRedirect(back)
