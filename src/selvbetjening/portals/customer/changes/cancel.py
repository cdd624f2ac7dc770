"""Cancel: preview, one button, receipt; a reason is asked afterwards only, and freely (XB-43, ORD-6)."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.queries.next_payments import next_payment
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.actions.give_reason import give_reason
from selvbetjening.domain.subscriptions.queries import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.customer.changes.simple import preview_or_confirm
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.gate import requires

KINDS: Final[dict[str, Promise]] = {
    "renewal": _("At the end of the period"),
    "today": _("Today"),
    "refund": _("Today, and the period that is running is paid back"),
}
REASONS: Final[dict[str, Promise]] = {
    "price": _("It is too dear"),
    "unused": _("I do not use it"),
    "missing": _("Something is missing"),
    "quality": _("It does not work as it should"),
    "elsewhere": _("I have found something else"),
    "circumstances": _("My situation has changed"),
    "other": _("Something else"),
}


class ReasonForm(forms.Form):
    """Why somebody has left: codes only, so that nothing personal is kept."""

    grund = forms.ChoiceField(
        label=_("Why did you cancel?"), choices=list(REASONS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, or leave the page: you need not answer.")},
    )  # fmt: skip


@requires(permissions.CANCEL_SUBSCRIPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET (`?slut=` a kind that the company offers) shows what happens; POST with the quote's id cancels (SU-04)."""
    offered = ["renewal", *request.organization.choice("cancel_kinds")]
    wanted = request.GET.get("slut", "renewal")
    kind = wanted if wanted in offered else "renewal"

    def make_quote(organization: OrganizationId, *, account: UUID, subscription: UUID, at: datetime) -> QuoteView:
        return quote_cancel(organization, account=account, subscription=subscription, kind=kind, at=at)

    def more() -> dict[str, Any]:
        ways = [(one, KINDS[one], one == kind) for one in offered if one in KINDS]
        return {"kinds": ways if len(ways) > 1 else []}

    return preview_or_confirm(
        request,
        subscription,
        act="cancel",
        make_quote=make_quote,
        template="customer/cancel.html",
        done=lambda: HttpResponseRedirect(reverse("customer:cancelled", args=[subscription])),
        more=more,
    )


@requires(permissions.CANCEL_SUBSCRIPTION)
@require_safe
def receipt(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """What has been cancelled, until when it runs, and the way back. Leads on when it is not cancelled (any more)."""
    found = _found(request, subscription)
    if found.state not in ("cancelled", "ended") or found.ends_on is None:
        return HttpResponseRedirect(reverse("customer:subscription", args=[subscription]))
    return _receipt(request, found, ReasonForm())


@requires(permissions.CANCEL_SUBSCRIPTION)
@require_POST
def reason(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """Keep why somebody left, when they care to say: after the cancellation, never before it (XB-43)."""
    found, form = _found(request, subscription), ReasonForm(request.POST)
    if not form.is_valid():
        return _receipt(request, found, form)
    try:
        give_reason(
            request.organization_id,
            account=request.visitor.account.id,
            subscription=subscription,
            reason=form.cleaned_data["grund"],
            actor=request.visitor.actor,
            at=clock.now(),
        )
    except Refused:
        return HttpResponseRedirect(reverse("customer:subscription", args=[subscription]))
    messages.success(request, gettext("Thank you for the answer."))
    return HttpResponseRedirect(reverse("customer:subscription", args=[subscription]))


def _receipt(request: VisitorRequest, found: Subscription, form: ReasonForm) -> HttpResponse:
    account = request.visitor.account
    context = {
        "row": shown(found, party_type=account.party_type, own=request.visitor.own_prices),
        "last_day": found.ends_on - timedelta(days=1) if found.ends_on else None,
        "is_over": found.ends_on is not None and found.ends_on <= clock.today(),
        "next_payment": next_payment(request.organization_id, subscription=found, today=clock.today()),
        "form": form,
    }
    return render(request, "customer/cancelled.html", context)


def _found(request: VisitorRequest, subscription: UUID) -> Subscription:
    try:
        return subscriptions.get(request.organization_id, account=request.visitor.account.id, subscription=subscription)
    except ObjectDoesNotExist:
        raise Http404 from None
