"""Do exactly what a quote says, once, or nothing (SU-01, CM-02)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.bill_due import bill_due
from selvbetjening.domain.billing.actions.perform import perform
from selvbetjening.domain.billing.actions.store_quote import store_quote
from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.queries.facts import Wish, facts_of
from selvbetjening.domain.billing.rules.facts import Facts, TermsFacts, digest
from selvbetjening.domain.billing.rules.law.declarations import Consents, Declaration
from selvbetjening.domain.billing.rules.making import Decision
from selvbetjening.domain.billing.rules.offers import decide
from selvbetjening.domain.billing.rules.quotes import Act, Offer, QuoteStale, QuoteView, offer_from_json
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.contracts.queries import of_terms
from selvbetjening.domain.invoicing.actions.issue import NotIssued
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.lifecycle import State
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was done. `invoice` is None where nothing was charged today."""

    act: Act
    subscription: UUID
    invoice: UUID | None
    effective_on: date


def confirm(
    organization: OrganizationId,
    *,
    account: UUID,
    quote: UUID,
    actor: Actor,
    at: datetime,
    declared: Declaration | Consents | None = None,
) -> Confirmed:
    """Do what the quote says. The same quote again does nothing and returns what the first time did.

    Everything is read again under row locks: the quote's first, then the subscription's, then the terms'. What the
    billing run has not come to yet today is billed first, on an invoice of its own: the offer was made as if it had
    been. Records what the act records. `declared` is what the customer said with it: a `Declaration` with an act that
    ends a contract, `Consents` with an order; it is kept as evidence (CM-04, ORD-5). Raises `QuoteStale` with a fresh
    quote when something that it was computed from has changed or it has expired, `Refused` when the act is not
    possible any more or cannot be invoiced (`seller_incomplete`, `exchange_rate`), and `Quote.DoesNotExist`. In none
    of these cases the act is done.
    """
    try:
        with within(organization):
            done = _confirmed(organization, account, quote, actor, at, declared)
    except NotIssued as missing:
        raise Refused("seller_incomplete" if missing.reason == "seller" else missing.reason) from missing
    if isinstance(done, QuoteView):
        raise QuoteStale(done)  # out here, so that the fresh quote is kept
    return done


def _confirmed(
    organization: OrganizationId,
    account: UUID,
    quote: UUID,
    actor: Actor,
    at: datetime,
    declared: Declaration | Consents | None,
) -> Confirmed | QuoteView:
    row = Quote.objects.select_for_update(no_key=True).get(organization_id=organization, account_id=account, id=quote)
    shown = offer_from_json(content=row.content["offer"], id=row.id, valid_until=row.valid_until)
    if row.used_at is not None and row.subscription_id is not None:
        return Confirmed(shown.act, row.subscription_id, row.invoice_id, shown.effective_on)
    wish, mine = Wish.from_json(shown.act, row.content["wanted"]), None
    if row.subscription_id is not None:
        mine = subscriptions.locked(organization, account=account, subscription=row.subscription_id)
    if wish.act in ("start", "resubscribe"):  # two orders at once get one free trial between them
        Account.objects.select_for_update(no_key=True).only("id").get(organization_id=organization, id=account)
    if wish.terms:
        catalog.hold_terms(organization, terms=wish.terms)
    facts = _facts(organization, row, wish, mine, at)
    decision = decide(facts=facts)  # raises Refused: what is impossible is not quoted anew
    if at >= row.valid_until or digest(facts=facts) != row.facts_digest:
        return store_quote(organization, facts=facts, wish=wish, at=at)
    if mine and _is_due(mine, facts):
        mine, facts, decision = _caught_up(organization, row, wish, mine, facts, decision, at)
    if not _same(shown, decision):
        return store_quote(organization, facts=facts, wish=wish, at=at)
    subscription, invoice = perform(
        organization, facts=facts, decision=decision, subscription=mine, quote=row, actor=actor, at=at,
        declared=declared,
    )  # fmt: skip
    row.used_at, row.subscription_id, row.invoice_id = at, subscription, invoice
    row.save(update_fields=["used_at", "subscription", "invoice", "content"])
    return Confirmed(shown.act, subscription, invoice, shown.effective_on)


def _caught_up(
    organization: OrganizationId,
    row: Quote,
    wish: Wish,
    mine: Subscription,
    facts: Facts,
    decision: Decision,
    at: datetime,
) -> tuple[Subscription, Facts, Decision]:
    """What is due is billed first, and everything read again after it."""
    holder = Account.objects.get(organization_id=organization, id=row.account_id)
    try:
        bill_due(organization, accounts=[holder], today=facts.today, actor=SYSTEM, at=at, only=mine.id)
    except NotIssued:
        if decision.offer.act != "cancel" or decision.offer.papers != "none":
            raise
        # The way out does not wait for the company's own data (CAN-1).
        return mine, facts, _owing(organization, decision, mine)
    mine = subscriptions.locked(organization, account=row.account_id, subscription=mine.id)
    facts = _facts(organization, row, wish, mine, at)
    return mine, facts, decide(facts=facts)


def _owing(organization: OrganizationId, decision: Decision, mine: Subscription) -> Decision:
    """The same end, but what is not billed yet stays due: the run bills it up to the end once it can.

    A planned change that has fallen due since still waits for its day, so that the days before it keep their price.
    """
    after = replace(
        decision.after,
        terms=TermsFacts.of(
            mine.terms, of_terms(organization, account=mine.account_id, terms=mine.terms_id), own=mine.own_price
        ),
        quantity=mine.quantity,
        period_starts_on=mine.period_starts_on,
        renews_on=mine.renews_on,
        charged_until=mine.charged_until,
    )
    return replace(decision, after=after)


def _facts(organization: OrganizationId, row: Quote, wish: Wish, mine: Subscription | None, at: datetime) -> Facts:
    today = copenhagen_day(at)
    return facts_of(organization, wish=wish, account=row.account_id, subscription=mine, today=today)


def _is_due(mine: Subscription, facts: Facts) -> bool:
    """Whether the billing run would have something to do for it today."""
    by = facts.today + timedelta(days=facts.policy.invoice_days_before)
    asleep = mine.state == State.ENDED or (mine.state == State.PAUSED and mine.paused_until is None)
    return mine.renews_on <= by and not asleep


def _same(shown: Offer, decision: Decision) -> bool:
    """The last look: not a single øre other than what was shown."""
    made = decision.offer
    return (shown.charge_today, shown.credited, shown.effective_on) == (
        made.charge_today, made.credited, made.effective_on,
    )  # fmt: skip
