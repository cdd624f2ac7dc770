"""How a company is paid, read from its settings once for many invoices."""

from dataclasses import dataclass
from typing import Any

from selvbetjening.domain.invoicing.rules.fik import identifier, payload_of, printed
from selvbetjening.domain.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class FikSeries:
    """The company's series of payment ids (FIK-1, FIK-5)."""

    creditor: str
    prefix: str
    blank: bool

    def payload(self, number: int) -> str:
        """The 14 digits of an invoice."""
        return payload_of(prefix=self.prefix, number=number)

    def of(self, number: int) -> dict[str, Any]:
        """The fields of `snapshot.Payment` of an invoice."""
        payload = self.payload(number)
        line = printed(payload=payload, creditor=self.creditor, blank=self.blank)
        return {"fik_line": line, "fik_id": identifier(payload=payload), "fik_creditor": self.creditor}


def bank_of(owner: Organization) -> dict[str, Any]:
    """The fields of `snapshot.Payment` that are the same on all invoices; empty ones stay out."""
    fields = {
        "bank_registration": owner.choice("bank_registration_number"),
        "bank_account": owner.choice("bank_account_number"),
        "iban": owner.choice("iban"),
        "bic": owner.choice("bic"),
    }
    return {name: value for name, value in fields.items() if value}


def fik_series(owner: Organization) -> FikSeries | None:
    """None for a company without a creditor number."""
    creditor = owner.choice("fik_creditor_number")
    if not creditor:
        return None
    return FikSeries(creditor, owner.choice("fik_series_prefix"), owner.choice("fik_line_blank"))
