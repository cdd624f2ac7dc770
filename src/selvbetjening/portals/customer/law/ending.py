"""A guest's cancellation: preview, one button, receipt; as many steps as for a visitor (CAN-2, ORD-6, XB-43)."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from selvbetjening.domain.billing import queries as billing
from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.quote_cancel import quote_cancel
from selvbetjening.domain.billing.queries import legal_acts
from selvbetjening.domain.billing.rules.law.cancelling import may_cancel
from selvbetjening.domain.billing.rules.law.declarations import Declaration, grouped
from selvbetjening.domain.billing.rules.quotes import QuoteStale, QuoteView
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.law.case import Case
from selvbetjening.portals.customer.quoted import differences, quoted
from selvbetjening.portals.customer.words import refusal

CONFLICT: Final = 409


def cancel(request: Any, case: Case) -> HttpResponse:
    """GET shows the last day and what is still charged; POST with the quote's id cancels.

    A consumer may in any case, a company's customer where the company allows cancelling (CAN-2).
    """
    allowed = permissions.CANCEL_SUBSCRIPTION in request.organization.allowed_acts
    if not may_cancel(party=case.standing.party, allowed=allowed):
        raise Http404
    try:
        if request.method == "POST":
            return _cancel(request, case)
        quote = quote_cancel(
            case.organization, account=case.account.id, subscription=case.subscription.id, at=clock.now()
        )
    except Refused as refused:
        context = {"reason": refusal(refused.reason), "back": case.page("choice")}
        return render(request, "customer/refused.html", context, status=CONFLICT)
    return _preview(request, case, quote)


def receipt(request: Any, case: Case) -> HttpResponse:
    """What was declared, when, and until when it runs; the same as in the mail (CAN-3)."""
    acts = legal_acts.of_subscription(case.organization, account=case.account.id, subscription=case.subscription.id)
    act = next((one for one in acts if one.kind == "cancel"), None)
    if act is None:
        return HttpResponseRedirect(case.page("choice"))
    return render(request, "customer/law/receipt.html", {"act": act, "case": case, "code": grouped(code=act.code)})


def _cancel(request: Any, case: Case) -> HttpResponse:
    try:
        wanted = UUID(request.POST.get("quote", ""))
        stored = billing.get_quote(case.organization, account=case.account.id, quote=wanted)
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    if (stored.act, stored.subscription) != ("cancel", case.subscription.id):
        raise Http404
    said = Declaration(channel=case.channel, name=case.recipient.name, receipt_address=case.recipient.email)
    try:
        confirm(
            case.organization, account=case.account.id, quote=wanted, actor=case.actor, at=clock.now(), declared=said
        )
    except QuoteStale as stale:
        differs = differences(before=stored, after=stale.fresh)
        response = _preview(request, case, stale.fresh, stale=True, differs=differs)
        response.status_code = CONFLICT
        return response
    return HttpResponseRedirect(case.page("cancelled"))


def _preview(request: Any, case: Case, quote: QuoteView, **more: Any) -> HttpResponse:
    context = {
        "case": case,
        "quote": quote,
        "shown": quoted(quote, party_type=case.account.party_type),
        "action": request.path,
        **more,
    }
    return render(request, "customer/law/guest_cancel.html", context)
