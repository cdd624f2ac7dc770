"""The one place where a piece of a sealed file belongs (SEC-123, SEC-125). Pure."""

from uuid import UUID

from selvbetjening.kernel.ids import OrganizationId


def sealed_as(*, organization: OrganizationId, data_export: UUID, attempt: int, number: int) -> str:
    """Company, table, column and row: no piece can be put into another file, or at another place in its own."""
    return f"rights.DataExportPart.content:{organization}:{data_export}:{attempt}:{number}"


def moved_as(*, organization: OrganizationId, move: UUID) -> str:
    """The same of an account's move (CM-13)."""
    return f"rights.AccountMove.archive:{organization}:{move}"
