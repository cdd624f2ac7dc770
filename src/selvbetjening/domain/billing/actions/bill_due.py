"""Bill what is due of some accounts: should minus was, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.queries.due import Waiting, billed_starts, terms_by_id, waiting_changes
from selvbetjening.domain.billing.rules.due import Due, Running, due_periods
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.subscriptions.actions.renew import Renewal, end_many, renew_many
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.queries import DueRow, lock_due
from selvbetjening.domain.tenancy.bulk import insert_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id, new_ids_as_text
from selvbetjening.kernel.periods import Interval, Period

_PERIOD = ("id", "organization_id", "subscription_id", "invoice_line_id", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Billed:
    """What was done: the invoices' ids in the order of their numbers, how many periods, how many ended."""

    invoices: list[UUID]
    periods: int
    ended: int


class _Terms(NamedTuple):
    """Terms made ready for thousands of rows."""

    id: UUID
    interval: Interval
    price: int
    currency: str
    rate: int
    names: dict[str, str]
    units: dict[str, str]


class _Work(NamedTuple):
    """One locked subscription, its planned change, and what is due of it."""

    row: DueRow
    waiting: Waiting | None
    due: Due[_Terms]


def bill_due(
    organization: OrganizationId,
    *,
    accounts: Sequence[Account],
    today: date,
    actor: Actor,
    at: datetime,
    only: UUID | None = None,
) -> Billed:
    """Bill every period of these accounts' subscriptions that starts by `today` and is not billed.

    One invoice for each account and currency, in the accounts' order; planned changes take effect at the start of
    their period; a period that costs nothing is billed without a line; cancelled subscriptions that have reached
    their last day end. `only` narrows it to one subscription. Records what the called actions record.
    """
    with within(organization):
        rows = lock_due(organization, accounts=[account.id for account in accounts], today=today, only=only)
        if not rows:
            return Billed([], 0, 0)
        work = _work(organization, rows, today)
        invoices, periods = _invoice(organization, accounts, work, today, actor, at)
        insert_many(table="billing_billedperiod", columns=_PERIOD, rows=periods)
        renewals = [_renewal(each) for each in work if each.due.renews_on != each.row.renews_on]
        renew_many(organization, renewals=renewals, actor=actor, at=at)
        leaving = [row.id for row in rows if row.state == State.CANCELLED]
        ended = end_many(organization, subscriptions=leaving, today=today, actor=actor, at=at) if leaving else 0
    return Billed(invoices, len(periods), ended)


def _work(organization: OrganizationId, rows: Sequence[DueRow], today: date) -> list[_Work]:
    ids = [row.id for row in rows]
    waiting = waiting_changes(organization, subscriptions=ids)
    used = {row.terms_id for row in rows} | {change.terms for change in waiting.values()}
    terms = {id_: _ready(found) for id_, found in terms_by_id(organization, ids=used).items()}
    billed = billed_starts(organization, subscriptions=ids, since=min(row.renews_on for row in rows))
    work = []
    for row in rows:
        change = waiting.get(row.id)
        due = due_periods(
            running=_running(terms[row.terms_id], row.quantity),
            planned=(change.effective_on, _running(terms[change.terms], change.quantity)) if change else None,
            anchor_day=row.anchor_day,
            period_starts_on=row.period_starts_on,
            renews_on=row.renews_on,
            ends_on=row.ends_on,
            today=today,
            billed=billed.get(row.id, ()),
        )
        work.append(_Work(row, change, due))
    return work


def _invoice(
    organization: OrganizationId,
    accounts: Sequence[Account],
    work: Sequence[_Work],
    today: date,
    actor: Actor,
    at: datetime,
) -> tuple[list[UUID], list[tuple[object, ...]]]:
    """Issue the invoices; their ids, and the rows of the billed periods."""
    by_account: dict[UUID, list[_Work]] = {}
    for each in sorted(work, key=lambda each: (each.row.started_on, each.row.id)):
        by_account.setdefault(each.row.account_id, []).append(each)
    drafts: list[Draft] = []
    periods: list[tuple[object, ...]] = []
    for account in accounts:
        lines: dict[str, list[DraftLine]] = {}
        for each in by_account.get(account.id, ()):
            for period, run in each.due.periods:
                if run.terms.price:
                    line = _line(each.row.id, period, run, account.language)
                    lines.setdefault(run.terms.currency, []).append(line)
                else:
                    periods.append((new_id(), organization, each.row.id, None, period.starts_on, period.ends_on))
        drafts += [Draft(account, currency, lines[currency]) for currency in sorted(lines)]
    issued = issue(organization, drafts=drafts, issued_on=today, actor=actor, at=at)
    for draft, made in zip(drafts, issued, strict=True):
        periods += [
            (id_, organization, line.subscription, billing, line.starts_on, line.ends_on)
            for id_, billing, line in zip(new_ids_as_text(len(made.lines)), made.lines, draft.lines, strict=True)
        ]
    return [made.invoice for made in issued], periods


def _line(subscription: UUID, period: Period, run: Running[_Terms], language: str) -> DraftLine:
    terms = run.terms
    return DraftLine(
        subscription,
        terms.names[language],
        period.starts_on,
        period.ends_on,
        run.quantity,
        terms.price,
        terms.price * run.quantity,
        terms.rate,
        terms.units[language],
    )


def _renewal(each: _Work) -> Renewal:
    row, due = each.row, each.due
    took_effect = due.changed_on is not None and each.waiting is not None
    return Renewal(
        account=row.account_id,
        subscription=row.id,
        billed_from=row.renews_on,
        period_starts_on=due.period_starts_on,
        renews_on=due.renews_on,
        from_terms=row.terms_id,
        terms=due.running.terms.id,
        quantity=due.running.quantity,
        change=each.waiting.id if took_effect and each.waiting else None,
        changed_on=due.changed_on,
    )


def _running(terms: _Terms, quantity: int) -> Running[_Terms]:
    return Running(terms, terms.interval, quantity)


def _ready(terms: PlanTerms) -> _Terms:
    return _Terms(
        id=terms.id,
        interval=terms.interval,
        price=terms.unit_price_minor,
        currency=terms.currency,
        rate=terms.vat_basis_points,
        names=_both(terms.plan.name("da"), terms.plan.name("en")),
        units=_both(terms.unit_da, terms.unit_en or terms.unit_da),
    )


def _both(da: str, en: str) -> dict[str, str]:
    return {"da": da, "en": en}
