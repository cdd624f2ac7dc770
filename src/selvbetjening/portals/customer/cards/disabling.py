"""Disable a card: GET shows what it touches and offers the other ways in the same step, POST does it (SB-27, CD-04)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.billing.actions.save_effects import stop_paying_by_card
from selvbetjening.domain.billing.queries.paid_by_card import NextOnCard, PaidByCard, paid_by_card
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.actions.choose_default import choose_default
from selvbetjening.domain.payments.actions.disable_card import disable_card
from selvbetjening.domain.payments.queries.cards import PaymentCard, active_cards, as_rule, get_card
from selvbetjening.domain.payments.queries.gateways import active
from selvbetjening.domain.payments.rules.cards_refusal import CardRefused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.cards.shown import Paid, paid
from selvbetjening.portals.customer.cards.words import REFUSALS, called, called_until, expiry
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.gate import requires

LEAVE, INVOICE = "intet", "faktura"


@dataclass(frozen=True, slots=True)
class Touched:
    """What the card pays today. `heirs` pay it afterwards by themselves; `left` is what no card pays then."""

    pays: list[Paid]
    coming: list[NextOnCard]
    heirs: list[str]
    left: list[Paid]
    is_last: bool


class AfterForm(forms.Form):
    """How what the card pays is to be paid afterwards."""

    efter = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(*args, **values)
        field = self.fields["efter"]
        field.label = _("How do you want to pay afterwards?")
        field.choices = choices  # type: ignore[attr-defined]
        field.initial = choices[0][0]
        field.error_messages = {
            "required": _("Choose how you want to pay afterwards."),
            "invalid_choice": _("This is not possible any more. Choose again."),
        }


@requires(permissions.DISABLE_CARD)
@require_http_methods(["GET", "HEAD", "POST"])
def disable(request: VisitorRequest, card: UUID) -> HttpResponse:
    """Any card of the account, whatever gateway it came from; one that is disabled already stays as it is."""
    try:
        found = get_card(request.organization_id, account=request.visitor.account.id, card=card)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.state != "active":
        messages.info(request, str(REFUSALS["disabled"]))
        return HttpResponseRedirect(reverse("customer:cards"))
    touched = _touched(request, found)
    choices = _choices(request, found, touched)
    form = AfterForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, touched, form)
    return _done(request, found, form.cleaned_data["efter"])


def _touched(request: VisitorRequest, card: PaymentCard) -> Touched:
    here, account, today = request.organization_id, request.visitor.account.id, clock.today()
    now = paid_by_card(here, account=account, today=today)
    then = paid_by_card(here, account=account, today=today, without=card.id)
    mine = {each.id for each in now.by(card=card.id)}
    names = {each.id: called(each) for each in active_cards(here, account=account)}
    heirs = [each.card for each in then.subscriptions if each.subscription.id in mine and each.card]
    return Touched(
        pays=[paid(each) for each in now.by(card=card.id)],
        coming=now.next_of(card=card.id),
        heirs=[names[heir] for heir in dict.fromkeys(heirs)],
        left=[paid(each.subscription) for each in then.subscriptions if each.subscription.id in mine and not each.card],
        is_last=_pays_something(now, card) and not any(each.card for each in then.subscriptions),
    )


def _pays_something(now: PaidByCard, card: PaymentCard) -> bool:
    return bool(now.by(card=card.id) or now.next_of(card=card.id))


def _choices(request: VisitorRequest, card: PaymentCard, touched: Touched) -> list[tuple[str, str]]:
    """What fits: another good card, an invoice, or nothing more than what the company has chosen."""
    if not (touched.pays or touched.coming):
        return [(LEAVE, _("Nothing changes: the card pays nothing by itself."))]
    others = []
    if request.visitor.may(permissions.SET_DEFAULT_CARD):
        others = [(str(each.id), _("With %(card)s") % {"card": called_until(each)}) for each in _good(request, card)]
    found = [*others, (INVOICE, _("By invoice, which I pay myself"))]
    if touched.left or not (touched.heirs and others):
        found.append((LEAVE, _after_nothing(request, touched)))
    return found


def _lacks(request: VisitorRequest, card: PaymentCard, touched: Touched) -> bool:
    """Whether something that the card pays has no other card that could: then one may be added first."""
    return bool(touched.left) or bool((touched.pays or touched.coming) and not _good(request, card))


def _good(request: VisitorRequest, card: PaymentCard) -> list[PaymentCard]:
    """The others that can be charged, the newest first."""
    found = active_cards(request.organization_id, account=card.account_id)
    rules = {each.id: as_rule(card=each) for each in found if each.gateway_account_id and each.id != card.id}
    today = clock.today()
    return [each for each in reversed(found) if each.id in rules and not rules[each.id].is_expired(today=today)]


def _after_nothing(request: VisitorRequest, touched: Touched) -> str:
    """What happens where nothing is chosen: the next card takes over, or the company's own setting (`on_no_card`)."""
    if not touched.left and touched.heirs:
        return _("With %(card)s, which takes over") % {"card": ", ".join(touched.heirs)}
    if request.organization.choice("on_no_card") == "send_invoice":
        return _("I decide later. Until then I get an invoice that I pay myself.")
    return _("I decide later. Until then each payment counts as failed, and I am asked for a card.")


def _page(request: VisitorRequest, card: PaymentCard, touched: Touched, form: AfterForm) -> HttpResponse:
    context = {
        "card": card,
        "name": called(card),
        "expiry": expiry(card),
        "touched": touched,
        "form": form,
        "asks": len(form.fields["efter"].choices) > 1,  # type: ignore[attr-defined]
        "leave": LEAVE,
        "can_add": _lacks(request, card, touched)
        and request.visitor.may(permissions.ADD_CARD)
        and bool(active(request.organization_id)),
    }
    return render(request, "customer/cards/disable.html", context)


def _done(request: VisitorRequest, card: PaymentCard, after: str) -> HttpResponse:
    """All of it or nothing, in one transaction: the other way first, so that there is no moment without one."""
    here, account = request.organization_id, card.account_id
    who, at = request.visitor.actor, clock.now()
    said = _("%(card)s is disabled.") % {"card": called(card)}
    try:
        with within(here):
            if after == INVOICE:
                stop_paying_by_card(here, account=account, actor=who, at=at)
                said = _("%(card)s is disabled. You pay by invoice from now on.") % {"card": called(card)}
            elif after != LEAVE:
                heir = choose_default(here, account=account, card=UUID(after), actor=who, at=at)
                names = {"card": called(card), "other": called(heir)}
                said = _("%(card)s is disabled. %(other)s is charged from now on.") % names
            disable_card(here, account=account, card=card.id, by="customer", actor=who, at=at)
    except CardRefused as refused:
        messages.error(request, str(REFUSALS[refused.reason]))
        return HttpResponseRedirect(reverse("customer:card_disable", args=[card.id]))
    messages.success(request, said)
    return HttpResponseRedirect(reverse("customer:cards"))
