"""One line of a stored file, field by field, as the format's own tables explain it (BP-45)."""

from uuid import UUID

from betalingsservice.explain import Explained
from selvbetjening.domain.deliveries.queries.stored import bytes_of
from selvbetjening.domain.deliveries.rules.line_in import line_in
from selvbetjening.kernel.ids import OrganizationId


def explained(organization: OrganizationId, *, id: UUID, line: int) -> Explained | None:
    """The line with this number, from 1, of a staged or delivered file; None where the file is shorter.

    The file is passed through up to the line, a piece at a time. Raises `ports.StoreFailed`.
    """
    return line_in(pieces=bytes_of(organization, id=id), line=line)
