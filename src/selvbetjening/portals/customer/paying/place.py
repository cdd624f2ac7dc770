"""From where one pays, and the addresses that belong to it: a mail's link, one invoice, or several of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

#: In an address: the invoices that were chosen.
CHOSEN = "valgt"
#: In the address that a gateway leads back to: the payer paid, or left.
BACK, LEFT = "tilbage", "afbrudt"


@dataclass(frozen=True, slots=True)
class Place:
    """By a link where `token` is given, else by the invoices of a logged-in visitor."""

    invoices: tuple[UUID, ...]
    token: str = ""

    @property
    def here(self) -> str:
        """The page where it is paid."""
        if self.token:
            return reverse("customer:pay_link", args=[self.token])
        if len(self.invoices) == 1:
            return reverse("customer:invoice_pay", args=self.invoices)
        return pay_several(self.invoices)

    @property
    def back(self) -> str:
        """Where one came from; empty for a link, which comes from a mail."""
        if self.token:
            return ""
        if len(self.invoices) == 1:
            return reverse("customer:invoice", args=self.invoices)
        return reverse("customer:invoices")

    def status(self, attempt: UUID) -> str:
        """Where one sees how an attempt stands."""
        return self._of("status", attempt)

    def stop(self, attempt: UUID) -> str:
        """Where an attempt is broken off (POST)."""
        return self._of("stop", attempt)

    def undo(self, attempt: UUID) -> str:
        """Where the saving of a card is undone (POST)."""
        return self._of("undo", attempt)

    def _of(self, page: str, attempt: UUID) -> str:
        if self.token:
            return reverse(f"customer:pay_link_{page}", args=[self.token])
        return reverse(f"customer:pay_{page}", args=[attempt])


def pay_several(invoices: Sequence[UUID]) -> str:
    """The page on which these are paid at once."""
    return f"{reverse('customer:pay_chosen')}?{urlencode([(CHOSEN, str(each)) for each in invoices])}"
