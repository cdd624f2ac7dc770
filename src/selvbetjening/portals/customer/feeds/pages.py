"""Make, see and revoke: addresses for one's calendar, and tokens for one's own programs (CM-09)."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.accounts.actions.customer_tokens import MadeToken, make_token, revoke_token
from selvbetjening.domain.accounts.queries.tokens import tokens_of
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.organizations.queries import portal_origin
from selvbetjening.kernel import clock
from selvbetjening.portals import sessions
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

REFUSALS: Final = {
    "required": _("Fill in this field."),
    "too_long": _("This is too long."),
    "characters": _("There is a character in it that cannot be printed. Type it again."),
    "too_many": _("You have five already. Revoke one that you do not use."),
}


class NameForm(forms.Form):
    """What the token is for."""

    name = forms.CharField(
        label=_("Which program is it for?"), max_length=60,
        help_text=_("Such as Phone or Bookkeeping program, so that you know it again in the list."),
    )  # fmt: skip


@requires(permissions.USE_CALENDAR_FEED)
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: VisitorRequest) -> HttpResponse:
    """Addresses for calendars, each shown once."""
    return _page(request, kind="calendar", name="feeds_calendar", template="customer/feeds/calendar.html")


@requires(permissions.USE_CUSTOMER_API)
@require_http_methods(["GET", "HEAD", "POST"])
def programs(request: VisitorRequest) -> HttpResponse:
    """Tokens for programs that fetch documents, each shown once."""
    return _page(request, kind="documents", name="feeds_programs", template="customer/feeds/programs.html")


def _page(request: VisitorRequest, *, kind: str, name: str, template: str) -> HttpResponse:
    here, person = request.organization_id, request.visitor.recipient.id
    if "revoke" in request.POST:
        _revoke(request)
        return HttpResponseRedirect(reverse(f"customer:{name}"))
    if request.method == "POST" and not sessions.is_fresh(request):  # XB-37; looking and ending never ask for it
        return render(request, "customer/login/again.html", {"wanted": request.path})
    form = NameForm(request.POST if request.method == "POST" else None)
    made = _made(request, form, kind) if request.method == "POST" and form.is_valid() else None
    context: dict[str, Any] = {
        "form": form if made is None else NameForm(),
        "made": made,
        "address": made and portal_origin(here) + reverse("customer:feed_calendar", args=[made.secret]),
        "tokens": tokens_of(here, recipient=person, kind=kind, at=clock.now()),
        "base": portal_origin(here) + reverse("customer:feed_documents"),
    }
    response = render(request, template, context)
    if made is not None:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _made(request: VisitorRequest, form: NameForm, kind: str) -> MadeToken | None:
    """The new token; None with the reason at the field."""
    try:
        return make_token(
            request.organization_id, recipient=request.visitor.recipient.id, kind=kind,
            name=form.cleaned_data["name"], actor=request.visitor.actor, at=clock.now(),
        )  # fmt: skip
    except Refused as refused:
        form.add_error("name", REFUSALS[refused.reason])
        return None


def _revoke(request: VisitorRequest) -> None:
    try:
        token = UUID(request.POST["revoke"])
    except ValueError:
        return
    done = revoke_token(
        request.organization_id, recipient=request.visitor.recipient.id, customer_token=token,
        actor=request.visitor.actor, at=clock.now(),
    )  # fmt: skip
    if done:
        messages.success(request, gettext("The access is ended. Whoever has it reads nothing any more."))
