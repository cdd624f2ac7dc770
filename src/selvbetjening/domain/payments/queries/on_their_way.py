"""Charges that are planned, that run, or whose money is on its way: nobody is reminded meanwhile (issue 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from selvbetjening.domain.payments.models import AttemptPart, CardCollection
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Charges:
    """`running` are the invoices that a card is still to pay, or whose payment is on its way.

    `failed_on` is the day on which the last try of an invoice failed that no other follows: as a new due day it gives
    who just heard of it the company's days of grace.
    """

    running: frozenset[UUID]
    failed_on: dict[UUID, date]


def on_their_way(organization: OrganizationId, *, invoices: Sequence[UUID]) -> Charges:
    """How the charges of these invoices stand; two queries.

    A payer who only looks at the gateway's page is reminded all the same: nothing is on its way yet.
    """
    rows = CardCollection.objects.filter(organization_id=organization, invoice_id__in=list(invoices))
    rows = rows.filter(state__in=("waiting", "running", "asking", "given_up")).select_related("attempt")
    running, failed_on = set[UUID](), dict[UUID, date]()
    for row in rows:
        if row.state in ("waiting", "running"):
            running.add(row.invoice_id)
        elif row.attempt is not None and row.attempt.closed_at is not None:
            failed_on[row.invoice_id] = copenhagen_day(row.attempt.closed_at)
    moving = Q(attempt__state__in=("pending", "unknown")) | Q(attempt__kind="charge")
    parts = AttemptPart.objects.filter(
        moving, organization_id=organization, invoice_id__in=list(invoices), is_live=True
    )
    return Charges(frozenset(running) | frozenset(parts.values_list("invoice_id", flat=True)), failed_on)
