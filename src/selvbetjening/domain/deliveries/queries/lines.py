"""One line of a stored file, field by field, as the format's own tables explain it (BP-45)."""

from uuid import UUID

from betalingsservice.bytes_in import numbered_lines
from betalingsservice.explain import Explained, explain
from selvbetjening.domain.deliveries.queries.stored import bytes_of
from selvbetjening.kernel.ids import OrganizationId


def explained(organization: OrganizationId, *, id: UUID, line: int) -> Explained | None:
    """The line with this number, from 1, of a staged or delivered file; None where the file is shorter.

    The file is read as far as the line, since what a line is depends on the delivery and the section that it stands
    in. Raises `ports.StoreFailed`.
    """
    delivery, section = "", ""
    for number, data in numbered_lines(bytes_of(organization, id=id)):
        if data[2:5] == b"002":
            delivery, section = data[16:20].decode("latin-1"), ""
        elif data[2:5] == b"012":
            section = data[13:17].decode("latin-1")
        if number == line:
            return explain(data, delivery=delivery, section=section, number=number)
    return None
