"""Who is our Access Manager, and writing to them (BP-31); deputies of the last one (BM-11)."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.actions.write_managers import write_managers
from selvbetjening.kernel import clock
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.people.succession import under_way
from selvbetjening.portals.business.refusing import refused
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.gate import logged_in, open_when_refused


class MessageForm(forms.Form):
    """What one writes, and where the answer goes."""

    email = forms.EmailField(label=_("Your e-mail address"), help_text=_("The Access Managers answer to it."))
    text = forms.CharField(
        label=_("Your message"), max_length=500, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("Plain text.")
    )


@logged_in
@require_safe
def managers(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Names and addresses, for the company's own users."""
    found = access.helpers(request.acting.here, is_member=True)
    acting = request.acting
    me = acting.standing.membership.id if acting.standing else None
    named = access.deputies(acting.here)
    context = {
        "managers": found,
        "is_alone": acting.is_manager and len(found) == 1,
        "deputies": named,
        "mine": next((one for one in named if one.membership_id == me), None),
        "way": under_way(acting),
    }
    return page(request, "business/people/managers.html", title=gettext("Access Managers"), **context)


@logged_in
@open_when_refused("LOGIN-06", "LOGIN-07", "LOGIN-08", "LOGIN-09", "LOGIN-12")
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Mailed to every Access Manager, without showing who they are; once a day for each person."""
    acting, person = request.acting, request.proven
    if person is None:
        return refused(request, "ACC-01")
    if acting.is_manager and len(access.helpers(acting.here, is_member=True)) == 1:
        messages.info(request, gettext("You are the company's only Access Manager: there is nobody else to write to."))
        return HttpResponseRedirect(reverse("business:managers", args=[acting.here]))
    known = acting.standing.membership.email if acting.standing else ""
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"email": known})
    if request.method == "POST" and attempt(
        form,
        lambda values: write_managers(
            acting.here,
            user=person.user,
            sender=person.name,
            email=values["email"],
            text=values["text"],
            at=clock.now(),
        ),
    ):
        return saved(request, _back(acting), gettext("Your message is sent to the company's Access Managers."))
    title = gettext("Write to your Access Manager")
    return page(request, "business/people/message.html", title=title, form=form, press=gettext("Send"))


def _back(acting: Acting) -> str:
    """Whoever is refused has no front page to go back to, and LOGIN-07 would only be said again."""
    return reverse("business:own_sessions") if acting.refused else reverse("business:front", args=[acting.here])
