"""Bill what is due of some accounts: should minus was, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.bill_lines import Ready, Work
from selvbetjening.domain.billing.queries.debit_terms import DebitTerms, debit_terms
from selvbetjening.domain.billing.queries.due import billed_starts, discounts_of, terms_by_id, waiting_changes
from selvbetjening.domain.billing.rules.due import due_periods
from selvbetjening.domain.billing.rules.particulars import NOTHING, Wanted, wanted_of
from selvbetjening.domain.contracts.queries import own_prices
from selvbetjening.domain.invoicing.actions.draft_lines import lines_waiting
from selvbetjening.domain.invoicing.actions.issue import Draft, Issued, NotIssued, issue
from selvbetjening.domain.invoicing.queries.issuable import issue_refusals
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.use_credit import use_credit_of
from selvbetjening.domain.payments.queries.chargeable import Ways, ways_to_pay
from selvbetjening.domain.subscriptions.actions.renew import end_many, renew_many
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.queries import DueRow, lock_due
from selvbetjening.domain.subscriptions.rules import InvoicedBefore
from selvbetjening.domain.tenancy.bulk import array, insert_many
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId, new_id, new_ids_as_text
from selvbetjening.kernel.periods import Period

# Plain SQL, because Django spells out thousands of ids one parameter each.
_CLOSE_UNDOS = """
    UPDATE billing_undo SET closed_reason = %s, closed_at = %s
    WHERE organization_id = %s AND subscription_id = ANY(%s::uuid[]) AND closed_reason = ''
"""
_PERIOD = ("id", "organization_id", "subscription_id", "invoice_line_id", "starts_on", "ends_on")


@dataclass(frozen=True, slots=True)
class Billed:
    """What was done: the invoices' ids in the order of their numbers, how many periods, how many ended.

    `refused` are the accounts that could not be billed, each with why (`invoicing.queries.issuable`).
    """

    invoices: list[UUID]
    periods: int
    ended: int
    refused: dict[UUID, str]


class _Sheet(NamedTuple):
    """An invoice to be: its lines, and by their places the periods that begin on them."""

    account: Account
    currency: str
    lines: list[DraftLine]
    periods: list[tuple[int, UUID, Period]]
    by_card: bool
    methods: set[str]
    wanted: Wanted
    words: list[str]


class _Plan(NamedTuple):
    """What is going to be billed, the rows of the periods that cost nothing, and who cannot be billed."""

    work: list[Work]
    sheets: list[_Sheet]
    free: list[tuple[object, ...]]
    refused: dict[UUID, str]


def bill_due(
    organization: OrganizationId,
    *,
    accounts: Sequence[Account],
    today: date,
    actor: Actor,
    at: datetime,
    only: UUID | None = None,
    early: bool = True,
) -> Billed:
    """Bill every period of these accounts' subscriptions that starts by `today` and is not billed.

    Terms charged backward are billed for the period that has ended. The subscription or else the settings say how
    many days before it begins a period is invoiced (without `early` none is), and whether an account gets one
    invoice for each currency or one for each subscription (those that are to be grouped share it); what is charged
    to a card never stands on one with what is not, nor what is due on another day or has another order number.
    Waiting draft lines stand on the first invoice in their currency, paid as the account is. Planned changes take
    effect at the start of their period, pauses end on their day; a period that costs nothing has no line; what is
    cancelled ends on its last day. What stands to an account's good pays at once. `only` narrows it to one
    subscription, without draft lines. An account whose invoice cannot be issued (the company's own data or a rate
    of exchange is missing) is left as it is, for a later run; with `only` that raises `NotIssued`, before anything
    is written. Records what the called actions record.
    """
    with within(organization):
        owner = Organization.objects.get(id=organization)
        rows = lock_due(organization, accounts=accounts, before=InvoicedBefore.of(owner.choice), today=today, only=only)
        if not rows:
            return Billed([], 0, 0, {})
        plan = _planned(organization, owner, accounts, rows, today, only, early=early)
        work, sheets, periods = plan.work, plan.sheets, plan.free
        issued = issue(organization, drafts=_drafts(organization, sheets, today), issued_on=today, actor=actor, at=at)
        periods += _billed(organization, sheets, issued)
        insert_many(table="billing_billedperiod", columns=_PERIOD, rows=periods)
        moved = [each for each in work if each.due.renews_on != each.row.renews_on or each.due.resumed_on]
        renew_many(organization, renewals=[each.renewal() for each in moved], actor=actor, at=at)
        close_undos(organization, subscriptions=[each.row.id for each in moved], reason="renewal", at=at)
        leaving = [each.row.id for each in work if each.row.state == State.CANCELLED]
        ended = end_many(organization, subscriptions=leaving, today=today, actor=actor, at=at) if leaving else 0
        use_credit_of(organization, accounts=list({sheet.account.id for sheet in sheets}), actor=actor, at=at)
    return Billed([made.invoice for made in issued], len(periods), ended, plan.refused)


def close_undos(organization: OrganizationId, *, subscriptions: Sequence[UUID], reason: str, at: datetime) -> None:
    """Nothing that was done to these subscriptions before can be undone any more (CM-03)."""
    if subscriptions:
        with connection.cursor() as cursor:
            cursor.execute(_CLOSE_UNDOS, [reason, at, organization, array(subscriptions)])


def _planned(
    organization: OrganizationId,
    owner: Organization,
    accounts: Sequence[Account],
    rows: Sequence[DueRow],
    today: date,
    only: UUID | None,
    *,
    early: bool,
) -> _Plan:
    """Everything that is due, less the accounts whose invoice cannot be issued: nothing of theirs is touched."""
    work = _work(organization, rows, today, InvoicedBefore.of(owner.choice) if early else None)
    waiting = {} if only else lines_waiting(organization, accounts=list({row.account_id for row in rows}))
    apart = owner.choice("invoice_grouping") == "subscription"
    methods = {row.collection_method for row in rows}
    ways = ways_to_pay(organization, owner=owner, accounts=accounts, methods=methods, today=today)
    sheets, free = _sheets(organization, accounts, work, waiting, ways, apart=apart)
    refused = _refused(owner, sheets, today)
    if refused and only:
        raise NotIssued(next(iter(refused.values())), str(only))
    if refused:  # everything is counted again without them
        work = [each for each in work if each.row.account_id not in refused]
        sheets, free = _sheets(organization, accounts, work, waiting, ways, apart=apart)
    return _Plan(work, sheets, free, refused)


def _refused(owner: Organization, sheets: Sequence[_Sheet], today: date) -> dict[UUID, str]:
    """The accounts with an invoice that could not be issued today."""
    without = issue_refusals(owner, currencies={sheet.currency for sheet in sheets}, on=today)
    if not without:
        return {}
    return {sheet.account.id: without[sheet.currency] for sheet in sheets if sheet.currency in without}


def _work(
    organization: OrganizationId, rows: Sequence[DueRow], today: date, before: InvoicedBefore | None
) -> list[Work]:
    ids = [row.id for row in rows]
    waiting = waiting_changes(organization, subscriptions=ids)
    used = {row.terms_id for row in rows} | {change.terms for change in waiting.values()}
    terms = {id_: Ready.of(found) for id_, found in terms_by_id(organization, ids=used).items()}
    own = own_prices(organization, accounts={row.account_id for row in rows})
    since = min(min(row.renews_on, row.period_starts_on) for row in rows)
    billed = billed_starts(organization, subscriptions=ids, since=since)
    currencies = {row.id: terms[row.terms_id].currency for row in rows}
    discounts = discounts_of(organization, subscriptions=ids, currencies=currencies)
    work = []
    for row in rows:
        change = waiting.get(row.id)
        prices = {change.terms: change.own_price_minor} if change else {}
        prices[row.terms_id] = row.own_price_minor
        mine = {
            id_: terms[id_].by(own.on(account=row.account_id, terms=id_), own_minor=price)
            for id_, price in prices.items()
        }
        due = due_periods(
            running=mine[row.terms_id].running(row.quantity),
            planned=(change.effective_on, mine[change.terms].running(change.quantity)) if change else None,
            anchor_day=row.anchor_day,
            period_starts_on=row.period_starts_on,
            renews_on=row.renews_on,
            ends_on=row.ends_on,
            today=today,
            billed=billed.get(row.id, ()),
            charged_until=row.charged_until,
            resumes=row.state == State.PAUSED,
            days_before=before.days(wanted=wanted_of(noted=row.noted).before) if before else 0,
        )
        work.append(Work(row, change, due, discounts.get(row.id, ()), billed.get(row.id, ())))
    return work


def _sheets(
    organization: OrganizationId,
    accounts: Sequence[Account],
    work: Sequence[Work],
    waiting: dict[tuple[UUID, str], list[DraftLine]],
    ways: Ways,
    *,
    apart: bool,
) -> tuple[list[_Sheet], list[tuple[object, ...]]]:
    """The invoices to be, in the accounts' order, and the rows of the periods that cost nothing."""
    by_account: dict[UUID, list[Work]] = {}
    for each in sorted(work, key=lambda each: (each.row.started_on, each.row.id)):
        by_account.setdefault(each.row.account_id, []).append(each)
    sheets: list[_Sheet] = []
    free: list[tuple[object, ...]] = []
    for account in accounts:
        if account.id not in by_account:
            continue
        mine = _of_account(organization, account, by_account[account.id], free, ways, apart=apart)
        if waiting:
            for currency in {sheet.currency for sheet in mine}:
                first = next(sheet for sheet in mine if sheet.currency == currency)
                first.lines.extend(waiting.get((account.id, currency), ()))
        sheets += mine
    return sheets, free


def _of_account(
    organization: OrganizationId,
    account: Account,
    work: Sequence[Work],
    free: list[tuple[object, ...]],
    ways: Ways,
    *,
    apart: bool,
) -> list[_Sheet]:
    mine: dict[tuple[str, UUID | None, bool, tuple[object, ...]], _Sheet] = {}
    for each in work:
        wanted = wanted_of(noted=each.row.noted)
        alone = each.row.id if apart and not wanted.is_grouped else None
        for bill in each.bills:
            days, currency = bill.days, bill.run.terms.currency
            lines = each.lines(bill, account.language)
            counts = each.counts(days.starts_on)
            if not lines:
                if counts:
                    free.append((new_id(), organization, each.row.id, None, days.starts_on, days.ends_on))
                continue
            by_card = ways.by_card(account=account, method=each.row.collection_method, currency=currency)
            key = (currency, alone, by_card, wanted.apart)
            sheet = mine.get(key)
            if sheet is None:
                sheet = mine[key] = _Sheet(account, currency, [], [], by_card, set(), wanted, [])
            sheet.methods.add(each.row.collection_method)
            sheet.words.extend(wanted.particulars.words)
            if counts:
                sheet.periods.append((len(sheet.lines), each.row.id, days))
            sheet.lines.extend(lines)
    plain = NOTHING.apart
    own = {key[0]: ways.by_card(account=account, method="", currency=key[0]) for key in mine}
    return [mine[key] for key in sorted(mine, key=lambda key: (key[0], key[2] != own[key[0]], key[3] != plain))]


def _drafts(organization: OrganizationId, sheets: Sequence[_Sheet], today: date) -> list[Draft]:
    debits = debit_terms(organization, accounts=[sheet.account for sheet in sheets], today=today)
    return [_draft(sheet, debits) for sheet in sheets]


def _draft(sheet: _Sheet, debits: DebitTerms) -> Draft:
    account, currency, by_card = sheet.account, sheet.currency, sheet.by_card
    debit = debits.of(account=account, currency=currency, methods=sheet.methods, by_card=by_card)
    particulars = sheet.wanted.particulars
    if sheet.words:
        particulars = replace(particulars, words=tuple(sheet.words))
    return Draft(account, currency, sheet.lines, by_card, debit, particulars)


def _billed(
    organization: OrganizationId, sheets: Sequence[_Sheet], issued: Sequence[Issued]
) -> list[tuple[object, ...]]:
    """The rows of the billed periods, each with the line that it begins on."""
    found = [
        (subscription, made.lines[place], days.starts_on, days.ends_on)
        for sheet, made in zip(sheets, issued, strict=True)
        for place, subscription, days in sheet.periods
    ]
    owner = str(organization)
    return [(id_, owner, *row) for id_, row in zip(new_ids_as_text(len(found)), found, strict=True)]
