"""Erase one person or a whole account (GDP-4): the page says what goes and what must stay until when."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.rights.actions.erase import (
    ErasureRefused,
    erase_account,
    erase_recipient,
    kept_for_the_books,
)
from selvbetjening.domain.rights.queries.exports import erasures
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import requires

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


@requires(SELVBETJENING_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """A person on the account or all of it; a word shows that it is meant."""
    here = request.acting.here
    holder = account_of(here, account)
    people = accounts.recipients_of(here, account=account)
    choices = [(str(each.id), gettext("Erase %(name)s") % {"name": each.name}) for each in people]
    choices.append(("account", gettext("Erase the whole account")))
    form = EraseForm(request.POST if request.method == "POST" else None, choices=choices)
    back = reverse("business:sb_account", args=[here, account])
    if form.is_bound and form.is_valid() and _erased(request, here, account, form):
        return saved(request, back, gettext("Erased. The person is told by mail."))
    return page(
        request,
        "business/selvbetjening/customers/erase.html",
        title=gettext("Erase people"),
        account=holder,
        form=form,
        kept=[(_KEPT.get(each.what, each.what), each) for each in kept_for_the_books(here, account=account)],
        before=erasures(here, account=account),
        back=back,
    )


def _erased(request: CompanyRequest, organization: OrganizationId, account: UUID, form: EraseForm) -> bool:
    whom, who, at = form.cleaned_data["whom"], request.acting.actor, clock.now()
    try:
        if whom == "account":
            erase_account(organization, account=account, actor=who, at=at)
        else:
            erase_recipient(organization, recipient=UUID(whom), actor=who, at=at)
    except ErasureRefused as refusal:
        form.add_error("whom", str(_REFUSALS.get(refusal.reason, refusal.reason)))
        return False
    return True
