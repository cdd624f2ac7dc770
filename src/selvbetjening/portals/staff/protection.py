"""Data protection: what is kept and why, the rules of law, erasing people, and what an incident needs (GDP-9)."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.rights.actions.erase import (
    ErasureRefused,
    erase_account,
    erase_recipient,
    kept_for_the_books,
)
from selvbetjening.domain.rights.queries.exports import erasures
from selvbetjening.domain.rights.queries.incidents import Row, incident_rows
from selvbetjening.domain.rights.queries.removable import coming
from selvbetjening.domain.rights.rules.tables import TABLES
from selvbetjening.kernel import clock
from selvbetjening.kernel.days import COPENHAGEN
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.law import REGISTRY, RULE_VERSION
from selvbetjening.kernel.tables import as_csv
from selvbetjening.portals.fact_words import FACT_WORDS
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved

_KEPT: Final[dict[str, Promise]] = {
    "invoices": _("Invoices and payments"),
    "credit_notes": _("Credit notes"),
    "contracts": _("Contracts and their confirmations"),
    "legal_acts": _("Cancellations and withdrawals with their receipts"),
}
_REFUSALS: Final[dict[str, Promise]] = {
    "subscriptions_running": _("A subscription is still running. End it first."),
    "invoices_open": _("Something is still to be paid. Settle it first."),
    "disputes_open": _("An invoice is disputed. Answer that first."),
    "refunds_open": _("Money is still to be paid back. Pay it back first."),
    "erased_already": _("This account was erased before."),
    "only_recipient": _(
        "This is the only person on the account, and a subscription is still running. Add another person first."
    ),
}


def protection(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Why each table holds what it holds (GDP-2), what goes next, who is responsible (GDP-1), and the other pages."""
    with look(request, organization, at_what="data protection") as company:
        rows = [(gettext(purpose.words), gettext(purpose.until), ", ".join(names)) for purpose, names in TABLES.items()]
        title = gettext("Data protection")
        tonight = coming(OrganizationId(organization), today=clock.today())
        return page(request, "staff/protection.html", title=title, organization=company, rows=rows, tonight=tonight)


def law(request: HttpRequest) -> HttpResponse:
    """The rules of law as docs/law.md lists them, with the setting that carries what is uncertain."""
    order = sorted(REGISTRY, key=lambda id_: (id_.partition("-")[0], int(id_.partition("-")[2])))
    rules = [rule for id_ in order for rule in REGISTRY[id_]]
    title = gettext("Rules of law in the code")
    return page(request, "staff/law.html", title=title, rules=rules, version=RULE_VERSION)


class EraseForm(forms.Form):
    """Whom to erase, and the word that shows it is meant."""

    whom = forms.ChoiceField(label=_("Whom"), widget=forms.RadioSelect)
    word = forms.CharField(label=_("Write the word ERASE in the field to confirm"), max_length=20)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = choices  # type: ignore[attr-defined]

    def clean_word(self) -> str:
        if str(self.cleaned_data["word"]).strip().upper() not in {gettext("ERASE"), "ERASE"}:
            raise forms.ValidationError(gettext("Write the word ERASE in the field to confirm"))
        return str(self.cleaned_data["word"])


def erase(request: HttpRequest, organization: UUID, account: UUID) -> HttpResponse:
    """Erase one person or the whole account (GDP-4): the page says what goes and what must stay until when."""
    here = OrganizationId(organization)
    with look(request, organization, at_what=f"erasing of account {account}") as company:
        try:
            holder = accounts.get_account(here, account=account)
        except Account.DoesNotExist:
            raise Http404 from None
        people = accounts.recipients_of(here, account=account)
        choices = [(str(each.id), gettext("Erase %(name)s") % {"name": each.name}) for each in people]
        choices.append(("account", gettext("Erase the whole account")))
        form = EraseForm(request.POST if request.method == "POST" else None, choices=choices)
        if form.is_bound and form.is_valid() and _erased(request, here, account, form):
            messages.success(request, gettext("Erased. The person is told by mail."))
            return saved(request, reverse("admin:account", args=[organization, account]))
        return page(
            request,
            "staff/erase.html",
            title=gettext("Erase people"),
            organization=company,
            account=holder,
            form=form,
            kept=[(_KEPT.get(each.what, each.what), each) for each in kept_for_the_books(here, account=account)],
            before=erasures(here, account=account),
            back=reverse("admin:account", args=[organization, account]),
        )


def _erased(request: HttpRequest, organization: OrganizationId, account: UUID, form: EraseForm) -> bool:
    whom, who, at = form.cleaned_data["whom"], actor_of(request), clock.now()
    try:
        if whom == "account":
            erase_account(organization, account=account, actor=who, at=at)
        else:
            erase_recipient(organization, recipient=UUID(whom), actor=who, at=at)
    except ErasureRefused as refusal:
        form.add_error("whom", str(_REFUSALS.get(refusal.reason, refusal.reason)))
        return False
    return True


class IncidentForm(forms.Form):
    """Which days, and whose."""

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To and including"), widget=forms.DateInput(attrs={"type": "date"}))
    code = forms.CharField(label=_("Customer number (empty for all)"), max_length=40, required=False)


def incident(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Who did what and who looked at what, per account, as CSV (GDP-9, SEC-121, SEC-122)."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="incident export") as company:
        form = IncidentForm(request.GET if "since" in request.GET else None)
        if form.is_bound and form.is_valid():
            code = form.cleaned_data["code"].strip()
            found = accounts.account_with_code(here, code=code) if code else None
            if code and found is None:
                form.add_error("code", gettext("There is no account with this number."))
            else:
                days = (form.cleaned_data["since"], form.cleaned_data["until"] + timedelta(days=1))
                since, until = (datetime.combine(day, time(), COPENHAGEN).astimezone(UTC) for day in days)
                rows = incident_rows(here, account=found.id if found else None, since=since, until=until)
                return _csv(rows)
        title = gettext("Incident: who did what")
        back = reverse("admin:protection", args=[organization])
        return page(request, "staff/incident.html", title=title, form=form, organization=company, back=back)


def _csv(rows: Iterable[Row]) -> HttpResponse:
    head = ("time_utc", "account", "what", "code", "actor_kind", "actor", "details")
    lines = [head, *((*row[:2], str(FACT_WORDS.get(row[3], row[2])), *row[3:]) for row in rows)]
    headers = {"Content-Disposition": 'attachment; filename="incident.csv"'}
    return HttpResponse(as_csv(lines), content_type="text/csv; charset=utf-8", headers=headers)
