"""Cancellations that came by letter, mail, telephone or in person: registered with the day they came (CAN-5)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_CUSTOMERS
from selvbetjening.domain.billing.actions.register_cancellation import Received, register_cancellation
from selvbetjening.domain.billing.queries import legal_acts
from selvbetjening.domain.billing.rules.law.cancelling import Unlawful
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.forms import clean_email
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

WAYS = [
    ("mail", _("Mail")), ("letter", _("Letter")), ("phone", _("Telephone")), ("in_person", _("In person")),
]  # fmt: skip


class CancellationForm(forms.Form):
    """What came, how, and on which day. No form is asked of the customer, and no reason."""

    subscription = forms.ChoiceField(label=_("Subscription"))
    by = forms.ChoiceField(label=_("It came by"), choices=WAYS)
    received_on = DayField(label=_("Day it came"), help_text=_("The end is counted from this day."))
    name = forms.CharField(label=_("Name of who cancelled"), max_length=120)
    receipt_address = forms.CharField(
        label=_("E-mail address for the receipt"), max_length=254, required=False,
        help_text=_("The account's recipients get it too."),
    )  # fmt: skip
    statement = forms.CharField(
        label=_("What was written or said"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["subscription"].choices = choices  # type: ignore[attr-defined]

    def clean_receipt_address(self) -> str:
        given = self.cleaned_data["receipt_address"]
        return clean_email(given) if given else ""


@requires(SELVBETJENING_CUSTOMERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """Register a cancellation, and see the account's legal acts."""
    here = request.acting.here
    holder = account_of(here, account)
    mine = [one for one in subscriptions.of_account(here, account=account) if one.state not in _OVER]
    choices = [
        (str(one.id), f"{one.terms.plan.name(language())} · {format_day(one.started_on, language())}") for one in mine
    ]
    first = {"received_on": request.acting.today, "name": holder.name}
    form = CancellationForm(request.POST if request.method == "POST" else None, initial=first, choices=choices)
    back = reverse("business:sb_account", args=[here, account])
    if request.method == "POST" and form.is_valid() and _registered(request, here, account, form):
        return saved(request, back)
    return page(
        request,
        "business/selvbetjening/customers/cancellation.html",
        title=gettext("Cancellation from %(account)s") % {"account": holder},
        form=form,
        back=back,
        acts=legal_acts.of_account(here, account=account),
    )


_OVER = ("cancelled", "ended")


def _registered(request: CompanyRequest, organization: OrganizationId, account: UUID, form: CancellationForm) -> bool:
    values = form.cleaned_data
    received = Received(
        by=values["by"],
        on=values["received_on"],
        name=values["name"],
        receipt_address=values["receipt_address"],
        statement=values["statement"],
    )
    try:
        register_cancellation(
            organization,
            account=account,
            subscription=UUID(values["subscription"]),
            received=received,
            actor=request.acting.actor,
            at=clock.now(),
        )
    except Unlawful:
        form.add_error("received_on", gettext("A cancellation cannot have come later than today."))
    except Refused:
        form.add_error("subscription", gettext("This subscription cannot be cancelled now."))
    else:
        return True
    return False
