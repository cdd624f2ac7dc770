"""A company's accounts, their recipients and invoices."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.accounts import queries
from selvbetjening.domain.accounts.actions import recipients as acts
from selvbetjening.domain.accounts.actions.open_account import OpenedAccount, open_account
from selvbetjening.domain.accounts.actions.update_billing_details import update_billing_details
from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.payments.queries.open_items import open_items
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.changes import of_account
from selvbetjening.portals.staff.customer_forms import AccountForm, DetailsForm, RecipientForm
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import attempt, page, saved
from selvbetjening.ui.components.values import language

_ROWS = 50
_BADGES = {"active": "active", "cancelled": "ending", "ended": "ended"}


def accounts(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Accounts by number, name or a recipient's address."""
    words = request.GET.get("q", "")[:120]
    with look(request, organization, at_what="accounts") as company:
        found = queries.search(OrganizationId(organization), words=words)
        shown = Paginator(found, _ROWS).get_page(request.GET.get("page"))
        title = gettext("Accounts")
        return page(request, "staff/accounts.html", title=title, organization=company, shown=shown, words=words)


def account_add(request: HttpRequest, organization: UUID) -> HttpResponse:
    """A new account with its first recipient (SB-03, SB-16)."""
    here = OrganizationId(organization)
    opened: list[OpenedAccount] = []

    def save(values: dict[str, Any]) -> None:
        who, at = actor_of(request), clock.now()
        chosen = {name: values[name] for name in ("recipient_name", "email", "code")}
        opened.append(open_account(here, details=form.details(), actor=who, at=at, **chosen))

    with look(request, organization, at_what="accounts") as company:
        form = AccountForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and attempt(form, save):
            made = opened[-1]
            for words in form.warnings:
                messages.warning(request, words)
            others = queries.recipients_with_email(here, email=made.recipient.email)
            for other in [other for other in others if other.id != made.recipient.id][:1]:
                _warn(request, other)
            return saved(request, reverse("admin:account", args=[organization, made.account.id]))
        back = reverse("admin:accounts", args=[organization])
        return page(
            request, "staff/form.html", title=gettext("New account"), form=form, organization=company, back=back
        )


def account_change(request: HttpRequest, organization: UUID, account: UUID) -> HttpResponse:
    """Correct whom the invoices are made out to; issued ones stay as they are."""
    here = OrganizationId(organization)

    def save(_values: dict[str, Any]) -> None:
        update_billing_details(here, account=account, details=form.details(), actor=actor_of(request), at=clock.now())

    with look(request, organization, at_what=f"account {account}") as company:
        found = _account(here, account)
        first = asdict(queries.as_details(here, account=found))
        form = DetailsForm(request.POST if request.method == "POST" else None, initial=first)
        back = reverse("admin:account", args=[organization, account])
        if request.method == "POST" and attempt(form, save):
            for words in form.warnings:
                messages.warning(request, words)
            return saved(request, back)
        title = gettext("Details of %(account)s") % {"account": found}
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def account_page(request: HttpRequest, organization: UUID, account: UUID) -> HttpResponse:
    """One account; a press bars a recipient or lets one in again (SB-18)."""
    here = OrganizationId(organization)
    with look(request, organization, at_what=f"account {account}") as company:
        found = _account(here, account)
        people = queries.recipients_of(here, account=account)
        if request.method == "POST":
            # The act is named, not worked out from what is true now: a press in an old tab means what it said there.
            named = {act: request.POST.get(act.__name__, "") for act in (acts.bar, acts.admit)}
            act, wanted = next(((act, one) for act, one in named.items() if one), (None, ""))
            chosen = next((person for person in people if str(person.id) == wanted), None)
            if act is None or chosen is None:
                raise Http404
            act(here, recipient=chosen.id, actor=actor_of(request), at=clock.now())
            return saved(request, reverse("admin:account", args=[organization, account]))
        sharing, items = queries.sharing(here, account=account), open_items(here, account=account)
        return page(
            request,
            "staff/account.html",
            title=str(found),
            organization=company,
            account=found,
            people=[(person, sharing.get(person.id)) for person in people],
            changes=of_account(here, account=account),
            invoices=[
                (invoice, items[invoice.id].now if invoice.id in items else None)
                for invoice in invoicing.of_account(here, account=account, limit=100).rows
            ],
            subscriptions=[
                (mine, mine.terms.plan.name(language()), _BADGES[mine.state])
                for mine in subscriptions.of_account(here, account=account, limit=100)
            ],
        )


def recipient_page(
    request: HttpRequest, organization: UUID, account: UUID, recipient: UUID | None = None
) -> HttpResponse:
    """Add or change a recipient; a second one with the same address is allowed and warned of (LG-03)."""
    here = OrganizationId(organization)

    def save(values: dict[str, Any]) -> None:
        details, who, at = acts.RecipientDetails(**values), actor_of(request), clock.now()
        if recipient is None:
            done = acts.add(here, account=account, details=details, actor=who, at=at)
        else:
            done = acts.change(here, recipient=recipient, details=details, actor=who, at=at)
        if done.same_address_as:
            _warn(request, done.same_address_as)

    with look(request, organization, at_what=f"recipients of account {account}") as company:
        found = _account(here, account)
        present = queries.get_recipient(here, recipient=recipient) if recipient else None
        if recipient and (present is None or present.account_id != account):
            raise Http404
        initial = {name: getattr(present, name) for name in RecipientForm.base_fields} if present else None
        form = RecipientForm(request.POST if request.method == "POST" else None, initial=initial)
        back = reverse("admin:account", args=[organization, account])
        if request.method == "POST" and attempt(form, save):
            return saved(request, back)
        title = gettext("New recipient of %(account)s") if present is None else gettext("Recipient of %(account)s")
        title %= {"account": found}
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def _account(organization: OrganizationId, account: UUID) -> Account:
    try:
        return queries.get_account(organization, account=account)
    except Account.DoesNotExist:
        raise Http404 from None


def _warn(request: HttpRequest, other: Recipient) -> None:
    words = gettext(
        "The address already stands on %(name)s of account %(account)s. Nobody can log in with it as long as it stands "
        "on both: correct one of them."
    )
    messages.warning(request, words % {"name": other.name, "account": other.account.code})
