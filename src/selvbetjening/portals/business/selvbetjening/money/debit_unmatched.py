"""Answers of Betalingsservice that are booked nowhere: listed with why, until somebody has dealt with them (U15)."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.directdebit import queries
from selvbetjening.domain.directdebit.actions.handle_answer import handle_answer
from selvbetjening.kernel import clock
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.portals.business.requests import CompanyRequest

SHOWN: Final = 50
#: What the codes of 0602 and 0603 say.
_TOLD: Final[dict[str, Promise]] = {
    "0236": _("Paid through Betalingsservice"),
    "0237": _("Refused before it was paid"),
    "0238": _("Not made: the mandate had ended"),
    "0239": _("Taken back after payment"),
    "0297": _("Paid by payment slip"),
    "0299": _("A paid slip was taken back"),
    "0230": _("The customer has a mandate"),
    "0231": _("The customer has signed up"),
    "0232": _("The mandate has ended, through the bank"),
    "0233": _("The mandate has ended, as you asked for"),
    "0234": _("The mandate has ended, through Betalingsservice"),
}
_WHY: Final[dict[str, Promise]] = {
    "unknown": _("Nothing that was asked for has this number, day, reference and amount."),
    "ambiguous": _("It can be of several collections, or it was paid or taken back before."),
    "agreement": _("No agreement with an outside Betalingsservice has this PBS number."),
}
_NO_MANDATE: Final = _("No active mandate here has this number. Look whether the customer has another number.")


def unmatched(organization: OrganizationId) -> list[dict[str, Any]]:
    """The oldest of them, in words, as the page's template names them."""
    return [
        {
            "id": each.id,
            "number": each.customer_number or each.pbs_number,
            "reference": each.reference,
            "amount": Money(each.amount_minor, "DKK") if each.delivery_type == "0602" else None,
            "told": _TOLD.get(each.code, each.code),
            "why": _NO_MANDATE if (each.delivery_type, each.reason) == ("0603", "unknown") else _WHY[each.reason],
        }
        for each in queries.to_deal_with(organization, limit=SHOWN)
    ]


def dealt_with(request: CompanyRequest) -> None:
    """Take the one that was pressed off the list. Raises `Http404` for what is no id."""
    try:
        answer = UUID(request.POST.get("answer", ""))
    except ValueError:
        raise Http404 from None
    if handle_answer(request.acting.here, answer=answer, actor=request.acting.actor, at=clock.now()):
        messages.success(request, gettext("It is taken off the list."))
