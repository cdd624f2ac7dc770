"""Cancel: preview, one button, receipt. No reason is asked, and keeping is no bigger than cancelling (ORD-6)."""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.portals.customer.changes.simple import preview_or_confirm
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.gate import requires


@requires(permissions.CANCEL_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET shows the last day and what is still charged; POST with the quote's id cancels."""
    return preview_or_confirm(
        request,
        subscription,
        act="cancel",
        make_quote=quote_cancel,
        template="customer/cancel.html",
        done=lambda: HttpResponseRedirect(reverse("customer:cancelled", args=[subscription])),
    )


@requires(permissions.CANCEL_SUBSCRIPTION)
@require_safe
def receipt(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """What has been cancelled, until when it runs, and the way back. Leads on when it is not cancelled (any more)."""
    account = request.visitor.account
    try:
        found = subscriptions.get(request.organization_id, account=account.id, subscription=subscription)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.state != "cancelled" or found.ends_on is None:
        return HttpResponseRedirect(reverse("customer:subscription", args=[subscription]))
    context = {
        "row": shown(found, party_type=account.party_type),
        "last_day": found.ends_on - timedelta(days=1),
    }
    return render(request, "customer/cancelled.html", context)
