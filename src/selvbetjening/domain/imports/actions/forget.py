"""Forget uploaded files that nobody brought in, and what was found in them."""

from datetime import datetime

from selvbetjening.domain.imports.models import FileImport, ImportFile
from selvbetjening.domain.imports.rules import KEPT
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.ids import OrganizationId


def forget(organization: OrganizationId, *, at: datetime) -> int:
    """Remove the files of old imports and the words about their lines; return how many files. The counts stay."""
    with within(organization):
        old = FileImport.objects.filter(organization_id=organization, made_at__lte=at - KEPT)
        count, _ = ImportFile.objects.filter(organization_id=organization, file_import__in=old).delete()
        old.exclude(findings=[]).update(findings=[])
    return count
