"""Credit an invoice, let lines wait for the next one, pay back: an account's money, by the operator."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.billing.actions.issue_now import issue_now
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.invoicing.actions.credit import Credit, Credited
from selvbetjening.domain.invoicing.actions.draft_lines import add_draft_line, drop_draft_line
from selvbetjening.domain.invoicing.actions.issue import NotIssued
from selvbetjening.domain.invoicing.queries.draft_lines import waiting_on
from selvbetjening.domain.invoicing.rules.credits import NotCredited
from selvbetjening.domain.invoicing.rules.draft_lines import Refused as LineRefused
from selvbetjening.domain.payments import queries as payments
from selvbetjening.domain.payments.actions.give_credit import give_credit, make_void
from selvbetjening.domain.payments.actions.refunds import open_refund
from selvbetjening.domain.payments.queries.to_pay import to_pay
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.confirming import Confirming, Row, confirmed, confirming, done_before, told
from selvbetjening.portals.business.once import KEY_FIELD, new_key, spend, was_sent
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.finding import account_of, invoice_of
from selvbetjening.portals.business.selvbetjening.money.credit_forms import CreditForm, LineForm, RefundForm
from selvbetjening.portals.gate import requires
from selvbetjening.portals.refusal_words import refusal

REFUSED: Final = (NotCredited, LineRefused, Refused, NotIssued)
DAYS_TO_REFUND: Final = 14


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def invoice_credit(request: CompanyRequest, organization: UUID, account: UUID, invoice: UUID) -> HttpResponse:
    """Credit all that is left of an invoice (CRN-4), or amounts of its lines (CRN-3); shown before it is booked."""
    here = request.acting.here
    found = invoice_of(here, account, invoice)
    data = request.POST if request.method == "POST" else None
    form = CreditForm(data, lines=list(found.lines.all()), currency=found.currency)
    frame: dict[str, Any] = {
        "title": gettext("Credit invoice %(number)s") % {"number": found.number},
        "form": form,
        "back": reverse("business:sb_money", args=[here, account]),
    }
    answer = confirmed(
        request,
        form=form,
        book=lambda: _credited(request, here, found, form),
        press=gettext("Issue the credit note"),
        frame=frame,
    )
    return answer or page(request, "business/form.html", **frame)


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """What waits for the next invoice, what stands to the good, what is paid back."""
    here = request.acting.here
    holder = account_of(here, account)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act and was_sent(request, request.POST.get(KEY_FIELD, "")):
        return done_before(request, request.path)
    line_form = LineForm(request.POST if act == "add" else None)
    due_on = request.acting.today + timedelta(days=DAYS_TO_REFUND)
    refund_form = RefundForm(request.POST if act == "refund" else None, initial={"due_on": due_on})
    if act and _acted(request, here, account, act, {"add": line_form, "refund": refund_form}):
        return saved(request, request.path)
    return page(
        request,
        "business/selvbetjening/money/money.html",
        title=gettext("Money of %(account)s") % {"account": holder},
        account=holder,
        lines=waiting_on(here, account=account),
        line_form=line_form,
        balance=payments.balance(here, account=account),
        goods=payments.good_of(here, account=account),
        refunds=payments.refunds_of(here, account=account),
        refund_form=refund_form,
        key=new_key(request),
        back=reverse("business:sb_account", args=[here, account]),
    )


def _acted(
    request: CompanyRequest, here: OrganizationId, account: UUID, act: str, forms_of: dict[str, forms.Form]
) -> bool:
    """Do what was pressed; False where a form or a rule says no, and the page shows why."""
    who, at = request.acting.actor, clock.now()
    form = forms_of.get(act)
    values: dict[str, Any] = form.cleaned_data if form and form.is_valid() else {}
    if form is not None and not form.is_valid():
        return False
    match act:
        case "add":
            price = Money(values["unit_price"], values["currency"])
            kept = {name: values[name] for name in ("text", "quantity", "vat_category", "starts_on", "ends_on")}

            def add() -> object:
                return add_draft_line(here, account=account, unit_price=price, actor=who, at=at, **kept)

            return _done(request, form, add)
        case "refund":
            amount = Money(values["amount"], values["currency"])

            def refund() -> object:
                return open_refund(
                    here, account=account, amount=amount, reason="other", due_on=values["due_on"], actor=who, at=at
                )

            return _done(request, form, refund)
        case "issue":
            return _done(
                request,
                None,
                lambda: issue_now(here, account=account, issued_on=request.acting.today, actor=who, at=at),
            )
        case "drop":
            waits = waiting_on(here, account=account)
            line = next((each for each in waits if str(each.id) == request.POST.get("line")), None)
            if line is None:
                raise Http404
            return _done(request, None, lambda: drop_draft_line(here, draft_line=line.id, actor=who, at=at))
    raise Http404


def _credited(
    request: CompanyRequest, here: OrganizationId, invoice: invoicing.Invoice, form: CreditForm
) -> Confirming | None:
    """What the credit note comes to, issued if that was confirmed; None where a rule says no, told at the form."""

    def act() -> list[Row]:
        before = to_pay(here, invoice=invoice)
        note = _credit(request, here, invoice, form)
        after = to_pay(here, invoice=invoicing.get(here, account=invoice.account_id, invoice=invoice.id))
        off = before.rest - after.rest
        rows = [
            (gettext("Credit note incl. VAT"), note.total),
            (gettext("Of this off the invoice"), off),
            (gettext("To the customer's credit, which pays other open invoices first"), note.total - off),
            (gettext("Fees and interest that are waived"), before.claims.total - after.claims.total),
        ]
        words = [(label, told(amount)) for label, amount in rows if not amount.is_zero]
        reason = (gettext("Reason"), form.cleaned_data["reason"])
        return [reason, *words, (gettext("Left to pay afterwards"), told(after.now))]

    try:
        return confirming(request, act)
    except REFUSED as error:
        form.add_error(None, str(refusal(error.reason)))
    return None


def _credit(request: CompanyRequest, here: OrganizationId, invoice: invoicing.Invoice, form: CreditForm) -> Credited:
    who, at, reason = request.acting.actor, clock.now(), form.cleaned_data["reason"]
    if form.cleaned_data["whole"]:
        return make_void(here, account=invoice.account_id, invoice=invoice.id, reason=reason, actor=who, at=at)
    lines = [Credit(invoice_line=line.id, net_minor=minor) for line, minor in form.amounts()]
    return give_credit(here, account=invoice.account_id, lines=lines, reason=reason, actor=who, at=at)[0]


def _done(request: CompanyRequest, form: forms.Form | None, act: Callable[[], object]) -> bool:
    """Let it be done in one piece; what a rule says no to is told at the form, or at the page's head.

    A form is done once, under the key that the page gave it (SEC-35); a press alone finds nothing the second time.
    """
    try:
        with transaction.atomic():
            spending = spend(request, request.POST.get(KEY_FIELD, "")) if form else "mine"
            if spending == "mine":
                act()
    except REFUSED as error:
        if form is None:
            messages.error(request, str(refusal(error.reason)))
        else:
            form.add_error(None, str(refusal(error.reason)))
        return False
    if form is not None and spending == "none":
        form.add_error(None, gettext("This page stood open for too long. Look it over, and press once more."))
        return False
    return True
