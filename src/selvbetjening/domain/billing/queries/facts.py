"""Load the facts that an offer is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, OuterRef

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import Undo
from selvbetjening.domain.billing.queries.charged import charged_of
from selvbetjening.domain.billing.queries.contracts import legal_standing
from selvbetjening.domain.billing.queries.coupon_uses import wished
from selvbetjening.domain.billing.queries.discounts_had import discounts_had
from selvbetjening.domain.billing.queries.unpaid_before import unpaid_when_changed, unpaid_when_given_back
from selvbetjening.domain.billing.rules.facts import (
    Facts,
    ScheduledFacts,
    SubscriptionFacts,
    TermsFacts,
    WithdrawalFacts,
)
from selvbetjening.domain.billing.rules.law.standing import LegalStanding
from selvbetjening.domain.billing.rules.own_prices import check_amount
from selvbetjening.domain.billing.rules.particulars import wanted_from
from selvbetjening.domain.billing.rules.policy import Policy, Timing
from selvbetjening.domain.billing.rules.quotes import Act
from selvbetjening.domain.billing.rules.standing import up_to_date
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.catalog.models import PlanTerms
from selvbetjening.domain.contracts.queries import OwnPrices, own_prices
from selvbetjening.domain.contracts.rules.holding import Contract, bound_by
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.models import ScheduledChange, Subscription
from selvbetjening.kernel.ids import OrganizationId
from selvbetjening.kernel.money import Money

_BEGINS, _ENDS = ("start", "resubscribe"), ("cancel", "withdraw")
_DAYS = ("until", "starts_on", "noticed_on", "on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for; kept with the quote, so that it can be asked again.

    `by_company`: nobody of the account asks for it; it follows from the company's own rules (`after_last_try`).
    `by_integration`: the company's own system asks, so what it offers its customers does not bind it (fenerum-api.md
    8); `when` is then when a change happens, or `on` the day for it, with `renews` a dearer one begins a period of its
    own, `method` is how a new subscription is collected, `noted` what it keeps with it, `own_price_minor` its own price
    of a unit on the terms that are wished for.
    """

    act: Act
    terms: UUID | None = None
    quantity: int | None = None
    kind: str = ""
    until: date | None = None
    starts_on: date | None = None
    coupon: str = ""
    noticed_on: date | None = None
    by_company: bool = False
    by_integration: bool = False
    when: Timing = "now"
    on: date | None = None
    renews: bool = False
    method: str = ""
    noted: Mapping[str, Any] = field(default_factory=dict)
    own_price_minor: int | None = None

    def as_json(self) -> dict[str, Any]:
        """For the quote's row."""
        return {
            "terms": str(self.terms) if self.terms else None,
            "quantity": self.quantity,
            "kind": self.kind,
            "until": self.until.isoformat() if self.until else None,
            "starts_on": self.starts_on.isoformat() if self.starts_on else None,
            "coupon": self.coupon,
            "noticed_on": self.noticed_on.isoformat() if self.noticed_on else None,
            "by_company": self.by_company,
            "by_integration": self.by_integration,
            "when": self.when,
            "on": self.on.isoformat() if self.on else None,
            "renews": self.renews,
            "method": self.method,
            "noted": dict(self.noted),
            "own_price_minor": self.own_price_minor,
        }

    @classmethod
    def from_json(cls, act: Act, content: dict[str, Any]) -> Self:
        """The inverse of `as_json`; rows of an older release lack what came later."""
        days = {name: date.fromisoformat(content[name]) for name in _DAYS if content.get(name)}
        return cls(
            act=act,
            terms=UUID(content["terms"]) if content["terms"] else None,
            quantity=content["quantity"],
            kind=content.get("kind", ""),
            coupon=content.get("coupon", ""),
            by_company=bool(content.get("by_company")),
            by_integration=bool(content.get("by_integration")),
            when=content.get("when", "now"),
            renews=bool(content.get("renews")),
            method=content.get("method", ""),
            noted=content.get("noted") or {},
            own_price_minor=content.get("own_price_minor"),
            **days,
        )


def facts_of(
    organization: OrganizationId, *, wish: Wish, account: UUID, today: date, subscription: Subscription | None = None
) -> Facts:
    """Everything that decides what the act costs on `today`, the subscription as if billed up to it.

    Raises `PlanTerms.DoesNotExist`, `Account.DoesNotExist`, `Refused` for an own price that is none (`own_price`).
    """
    holder = Account.objects.only("party_type", "is_archived").get(organization_id=organization, id=account)
    owner = Organization.objects.only("payment_terms_days", "choices").get(id=organization)
    policy, own = _policy(owner, wish, (subscription or wish).noted), own_prices(organization, accounts=[account])
    mine = None
    if subscription:
        found = _subscription(organization, subscription, own, today, everything=wish.act == "withdraw")
        mine = up_to_date(mine=found, today=today, days_before=policy.invoice_days_before)
    law = legal_standing(organization, subscription=subscription) if subscription and wish.act in _ENDS else None
    target = _target(organization, wish, own.on(account=account, terms=wish.terms) if wish.terms else (), subscription)
    terms = target or (mine.terms if mine else None)
    return Facts(
        act=wish.act,
        account=account,
        party_type=law.party if law else holder.party_type,
        payment_terms_days=_days_to_pay(owner, wish, subscription),
        today=today,
        subscription=mine,
        target=target,
        quantity=wish.quantity,
        kind=wish.kind,
        until=wish.until,
        starts_on=wish.starts_on,
        on=wish.on,
        coupon=wished(organization, code=wish.coupon, account=account, today=today, terms=terms),
        move=_move(organization, mine, target) if mine and target and not wish.by_integration else "",
        policy=policy,
        withdrawal=_withdrawal(law) if law and wish.act == "withdraw" else WithdrawalFacts(),
        noticed_on=wish.noticed_on,
        free_on=law.price_change_on if law else None,
        owed_by=_owed_by(organization, owner, wish.act, subscription, mine, today) if subscription and mine else None,
        is_archived=wish.act in _BEGINS and holder.is_archived,
        trial_used=wish.act in _BEGINS and terms is not None and _trial_used(organization, account, terms, today),
    )


def _days_to_pay(owner: Organization, wish: Wish, subscription: Subscription | None) -> int:
    """The subscription's own, or else the company's."""
    own = wanted_from(noted=subscription.noted if subscription else wish.noted).particulars.days_to_pay
    return owner.payment_terms_days if own is None else own


def _target(
    organization: OrganizationId, wish: Wish, contracts: tuple[Contract, ...], mine: Subscription | None
) -> TermsFacts | None:
    """The terms that are wished for; to the company's own system all are offered.

    A subscription's own price belongs to its terms: on others it has the one that is wished for with them, or none.
    """
    if wish.terms is None:
        return None
    terms = catalog.terms(organization, terms=wish.terms)
    check_amount(minor=wish.own_price_minor, quantity=wish.quantity or 1)
    own = None if wish.own_price_minor is None else Money(wish.own_price_minor, terms.currency)
    stays = mine is not None and mine.terms_id == terms.id
    found = TermsFacts.of(terms, contracts, own=mine.own_price if mine and stays else own)
    return replace(found, offered=True) if wish.by_integration else found


def _policy(owner: Organization, wish: Wish, noted: Mapping[str, Any]) -> Policy:
    """The company's; its own pause "until it is paid" has no last day, and its own system is bound by none of it."""
    policy = Policy.of(owner.choice, noted=noted)
    if wish.by_integration:
        return policy.lifted(when=wish.when, renews=wish.renews)
    return replace(policy, pause_most_days=0) if wish.by_company else policy


def standing_of(
    organization: OrganizationId, *, subscription: Subscription, today: date
) -> tuple[SubscriptionFacts, int]:
    """How a subscription, read with its terms and plan, stands as if billed up to today; how early it is invoiced."""
    owner = Organization.objects.only("choices").get(id=organization)
    days = Policy.of(owner.choice, noted=subscription.noted).invoice_days_before
    own = own_prices(organization, accounts=[subscription.account_id])
    found = _subscription(organization, subscription, own, today, everything=False)
    return up_to_date(mine=found, today=today, days_before=days), days


def _owed_by(
    organization: OrganizationId,
    owner: Organization,
    act: Act,
    subscription: Subscription,
    mine: SubscriptionFacts,
    today: date,
) -> date | None:
    """By when the days should have been paid that the act gives back, or gave back, and charges again.

    None where that is no sooner than usual, so that an invoice of today changes nothing.
    """
    found = None
    if act == "resume":
        found = unpaid_when_given_back(organization, of=subscription, since=subscription.paused_on, until=today)
    elif act == "reactivate":
        found = unpaid_when_given_back(organization, of=subscription, since=subscription.ends_on, until=today)
    elif act == "change":
        held = [line for charged in mine.charged if charged.ends_on > today for line in charged.lines]
        found = unpaid_when_changed(organization, lines=[line.line for line in held])
    return found if found and found < today + timedelta(days=_days_to_pay(owner, Wish(act=act), subscription)) else None


def _trial_used(organization: OrganizationId, account: UUID, terms: TermsFacts, today: date) -> bool:
    """Whether the account has had a free trial of the plan; one ordered and undone on this very day does not count."""
    if not terms.trial_days or terms.plan is None:
        return False
    had = Subscription.objects.filter(
        organization_id=organization, account_id=account, terms__plan_id=terms.plan, trial_ends_on__isnull=False
    )
    undone = Undo.objects.filter(
        organization_id=organization,
        closed_reason="undone",
        quote__act__in=("start", "resubscribe"),
        subscription_id=OuterRef("id"),
    )
    return had.exclude(Exists(undone), contracted_on=today).exists()


def _subscription(
    organization: OrganizationId, mine: Subscription, own: OwnPrices, today: date, *, everything: bool
) -> SubscriptionFacts:
    def on(terms: PlanTerms, price: Money | None) -> TermsFacts:
        return TermsFacts.of(terms, own.on(account=mine.account_id, terms=terms.id), own=price)

    waiting = subscriptions.scheduled_change(organization, subscription=mine.id)
    terms = on(mine.terms, mine.own_price)
    bound = [day for day in (mine.committed_until, bound_by(contracts=terms.contracts, day=today)) if day]
    record = charged_of(organization, subscription=mine, everything=everything)
    return SubscriptionFacts(
        id=mine.id,
        state=mine.state,
        terms=terms,
        quantity=mine.quantity,
        anchor_day=mine.anchor_day,
        period_starts_on=mine.period_starts_on,
        renews_on=mine.renews_on,
        ends_on=mine.ends_on,
        scheduled=_scheduled(waiting, on(waiting.terms, waiting.own_price(mine))) if waiting else None,
        charged=record.charged,
        elsewhere=record.elsewhere,
        ahead_to=record.ahead_to,
        discounts=discounts_had(organization, subscription=mine),
        started_on=mine.started_on,
        contracted_on=mine.contracted_on,
        committed_until=max(bound, default=None),
        trial_ends_on=mine.trial_ends_on,
        paused_on=mine.paused_on,
        paused_until=mine.paused_until,
        charged_until=mine.charged_until,
        changed_on=mine.changed_on,
    )


def _scheduled(waiting: ScheduledChange, terms: TermsFacts) -> ScheduledFacts:
    return ScheduledFacts(waiting.id, terms, waiting.quantity, waiting.effective_on, waiting.at_day)


def _move(organization: OrganizationId, mine: SubscriptionFacts, target: TermsFacts) -> str:
    """What the company says about the move (XB-10): when it happens, `refused`, or nothing."""
    moves = catalog.moves(organization, terms=mine.terms.id)
    return moves.timing(target.id) if moves.allows(target.id) or target.id == mine.terms.id else "refused"


def _withdrawal(law: LegalStanding) -> WithdrawalFacts:
    """How the contract came about (ORD-4, ORD-5)."""
    return WithdrawalFacts(law.started_on_request, law.informed_on, law.exempt_reason)
