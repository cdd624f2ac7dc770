"""Where a refund is to be paid to: asked once it is known that there is one, and never needed (WDR-7)."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.actions.name_refund_account import name_refund_account
from selvbetjening.domain.payments.queries.refunds import RefundTask, account_of, open_refund_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.actors import Actor
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

REFUSED: Final[dict[str, tuple[str | None, Promise]]] = {
    "registration": ("registration", _("The registration number has 4 digits.")),
    "account_number": ("number", _("The account number has at most 10 digits. Look at your bank card or bank page.")),
    "closed": (None, _("The money is paid back already.")),
}


class AccountForm(forms.Form):
    """A Danish bank account."""

    registration = forms.CharField(
        label=_("Registration number"),
        max_length=10,
        help_text=_("4 digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    number = forms.CharField(
        label=_("Account number"),
        max_length=20,
        help_text=_("Up to 10 digits."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


@requires(permissions.PAY_OUT_BALANCE)
@require_http_methods(["GET", "HEAD", "POST"])
def of_refund(request: VisitorRequest, refund: UUID) -> HttpResponse:
    """A visitor's own refund that is not paid yet."""
    visitor = request.visitor
    try:
        found = open_refund_of(request.organization_id, account=visitor.account.id, refund=refund)
    except ObjectDoesNotExist:
        raise Http404 from None
    return ask(request, found, actor=visitor.actor, back=reverse("customer:balance"))


def ask(request: Any, refund: RefundTask, *, actor: Actor, back: str) -> HttpResponse:
    """GET asks, and says what was said before by its last digits only; POST keeps it."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said: dict[str, Any] = {"account": refund.account_id, "refund": refund.id, "actor": actor, "at": clock.now()}
        try:
            name_refund_account(request.organization_id, **form.cleaned_data, **said)
        except Refused as refused:
            field, words = REFUSED[refused.reason]
            form.add_error(field, str(words))
        else:
            messages.success(request, gettext("Thank you. The money is paid to that account."))
            return HttpResponseRedirect(back)
    known = account_of(request.organization_id, refund=refund)
    context = {"form": form, "refund": refund, "back": back, "known": known.number[-4:] if known else ""}
    return render(request, "customer/law/refund_account.html", context)
