"""Fortryd aftale: declare, confirm, receipt. Two steps, and nothing that holds anybody back (WDR-3 to WDR-5, ORD-6)."""

from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.billing import queries as billing
from selvbetjening.domain.billing.actions.confirm import confirm
from selvbetjening.domain.billing.actions.quote_withdraw import quote_withdraw
from selvbetjening.domain.billing.queries import legal_acts
from selvbetjening.domain.billing.queries.paying_back import PayingBack, paid_back_of, would_pay_back
from selvbetjening.domain.billing.rules.law.declarations import Declaration, grouped
from selvbetjening.domain.billing.rules.quotes import QuoteStale, QuoteView
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.refunds import RefundTask, open_refund_made
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.customer.law import case as cases
from selvbetjening.portals.customer.law.case import Case
from selvbetjening.portals.customer.law.forms import DeclarationForm
from selvbetjening.portals.customer.quoted import differences, quoted
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.portals.customer.withdrawals import confirm_label_of, entries_for, label_of
from selvbetjening.portals.customer.words import refusal
from selvbetjening.portals.gate import requires

CONFLICT: Final = 409
#: Under this key the session holds what was declared, between the two steps.
DECLARED: Final = "declared"


@requires(permissions.WITHDRAW_CONTRACT)
@require_safe
def overview(request: VisitorRequest) -> HttpResponse:
    """Every contract that can be withdrawn from now, and until when; where the footer leads."""
    context = {"entries": entries_for(request), "label": label_of(request.organization)}
    return render(request, "customer/law/withdraw_overview.html", context)


@requires(permissions.WITHDRAW_CONTRACT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """The first step for a visitor: who, which contract, where the receipt goes."""
    return declare(request, cases.of_visitor(request, subscription))


@requires(permissions.WITHDRAW_CONTRACT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_confirm(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """The second step for a visitor."""
    return confirm_step(request, cases.of_visitor(request, subscription))


@requires(permissions.WITHDRAW_CONTRACT)
@require_safe
def withdrawn(request: VisitorRequest, subscription: UUID) -> HttpResponse:
    """The receipt on the page, for a visitor."""
    return receipt(request, cases.of_visitor(request, subscription))


def declare(request: Any, case: Case) -> HttpResponse:
    """GET shows what happens and asks for the declaration; POST keeps it and goes on to the second step."""
    try:
        quote = _quote(case)
    except Refused as refused:
        return _refused(request, case, refused.reason)
    given = request.POST if request.method == "POST" else None
    known = {"name": case.recipient.name, "receipt_address": case.recipient.email, **(_declared(request, case) or {})}
    form = DeclarationForm(given, initial=known)
    if form.is_valid():
        request.session[DECLARED] = {"subscription": str(case.subscription.id), **form.cleaned_data}
        return HttpResponseRedirect(case.page("withdraw_confirm"))
    return _declaration(request, case, quote, form)


def confirm_step(request: Any, case: Case) -> HttpResponse:
    """GET shows what was declared and one button, which confirms; POST withdraws, exactly as shown, or shows what has
    changed (WDR-4). The only other way leads back to the declaration.
    """
    declared = _declared(request, case)
    if declared is None:
        return HttpResponseRedirect(case.page("withdraw"))
    try:
        if request.method == "POST":
            return _withdraw(request, case, declared)
        quote = _quote(case)
    except Refused as refused:
        return _refused(request, case, refused.reason)
    context = {
        "case": case,
        "quote": quote,
        "declared": declared,
        "money": _paying_back(case, quote),
        "days": case.withdrawal(clock.today()).pay_for_days,
        "confirm": confirm_label_of(request.organization),
        "action": request.path,
        "back": case.page("withdraw"),
    }
    return render(request, "customer/law/withdraw_confirm.html", context)


def receipt(request: Any, case: Case) -> HttpResponse:
    """What was declared, when, and what comes back; the same as in the mail (WDR-5)."""
    act = _act(case)
    if act is None:
        return HttpResponseRedirect(case.page("withdraw"))
    money = paid_back_of(case.organization, legal_act=act)
    context = {"act": act, "case": case, "code": grouped(code=act.code), "money": money, "refund": refund_of(case)}
    return render(request, "customer/law/receipt.html", context)


def refund_of(case: Case) -> RefundTask | None:
    """The money of the withdrawal that is still to be paid back."""
    act = _act(case)
    if act is None:
        return None
    return open_refund_made(
        case.organization, account=case.account.id, reason="withdrawal", made_at=act.recorded_at
    )  # fmt: skip


def _act(case: Case) -> legal_acts.LegalAct | None:
    acts = legal_acts.of_subscription(case.organization, account=case.account.id, subscription=case.subscription.id)
    return next((one for one in acts if one.kind == "withdraw"), None)


def _withdraw(request: Any, case: Case, declared: dict[str, str]) -> HttpResponse:
    stored = _posted(request, case)
    declaration = Declaration(channel=case.channel, name=declared["name"], receipt_address=declared["receipt_address"])
    try:
        confirm(
            case.organization,
            account=case.account.id,
            quote=stored.id,
            actor=case.actor,
            at=clock.now(),
            declared=declaration,
        )
    except QuoteStale as stale:
        form = DeclarationForm(initial=declared)
        differs = differences(before=stored, after=stale.fresh)
        response = _declaration(request, case, stale.fresh, form, stale=True, differs=differs)
        response.status_code = CONFLICT
        return response
    del request.session[DECLARED]
    return HttpResponseRedirect(case.page("withdrawn"))


def _posted(request: HttpRequest, case: Case) -> QuoteView:
    """The quote that was posted, if it is of this act and this contract; else 404 (SEC-19)."""
    try:
        wanted = UUID(request.POST.get("quote", ""))
        stored = billing.get_quote(case.organization, account=case.account.id, quote=wanted)
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    if (stored.act, stored.subscription) != ("withdraw", case.subscription.id):
        raise Http404
    return stored


def _declared(request: Any, case: Case) -> dict[str, str] | None:
    """What was declared of this contract in this session, between the two steps."""
    declared: dict[str, str] | None = request.session.get(DECLARED)
    return declared if declared and declared["subscription"] == str(case.subscription.id) else None


def _paying_back(case: Case, quote: QuoteView) -> PayingBack:
    return would_pay_back(
        case.organization,
        account=case.account.id,
        subscription=case.subscription.id,
        credited=quote.credited,
        at=clock.now(),
    )


def _quote(case: Case) -> QuoteView:
    return quote_withdraw(case.organization, account=case.account.id, subscription=case.subscription.id, at=clock.now())


def _declaration(request: Any, case: Case, quote: QuoteView, form: DeclarationForm, **more: Any) -> HttpResponse:
    context = {
        "case": case,
        "quote": quote,
        "shown": quoted(quote, party_type=case.account.party_type),
        "form": form,
        "label": label_of(request.organization),
        "money": _paying_back(case, quote),
        "last_day": case.withdrawal(clock.today()).last_day,
        "days": case.withdrawal(clock.today()).pay_for_days,
        "action": case.page("withdraw"),
        **more,
    }
    return render(request, "customer/law/withdraw.html", context)


def _refused(request: Any, case: Case, reason: str) -> HttpResponse:
    back = case.page("subscription") if case.channel == "portal" else case.page("choice")
    return render(request, "customer/refused.html", {"reason": refusal(reason), "back": back}, status=CONFLICT)
