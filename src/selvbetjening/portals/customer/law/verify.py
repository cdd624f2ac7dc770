"""Verificér: is this receipt one of ours? Anybody may ask; nothing is told but what a genuine receipt says (CM-04)."""

from datetime import timedelta

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
    """GET shows the form. POST says whether code or file is one of ours, and what stood on that receipt: no name.

    A code is only read off a paper: whether the rest of the paper was changed is for its reader to compare. Only the
    file's bytes can be said to be unchanged (CM-04).
    """
    if request.method != "POST":
        return render(request, "customer/law/verify.html", {"form": VerifyForm()})
    if again_at := count_up(request.organization_id, limit=VERIFICATIONS, subject=network(request), at=clock.now()):
        return too_many(request, again_at=again_at)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "customer/law/verify.html", {"form": form})
    found = _found(request, form)
    context = {
        "form": VerifyForm(),
        "asked": True,
        "found": found,
        "by_file": bool(form.cleaned_data["file"]),
        "last_day": found and found.effective_on - timedelta(days=1),
    }
    return render(request, "customer/law/verify.html", context)


def _found(request: HouseRequest, form: VerifyForm) -> Verified | None:
    """The file counts where both are given: it holds the code and more."""
    file = form.cleaned_data["file"]
    if file:
        return verified_by_file(request.organization_id, content=file.read())
    return verified_by_code(request.organization_id, code=form.cleaned_data["code"])
