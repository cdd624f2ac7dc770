"""Change how many: choose, see what it costs, confirm (SU-02, XB-11, XB-21)."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.confirm import Confirmed
from selvbetjening.domain.billing.actions.quote_change import quote_change
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.changes.acting import ActPage, Saying
from selvbetjening.portals.customer.quantities import QuantityForm
from selvbetjening.portals.customer.quoted import Quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import Shown
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


@requires(permissions.CHANGE_QUANTITY)
@require_http_methods(["GET", "HEAD", "POST"])
def quantity(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET asks how many (`?antal=`), stores a quote and shows it; POST with the quote's id does exactly that."""
    try:
        found = subscriptions.get(
            request.organization_id, account=request.visitor.account.id, subscription=subscription
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    form = QuantityForm(
        request.GET if "antal" in request.GET else None,
        limits=found.terms.limits,
        present=found.quantity,
        initial={"antal": found.quantity},
    )
    page = ActPage(
        request=request, subscription=subscription, act="change", say=_says, done=_done, form=form, asks="antal",
        allows=lambda quote: quote.terms == found.terms_id,
    )  # fmt: skip

    def make() -> QuoteView:
        return quote_change(
            request.organization_id,
            account=request.visitor.account.id,
            subscription=subscription,
            quantity=form.cleaned_data["antal"],
            at=clock.now(),
        )

    return page.answer(make if form.is_bound and form.is_valid() else None)


def _says(shown: Quoted | None, row: Shown) -> Saying:
    notes = []
    if shown:
        quote = shown.quote
        numbers = {"before": quote.quantity_before, "after": quote.quantity, "day": _day(quote)}
        if quote.timing == "now":
            notes.append(_("From today you have %(after)s instead of %(before)s.") % numbers)
        else:
            notes.append(_("On %(day)s %(before)s become %(after)s. Until then everything stays as it is.") % numbers)
        notes.append(_("The next renewal stays where it is."))
    costs = shown is not None and shown.quote.charge_today.minor > 0
    return Saying(
        title=_("Change quantity"),
        lead=row.note,
        notes=notes,
        ask=_("See what it costs"),
        confirm=_("Change with obligation to pay") if costs else _("Change quantity"),
        keep=_("Keep what I have"),
    )


def _done(result: Confirmed) -> str:
    if result.effective_on > clock.today():
        return _("The change is planned. It happens on %(day)s.") % {"day": format_day(result.effective_on, language())}
    return _("The quantity is changed. A receipt is on its way by mail.")


def _day(quote: QuoteView) -> str:
    return format_day(quote.effective_on, language())
