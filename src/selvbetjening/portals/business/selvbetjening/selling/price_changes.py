"""Another price for running subscriptions: begun here, told by mail, with a log of who got it (CAN-6)."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_PLANS, SELVBETJENING_VIEW
from selvbetjening.domain.billing.actions.tell_price_change import tell_price_change
from selvbetjening.domain.billing.queries import price_changes as queries
from selvbetjening.domain.billing.rules.law.cancelling import Unlawful
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.portals.business.day_fields import DayField
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.selling.price_words import price
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import PlanTerms

_ROWS: Final = 50
_FOLDER: Final = "business/selvbetjening/selling"
REFUSALS = {
    "too_soon": ("effective_on", _("It is too soon: customers must be told at least %(days)s days before.")),
    "other_terms": ("move", _("Choose other terms of the same plan, interval and currency.")),
    "no_clause": ("clause", _("Without a clause in your terms the price of a running contract cannot be raised.")),
    "no_reason": ("reason", _("Customers must be told why.")),
}


class PriceChangeForm(forms.Form):
    """From which terms to which, when, by which right, and why."""

    move = forms.ChoiceField(
        label=_("Price"),
        widget=forms.RadioSelect,  # a list that drops down would cut off the new price
        help_text=_("From what customers pay to other terms of the same plan, interval and currency."),
    )
    effective_on = DayField(
        label=_("First day of the new price"),
        help_text=_("Each subscription moves with its first renewal on or after this day."),
    )
    clause = forms.CharField(
        label=_("Clause of your terms that allows it"), max_length=200, help_text=_("Customers are told of it.")
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Customers read this."))

    def __init__(self, *args: Any, moves: list[queries.Move], **values: Any) -> None:
        super().__init__(*args, **values)
        self.moves = {f"{one.before.id}:{one.after.id}": one for one in moves}
        choices = [(key, _offered(one)) for key, one in self.moves.items()]
        self.fields["move"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> queries.Move:
        """The move of a clean form."""
        return self.moves[self.cleaned_data["move"]]

    @property
    def said(self) -> dict[str, Any]:
        """What a clean form says, as the check and the act take it."""
        values = {name: self.cleaned_data[name] for name in ("effective_on", "clause", "reason")}
        return {"from_terms": self.chosen.before.id, "to_terms": self.chosen.after.id, **values}


def _offered(move: queries.Move) -> str:
    words = gettext("%(plan)s: %(before)s → %(after)s")
    said = words % {
        "plan": move.before.plan.name(language()),
        "before": _named(move.before),
        "after": _named(move.after),
    }
    count = ngettext("%(count)s subscription", "%(count)s subscriptions", move.running) % {"count": move.running}
    return f"{said} · {count}"


def _named(terms: "PlanTerms") -> str:
    return f"{price(terms)} ({terms.code})"


@requires(SELVBETJENING_VIEW)
@require_safe
def price_changes(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Every price change, newest first, and how many were told of each."""
    here = request.acting.here
    shown = Paginator(queries.listed(here), _ROWS).get_page(request.GET.get("page"))
    rows = [
        (one, one.from_terms.plan.name(language()), price(one.from_terms), price(one.to_terms), *count)
        for one in shown
        for count in [queries.counted(here, change=one)]
    ]
    context = {"rows": rows, "page": shown, "may_change": request.acting.holds(SELVBETJENING_PLANS)}
    return page(request, f"{_FOLDER}/price_changes.html", title=gettext("Price changes"), **context)


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def price_change_add(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Begin a price change in two steps: what it means and for how many, then the customers are told, by a job."""
    here = request.acting.here
    form = PriceChangeForm(request.POST if request.method == "POST" else None, moves=queries.possible(here))
    back = reverse("business:sb_price_changes", args=[here])
    context: dict[str, Any] = {"form": form, "back": back, "title": gettext("New price change")}
    if request.method == "POST" and "change" not in request.POST and form.is_valid() and _lawful(here, form):
        if "tell" in request.POST:
            tell_price_change(here, **form.said, actor=request.acting.actor, at=clock.now())
            return saved(request, back)
        context |= {"before": price(form.chosen.before), "after": price(form.chosen.after), "move": form.chosen}
        return page(request, f"{_FOLDER}/price_change_confirm.html", **context, said=form.said)
    if not form.moves:
        context["form"] = None
    return page(request, f"{_FOLDER}/price_change_add.html", **context)


@requires(SELVBETJENING_VIEW)
@require_safe
def price_change(request: CompanyRequest, organization: UUID, change: UUID) -> HttpResponse:
    """Who was told of one change, when, and whether the mail was taken: the log of delivery."""
    here = request.acting.here
    found = next((one for one in queries.listed(here) if one.id == change), None)
    if found is None:
        raise Http404
    context = {
        "change": found,
        "page": Paginator(queries.delivery_log(here, price_change=change), _ROWS).get_page(request.GET.get("page")),
        "before": price(found.from_terms),
        "after": price(found.to_terms),
        "back": reverse("business:sb_price_changes", args=[here]),
    }
    title = gettext("Price change from %(day)s") % {"day": format_day(found.effective_on, language())}
    return page(request, f"{_FOLDER}/price_change.html", title=title, **context)


def _lawful(organization: OrganizationId, form: PriceChangeForm) -> bool:
    try:
        queries.checked(organization, **form.said, today=clock.today())
    except Unlawful as error:
        field, words = REFUSALS[error.reason]
        form.add_error(field, str(words) % {"days": queries.least_days(organization)})
        return False
    return True
