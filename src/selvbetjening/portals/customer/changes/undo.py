"""Undo the latest act while that is open: what happens, and one button (CM-03)."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.undo import undo
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.changes.confirming import refused_page
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.customer.subscriptions.undoing import banner_for
from selvbetjening.portals.customer.withdrawals import entry_for
from selvbetjening.portals.gate import logged_in


@logged_in  # which permission it takes is the act's own: asked in `banner_for`
@require_http_methods(["GET", "HEAD", "POST"])
def undo_page(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET shows what is taken back; POST takes it back. What is not open any more is refused with the way on."""
    account, back = request.visitor.account, reverse("customer:subscription", args=[subscription])
    try:
        found = subscriptions.get(request.organization_id, account=account.id, subscription=subscription)
        banner = banner_for(request, subscription)
        if banner is None:
            return refused_page(request, reason="undo_closed", back=back)
        if request.method != "POST":
            row = shown(found, party_type=account.party_type, own=request.visitor.own_prices)
            words = gettext("Take it back") if entry_for(request, found) else gettext("Undo")
            context = {"row": row, "undo": banner, "quote": banner.open.quote, "words": words}
            return render(request, "customer/undo.html", context)
        if request.POST.get("undo") != str(banner.open.id):  # a later act has taken its place: look again
            return HttpResponseRedirect(request.path)
        undo(
            request.organization_id, account=account.id, subscription=subscription, actor=request.visitor.actor,
            at=clock.now(),
        )  # fmt: skip
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
    messages.success(request, gettext("It is undone. Everything is as it was before."))
    return HttpResponseRedirect(back)
