"""Waive the fees and the interest that a payment or a credit note shows to be wrong: not one øre too much."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.invoicing.actions.claims import waive
from selvbetjening.domain.invoicing.events import LateClaimsWaived
from selvbetjening.domain.invoicing.models import Invoice, LateClaim
from selvbetjening.domain.invoicing.queries.late import claims_of, reminders_of
from selvbetjening.domain.invoicing.rules.interest import Late, owed_on
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.queries.interest import interest_at
from selvbetjening.domain.payments.queries.standing import late_of
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money


def put_right_of(organization: OrganizationId, *, invoice: UUID, actor: Actor, at: datetime) -> Money:
    """`put_right` for the invoice with this id. Raises `Invoice.DoesNotExist`."""
    with within(organization):
        found = Invoice.objects.get(organization_id=organization, id=invoice)
        return put_right(organization, invoice=found, actor=actor, at=at)


def put_right(
    organization: OrganizationId,
    *,
    invoice: Invoice,
    actor: Actor,
    at: datetime,
    coming: tuple[date, int] | None = None,
) -> Money:
    """Waive what was claimed beside the invoice and is not owed after all; what was waived.

    A letter's fee is not owed when nothing was unpaid any more on the day it was sent; interest not beyond what it
    comes to by all that is known now. `coming` is a payment that is about to be recorded: its day, and how much of it
    pays the invoice. What was paid already of a wrong claim stays. Records `LateClaimsWaived` when something was.
    """
    with within(organization):
        claims = claims_of(organization, invoice=invoice.id)
        waived = 0
        if any(claim.left_minor for claim in claims):
            owner = Organization.objects.get(id=organization)
            party = Account.objects.get(organization_id=organization, id=invoice.account_id).party_type
            wrong = _fees(organization, invoice, claims, coming, owner)
            wrong += _interest(organization, invoice, claims, coming, owner, party)
            waived = waive(organization, claims=wrong, at=at)
        amount = Money(waived, invoice.currency)
        if waived:
            fact = LateClaimsWaived(account=invoice.account_id, invoice=invoice.id, amount=amount)
            record(organization, fact=fact, actor=actor, at=at)
    return amount


def _fees(
    organization: OrganizationId,
    invoice: Invoice,
    claims: Sequence[LateClaim],
    coming: tuple[date, int] | None,
    owner: Organization,
) -> list[tuple[UUID, int]]:
    late = _with(
        late_of(organization, invoice=invoice, roll=owner.choice("due_date_roll"), disputed_bears=True), coming
    )
    wrong = {
        letter.id
        for letter in reminders_of(organization, invoice=invoice.id)
        if owed_on(late=late, day=letter.sent_on) == 0
    }
    return [(claim.id, claim.left_minor) for claim in claims if claim.kind != "interest" and claim.reminder_id in wrong]


def _interest(
    organization: OrganizationId,
    invoice: Invoice,
    claims: Sequence[LateClaim],
    coming: tuple[date, int] | None,
    owner: Organization,
    party: str,
) -> list[tuple[UUID, int]]:
    mine = [claim for claim in claims if claim.kind == "interest"]
    if not mine:
        return []
    late = _with(
        late_of(
            organization,
            invoice=invoice,
            roll=owner.choice("due_date_roll"),
            disputed_bears=owner.choice("interest_on_disputed"),
        ),
        coming,
    )
    owed = interest_at(organization, late=late, until=max(claim.claimed_on for claim in mine), party=party)
    over = sum(claim.amount_minor - claim.waived_minor for claim in mine) - owed
    wrong = []
    for claim in reversed(mine):
        part = min(max(0, over), claim.left_minor)
        over -= part
        wrong.append((claim.id, part))
    return wrong


def _with(late: Late, coming: tuple[date, int] | None) -> Late:
    return replace(late, steps=[*late.steps, (coming[0], -coming[1])]) if coming else late
