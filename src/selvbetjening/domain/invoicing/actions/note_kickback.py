"""Note on an issued document what a reseller's system says of it."""

from datetime import datetime
from uuid import UUID

from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.events import KickbackNoted
from selvbetjening.domain.invoicing.models import IssuedDocument, KickbackNote
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId


def note_kickback(organization: OrganizationId, *, document: UUID, status: str, actor: Actor, at: datetime) -> bool:
    """Set the text, empty for none; whether that changed anything. Records `KickbackNoted`.

    The document itself stays as it was issued. Raises `IssuedDocument.DoesNotExist`.
    """
    with within(organization):
        found = IssuedDocument.objects.defer("snapshot").get(organization_id=organization, id=document)
        if found.kickback_status == status:
            return False
        KickbackNote.objects.update_or_create(
            organization_id=organization, document_id=document, defaults={"status": status, "modified_at": at}
        )
        fact = KickbackNoted(account=found.account_id, document=document)
        record(organization, fact=fact, actor=actor, at=at)
    return True
