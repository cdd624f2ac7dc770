"""A folder or file as a client sees it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

Kind = Literal["folder", "staging", "delivery", "out", "receipt", "text", "marker"]


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is the row's; `content` what was made for it, where it is small.

    `is_own`: this SFTP user sent it. `is_stopped`: it was not scanned yet, or the scanner stopped it. `ending` is which
    of a receipt's files it is; `other` is what an output is called besides (BP-48).
    """

    name: str
    kind: Kind
    size: int = 0
    at: datetime | None = None
    writable: bool = False
    id: UUID | None = None
    number: int = 0
    is_own: bool = False
    is_stopped: bool = False
    ending: str = ""
    other: str = ""
    content: bytes | None = field(default=None, repr=False)
