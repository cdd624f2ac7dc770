"""Invoices of all accounts, by state and by how an account's number, name or address begins."""

from datetime import date
from typing import Final

from django.db.models import F, Q, QuerySet

from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.kernel.ids import OrganizationId

STATES: Final = ("open", "overdue", "paid", "credited")
#: A number of more digits is none of ours, and larger than its column.
_DIGITS: Final = 15


Found = QuerySet[Invoice]


def search(organization: OrganizationId, *, words: str = "", state: str = "", today: date) -> Found:
    """Invoices with their account, the newest first; lazy. Words that are a number are the invoice's, or an account's.

    `state`: `open` (something is unpaid, whatever its day), `overdue` (and its day has passed), `paid` (nothing is
    unpaid, and not because it was credited whole), `credited` (credited whole); empty is all.
    """
    found = Invoice.objects.filter(organization_id=organization).select_related("account")
    unpaid, whole = Q(settled_minor__lt=F("total_minor")), Q(credited_minor__gte=F("total_minor"), total_minor__gt=0)
    match state:
        case "open":
            found = found.filter(unpaid)
        case "overdue":
            found = found.filter(unpaid, due_on__lt=today)
        case "paid":
            found = found.exclude(unpaid).exclude(whole)
        case "credited":
            found = found.filter(whole)
    if text := words.strip():
        wanted = Q(account_id__in=accounts.search(organization, words=text).values("id"))
        if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
            wanted |= Q(number=int(text))
        found = found.filter(wanted)
    return found.order_by("-number")
