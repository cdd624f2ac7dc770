"""What may be uploaded, and where a sealed file belongs. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from selvbetjening.domain.access.permissions import (
    SELVBETJENING_CUSTOMERS,
    SELVBETJENING_MONEY,
    SELVBETJENING_PLANS,
)
from selvbetjening.kernel.ids import OrganizationId

MOST_BYTES: Final = 25 * 1024 * 1024
#: What somebody must be allowed who brings this file in: the same as for making its rows on a page (BP-13, SEC-24).
PERMISSIONS: Final[dict[str, str]] = {
    "plans.csv": SELVBETJENING_PLANS,
    "plan_terms.csv": SELVBETJENING_PLANS,
    "accounts.csv": SELVBETJENING_CUSTOMERS,
    "recipients.csv": SELVBETJENING_CUSTOMERS,
    "subscriptions.csv": SELVBETJENING_CUSTOMERS,
    "mandates.csv": SELVBETJENING_MONEY,
}
#: Files that nobody has brought in are forgotten after this time, and so are the values in what was found.
KEPT: Final = timedelta(days=7)
MOST_FINDINGS: Final = 500


class Refused(Exception):
    """The files cannot be taken. `reason` is a code: `none`, `too_large`, `empty`, `no_text`, `busy`."""

    def __init__(self, reason: str, *, file: str = "") -> None:
        super().__init__(f"{reason} {file}".strip())
        self.reason, self.file = reason, file


def check_files(*, files: Mapping[str, bytes]) -> None:
    """Whether these bytes, by the name of the file in the import, can be CSV at all. Raises `Refused`.

    What is in them is looked at line by line afterwards; this refuses what is no text, such as a workbook.
    """
    if not files:
        raise Refused("none")
    if sum(len(content) for content in files.values()) > MOST_BYTES:
        raise Refused("too_large")
    for name, content in files.items():
        if not content.strip():
            raise Refused("empty", file=name)
        if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\0\0" in content[:4096]:
            raise Refused("no_text", file=name)


def sealed_as(*, organization: OrganizationId, file_import: UUID, name: str) -> str:
    """Company, table, column and row: no file can be put into another import (SEC-125)."""
    return f"imports.ImportFile.content:{organization}:{file_import}:{name}"
