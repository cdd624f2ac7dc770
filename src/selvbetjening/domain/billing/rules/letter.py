"""What a reminder says, as plain values: frozen with the letter, drawn as mail and as page. Pure; amounts in øre."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from selvbetjening.domain.invoicing.rules.collection import demand_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """Everything that the letter says (COL-1 asks all of it of the last one).

    `principal_minor` is what is unpaid and undisputed of the invoice; `fees_minor`, `interest_minor` and
    `compensation_minor` what is unpaid beside it, this letter's own included. `fee_minor` is this letter's.
    """

    language: str
    currency: str
    creditor: str
    creditor_address: str
    creditor_cvr: str
    debtor: str
    number: int
    issued_on: date
    due_on: date
    letter: int
    is_demand: bool
    invoiced_minor: int
    paid_minor: int
    disputed_minor: int
    principal_minor: int
    interest_minor: int
    fees_minor: int
    compensation_minor: int
    fee_minor: int
    way_to_pay: str
    sent_on: date
    deadline_on: date

    @property
    def total_minor(self) -> int:
        """What the letter asks for."""
        return self.principal_minor + self.interest_minor + self.fees_minor + self.compensation_minor

    def as_data(self) -> dict[str, Any]:
        """The values as JSON, with the total."""
        data = dataclasses.asdict(self) | {"total_minor": self.total_minor}
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in data.items()}

    @classmethod
    def from_data(cls, stored: dict[str, Any]) -> "LetterText":
        """The values that `as_data` wrote."""
        data = {key: value for key, value in stored.items() if key != "total_minor"}
        days = {key: date.fromisoformat(data[key]) for key in ("issued_on", "due_on", "sent_on", "deadline_on")}
        return cls(**{**data, **days})

    @property
    def missing(self) -> tuple[str, ...]:
        """What a demand still lacks of what the law asks for; a plain reminder needs nothing (COL-1)."""
        return demand_missing(demand=self.as_data()) if self.is_demand else ()
