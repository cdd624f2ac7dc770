"""When issued invoices were paid, and what came in by day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max, Sum

from selvbetjening.domain.payments.models import CreditUse, Payment
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


def last_paid_on(organization: OrganizationId, *, invoices: Sequence[UUID]) -> dict[UUID, date]:
    """The Copenhagen day of the last money or credit that each of these invoices got."""
    ids = list(invoices)
    paid = Payment.objects.filter(organization_id=organization, invoice_id__in=ids).order_by()
    found = dict(paid.values_list("invoice_id").annotate(last=Max("paid_on")))
    used = CreditUse.objects.filter(organization_id=organization, invoice_id__in=ids, amount_minor__gt=0).order_by()
    for invoice, at in used.values_list("invoice_id").annotate(last=Max("used_at")):
        found[invoice] = max(found.get(invoice, date.min), copenhagen_day(at))
    return found


def received(organization: OrganizationId, *, starts_on: date, ends_on: date) -> dict[str, dict[date, int]]:
    """Øre that came in from `starts_on` to before `ends_on`, by currency and day."""
    rows = Payment.objects.filter(organization_id=organization, paid_on__gte=starts_on, paid_on__lt=ends_on).order_by()
    found: dict[str, dict[date, int]] = {}
    for currency, day, total in rows.values_list("currency", "paid_on").annotate(total=Sum("amount_minor")):
        found.setdefault(currency, {})[day] = total
    return found
