"""Confirm a quote: exactly what was shown happens, or nothing does (CM-02, SU-01)."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from selvbetjening.domain.billing import queries as billing
from selvbetjening.domain.billing.actions.confirm import Confirmed, confirm
from selvbetjening.domain.billing.rules.law.declarations import Consents, Declaration
from selvbetjening.domain.billing.rules.quotes import QuoteStale, QuoteView
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.quoted import Difference, differences
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.words import refusal

CONFLICT = 409
Show = Callable[[QuoteView, list[Difference]], HttpResponse]
Declare = Callable[[QuoteView], Declaration | Consents | HttpResponse | None]


def confirmed(
    request: VisitorRequest,
    *,
    fits: Callable[[QuoteView], bool],
    show: Show,
    done: Callable[[Confirmed], HttpResponse],
    back: str,
    declare: Declare | None = None,
) -> HttpResponse:
    """Confirm the posted quote.

    `fits` says whether the quote is of this page's act and may be confirmed by this visitor: a quote of another act,
    another subscription or another account is 404 here (SEC-19, SEC-25). A stale one is shown anew with what differs;
    `back` is where a refusal leads. `declare` says what the customer declares with it, or answers with a page that asks
    for it again. The same quote posted twice happens once.
    """
    organization, account = request.organization_id, request.visitor.account.id
    try:
        wanted = UUID(request.POST.get("quote", ""))
    except ValueError:
        return HttpResponseRedirect(request.get_full_path())
    try:
        stored = billing.get_quote(organization, account=account, quote=wanted)
        if not fits(stored):
            raise Http404
        said = declare(stored) if declare else None
        if isinstance(said, HttpResponse):
            return said
        result = confirm(
            organization, account=account, quote=wanted, actor=request.visitor.actor, at=clock.now(), declared=said
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except QuoteStale as stale:
        response = show(stale.fresh, differences(before=stored, after=stale.fresh))
        response.status_code = CONFLICT
        return response
    except Refused as refused:
        return refused_page(request, reason=refused.reason, back=back)
    return done(result)


def refused_page(request: VisitorRequest, *, reason: str, back: str) -> HttpResponse:
    """Why it cannot be done, and the way out; nothing was changed."""
    return render(request, "customer/refused.html", {"reason": refusal(reason), "back": back}, status=CONFLICT)
