"""Take a cancellation back, with a preview (XB-16)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.quote_reactivate import quote_reactivate
from selvbetjening.domain.organizations import permissions
from selvbetjening.portals.customer.changes.simple import preview_or_confirm
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.REACTIVATE_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def reactivate(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET shows when the subscription is charged again; POST with the quote's id takes the cancellation back."""

    def done() -> HttpResponse:
        messages.success(request, _("The cancellation is taken back. The subscription goes on as before."))
        return HttpResponseRedirect(reverse("customer:subscription", args=[subscription]))

    return preview_or_confirm(
        request,
        subscription,
        act="reactivate",
        make_quote=quote_reactivate,
        template="customer/reactivate.html",
        done=done,
    )
