"""What may be asked about imports; the organization first."""

from uuid import UUID

from django.db.models import QuerySet

from selvbetjening.domain.imports.models import FileImport as FileImport
from selvbetjening.kernel.ids import OrganizationId


def imports(organization: OrganizationId) -> QuerySet[FileImport]:
    """The company's imports, newest first; lazy."""
    return FileImport.objects.filter(organization_id=organization)


def get_import(organization: OrganizationId, *, file_import: UUID) -> FileImport:
    """One import. Raises `FileImport.DoesNotExist`."""
    return imports(organization).get(id=file_import)
