"""A user's e-mail address: mend it, or say that it works again (BP-77)."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.actions.email import confirm_email, set_email
from selvbetjening.domain.access.permissions import MANAGE
from selvbetjening.domain.access.queries import bouncing
from selvbetjening.kernel import clock
from selvbetjening.portals.business.own import own
from selvbetjening.portals.business.pages import attempt, page, saved, tried
from selvbetjening.portals.business.people.member import found
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import requires


class EmailForm(forms.Form):
    """Where the user's mails go."""

    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """Another address, or with `confirm` the same one again. The user is told by mail, and logs in as before."""
    row, me, here = found(request, member), own(request), request.acting.here
    back = reverse("business:member", args=[here, member])
    if request.method == "POST" and "confirm" in request.POST:
        done = tried(request, lambda: confirm_email(here, membership=row.id, by=me, at=clock.now()))
        return saved(request, back, gettext("We send mails to this address again.") if done else "")
    form = EmailForm(request.POST if request.method == "POST" else None, initial={"email": row.email})
    if request.method == "POST" and attempt(
        form, lambda values: set_email(here, membership=row.id, email=values["email"], by=me, at=clock.now())
    ):
        return saved(request, back)
    context = {"row": row, "form": form, "back": back, "is_bouncing": bool(bouncing(here, memberships=[row.id]))}
    title = gettext("E-mail address of %(name)s") % {"name": row.name}
    return page(request, "business/people/email.html", title=title, **context)
