"""A proven mailbox that stands on several recipients chooses the account (XB-07); the switcher leads here, too."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.accounts.queries import able_with_email
from selvbetjening.kernel import clock
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals import sessions
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public


@public
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HouseRequest) -> HttpResponse:
    """The accounts that this mailbox may log in to now: asked anew at each request, barred ones are never listed.

    Public, because nobody is logged in before the choice; without a proven mailbox there is nothing but the login.
    """
    if not request.proven:
        return HttpResponseRedirect(reverse("customer:login"))
    able = able_with_email(request.organization_id, email=request.proven, today=clock.today())
    wanted = safe_path(request.POST.get("next") or request.GET.get("next", ""), "")
    chosen = next((one for one in able if str(one.id) == request.POST.get("recipient", "")), None)
    if request.method == "POST" and chosen is not None:
        sessions.choose(request, recipient=chosen.id)
        return HttpResponseRedirect(wanted or reverse("customer:overview"))
    if not able:
        request.session.flush()
        return HttpResponseRedirect(reverse("customer:login"))
    present = request.visitor.recipient.id if request.visitor else None
    return render(request, "customer/login/choose.html", {"able": able, "present": present, "wanted": wanted})
