"""The list of subscriptions, and one of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selvbetjening.domain.billing import queries as billing
from selvbetjening.domain.billing.queries.next_payments import next_payment
from selvbetjening.domain.contracts.rules.holding import bound_by
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.prices import how_often, price_of, units
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.subscriptions.paying import paying_of
from selvbetjening.portals.customer.subscriptions.plot import year_ahead
from selvbetjening.portals.customer.subscriptions.shown import shown
from selvbetjening.portals.customer.subscriptions.undoing import banner_for
from selvbetjening.portals.customer.withdrawals import entry_for
from selvbetjening.portals.gate import logged_in
from selvbetjening.ui.components.values import language

ON_A_PAGE = 25


@logged_in
@require_safe
def listing(request: VisitorRequest) -> HttpResponse:
    """Every subscription of the account, ended ones last, and what they cost in the next twelve months."""
    organization, account = request.organization_id, request.visitor.account
    found = subscriptions.of_account(organization, account=account.id)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    own = request.visitor.own_prices
    context = {
        "page": page,
        "rows": [shown(subscription, party_type=account.party_type, own=own) for subscription in page],
        "bars": year_ahead(billing.forecast(organization, account=account.id, today=clock.today())),
    }
    return render(request, "customer/subscriptions.html", context)


@logged_in
@require_safe
def detail(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """One subscription and the acts that are allowed on it now; unknown and foreign ones are 404 (SEC-19)."""
    account, today = request.visitor.account, clock.today()
    try:
        found = subscriptions.get(request.organization_id, account=account.id, subscription=subscription)
    except ObjectDoesNotExist:
        raise Http404 from None
    own = request.visitor.own_prices
    row = shown(found, party_type=account.party_type, own=own)
    doable = acts(request, state=row.state, choosable=not found.terms.limits.is_fixed)
    running = row.state == "active" and found.period_starts_on < found.renews_on
    context = {
        "row": row,
        "subscription": found,
        "description": found.terms.plan.description(language()),
        "period": (found.period_starts_on, found.renews_on) if running and not row.free_until else None,
        "next_payment": next_payment(request.organization_id, subscription=found, today=today),
        "paying": paying_of(request, found, today=today),
        "planned": planned(request, found),
        "undo": banner_for(request, subscription),
        "bound_until": _bound_until(found.committed_until, bound_by(contracts=own.get(found.terms_id, ()), day=today)),
        "doable": doable & {"change", "quantity", "coupon", "pause", "resume", "cancel"},
        "acts": doable,
        "withdrawals": [entry] if (entry := entry_for(request, found)) else [],
    }
    return render(request, "customer/subscription.html", context)


def planned(request: VisitorRequest, subscription: subscriptions.Subscription) -> dict[str, Any] | None:
    """The change that waits for the next period, in words (SU-06)."""
    change = subscriptions.scheduled_change(request.organization_id, subscription=subscription.id)
    if change is None:
        return None
    terms, speech = change.terms, language()
    return {
        "on": change.effective_on,
        "until": change.effective_on - timedelta(days=1),
        "name": terms.plan.name(speech),
        "terms": how_often(terms.interval),
        "units": units(terms, quantity=change.quantity, language=speech),
        "price": price_of(
            terms,
            quantity=change.quantity,
            party_type=request.visitor.account.party_type,
            own=request.visitor.own_prices,
            day=change.effective_on,
            own_price=change.own_price(subscription),
        ),
    }


def _bound_until(*until: date | None) -> date | None:
    """The last day of a binding that has not run out, of the subscription or of the contract that it is under."""
    latest = max((day for day in until if day), default=None)
    return latest - timedelta(days=1) if latest and latest > clock.today() else None


def acts(request: VisitorRequest, *, state: str, choosable: bool = True) -> frozenset[str]:
    """What may be done with a subscription in this state: switches and state together (SB-05).

    `choosable` says whether its terms are sold in more than one quantity (XB-11).
    """
    may = request.visitor.may
    active, paused = state == "active", state == "paused"
    wanted = {
        "change": active and (may(permissions.UPGRADE_SUBSCRIPTION) or may(permissions.DOWNGRADE_SUBSCRIPTION)),
        "quantity": active and choosable and may(permissions.CHANGE_QUANTITY),
        "coupon": active and may(permissions.USE_COUPON),
        "pause": active and may(permissions.PAUSE_SUBSCRIPTION),
        "resume": paused and may(permissions.PAUSE_SUBSCRIPTION),
        "cancel": (active or paused) and may(permissions.CANCEL_SUBSCRIPTION),
        "reactivate": state == "cancelled" and may(permissions.REACTIVATE_SUBSCRIPTION),
        "resubscribe": state == "ended" and may(permissions.REACTIVATE_SUBSCRIPTION),
        "unplan": may(permissions.MANAGE_SCHEDULED_CHANGE),
    }
    return frozenset(act for act, allowed in wanted.items() if allowed)
