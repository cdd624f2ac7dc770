"""Where "Pay now" stands in the portal: on what can be paid by card, for who may (SB-30)."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.ways import payable_currencies
from selvbetjening.domain.payments.rules.owing import OpenItem
from selvbetjening.kernel.money import Money
from selvbetjening.portals.customer.paying.place import Place, pay_several
from selvbetjening.portals.customer.paying.till import MOST
from selvbetjening.portals.customer.requests import VisitorRequest


class Offer:
    """Asked once for a page, and then for each of its amounts."""

    def __init__(self, request: VisitorRequest) -> None:
        may = bool(request.visitor.may(permissions.USE_PAYMENT_LINK))
        self.currencies = payable_currencies(request.organization_id) if may else frozenset()

    def __bool__(self) -> bool:
        return bool(self.currencies)

    def href(self, invoice: UUID, amount: Money) -> str:
        """Where this invoice is paid; empty where it cannot be paid by card."""
        if amount.minor <= 0 or amount.currency not in self.currencies:
            return ""
        return reverse("customer:invoice_pay", args=[invoice])

    def href_of_all(self, items: Iterable[OpenItem]) -> str:
        """Where all of these are paid at once; empty for nothing to pay."""
        owed = [item.invoice for item in items if item.now.minor > 0 and item.now.currency in self.currencies][:MOST]
        if not owed:
            return ""
        return Place((owed[0],)).here if len(owed) == 1 else pay_several(owed)
