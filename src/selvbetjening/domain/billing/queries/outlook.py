"""What an account will be charged: the next time, and month by month."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from selvbetjening.domain.billing.queries.groups import Group, groups, groups_of_company
from selvbetjening.domain.billing.rules.due import due_periods, invoiced
from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.standing import running
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.queries import PlanTerms
from selvbetjening.domain.contracts.queries import ByTerms, OwnPrices, all_own_prices, own_prices
from selvbetjening.domain.invoicing.rules import totals
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.queries import Counts, Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import step


@dataclass(frozen=True)
class NextCharge:
    """The next day on which something is charged, how much, and for how many subscriptions."""

    on: date
    net: Money
    vat: Money
    total: Money
    count: int


@dataclass(frozen=True)
class Opening:
    """What an overview shows of an account: its first subscriptions, how many there are, and the next charge."""

    rows: list[tuple[Subscription, date | None]]
    """Those that have not ended, with their terms, each with the day of the change that waits for it."""
    counts: Counts
    next_charge: NextCharge | None
    own_prices: ByTerms
    """The account's contracts, by their terms."""


@dataclass(frozen=True)
class MonthForecast:
    """What will be charged in the month that starts on `month`: incl. VAT of an account, excl. of a company."""

    month: date
    total: Money


class _Ahead(NamedTuple):
    """Subscriptions that are alike, with their terms and those of the change that waits for them."""

    group: Group
    terms: TermsFacts
    next_terms: TermsFacts | None


@dataclass(frozen=True)
class _Charge:
    on: date
    currency: str
    vat_basis_points: int
    net_minor: int
    count: int


def opening(organization: OrganizationId, *, account: UUID, today: date, limit: int) -> Opening:
    """The first `limit` subscriptions, the counts of all, and the next charge; four queries, whatever their number.

    The terms are asked for last, so that those of a subscription that was started meanwhile are among them.
    """
    found = groups(organization, account=account)
    rows = subscriptions.first(organization, account=account, limit=limit)
    terms = catalog.priced(organization, terms=chain(_terms(found), (one.terms_id for one, _ in rows)))
    for one, _ in rows:
        one.terms = terms[one.terms_id]
    own = own_prices(organization, accounts=[account])
    by_terms = {terms_id: contracts for (_, terms_id), contracts in own.found.items()}
    return Opening(rows, _counts(found), _next_charge(_ahead(found, terms, own), today), by_terms)


def next_charge(organization: OrganizationId, *, account: UUID, today: date) -> NextCharge | None:
    """The next charge if nothing changes; three queries. VAT is rounded as the invoice will: once per rate.

    What is overdue to be billed counts as charged today. With several currencies on one day the first by name counts.
    """
    return _next_charge(_rows(organization, account), today)


def next_charges_by(
    organization: OrganizationId, *, account: UUID, own_method: str, method: str, today: date
) -> dict[str, NextCharge]:
    """By currency, the next charge of what is collected by `method`; `own_method` is the account's own.

    Three queries.
    """
    mine: dict[str, list[_Ahead]] = defaultdict(list)
    for row in _rows(organization, account):
        if (row.group.collection_method or own_method) == method:
            mine[row.terms.currency].append(row)
    return {currency: found for currency, rows in mine.items() if (found := _next_charge(rows, today))}


def _next_charge(rows: Iterable[_Ahead], today: date) -> NextCharge | None:
    ahead = [list(_charges(row, today=today, until=max(_next_start(row), today))) for row in rows]
    days = [(charge.on, charge.currency) for charges in ahead for charge in charges if charge.net_minor]
    if not days:
        return None
    first = min(days)
    by_group = [[one for one in charges if one.net_minor and (one.on, one.currency) == first] for charges in ahead]
    mine = [charge for charges in by_group for charge in charges]
    summed = totals(nets=((charge.vat_basis_points, charge.net_minor) for charge in mine))
    currency = first[1]
    return NextCharge(
        on=first[0],
        net=Money(summed.net_minor, currency),
        vat=Money(summed.vat_minor, currency),
        total=Money(summed.total_minor, currency),
        # A late one has several periods to pay at once, and is still one.
        count=sum(charges[0].count for charges in by_group if charges),
    )


def forecast(organization: OrganizationId, *, account: UUID, today: date, months: int = 12) -> list[MonthForecast]:
    """What each of so many months will cost if nothing changes; three queries.

    From this month on when something is still to be charged in it, else from the next. In the account's main currency,
    the one with most charges ahead; an empty list when nothing is ahead.
    """
    starts = [_month(today, ahead) for ahead in range(months + 2)]
    charges = [
        charge
        for row in _rows(organization, account)
        for charge in _charges(row, today=today, until=starts[-1])
        if charge.on < starts[-1] and charge.net_minor
    ]
    if not charges:
        return []
    counted: dict[str, int] = defaultdict(int)
    by_day: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
    for charge in charges:
        counted[charge.currency] += charge.count
        by_day[charge.currency, charge.on].append((charge.vat_basis_points, charge.net_minor))
    main = min(counted, key=lambda currency: (-counted[currency], currency))
    by_month: dict[date, int] = defaultdict(int)
    for (currency, day), nets in by_day.items():
        if currency == main:
            by_month[day.replace(day=1)] += totals(nets=nets).total_minor
    first = 0 if by_month[starts[0]] else 1
    return [MonthForecast(month, Money(by_month[month], main)) for month in starts[first : first + months]]


def upcoming(organization: OrganizationId, *, today: date, months: int = 3) -> dict[str, list[MonthForecast]]:
    """What the company will charge all its customers this month and in the next ones if nothing changes, by currency.

    Excluding VAT, which is rounded on each invoice; what is overdue to be billed counts as charged today.
    Five queries.
    """
    starts = [_month(today, ahead) for ahead in range(months + 1)]
    own = all_own_prices(organization)
    found = groups_of_company(organization, apart=own.accounts)
    sums: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for row in _ahead(found, catalog.priced(organization, terms=_terms(found)), own):
        for charge in _charges(row, today=today, until=starts[-1]):
            if charge.on < starts[-1] and charge.net_minor:
                sums[charge.currency][charge.on.replace(day=1)] += charge.net_minor
    return {
        currency: [MonthForecast(month, Money(by_month[month], currency)) for month in starts[:-1]]
        for currency, by_month in sorted(sums.items())
    }


def _rows(organization: OrganizationId, account: UUID) -> list[_Ahead]:
    found = groups(organization, account=account)
    own = own_prices(organization, accounts=[account])
    return _ahead(found, catalog.priced(organization, terms=_terms(found)), own)


def _terms(found: Iterable[Group]) -> Iterator[UUID]:
    for group in found:
        yield group.terms_id
        if group.next_terms_id:
            yield group.next_terms_id


def _ahead(found: Iterable[Group], terms: Mapping[UUID, PlanTerms], own: OwnPrices) -> list[_Ahead]:
    """The groups that will be charged again: a cancelled subscription until its end, an ended one never."""

    def on(group: Group, id_: UUID) -> TermsFacts:
        minor = group.own_price_minor if id_ == group.terms_id else group.next_own_price_minor
        contracts = own.on(account=group.account_id, terms=id_) if group.account_id else ()
        return TermsFacts.of(terms[id_], contracts, own=None if minor is None else Money(minor, terms[id_].currency))

    return [
        _Ahead(group, on(group, group.terms_id), on(group, group.next_terms_id) if group.next_terms_id else None)
        for group in found
        if _is_charged_again(group, terms[group.terms_id])
    ]


def _is_charged_again(group: Group, terms: PlanTerms) -> bool:
    """A cancelled subscription until its end, in arrears on it; a paused one where it is known when that ends."""
    if group.state == State.PAUSED:
        return group.paused_until is not None
    unbilled = group.charged_until or group.period_starts_on if terms.charging == "backward" else group.renews_on
    return group.state != State.ENDED and (group.ends_on is None or unbilled < group.ends_on)


def _counts(found: Iterable[Group]) -> Counts:
    by_state: dict[str, int] = defaultdict(int)
    for group in found:
        by_state[group.state] += group.how_many
    return Counts(*(by_state[state] for state in (State.ACTIVE, State.CANCELLED, State.ENDED, State.PAUSED)))


def _next_start(row: _Ahead) -> date:
    """The first day of the next period that is not billed; after a change of terms perhaps a later one."""
    if not row.group.is_ahead:
        return row.group.renews_on
    intervals = [terms.interval for terms in (row.terms, row.next_terms) if terms]
    return max(step(row.group.renews_on, interval, anchor_day=row.group.anchor_day) for interval in intervals)


def _charges(row: _Ahead, *, today: date, until: date) -> Iterator[_Charge]:
    """Every bill of the group's subscriptions up to `until`, on its day; days that have passed count as today."""
    group, planned = row.group, None
    early = 0 if group.state == State.PAUSED else group.days_before
    if row.next_terms and group.change_on:
        planned = (group.change_on, running(terms=row.next_terms, quantity=group.next_quantity or 0))
    due = due_periods(
        running=running(terms=row.terms, quantity=group.quantity),
        planned=planned,
        anchor_day=group.anchor_day,
        period_starts_on=group.period_starts_on,
        renews_on=group.renews_on,
        ends_on=group.ends_on,
        today=until + timedelta(days=early),
        billed=(group.renews_on,) if group.is_ahead else (),
        charged_until=group.charged_until,
        resumes=group.state == State.PAUSED,
    )
    discounts = _discounts(group, row.terms.currency)
    for on, bill in invoiced(bills=due.periods, period_starts_on=group.period_starts_on, days_before=early):
        if on > until:
            continue
        terms = bill.run.terms
        agreed = Agreed(terms, bill.run.quantity, bill.current, group.anchor_day, discounts, group.trial_ends_on)
        net = agreed.worth(bill.days).minor * group.how_many
        yield _Charge(max(on, today), terms.currency, terms.vat_basis_points, net, group.how_many)


def _discounts(group: Group, currency: str) -> tuple[DiscountFacts, ...]:
    if group.discount_starts_on is None:
        return ()
    amount = None if group.amount_minor is None else Money(group.amount_minor, currency)
    return (DiscountFacts(group.percent_basis_points, amount, group.discount_starts_on, group.discount_ends_on),)


def _month(day: date, ahead: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
    return date(year, month + 1, 1)
