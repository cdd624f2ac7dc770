"""Verificér: is this receipt one of ours? Anybody may ask; nothing is told but what a genuine receipt says (CM-04)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.queries.legal_acts import Verified, verified_by_code, verified_by_file
from selvbetjening.domain.billing.rules.limits import VERIFICATIONS
from selvbetjening.domain.identity.actions.count_up import count_up
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.law.forms import VerifyForm
from selvbetjening.portals.customer.login.answers import too_many
from selvbetjening.portals.customer.requests import HouseRequest
from selvbetjening.portals.gate import public
from selvbetjening.portals.network import network


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HouseRequest) -> HttpResponse:
    """GET shows the form. POST says valid, with act, time and masked contract, or not valid, and no more than that."""
    if request.method != "POST":
        return render(request, "customer/law/verify.html", {"form": VerifyForm()})
    if again_at := count_up(request.organization_id, limit=VERIFICATIONS, subject=network(request), at=clock.now()):
        return too_many(request, again_at=again_at)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "customer/law/verify.html", {"form": form})
    context = {"form": VerifyForm(), "asked": True, "found": _found(request, form)}
    return render(request, "customer/law/verify.html", context)


def _found(request: HouseRequest, form: VerifyForm) -> Verified | None:
    """The file counts where both are given: it holds the code and more."""
    file = form.cleaned_data["file"]
    if file:
        return verified_by_file(request.organization_id, content=file.read())
    return verified_by_code(request.organization_id, code=form.cleaned_data["code"])
