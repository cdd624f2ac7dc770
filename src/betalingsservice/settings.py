"""What a delivery is checked against: the moment, the creditor agreements, and the choices that the reference leaves.

Each choice names the open point it belongs to (betalingsservice.md section 18); the defaults are the strict reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from betalingsservice.calendar import COMPUTED, Calendar, NonBankingDay
from betalingsservice.deadlines import COPENHAGEN, DAYS_AHEAD

TEXT_LINES = 5000
SUBSYSTEMS = frozenset({"BS1", "KR9"})


class Product(StrEnum):
    """Whether a customer without a mandate gets a payment slip (section 1)."""

    TOTAL = "total"
    BASIS = "basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A creditor agreement. `groups` are the debtor groups locked to it; empty: not checked."""

    pbs_number: str
    groups: frozenset[str] = frozenset()
    product: Product = Product.TOTAL
    rule: NonBankingDay = NonBankingDay.FOLLOWING


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to check. Without `received_at` (aware) no day is compared; without `agreements` no PBS number is.

    `agreements` maps PBS numbers; one that is missing is then an error.
    """

    received_at: datetime | None = None
    agreements: Mapping[str, Agreement] | None = None
    calendar: Calendar = COMPUTED
    days_ahead: int = DAYS_AHEAD
    subsystems: frozenset[str] = SUBSYSTEMS  # section 2: others only where they are agreed
    deadline_waived: bool = False  # U13: send past the deadline all the same
    plain_amounts: bool = False  # U2: totals of 0601 as sign 1 plus sign 2 instead of minus
    own_payer_id: bool = False  # U7: section 0118 is agreed
    own_payer_id_code: str = "0285"  # U7
    ean: bool = False  # U9: an EAN number may stand in address line 2
    several_a_day: bool = False  # U15: several collections per customer and payment date
    spaced_0605: bool = False  # U5: write two blanks before the delivery ID
    filler_0605: str = ""  # U6: write reserved columns as "0" or " ", "" = as tabled

    @property
    def today(self) -> date | None:
        """The Copenhagen day of `received_at`."""
        return None if self.received_at is None else self.received_at.astimezone(COPENHAGEN).date()


DEFAULT = Settings()
