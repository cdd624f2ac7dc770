"""What happens with each open invoice when one pays in another way, in sentences (XB-34: "hvad sker der nu")."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from selvbetjening.domain.billing.rules.method_switch import MethodSwitch, SwitchedInvoice
from selvbetjening.domain.organizations import permissions
from selvbetjening.kernel.formatting import format_day, format_money
from selvbetjening.portals.customer.requests import VisitorRequest
from selvbetjening.ui.components.values import language


@dataclass(frozen=True, slots=True)
class Step:
    """One invoice: its name, the way to it where it may be seen, and what happens with it."""

    name: str
    href: str
    words: str


def timeline(request: VisitorRequest, plan: MethodSwitch, *, today: date) -> list[Step]:
    """Every open invoice that the change is about, by its day."""
    may_see = bool(request.visitor.may(permissions.VIEW_INVOICES))
    return [
        Step(
            _("Invoice %(number)s") % {"number": each.number},
            reverse("customer:invoice", args=[each.invoice]) if may_see else "",
            _words(each, plan.to, today),
        )
        for each in plan.invoices
    ]


def _words(invoice: SwitchedInvoice, to: str, today: date) -> str:
    said = {"amount": format_money(invoice.amount, language()), "on": format_day(invoice.on, language())}
    if to == "payment_card":
        if invoice.step == "old_way":
            return _("%(amount)s has been sent to you as an invoice: pay it yourself no later than %(on)s.") % said
        return _("%(amount)s is overdue, and no card is charged for it. Pay it yourself now.") % said
    if invoice.step == "old_way":
        return _("%(amount)s is on its way from your card already, or shared with what you still pay by card.") % said
    if invoice.step == "pay_now" and invoice.on <= today:
        return _("%(amount)s is overdue. The card is not tried again: pay it yourself now.") % said
    return _("%(amount)s is not taken from your card: pay it yourself no later than %(on)s.") % said
