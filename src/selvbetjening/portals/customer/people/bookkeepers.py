"""Bookkeepers from outside: an owner lets them read the account for a year at most, and ends it (CM-08)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.accounts.actions.accountants import invite_accountant, revoke_accountant
from selvbetjening.domain.accounts.queries.bookkeepers import get_grant, of_account
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.accounts.rules.people import a_year_after
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.login.fresh import fresh
from selvbetjening.portals.customer.people.forms import BookkeeperForm
from selvbetjening.portals.customer.people.words import refusal
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.INVITE_ACCOUNTANT)
@require_safe
def bookkeepers(request: VisitorRequest) -> HttpResponse:
    """Who may read the account's documents, and until when."""
    found = of_account(request.organization_id, account=request.visitor.account.id, today=clock.today())
    return render(request, "customer/bookkeepers.html", {"grants": found})


@requires(permissions.INVITE_ACCOUNTANT)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def invite_bookkeeper(request: VisitorRequest) -> HttpResponse:
    """Let a bookkeeper read."""
    first = {"ends_on": a_year_after(day=clock.today())}
    form = BookkeeperForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            invite_accountant(
                request.organization_id,
                account=request.visitor.account.id,
                granted_by=request.visitor.recipient.id,
                scopes=("documents",),
                actor=request.visitor.actor,
                at=clock.now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refusal(refused.reason))
        else:
            messages.success(request, _("The bookkeeper has access now, and has got a mail about it."))
            return HttpResponseRedirect(reverse("customer:bookkeepers"))
    return render(request, "customer/bookkeeper_form.html", {"form": form})


@requires(permissions.INVITE_ACCOUNTANT)
@require_POST
def revoke_bookkeeper(request: VisitorRequest, grant: UUID) -> HttpResponse:
    """End it: the bookkeeper's next request sees nothing of the account."""
    account = request.visitor.account.id
    found = get_grant(request.organization_id, grant=grant)
    if found is None or found.account_id != account:
        raise Http404
    revoke_accountant(
        request.organization_id, account=account, grant=grant, actor=request.visitor.actor, at=clock.now()
    )  # fmt: skip
    messages.success(request, _("The access is ended."))
    return HttpResponseRedirect(reverse("customer:bookkeepers"))
