"""Who is on the account: an owner sees, invites, changes and removes (XB-32, XB-37)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.accounts import queries
from selvbetjening.domain.accounts.actions import recipients as acts
from selvbetjening.domain.accounts.actions.invite import invite, withdraw
from selvbetjening.domain.accounts.queries import people as asked
from selvbetjening.domain.accounts.rules import Refused
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.login.fresh import fresh
from selvbetjening.portals.customer.people.forms import InviteForm, PersonForm
from selvbetjening.portals.customer.people.words import SHORT, refusal
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires


@requires(permissions.MANAGE_RECIPIENTS)
@require_safe
def people(request: VisitorRequest) -> HttpResponse:
    """Everybody on the account, who was invited, and who was removed lately."""
    here, account, at = request.organization_id, request.visitor.account.id, clock.now()
    rows = [(one, SHORT[one.role]) for one in queries.recipients_of(here, account=account)]
    context = {
        "rows": rows,
        "me": request.visitor.recipient.id,
        "invitations": asked.open_invitations(here, account=account, at=at),
        "removed": asked.removed_lately(here, account=account, at=at),
    }
    return render(request, "customer/people.html", context)


@requires(permissions.MANAGE_RECIPIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def invite_somebody(request: VisitorRequest) -> HttpResponse:
    """Ask a mailbox whether it wants to be on the account. Nothing tells whether it is known elsewhere (SEC-67)."""
    first = {"role": "reader", "receive_invoice": True, "receive_payment_confirmation": True,
             "receive_subscription_notifications": True}  # fmt: skip
    form = InviteForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            invite(
                request.organization_id,
                account=request.visitor.account.id,
                invited_by=request.visitor.recipient.id,
                details=form.invited(),
                actor=request.visitor.actor,
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(refused.field or None, refusal(refused.reason))
        else:
            messages.success(request, _("The invitation is on its way. It can be answered for three days."))
            return HttpResponseRedirect(reverse("customer:people"))
    return render(request, "customer/people_form.html", {"form": form, "title": _("Invite somebody")})


@requires(permissions.MANAGE_RECIPIENTS)
@require_POST
def withdraw_invitation(request: VisitorRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    account = request.visitor.account.id
    found = asked.get_invitation(request.organization_id, invitation=invitation)
    if found is None or found.account_id != account:
        raise Http404
    withdraw(
        request.organization_id, account=account, invitation=invitation, actor=request.visitor.actor, at=clock.now()
    )
    messages.success(request, _("The invitation is taken back."))
    return HttpResponseRedirect(reverse("customer:people"))


@requires(permissions.MANAGE_RECIPIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def person(request: VisitorRequest, recipient: UUID) -> HttpResponse:
    """Name, role and mails of one of the account's recipients; the last owner stays one."""
    found = _mine(request, recipient)
    first = {name: getattr(found, name) for name in PersonForm.base_fields}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refusal(refused.reason))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("customer:people"))
    return render(request, "customer/people_form.html", {"form": form, "title": found.name, "person": found})


def _save(request: VisitorRequest, found: queries.Recipient, form: PersonForm) -> None:
    """All of the form or nothing: a refusal of the second act takes the first one back."""
    who, at, here = request.visitor.actor, clock.now(), request.organization_id
    with within(here):
        acts.change(here, recipient=found.id, details=form.details(found.email), actor=who, at=at)
        if form.cleaned_data["has_self_service_access"]:
            acts.admit(here, recipient=found.id, actor=who, at=at)
        else:
            acts.bar(here, recipient=found.id, actor=who, at=at, keep_owner=True)


@requires(permissions.MANAGE_RECIPIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_person(request: VisitorRequest, recipient: UUID) -> HttpResponse:
    """Ask, then take the person off the account; it can be undone for thirty days."""
    found = _mine(request, recipient)
    if request.method != "POST":
        return render(request, "customer/person_remove.html", {"person": found})
    try:
        acts.remove(request.organization_id, recipient=found.id, actor=request.visitor.actor, at=clock.now())
    except Refused as refused:
        messages.error(request, refusal(refused.reason))
    else:
        messages.success(request, _("%(name)s is removed. You can undo it on this page.") % {"name": found.name})
    return HttpResponseRedirect(reverse("customer:people"))


@requires(permissions.MANAGE_RECIPIENTS)
@require_POST
@fresh
def restore_person(request: VisitorRequest, recipient: UUID) -> HttpResponse:
    """Undo a removal, with role and mails as they were."""
    found = queries.get_recipient(request.organization_id, recipient=recipient)
    if found is None or found.account_id != request.visitor.account.id:
        raise Http404
    try:
        acts.restore(request.organization_id, recipient=found.id, actor=request.visitor.actor, at=clock.now())
    except Refused as refused:
        messages.error(request, refusal(refused.reason))
    else:
        messages.success(request, _("%(name)s is back on the account.") % {"name": found.name})
    return HttpResponseRedirect(reverse("customer:people"))


def _mine(request: VisitorRequest, recipient: UUID) -> queries.Recipient:
    """A recipient who stands on the visitor's account. Raises Http404 for everybody else's, and for a removed one."""
    found = queries.get_recipient(request.organization_id, recipient=recipient)
    if found is None or found.account_id != request.visitor.account.id or found.removed_at:
        raise Http404
    return found
