"""A new account, and whom an account's invoices are made out to."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS
from selvbetjening.domain.accounts import queries
from selvbetjening.domain.accounts.actions.change_account import change_account
from selvbetjening.domain.accounts.actions.open_account import OpenedAccount, open_account
from selvbetjening.domain.accounts.actions.update_billing_details import update_billing_details
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import attempt, page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.forms import KEPT, AccountForm, ChangeForm
from selvbetjening.portals.business.selvbetjening.customers.recipients import warn
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import requires


@requires(SELVBETJENING_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def account_add(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A new account with its first recipient (SB-03, SB-16)."""
    here = request.acting.here
    opened: list[OpenedAccount] = []

    def save(values: dict[str, Any]) -> None:
        who, at = request.acting.actor, clock.now()
        chosen = {name: values[name] for name in ("recipient_name", "email", "code")}
        opened.append(open_account(here, details=form.details(), actor=who, at=at, **chosen))

    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and attempt(form, save):
        made = opened[-1]
        for words in form.warnings:
            messages.warning(request, words)
        others = queries.recipients_with_email(here, email=made.recipient.email)
        for other in [other for other in others if other.id != made.recipient.id][:1]:
            warn(request, other)
        return saved(request, reverse("business:sb_account", args=[here, made.account.id]))
    back = reverse("business:sb_accounts", args=[here])
    return page(request, "business/form.html", title=gettext("New account"), form=form, back=back)


@requires(SELVBETJENING_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def account_change(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """Correct whom the invoices are made out to, and how they go; issued ones stay as they are."""
    here, who = request.acting.here, request.acting.actor

    def save(_values: dict[str, Any]) -> None:
        at = clock.now()
        update_billing_details(here, account=account, details=form.details(), actor=who, at=at)
        change_account(here, account=account, values=form.kept(), actor=who, at=at)

    found = account_of(here, account)
    first = asdict(queries.as_details(here, account=found)) | {name: getattr(found, name) for name in KEPT}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=first)
    back = reverse("business:sb_account", args=[here, account])
    if request.method == "POST" and attempt(form, save):
        for words in form.warnings:
            messages.warning(request, words)
        return saved(request, back)
    title = gettext("Details of %(account)s") % {"account": found}
    return page(request, "business/form.html", title=title, form=form, back=back)
