"""Note that something of a credit note is used: the only thing about it that ever changes."""

from uuid import UUID

from django.db.models import F

from selvbetjening.domain.invoicing.models import CreditNote
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def spend(organization: OrganizationId, *, credit_note: UUID, minor: int) -> None:
    """Take so many minor units off what is left of a credit note; a negative amount gives them back.

    The caller says what they went to. More than is left is refused by the database with an IntegrityError.
    """
    with within(organization):
        mine = CreditNote.objects.filter(organization_id=organization, id=credit_note)
        if not mine.update(used_minor=F("used_minor") + minor):
            raise CreditNote.DoesNotExist
