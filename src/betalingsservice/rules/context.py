"""What a rule may look at beside the debtor's own lines: the delivery, the section, the settings, what came before."""

from dataclasses import dataclass, field

from betalingsservice.layouts.frame import DeliveryType, SectionType
from betalingsservice.records import Record
from betalingsservice.settings import DEFAULT, Agreement, Settings
from betalingsservice.tally import Tally

Code = tuple[str, tuple[tuple[str, str], ...]]  # a code of a finding and what fills its words


@dataclass(slots=True)
class OpenDelivery:
    """A delivery being read. `kind` is None for a type without tables.

    `seen` remembers the line of each collection by (PBS number, customer number without leading zeros, due date):
    some hundred bytes each, the only thing that grows with a delivery. `left_aligned` is None until a customer number
    has shown how they are aligned.
    """

    start: Record
    kind: DeliveryType | None
    settings: Settings = DEFAULT
    tally: Tally = field(default_factory=Tally)
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)
    days: dict[tuple[str, str, str], tuple[Code, ...]] = field(default_factory=dict)
    left_aligned: bool | None = None

    @property
    def number(self) -> str:
        """The delivery type as the 002 line states it."""
        return self.start.raw[16:20]

    @property
    def to_bs(self) -> bool:
        """Whether the creditor has written it: then it is checked strictly."""
        return self.kind is None or self.kind.to_bs

    @property
    def is_test(self) -> bool:
        """Whether it is a test delivery (KR9)."""
        return self.start.raw[13:16] == "KR9"


@dataclass(slots=True)
class OpenSection:
    """A section being read. `group` is "" where the section start has none (0605)."""

    start: Record
    kind: SectionType
    pbs_number: str
    group: str
    agreement: Agreement | None = None
    known: bool = True
    tally: Tally = field(default_factory=Tally)
