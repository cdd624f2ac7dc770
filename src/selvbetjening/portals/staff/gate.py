"""What the operator decides for a company: whether it is active, and its features (SB-06). The switch is its own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.organizations.actions import activate, set_features
from selvbetjening.domain.organizations.rules.settings import SELF_SERVICE
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.opening import opening
from selvbetjening.portals.staff.forms import GateForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import attempt, page, saved


def gate_page(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Active, and the feature; what the portal waits for stands above."""
    here = OrganizationId(organization)

    def save(values: dict[str, Any]) -> None:
        who, at = actor_of(request), clock.now()
        (activate.activate if values["is_active"] else activate.deactivate)(here, actor=who, at=at)
        set_features.set_features(here, features=[SELF_SERVICE] if values["feature"] else [], actor=who, at=at)

    with look(request, organization, at_what="gate") as company:
        initial = {"is_active": company.is_active, "feature": SELF_SERVICE in company.features}
        form = GateForm(request.POST if request.method == "POST" else None, initial=initial)
        back = reverse("admin:organization", args=[company.id])
        if request.method == "POST" and attempt(form, save):
            return saved(request, back)
        title = gettext("Active, and features")
        return page(
            request, "staff/gate.html", title=title, form=form, organization=company, back=back, opening=opening(here)
        )
