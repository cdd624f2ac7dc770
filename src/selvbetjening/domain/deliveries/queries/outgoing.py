"""Files that lie ready to be fetched (BP-48)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.deliveries.models import OutFile
from selvbetjening.kernel.ids import OrganizationId


def out_files(
    organization: OrganizationId,
    *,
    environment: str,
    solution: str = "",
    account: UUID | None = None,
    pbs_numbers: Sequence[str] = (),
    from_at: datetime | None = None,
    until_at: datetime | None = None,
    only_new: bool = False,
    limit: int = 500,
) -> list[OutFile]:
    """The newest first, those whose bytes are there; without those that the SFTP user `account` has put away.

    `pbs_numbers` narrows to what the reader may see: files of no number are the whole company's.
    """
    rows = OutFile.objects.filter(organization_id=organization, environment=environment, content_gone_on=None)
    if solution:
        rows = rows.filter(solution=solution)
    if pbs_numbers:
        rows = rows.filter(pbs_number__in=["", *pbs_numbers])
    if from_at:
        rows = rows.filter(made_at__gte=from_at)
    if until_at:
        rows = rows.filter(made_at__lt=until_at)
    if only_new:
        rows = rows.filter(collected_at=None)
    if account:
        rows = rows.exclude(marks__account_id=account)
    return list(rows.order_by("-made_at", "name")[:limit])


def out_file(organization: OrganizationId, *, file: UUID, pbs_numbers: Sequence[str] = ()) -> OutFile | None:
    """One of the company's files, within what the reader may see; its bytes may be gone (`content_gone_on`)."""
    rows = OutFile.objects.filter(organization_id=organization, id=file)
    return (rows.filter(pbs_number__in=["", *pbs_numbers]) if pbs_numbers else rows).first()
