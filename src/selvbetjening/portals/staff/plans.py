"""A company's plans: which of them its customers find in the portal (SB-13 to SB-15)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.catalog.actions.switch_self_service import disable, enable
from selvbetjening.domain.catalog.models import Plan
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved


def plans(request: HttpRequest, organization: UUID) -> HttpResponse:
    """The plans with their terms; one press enables or disables one."""
    with look(request, organization, at_what="plans") as company:
        found = list(Plan.objects.filter(organization_id=organization).prefetch_related("terms"))
        if request.method == "POST":
            wanted = next((plan for plan in found if str(plan.id) == request.POST.get("plan")), None)
            if wanted is None:
                raise Http404
            switch = disable if wanted.self_service_enabled else enable
            switch(OrganizationId(organization), plan=wanted.id, actor=actor_of(request), at=clock.now())
            return saved(request, reverse("admin:plans", args=[organization]))
        return page(request, "staff/plans.html", title=gettext("Plans"), organization=company, plans=found)
