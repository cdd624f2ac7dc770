"""Production of My File Transfer is opened and closed (BP-50). Ids only."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from selvbetjening.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProductionOpened(Fact):
    """The company may send real files from now on; `tested` is the test delivery that came before."""

    name: ClassVar[str] = "access.production_opened"
    opening: UUID
    tested: UUID | None
    approved_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class ProductionClosed(Fact):
    """The company sends tests only from now on."""

    name: ClassVar[str] = "access.production_closed"
    opening: UUID
