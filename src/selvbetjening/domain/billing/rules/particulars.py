"""What a subscription wants to have said on its invoices (fenerum-api.md section 8). Pure."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from selvbetjening.domain.invoicing.rules.particulars import PLAIN, Particulars


class Wanted(NamedTuple):
    """What stands on the invoice, and whether it may be shared where each subscription has its own.

    Subscriptions stand on one invoice only where `apart` is the same: it has one due day and one number of each kind.
    `before` is what is wanted of being invoiced before a period begins (`subscriptions.rules.InvoicedBefore`).
    """

    particulars: Particulars
    is_grouped: bool
    before: bool | int | None = None

    @property
    def apart(self) -> tuple[object, ...]:
        """What one invoice can say once only; the words of several stand below each other."""
        said = self.particulars
        return said.days_to_pay is not None, said.days_to_pay or 0, said.po_number, said.reference, said.case_number


NOTHING: Final = Wanted(PLAIN, is_grouped=False)


@lru_cache(maxsize=1024)
def wanted_of(*, noted: str) -> Wanted:
    """Of the text of `Subscription.noted`; empty for nothing."""
    return wanted_from(noted=json.loads(noted)) if noted else NOTHING


def wanted_from(*, noted: Mapping[str, Any]) -> Wanted:
    """Of the fields that an integration keeps with a subscription."""
    days, words = noted.get("payment_terms"), str(noted.get("invoice_supplement") or "")
    particulars = Particulars(
        days_to_pay=None if days is None else int(days),
        po_number=str(noted.get("po_number") or ""),
        reference=str(noted.get("reference_person") or ""),
        case_number=str(noted.get("case_number") or ""),
        words=(words,) if words else (),
    )
    return Wanted(particulars, bool(noted.get("group_on_invoice")), noted.get("pre_renewal_invoicing"))
