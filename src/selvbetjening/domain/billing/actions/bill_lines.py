"""Make what is due of subscriptions into invoice lines, thousands at a time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import NamedTuple, Self
from uuid import UUID

from selvbetjening.domain.billing.queries.due import Waiting
from selvbetjening.domain.billing.rules.due import Bill, Due, Running
from selvbetjening.domain.billing.rules.facts import DiscountFacts, TermsFacts
from selvbetjening.domain.billing.rules.lines import charge_lines, draft_line
from selvbetjening.domain.billing.rules.starting import bound_until
from selvbetjening.domain.billing.rules.worth import Agreed
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.catalog.rules.units import unit_for
from selvbetjening.domain.contracts.rules.holding import Contract
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.subscriptions.actions.renew import Rarer, Renewal
from selvbetjening.domain.subscriptions.queries import DueRow
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import Interval


class Ready(NamedTuple):
    """Terms made ready for thousands of rows. `plain`: so much for each unit, and nothing else."""

    id: UUID
    interval: Interval
    plain: bool
    price: int
    currency: str
    rate: int
    category: str
    backward: bool
    names: dict[str, str]
    units: dict[str, str]
    facts: TermsFacts

    @classmethod
    def of(cls, terms: PlanTerms) -> Self:
        """Make the terms, with their plan, ready."""
        facts = TermsFacts.of(terms)
        return cls(
            id=terms.id,
            interval=terms.interval,
            plain=facts.pricing.model == "per_unit" and not terms.base_fee_minor,
            price=terms.unit_price_minor,
            currency=terms.currency,
            rate=terms.vat_basis_points,
            category=facts.category,
            backward=facts.backward,
            names={"da": facts.plan_da, "en": facts.plan_en},
            units={"da": facts.unit_da, "en": facts.unit_en or facts.unit_da},
            facts=facts,
        )

    def by(self, contracts: tuple[Contract, ...], *, own_minor: int | None = None) -> "Ready":
        """The same for an account with these contracts and a subscription at its own price; itself without either."""
        if not contracts and own_minor is None:
            return self
        own = None if own_minor is None else Money(own_minor, self.currency)
        return self._replace(plain=False, facts=replace(self.facts, contracts=contracts).at(own))

    def running(self, quantity: int) -> "Running[Ready]":
        """These terms in force."""
        return Running(self, self.interval, quantity, self.backward)


class Work(NamedTuple):
    """One locked subscription, its planned change, its discounts, and what is due of it."""

    row: DueRow
    waiting: Waiting | None
    due: Due[Ready]
    discounts: tuple[DiscountFacts, ...] = ()
    billed: Collection[date] = ()

    def counts(self, starts_on: date) -> bool:
        """Whether the bill that starts so is a period's: the rest of one that a pause ends in is not."""
        return starts_on != self.due.resumed_on and starts_on not in self.billed

    def lines(self, bill: Bill[Ready], language: str) -> list[DraftLine]:
        """The lines of one bill, in the account's language; the plain ones without a detour."""
        days, run, current = bill
        terms, row = run.terms, self.row
        if terms.plain and days == current and not self.discounts and not _has_free_days(row, days.starts_on):
            if not terms.price or not run.quantity:
                return []
            price = terms.price
            return [
                DraftLine(
                    row.id,
                    terms.names[language],
                    days.starts_on,
                    days.ends_on,
                    run.quantity,
                    price,
                    price * run.quantity,
                    terms.rate,
                    unit_for(unit=terms.units[language], quantity=run.quantity),
                    terms.category,
                    terms=terms.facts.id,
                )
            ]
        agreed = Agreed(terms.facts, run.quantity, current, row.anchor_day, self.discounts, row.trial_ends_on)
        return [
            draft_line(line=line, subscription=row.id, language=language)
            for line in charge_lines(agreed=agreed, days=days)
        ]

    def renewal(self) -> Renewal:
        """Where the subscription stands once its bills are made."""
        row, due = self.row, self.due
        took_effect = due.changed_on is not None and self.waiting is not None
        bound = _bound(self) if took_effect else row.committed_until
        rarer = None
        own = due.running.terms.facts.own_price_minor
        rare = (due.charged_until, bound, own) != (row.charged_until, row.committed_until, row.own_price_minor)
        if due.resumed_on or rare:
            rarer = Rarer(due.charged_until, bound, due.resumed_on, own)
        return Renewal(
            account=row.account_id,
            subscription=row.id,
            billed_from=due.resumed_on or row.renews_on,
            period_starts_on=due.period_starts_on,
            renews_on=due.renews_on,
            from_terms=row.terms_id,
            terms=due.running.terms.id,
            quantity=due.running.quantity,
            change=self.waiting.id if took_effect and self.waiting else None,
            changed_on=due.changed_on,
            from_quantity=row.quantity,
            rarer=rarer,
        )

    @property
    def bills(self) -> tuple[Bill[Ready], ...]:
        """Everything to bill, the period that is invoiced before it begins last."""
        return (*self.due.periods, self.due.ahead) if self.due.ahead else self.due.periods


def _bound(work: Work) -> date | None:
    """New terms bring their own binding; an older one holds as long as it would have."""
    terms, row = work.due.running.terms, work.row
    if work.due.changed_on is None or terms.id == row.terms_id:
        return row.committed_until
    days = [day for day in (row.committed_until, bound_until(terms=terms.facts, day=work.due.changed_on)) if day]
    return max(days, default=None)


def _has_free_days(row: DueRow, starts_on: date) -> bool:
    return row.trial_ends_on is not None and starts_on < row.trial_ends_on
