"""Use a discount code on a running subscription."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.quote_coupon import quote_coupon
from selvbetjening.domain.billing.rules.quotes import QuoteView
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel import clock
from selvbetjening.kernel.formatting import format_day
from selvbetjening.portals.customer.changes.acting import ActPage, Saying
from selvbetjening.portals.customer.quoted import Quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.shown import Shown
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language


class CouponForm(forms.Form):
    """The code as the customer has it."""

    kode = forms.CharField(
        label=gettext_lazy("Discount code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type the discount code.")},
    )


@requires(permissions.USE_COUPON)
@require_http_methods(["GET", "HEAD", "POST"])
def coupon(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """GET asks for the code (`?kode=`), stores a quote and shows it; POST with the quote's id uses the code."""
    form = CouponForm(request.GET if "kode" in request.GET else None)
    page = ActPage(
        request=request, subscription=subscription, act="coupon", say=_coupon_says, form=form, asks="kode",
        done=lambda result: _("The discount code is used. You see it on the next invoice."),
    )  # fmt: skip

    def make() -> QuoteView:
        return quote_coupon(
            request.organization_id,
            account=request.visitor.account.id,
            subscription=subscription,
            code=form.cleaned_data["kode"],
            at=clock.now(),
        )

    return page.answer(make if form.is_bound and form.is_valid() else None)


def _coupon_says(shown: Quoted | None, row: Shown) -> Saying:
    notes = []
    if shown:
        quote = shown.quote
        notes.append(_("The code %(code)s takes effect from the next charge.") % {"code": quote.coupon})
        if quote.discount_ends_on:
            day = format_day(quote.discount_ends_on, language())
            notes.append(_("The price is the ordinary one again from %(day)s.") % {"day": day})
    return Saying(
        title=_("Use a discount code"),
        lead=row.name,
        notes=notes,
        ask=_("See what it does"),
        confirm=_("Use the code"),
        keep=_("Do not use it"),
    )
