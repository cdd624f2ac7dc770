"""Compute the chain again, look an anchor up, and have the last hash mailed (CM-10)."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.history import queries as history
from selvbetjening.domain.history.actions.anchors import unwish, wish
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.log.forms import AnchorForm
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.VIEW_ACTIVITY_LOG)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: VisitorRequest) -> HttpResponse:
    """The verdict over the own log; a hash from an older mail or file is looked up in it; a press asks for mails."""
    organization, account = request.organization_id, request.visitor.account.id
    person = request.visitor.recipient.id
    if request.method == "POST":
        if "stop" in request.POST:
            unwish(organization, recipient=person)
            messages.success(request, _("You get no more mails with the hash."))
        else:
            wish(organization, account=account, recipient=person, at=clock.now())
            messages.success(request, _("You get a mail with the hash on days when something new stands in the log."))
        return HttpResponseRedirect(reverse("customer:log_check"))
    form, found = AnchorForm(request.GET if "kontrolsum" in request.GET else None), None
    asked = form.is_bound and form.is_valid()
    if asked:
        anchor = bytes.fromhex(form.cleaned_data["kontrolsum"])
        found = history.log_place(organization, account=account, hash_=anchor)
    context = {
        "verdict": history.verify_log(organization, account=account),
        "head": history.log_head(organization, account=account),
        "form": form,
        "asked": asked,
        "found": found,
        "wished": history.anchor_wish(organization, recipient=person),
    }
    return render(request, "customer/log/check.html", context)
