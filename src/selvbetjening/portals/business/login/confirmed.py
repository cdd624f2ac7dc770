"""The form that waited for MitID, shown once more with one button; and the way to MitID for it (BP-08)."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.portals.business.login.asking import to_broker
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import PersonRequest
from selvbetjening.portals.business.stepping_up import opened, waiting
from selvbetjening.portals.business.words import CLASSES
from selvbetjening.portals.gate import logged_in


@logged_in
@require_POST
def confirm(request: PersonRequest) -> HttpResponse:
    """Off to MitID for the form that the browser carries sealed; one that is not this session's is refused."""
    digest, sealed = request.session.digest, request.POST.get("kept", "")
    kept = opened(sealed, digest=digest)
    if kept is None:
        return refused(request, "LOGIN-04")
    return to_broker(
        request,
        purpose="step_up",
        wanted=kept.back,
        session_digest=digest,
        user=request.proven.user,
        action_class=kept.action_class,
        organization=kept.organization,
        kept=kept.as_bytes(),
        text=str(CLASSES[kept.action_class]),
    )


@logged_in
@require_safe
def confirmed(request: PersonRequest) -> HttpResponse:
    """MitID said yes: what was filled in, and the button that does it. A get does nothing by itself."""
    found = waiting(request)
    if found is None:
        return HttpResponseRedirect(reverse("business:start"))
    kept, by = found
    return render(
        request, "business/login/confirmed.html", {"kept": kept, "what": CLASSES[kept.action_class], "by": by}
    )
