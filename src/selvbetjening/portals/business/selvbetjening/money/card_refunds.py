"""An account's entries and payments, and the giving back of a payment by card, shown before it is ordered."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.billing.actions.give_back import give_back_by_card
from selvbetjening.domain.billing.actions.give_back_credited import give_back_credited
from selvbetjening.domain.invoicing.rules.credits import NotCredited
from selvbetjening.domain.payments.queries.entries import entries_of, sums_of
from selvbetjening.domain.payments.queries.given_back import PaidByCard, card_refunds_of, payment_of, payments_of
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.confirming import Confirming, Row, confirmed, confirming, told
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.amounts import typed_amount
from selvbetjening.portals.business.selvbetjening.finding import account_of
from selvbetjening.portals.business.selvbetjening.money.card_forms import CardRefundForm
from selvbetjening.portals.business.selvbetjening.money.words import ENTRIES, REFUNDS
from selvbetjening.portals.gate import requires
from selvbetjening.portals.refusal_words import refusal


@requires(SELVBETJENING_MONEY)
@require_safe
def entries(request: CompanyRequest, organization: UUID, account: UUID) -> HttpResponse:
    """One table that sums to what is owed, less what stands to the good; the payments; the orders to pay back."""
    here = request.acting.here
    holder = account_of(here, account)
    sums = sums_of(here, account=account)
    context = {
        "account": holder,
        "tables": [
            (sums.get(currency), [(entry, ENTRIES[entry.kind]) for entry in reversed(rows)])
            for currency, rows in entries_of(here, account=account).items()
        ],
        "payments": payments_of(here, account=account),
        "refunds": [
            (each, REFUNDS["came_back" if each.failure == "came_back" else each.state])
            for each in card_refunds_of(here, account=account)
        ],
        "back": reverse("business:sb_account", args=[here, account]),
    }
    title = gettext("Entries and payments of %(account)s") % {"account": holder}
    return page(request, "business/selvbetjening/money/entries.html", title=title, **context)


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: CompanyRequest, organization: UUID, account: UUID, payment: UUID) -> HttpResponse:
    """What giving a payment back comes to, with a credit note or without; ordered once that is confirmed."""
    here = request.acting.here
    try:
        found = payment_of(here, account=account, payment=payment)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.left is None:
        raise Http404
    proposed = {"amount": typed_amount(found.left.minor) if found.left.minor > 0 else ""}
    form = CardRefundForm(request.POST if request.method == "POST" else None, initial=proposed)
    frame: dict[str, Any] = {
        "title": gettext("Give back by card: invoice %(number)s") % {"number": found.payment.invoice.number},
        "form": form,
        "back": reverse("business:sb_entries", args=[here, account]),
    }
    answer = confirmed(
        request,
        form=form,
        book=lambda: _ordered(request, here, found, form),
        press=gettext("Give it back"),
        frame=frame,
    )
    return answer or page(request, "business/selvbetjening/money/give_back.html", left=found.left, paid=found, **frame)


def _ordered(
    request: CompanyRequest, here: OrganizationId, found: PaidByCard, form: CardRefundForm
) -> Confirming | None:
    """What it comes to, ordered if that was confirmed; None where a rule says no, told at the form."""
    values = form.cleaned_data
    amount = Money(values["amount"], found.amount.currency)

    def order() -> list[Row]:
        if values["way"] == "credit":
            return _with_note(request, here, found, amount, values["reason"])
        give_back_by_card(here, payment=found.payment.id, amount=amount, actor=request.acting.actor, at=clock.now())
        number = found.payment.invoice.number
        return [
            (gettext("To the customer's card"), told(amount)),
            (gettext("Credit note"), gettext("None")),
            (gettext("Once the gateway has paid it"), gettext("Invoice %(number)s is unpaid again by as much, and is "
             "collected as any other") % {"number": number}),
        ]  # fmt: skip

    try:
        return confirming(request, order)
    except (Refused, NotCredited) as refused:
        form.add_error("amount" if refused.reason in ("amount", "too_much") else None, str(refusal(refused.reason)))
    return None


def _with_note(
    request: CompanyRequest, here: OrganizationId, found: PaidByCard, amount: Money, reason: str
) -> list[Row]:
    made = give_back_credited(
        here, payment=found.payment.id, amount=amount, reason=reason, actor=request.acting.actor, at=clock.now()
    )
    paid_back = Money(sum(each.amount_minor for each in made.refunds), amount.currency)
    off = made.note.total - paid_back - made.left
    rows = [
        (gettext("Reason"), reason),
        (gettext("Credit note incl. VAT"), told(made.note.total)),
    ]
    rows += [(gettext("To the customer's card"), told(each.amount)) for each in made.refunds]
    if not made.left.is_zero:
        rows.append((gettext("No card covers this: it stays on the list of refunds"), told(made.left)))
    if not off.is_zero:
        rows.append((gettext("Of this off what was unpaid of the invoice"), told(off)))
    return rows
