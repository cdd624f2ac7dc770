"""The company's discount codes: found, made, and ended."""

from typing import Final
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_PLANS, SELVBETJENING_VIEW
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.actions.create_coupon import create_coupon
from selvbetjening.domain.catalog.actions.create_plan import CodeTaken
from selvbetjening.domain.catalog.actions.end_coupon import end_coupon
from selvbetjening.kernel import clock
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.selling.coupon_forms import CouponForm
from selvbetjening.portals.business.selvbetjening.selling.plan_pages import taken
from selvbetjening.portals.business.selvbetjening.selling.price_words import coupon_words
from selvbetjening.portals.gate import requires

_ROWS: Final = 50
STATES: Final = {"aaben": _("Can be used"), "slut": _("Ended")}


@requires(SELVBETJENING_VIEW)
@require_safe
def coupons(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """The codes, each with what it does."""
    words, state, today = asked_words(request, longest=40), request.GET.get("tilstand", ""), request.acting.today
    every = catalog.coupons(request.acting.here)
    found = [(one, one.valid_until is None or one.valid_until > today) for one in every]
    found = [(one, is_open) for one, is_open in found if words.casefold() in one.code.casefold()]
    if state in STATES:
        found = [(one, is_open) for one, is_open in found if is_open == (state == "aaben")]
    shown = Paginator(found, _ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": [(one, coupon_words(one), is_open) for one, is_open in shown],
        "page": shown,
        "any": bool(every),
        "words": words,
        "state": state,
        "states": list(STATES.items()),
        "may_change": request.acting.holds(SELVBETJENING_PLANS),
    }
    return page(request, "business/selvbetjening/selling/coupons.html", title=gettext("Discount codes"), **context)


@requires(SELVBETJENING_PLANS)
@require_POST
def coupon_end(request: CompanyRequest, organization: UUID, coupon: UUID) -> HttpResponse:
    """Nobody can use the code from today on; who has used it keeps the discount."""
    acting = request.acting
    if not any(one.id == coupon for one in catalog.coupons(acting.here)):
        raise Http404
    end_coupon(acting.here, coupon=coupon, today=acting.today, actor=acting.actor, at=clock.now())
    return saved(request, reverse("business:sb_coupons", args=[acting.here]))


@requires(SELVBETJENING_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def coupon_add(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """A new code."""
    form = CouponForm(request.POST if request.method == "POST" else None)
    back = reverse("business:sb_coupons", args=[request.acting.here])
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                create_coupon(
                    request.acting.here, code=form.cleaned_data["code"], coupon=form.terms(),
                    actor=request.acting.actor, at=clock.now(),
                )  # fmt: skip
            return saved(request, back)
        except CodeTaken:
            taken(form)
    return page(request, "business/form.html", title=gettext("New discount code"), form=form, back=back)
