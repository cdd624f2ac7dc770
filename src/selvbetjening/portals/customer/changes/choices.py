"""What a subscription may move to: every price of every offered plan (SB-15), with direction and day (SU-02)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from selvbetjening.domain.billing.queries.facts import Wish, facts_of
from selvbetjening.domain.billing.rules import changing
from selvbetjening.domain.billing.rules.facts import Facts, SubscriptionFacts, TermsFacts
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.contracts.queries import of_terms
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money
from selvbetjening.kernel.periods import monthly_equivalent
from selvbetjening.portals.customer.offered import Priced, priced
from selvbetjening.portals.customer.prices import Price, how_often, price_of, units
from selvbetjening.ui.components.values import language

if TYPE_CHECKING:
    from selvbetjening.domain.catalog.queries import PlanTerms
    from selvbetjening.domain.contracts.queries import ByTerms
    from selvbetjening.domain.subscriptions.queries import Subscription


@dataclass(frozen=True, slots=True)
class Choice:
    """One price for the quantity there is; the same a month counts as an upgrade (SU-02). `on` None: at once.

    `counted` says that the terms are sold in more than one quantity.
    """

    id: UUID
    terms: str
    units: str
    price: Price
    priced: Priced
    present: bool
    planned: bool
    direction: str
    same_price: bool
    counted: bool
    on: date | None


@dataclass(frozen=True, slots=True)
class Offered:
    """A plan with the prices that may be chosen."""

    name: str
    description: str
    choices: list[Choice]


def plans_for(
    organization: OrganizationId,
    subscription: "Subscription",
    *,
    party_type: str,
    own: "ByTerms",
    today: date,
    allowed: Callable[[str], bool],
) -> list[Offered]:
    """The offers as choices.

    Left out: other currencies (SU-03), moves that the company does not allow (XB-10), directions that are not allowed
    (SB-05).
    """
    speech, plans = language(), []
    moves = catalog.moves(organization, terms=subscription.terms_id)
    facts = facts_of(
        organization, wish=Wish(act="change"), account=subscription.account_id, today=today, subscription=subscription
    )
    for plan in catalog.offers(organization):
        choices = []
        for terms in plan.all_terms:  # type: ignore[attr-defined]  # prefetched by catalog.queries.offers
            present = terms.id == subscription.terms_id
            if terms.currency != subscription.terms.currency or not (present or moves.allows(terms.id)):
                continue
            choice = _choice(replace(facts, move=moves.timing(terms.id)), terms, party_type, own, present=present)
            if present or allowed(choice.direction):
                choices.append(choice)
        if choices:
            plans.append(Offered(plan.name(speech), plan.description(speech), choices))
    return plans


def waits_for_the_number(
    organization: OrganizationId, subscription: "Subscription", *, terms: "PlanTerms", quantity: int, today: date
) -> bool:
    """Whether a move to these terms would happen today, were it not for the number wanted with it (SU-02)."""
    facts = facts_of(
        organization,
        wish=Wish(act="change", terms=terms.id),
        account=subscription.account_id,
        today=today,
        subscription=subscription,
    )
    contracts = of_terms(organization, account=subscription.account_id, terms=terms.id)
    own = subscription.own_price if subscription.terms_id == terms.id else None
    wanted, kept = TermsFacts.of(terms, contracts, own=own), wanted_quantity(terms, present=_mine(facts).quantity)
    alone, both = (changing.takes_effect(facts=facts, terms=wanted, quantity=each) for each in (kept, quantity))
    return alone == today < both


def wanted_quantity(terms: "PlanTerms", *, present: int) -> int:
    """How many one would have on these terms: as many as now, or the nearest quantity that they are sold in (XB-11)."""
    return terms.limits.nearest(present)


def _choice(facts: Facts, terms: "PlanTerms", party_type: str, own: "ByTerms", *, present: bool) -> Choice:
    mine = _mine(facts)
    own_price = Money(mine.own_price_minor, terms.currency) if present and mine.own_price_minor is not None else None
    wanted = mine.terms if present else TermsFacts.of(terms, own.get(terms.id, ()))
    quantity = wanted_quantity(terms, present=mine.quantity)
    towards = changing.direction(mine=mine, terms=wanted, quantity=quantity, today=facts.today)
    on = changing.takes_effect(facts=facts, terms=wanted, quantity=quantity)
    same = monthly_equivalent(wanted.price_on(facts.today, quantity), wanted.interval) == monthly_equivalent(
        mine.terms.price_on(facts.today, mine.quantity), mine.terms.interval
    )
    waiting = mine.scheduled
    return Choice(
        id=terms.id,
        terms=how_often(terms.interval),
        units=units(terms, quantity=quantity, language=language()),
        price=price_of(terms, quantity=quantity, party_type=party_type, own=own, own_price=own_price),
        priced=priced(terms, party_type=party_type, own=own),
        present=present,
        planned=bool(waiting and waiting.terms.id == terms.id),
        direction=towards,
        same_price=same,
        counted=not terms.limits.is_fixed,
        on=None if on == facts.today else on,
    )


def _mine(facts: Facts) -> SubscriptionFacts:
    if facts.subscription is None:
        raise ValueError("a change is about a subscription")
    return facts.subscription
