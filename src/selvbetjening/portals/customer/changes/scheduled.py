"""Remove the change that waits for the next period (SU-06)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.remove_scheduled_change import remove_scheduled_change
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.changes.confirming import refused_page
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.customer.subscriptions.views import planned
from selvbetjening.portals.gate import requires


@requires(permissions.MANAGE_SCHEDULED_CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET shows what will not happen then; POST removes it."""
    account = request.visitor.account
    back = reverse("customer:subscription", args=[subscription])
    try:
        found = subscriptions.get(request.organization_id, account=account.id, subscription=subscription)
        change = planned(request, found)
        if change is None:
            return refused_page(request, reason="nothing_scheduled", back=back)
        if request.method != "POST":
            row = shown(found, party_type=account.party_type, own=request.visitor.own_prices)
            return render(request, "customer/scheduled_remove.html", {"row": row, "planned": change})
        remove_scheduled_change(
            request.organization_id,
            account=account.id,
            subscription=subscription,
            actor=request.visitor.actor,
            at=clock.now(),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
    messages.success(request, _("The planned change is removed. The subscription goes on as it is."))
    return HttpResponseRedirect(back)
