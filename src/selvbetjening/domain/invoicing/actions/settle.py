"""Note that something of an invoice is paid: the only thing about it that ever changes."""

from uuid import UUID

from django.db.models import F

from selvbetjening.domain.invoicing.models import Invoice
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


class NotSettled(Exception):
    """The amount is more than what is outstanding or settled, or in another currency. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def settle(organization: OrganizationId, *, invoice: UUID, amount: Money) -> Invoice:
    """Take `amount` off what is outstanding, in one conditional UPDATE, and return the invoice as it now is.

    The caller records why. Raises `NotSettled` (`currency`, `more_than_outstanding`) and `Invoice.DoesNotExist`.
    """
    with within(organization):
        mine = Invoice.objects.filter(organization_id=organization, id=invoice)
        taken = mine.filter(currency=amount.currency, total_minor__gte=F("settled_minor") + amount.minor).update(
            settled_minor=F("settled_minor") + amount.minor
        )
        found = mine.defer("snapshot").get()
        if not taken:
            raise NotSettled("currency" if found.currency != amount.currency else "more_than_outstanding")
        return found


def unsettle(organization: OrganizationId, *, invoice: UUID, amount: Money) -> Invoice:
    """Money that had paid it left again: `amount` is outstanding again, in one conditional UPDATE.

    The caller records why. Raises `NotSettled` (`currency`, `more_than_settled`) and `Invoice.DoesNotExist`.
    """
    with within(organization):
        mine = Invoice.objects.filter(organization_id=organization, id=invoice)
        given = mine.filter(currency=amount.currency, settled_minor__gte=amount.minor).update(
            settled_minor=F("settled_minor") - amount.minor
        )
        found = mine.defer("snapshot").get()
        if not given:
            raise NotSettled("currency" if found.currency != amount.currency else "more_than_settled")
        return found
