"""What test delivery to make."""

from dataclasses import dataclass
from datetime import date, datetime, time

from betalingsservice.deadlines import COPENHAGEN, next_deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to make. `entries` are collections, payments, mandates or pairs of information, over all sections.

    `names`: whether a 0601 delivery has name and address lines (Total) or not (Basis: then everybody has a mandate).
    The subsystem is KR9, so that nothing made by default can pass for production.
    """

    delivery_type: str = "0601"
    entries: int = 10
    seed: int = 0
    created_on: date = date(2027, 1, 20)
    subsystem: str = "KR9"
    number: int = 1  # of the deliveries made so far: it becomes the delivery ID
    supplier_number: str = "99999993"
    pbs_number: str = "01234560"
    group: str = "00001"
    names: bool = True

    @property
    def due_on(self) -> date:
        """The first banking day of the next month whose ordinary deadline a delivery made that morning keeps."""
        return next_deadline(datetime.combine(self.created_on, time(8), tzinfo=COPENHAGEN)).first_payment
