"""Read what a bookkeeper was granted, one company at a time (SEC-17, CM-08)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal
from uuid import UUID

from selvbetjening.domain.access.rules import gate_reason
from selvbetjening.domain.accounts import queries as accounts
from selvbetjening.domain.accounts.queries import bookkeepers
from selvbetjening.domain.identity import queries as identity
from selvbetjening.domain.invoicing import queries as invoicing
from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.portals.customer.bookkeeping.filters import Filter
from selvbetjening.portals.customer.invoices.shown import Shown, shown, shown_note

#: Who looks through the doorway: a role, never an address.
ACTOR = Actor("system", "bookkeepers")


@dataclass(frozen=True, slots=True)
class Holding:
    """An account that the bookkeeper may read now."""

    organization: OrganizationId
    company: str
    grant: UUID
    account: UUID
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Row:
    """One invoice or credit note of one account, and whether the bookkeeper has fetched it."""

    holding: Holding
    invoice: Shown
    is_read: bool
    kind: Literal["invoice", "credit_note"] = "invoice"


def holdings(email: str, *, at: datetime) -> list[Holding]:
    """All that this proven address may read now, by company and account; asked anew at each request."""
    today = copenhagen_day(at)
    found: list[Holding] = []
    granted = bookkeepers.granted_to(email=email, today=today, actor=ACTOR, at=at)
    for organization, group in groupby(granted, key=lambda one: one.organization):
        with _open(organization) as company:
            if company:
                ids = [one.grant for one in group]
                found += [
                    Holding(organization, company, grant.id, grant.account_id, grant.account.name, grant.account.code)
                    for grant in bookkeepers.living(organization, grants=ids, email=email, today=today)
                    if "documents" in grant.scopes
                ]
    return sorted(found, key=lambda one: (one.company, one.name, one.code))


def rows(found: list[Holding], *, wanted: Filter, at: datetime) -> list[Row]:
    """The invoices and credit notes of these accounts that the filter lets through, newest first."""
    today, listed = copenhagen_day(at), []
    mine = [one for one in found if wanted.grant in (None, one.grant)]
    for organization, group in groupby(mine, key=lambda one: one.organization):
        here = list(group)
        with within(organization):
            seen = bookkeepers.read_by(organization, grants=[one.grant for one in here])
            for one in here:
                every = invoicing.of_account(organization, account=one.account, limit=10_000).rows
                listed += [Row(one, shown(invoice, today=today), (one.grant, invoice.id) in seen) for invoice in every]
                notes = invoicing.credit_notes_of(organization, account=one.account)
                listed += [Row(one, shown_note(note), (one.grant, note.id) in seen, "credit_note") for note in notes]
    return sorted(
        (row for row in listed if _fits(row, wanted)),
        key=lambda row: (row.invoice.issued_on, row.holding.name, row.invoice.number),
        reverse=True,
    )


@dataclass(frozen=True, slots=True)
class Sum:
    """What documents in one currency come to: credit notes count as less."""

    total: Money
    outstanding: Money


def sums(found: Sequence[Row]) -> list[Sum]:
    """One for each currency among these documents, by its code."""
    by_currency: dict[str, list[Shown]] = {}
    for row in found:
        by_currency.setdefault(row.invoice.total.currency, []).append(row.invoice)
    return [
        Sum(
            sum_money((each.total for each in shown_ones), currency),
            sum_money((each.outstanding for each in shown_ones), currency),
        )
        for currency, shown_ones in sorted(by_currency.items())
    ]


def _fits(row: Row, wanted: Filter) -> bool:
    issued_on = row.invoice.issued_on
    return not (
        (wanted.first and issued_on < wanted.first)
        or (wanted.last and issued_on > wanted.last)
        or (wanted.unpaid and (row.kind == "credit_note" or row.invoice.badge == "paid"))
        or (wanted.unread and row.is_read)
    )


@contextmanager
def _open(organization: OrganizationId) -> Iterator[str]:
    """The company's name inside its own transaction; empty where its portal is closed or lets in no bookkeepers."""
    with within(organization):
        facts = identity.portal_facts(organization)
        if facts is None:
            yield ""
            return
        scope = accounts.scope_of(organization, facts=facts)
        closed = gate_reason(gate=scope.gate) or permissions.INVITE_ACCOUNTANT not in scope.allowed_acts
        yield "" if closed else facts.organization.name
