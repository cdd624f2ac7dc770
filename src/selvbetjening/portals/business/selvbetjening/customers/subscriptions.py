"""The subscriptions of all accounts: search, state, pages."""

from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_VIEW
from selvbetjening.domain.subscriptions import queries
from selvbetjening.domain.subscriptions.rules import phase
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.customers.words import BADGES, SUBSCRIPTION_STATES
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

_ROWS: Final = 50


class FilterForm(forms.Form):
    """Looks for something; nothing is asked for."""

    marks_optional = False
    q = forms.CharField(label=_("Number, name or e-mail address"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("State"), required=False, choices=SUBSCRIPTION_STATES)


@requires(SELVBETJENING_VIEW)
@require_safe
def subscriptions(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The latest started first; whose they are leads to the account, where they are changed."""
    acting = request.acting
    form = FilterForm(request.GET)
    values = form.cleaned_data if form.is_valid() else {}
    found = queries.search(
        acting.here, words=values.get("q", ""), state=values.get("state", ""), today=acting.today
    )  # fmt: skip
    shown = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": [(one, one.terms.plan.name(language()), badge_of(one, today=acting.today)) for one in shown],
        "is_filtered": any(request.GET.get(name) for name in FilterForm.base_fields),
    }
    template = "business/selvbetjening/customers/subscriptions.html"
    return page(request, template, title=gettext("Subscriptions"), **context)


def badge_of(one: queries.Subscription, *, today: date) -> str:
    """The badge of how it stands."""
    found = phase(state=one.state, started_on=one.started_on, trial_ends_on=one.trial_ends_on, today=today)
    return BADGES[found]
