"""What may be asked of exports and erasures. Only ever the own account's."""

from uuid import UUID

from selvbetjening.domain.rights.models import DataExport, DataExportPart, Erasure
from selvbetjening.domain.rights.rules.sealing import sealed_as
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.sealed import unseal


def latest(organization: OrganizationId, *, account: UUID, recipient: UUID) -> DataExport | None:
    """The last export that this person asked for."""
    mine = DataExport.objects.filter(organization_id=organization, account_id=account, recipient_id=recipient)
    return mine.order_by("-asked_at", "-id").first()


def get(organization: OrganizationId, *, account: UUID, recipient: UUID, data_export: UUID) -> DataExport:
    """One export of this person's. Raises `DataExport.DoesNotExist`, for everybody else's, too."""
    return DataExport.objects.get(
        organization_id=organization, account_id=account, recipient_id=recipient, id=data_export
    )


def by_id(organization: OrganizationId, *, account: UUID, data_export: UUID) -> DataExport:
    """One export of the account's, whoever asked for it. Raises `DataExport.DoesNotExist`."""
    return DataExport.objects.get(organization_id=organization, account_id=account, id=data_export)


def part(organization: OrganizationId, *, data_export: DataExport, number: int) -> bytes | None:
    """One piece of the file, from 0 on; None after the last. Raises `SealBroken` where its key was taken away."""
    found = DataExportPart.objects.filter(
        organization_id=organization, data_export_id=data_export.id, attempt=data_export.attempt, number=number
    )
    content = found.values_list("content", flat=True).first()
    return (
        None
        if content is None
        else unseal(
            bytes(content),
            purpose=sealed_as(
                organization=organization, data_export=data_export.id, attempt=data_export.attempt, number=number
            ),
        )
    )


def erasures(organization: OrganizationId, *, account: UUID) -> list[Erasure]:
    """Who was erased on the account, newest first."""
    found = Erasure.objects.filter(organization_id=organization, account_id=account)
    return list(found.order_by("-erased_at", "-id"))
