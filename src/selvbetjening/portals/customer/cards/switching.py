"""Pay in another way: GET shows what becomes of every open invoice, POST does exactly that (CM-05, XB-34)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.switch_method import switch_method
from selvbetjening.domain.billing.queries.method_switches import WAYS, method_switch
from selvbetjening.domain.billing.rules.method_switch import MethodSwitch, NotSwitched, SwitchStale
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.cards import active_cards
from selvbetjening.domain.payments.queries.gateways import active
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.cards import words
from selvbetjening.portals.customer.cards.timeline import Step, timeline
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires
from selvbetjening.ui.components.values import language

CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is changed: one subscription, or the account with all that runs on it. `back` is where one came from."""

    subscription: UUID | None
    name: str
    way: str
    here: str
    back: str
    back_words: str


@requires(permissions.CHANGE_COLLECTION_METHOD)
@require_http_methods(["GET", "HEAD", "POST"])
def of_account(request: VisitorRequest) -> HttpResponse:
    """The account and every subscription that has not ended."""
    return _answer(request, _account(request, here=reverse("customer:collection_method")))


@requires(permissions.CHANGE_COLLECTION_METHOD)
@require_http_methods(["GET", "HEAD", "POST"])
def of_subscription(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """One subscription; the others stay as they are."""
    try:
        found = subscriptions.get(
            request.organization_id, account=request.visitor.account.id, subscription=subscription
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    name = found.terms.plan.name(language())
    place = Place(
        subscription=found.id,
        name=name,
        way=found.collection_method or request.visitor.account.collection_method,
        here=reverse("customer:subscription_method", args=[found.id]),
        back=reverse("customer:subscription", args=[found.id]),
        back_words=name,
    )
    return _answer(request, place)


@requires(permissions.DISABLE_CARD)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: VisitorRequest) -> HttpResponse:
    """The account back to invoices: what saving a card did is undone here, by whoever may disable the card (SB-32)."""
    return _answer(request, _account(request, here=reverse("customer:cards_stop")), only="invoice")


def _account(request: VisitorRequest, *, here: str) -> Place:
    return Place(
        subscription=None,
        name="",
        way=request.visitor.account.collection_method,
        here=here,
        back=reverse("customer:cards"),
        back_words=_("Payment cards"),
    )


def _answer(request: VisitorRequest, place: Place, *, only: str = "") -> HttpResponse:
    to = only or request.POST.get("til") or request.GET.get("til") or ""
    # A public body pays its e-invoices itself (EIN-1).
    able = ways_for(request.visitor.account.party_type)
    offered = [way for way in able if way != place.way]
    if not offered:
        return _refused(request, place, to, "method")
    if to not in WAYS:
        # One other way needs no choosing.
        to = offered[0] if len(offered) == 1 else ""
    if not to:
        return _page(request, place, None, offered=offered)
    if request.method == "POST":
        return _do(request, place, to)
    try:
        return _page(request, place, _plan(request, place, to))
    except NotSwitched as refused:
        return _refused(request, place, to, refused.reason)


def ways_for(party_type: str) -> list[str]:
    """What this kind of customer can choose among."""
    return [way for way in WAYS if way == "invoice" or party_type != "public"]


def _plan(request: VisitorRequest, place: Place, to: str) -> MethodSwitch:
    account, today = request.visitor.account.id, clock.today()
    return method_switch(request.organization_id, account=account, subscription=place.subscription, to=to, today=today)


def _do(request: VisitorRequest, place: Place, to: str) -> HttpResponse:
    try:
        switch_method(
            request.organization_id,
            account=request.visitor.account.id,
            subscription=place.subscription,
            to=to,
            seen=request.POST.get("set", ""),
            actor=request.visitor.actor,
            at=clock.now(),
        )
    except NotSwitched as refused:
        return _refused(request, place, to, refused.reason)
    except SwitchStale as stale:
        return _page(request, place, stale.now, stale=True)
    said = _("You pay by card from now on.") if to == "payment_card" else _("You pay by invoice from now on.")
    messages.success(request, said)
    return HttpResponseRedirect(place.back)


def _page(
    request: VisitorRequest,
    place: Place,
    plan: MethodSwitch | None,
    *,
    offered: list[str] | None = None,
    stale: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "place": place,
        "now": _("Some of it by card, the rest by invoice") if plan and plan.to == place.way else words.WAYS[place.way],
        "offered": [(way, words.WAYS[way]) for way in offered or ()],
        "plan": plan,
        "then": words.WAYS[plan.to] if plan else "",
        "cards": _cards(request, plan) if plan else [],
        "names": _names(request, plan) if plan else [],
        "steps": _steps(request, plan) if plan else [],
        "stale": stale,
    }
    return render(request, "customer/cards/switch.html", context, status=CONFLICT if stale else 200)


def _refused(request: VisitorRequest, place: Place, to: str, reason: str) -> HttpResponse:
    """Nothing to change: back, and said so. Without a card that can be charged, the way to one."""
    if reason != "no_card":
        messages.info(request, str(words.REFUSALS[reason]))
        return HttpResponseRedirect(place.back)
    can_add = request.visitor.may(permissions.ADD_CARD) and bool(active(request.organization_id))
    context = {"place": place, "can_add": can_add}
    return render(request, "customer/cards/no_card.html", context, status=CONFLICT if request.method == "POST" else 200)


def _cards(request: VisitorRequest, plan: MethodSwitch) -> list[str]:
    known = {each.id: each for each in active_cards(request.organization_id, account=request.visitor.account.id)}
    ids = dict.fromkeys(card for _currency, card in plan.cards)
    return [words.called_until(known[id_]) for id_ in ids]


def _names(request: VisitorRequest, plan: MethodSwitch) -> list[str]:
    if plan.subscription is not None:
        return []
    found = subscriptions.plans_of(
        request.organization_id,
        account=request.visitor.account.id,
        subscriptions=plan.subscriptions,
        language=language(),
    )
    return sorted(found.values())


def _steps(request: VisitorRequest, plan: MethodSwitch) -> list[Step]:
    return timeline(request, plan, today=clock.today())
