"""The list of cards, and which of them is charged first (CD-01, CD-05)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selvbetjening.domain.billing.queries.enrolling import mandate_numbers
from selvbetjening.domain.billing.queries.new_card import charged_at_once
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.actions.choose_default import choose_default
from selvbetjening.domain.payments.queries.attempts import Attempt, get_attempt
from selvbetjening.domain.payments.queries.cards import disabled_cards
from selvbetjening.domain.payments.rules.cards_refusal import CardRefused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.cards.enrolling import enrolment
from selvbetjening.portals.customer.cards.entry import has_page
from selvbetjening.portals.customer.cards.outstanding import outstanding
from selvbetjening.portals.customer.cards.shown import Cards, cards_shown
from selvbetjening.portals.customer.cards.words import REFUSALS, called, expiry
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import logged_in, requires


@logged_in
@require_safe
def listing(request: VisitorRequest) -> HttpResponse:
    """Every card with what it pays; the disabled ones below. `?gemt` comes from the page of a card just saved."""
    if not has_page(request.visitor):
        raise Http404
    gone = disabled_cards(request.organization_id, account=request.visitor.account.id)
    saved = _saved(request)
    open_ones = outstanding(request, today=clock.today())
    found = cards_shown(request, today=clock.today(), failed=open_ones.failed)
    context: dict[str, Any] = {
        "saved": saved,
        "at_once": charged_at_once(request.organization_id, attempt=saved, today=clock.today()) if saved else [],
        "outstanding": open_ones,
        "cards": found,
        "gone": [(called(card), expiry(card), card.disabled_at) for card in gone],
        "mandate": mandate_numbers(request.organization_id, account=request.visitor.account, today=clock.today()),
        "enrol": enrolment(request),
        "pays_itself": _pays_itself(found),
        "by_card": bool(found.work.subscriptions) or request.visitor.account.collection_method == "payment_card",
    }
    return render(request, "customer/cards/list.html", context)


def _pays_itself(found: Cards) -> bool:
    """Whether there is a card that pays what is to be paid by card; without a subscription, one that could."""
    if found.work.subscriptions:
        return any(each.card for each in found.work.subscriptions)
    return any(not row.is_expired for row in found.rows)


def _saved(request: VisitorRequest) -> Attempt | None:
    """The saving that the visitor comes from, if it is the account's own and went well."""
    try:
        named = UUID(request.GET.get("gemt", ""))
        found = get_attempt(request.organization_id, account=request.visitor.account.id, attempt=named)
    except (ValueError, ObjectDoesNotExist):
        return None
    return found if found.kind == "save" and found.state == "succeeded" else None


@requires(permissions.SET_DEFAULT_CARD)
@require_POST
def make_default(request: VisitorRequest, card: UUID) -> HttpResponse:
    """From now on this one is charged first; choosing another undoes it."""
    account = request.visitor.account.id
    try:
        chosen = choose_default(
            request.organization_id, account=account, card=card, actor=request.visitor.actor, at=clock.now()
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    except CardRefused as refused:
        messages.error(request, str(REFUSALS[refused.reason]))
    else:
        messages.success(request, _("%(card)s is charged first from now on.") % {"card": called(chosen)})
    return HttpResponseRedirect(reverse("customer:cards"))
