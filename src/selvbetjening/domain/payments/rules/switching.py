"""What becomes of open invoices when a subscription is to be paid in another way (CM-05, XB-34). Pure.

Whatever the ways are: one is active until the other is, an invoice that is handed over to the old one is collected
there, and nothing is asked for by both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

Step = Literal["old_way", "new_way", "pay_now"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay from a day on. It must have an invoice so many days before the due day, `needs_days`, to collect it.

    An invoice by mail or an e-invoice needs none: it is handed over when it is sent.
    """

    code: str
    active_on: date
    needs_days: int = 0


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An unpaid invoice: its due day, and whether the old way has been given it already."""

    id: UUID
    due_on: date
    handed_over: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """What happens with one invoice, and on which day the money is due."""

    invoice: UUID
    step: Step
    on: date


@dataclass(frozen=True, slots=True)
class Switch:
    """The plan: each open invoice once, in order of the due days, and the first day without the old way."""

    invoices: tuple[Planned, ...]
    old_ends_on: date


def plan_switch(*, invoices: Sequence[OpenInvoice], today: date, to: Way) -> Switch:
    """For each open invoice: it stays on the old way, goes the new one, or is to be paid by hand now.

    Handed over: it runs to its end there; one that is still unpaid after that is paid by hand. Not handed over: the
    new way takes it where that is active and can still have it in time; what is due before that is paid by hand. The
    old way ends when the new one is active, and not before the last invoice that it was given is due.
    """
    planned = []
    for invoice in sorted(invoices, key=lambda each: (each.due_on, each.id)):
        if invoice.handed_over and invoice.due_on >= today:
            planned.append(Planned(invoice.id, "old_way", invoice.due_on))
        elif invoice.due_on - timedelta(days=to.needs_days) >= max(today, to.active_on):
            planned.append(Planned(invoice.id, "new_way", invoice.due_on))
        else:
            planned.append(Planned(invoice.id, "pay_now", max(today, invoice.due_on)))
    running = [each.on + timedelta(days=1) for each in planned if each.step == "old_way"]
    return Switch(tuple(planned), max([to.active_on, *running]))


def way_in_force(*, collection_method: str, party_type: str, sent_electronically: bool) -> str:
    """How an invoice reaches its payer today: `e_invoice` or `invoice`; other methods by their own code.

    A public body gets the e-invoice alone (EIN-1).
    """
    if collection_method != "invoice" and not (party_type == "public" and collection_method == "payment_card"):
        return collection_method
    return "e_invoice" if sent_electronically or party_type == "public" else "invoice"
