"""Another price for running subscriptions: begun here, told by mail, with a log of who got it (CAN-6)."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.billing.actions.tell_price_change import tell_price_change
from selvbetjening.domain.billing.queries import price_changes as queries
from selvbetjening.domain.billing.rules.law.cancelling import Unlawful
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.staff.looking import actor_of, look
from selvbetjening.portals.staff.pages import page, saved
from selvbetjening.ui.components.values import language

REFUSALS = {
    "too_soon": ("effective_on", _("It is too soon: customers must be told at least %(days)s days before.")),
    "other_terms": ("to_terms", _("Choose other terms of the same plan, interval and currency.")),
    "no_clause": ("clause", _("Without a clause in your terms the price of a running contract cannot be raised.")),
    "no_reason": ("reason", _("Customers must be told why.")),
}


class PriceChangeForm(forms.Form):
    """From which terms to which, when, by which right, and why."""

    from_terms = forms.ChoiceField(label=_("Subscriptions on"))
    to_terms = forms.ChoiceField(label=_("Move to"))
    effective_on = forms.DateField(
        label=_("First day of the new price"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Each subscription moves with its first renewal on or after this day."),
    )  # fmt: skip
    clause = forms.CharField(
        label=_("Clause of your terms that allows it"), max_length=200, help_text=_("Customers are told of it.")
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Customers read this."))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        for name in ("from_terms", "to_terms"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


def price_changes(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Every price change, newest first."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="price changes") as company:
        rows = [
            (
                one,
                one.from_terms.plan.name(language()),
                queries.counted(OrganizationId(organization), price_change=one.id),
            )
            for one in queries.listed(here)
        ]
        title = gettext("Price changes")
        return page(request, "staff/price_changes.html", title=title, organization=company, rows=rows)


def price_change_add(request: HttpRequest, organization: UUID) -> HttpResponse:
    """Begin a price change; the customers are told at once, by a job."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="price changes") as company:
        choices = [(str(one.id), f"{one.plan.name(language())} · {one.code}") for one in queries.all_terms(here)]
        form = PriceChangeForm(request.POST if request.method == "POST" else None, choices=choices)
        back = reverse("admin:price_changes", args=[organization])
        if request.method == "POST" and form.is_valid() and _begun(request, here, form):
            return saved(request, back)
        title = gettext("New price change")
        return page(request, "staff/form.html", title=title, form=form, organization=company, back=back)


def price_change(request: HttpRequest, organization: UUID, change: UUID) -> HttpResponse:
    """Who was told of one change, when, and whether the mail was taken: the log of delivery."""
    here = OrganizationId(organization)
    with look(request, organization, at_what="price changes") as company:
        found = next((one for one in queries.listed(here) if one.id == change), None)
        if found is None:
            raise Http404
        title = gettext("Price change from %(day)s") % {"day": found.effective_on}
        log = queries.delivery_log(here, price_change=change)
        return page(request, "staff/price_change.html", title=title, organization=company, change=found, log=log)


def _begun(request: HttpRequest, organization: OrganizationId, form: PriceChangeForm) -> bool:
    values = form.cleaned_data
    try:
        tell_price_change(
            organization,
            from_terms=UUID(values["from_terms"]),
            to_terms=UUID(values["to_terms"]),
            effective_on=values["effective_on"],
            clause=values["clause"],
            reason=values["reason"],
            actor=actor_of(request),
            at=clock.now(),
        )
    except Unlawful as error:
        field, words = REFUSALS[error.reason]
        form.add_error(field, str(words) % {"days": queries.least_days(organization)})
        return False
    return True
