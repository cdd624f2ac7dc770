"""Do exactly what a quote says, once, or nothing (SU-01, CM-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.billing.actions.perform import perform
from selvbetjening.domain.billing.actions.store_quote import store_quote
from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.queries.facts import facts_of
from selvbetjening.domain.billing.rules.facts import Facts, digest
from selvbetjening.domain.billing.rules.law.declarations import Consents, Declaration
from selvbetjening.domain.billing.rules.offers import offer
from selvbetjening.domain.billing.rules.quotes import Act, QuoteStale, QuoteView, offer_from_json
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
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

    Everything is read again under row locks: the quote's first, then the subscription's, then the terms'. Records what
    the act records. `declared` is what the customer said with it: a `Declaration` with an act that ends a contract,
    `Consents` with an order; it is kept as evidence (CM-04, ORD-5). Raises `QuoteStale` with a fresh quote when
    something that it was computed from has changed or it has expired, `Refused` when the act is not possible any more,
    and `Quote.DoesNotExist`. In none of these cases anything is changed.
    """
    with within(organization):
        done = _confirmed(organization, account, quote, actor, at, declared)
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
    mine = None
    if row.subscription_id is not None:
        mine = subscriptions.locked(organization, account=account, subscription=row.subscription_id)
    facts = _facts(organization, row, mine, at)
    offer(facts=facts)  # raises Refused: what is impossible is not quoted anew
    if at >= row.valid_until or digest(facts=facts) != row.facts_digest:
        return store_quote(organization, facts=facts, at=at)
    subscription, invoice = perform(
        organization, facts=facts, offer=shown, subscription=mine, actor=actor, at=at, declared=declared
    )
    row.used_at, row.subscription_id, row.invoice_id = at, subscription, invoice
    row.save(update_fields=["used_at", "subscription", "invoice"])
    return Confirmed(shown.act, subscription, invoice, shown.effective_on)


def _facts(organization: OrganizationId, row: Quote, mine: Subscription | None, at: datetime) -> Facts:
    wanted, act = row.content["wanted"], row.content["offer"]["act"]
    terms = UUID(wanted["terms"]) if wanted["terms"] else None
    if terms:
        catalog.hold_terms(organization, terms=terms)
    return facts_of(
        organization,
        act=act,
        account=row.account_id,
        subscription=mine,
        terms=terms,
        quantity=wanted["quantity"],
        today=copenhagen_day(at),
    )
