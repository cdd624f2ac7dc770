"""Quote an act: compute what it will do and cost, and store that, so that exactly that can be confirmed (CM-02)."""

from datetime import datetime, timedelta
from uuid import UUID

from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.queries.facts import facts_of
from selvbetjening.domain.billing.rules.facts import Facts, digest
from selvbetjening.domain.billing.rules.offers import offer
from selvbetjening.domain.billing.rules.quotes import QuoteView, offer_as_json, offer_from_json
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

LIFE = timedelta(minutes=30)


def quote_start(
    organization: OrganizationId, *, account: UUID, terms: UUID, at: datetime, quantity: int = 1
) -> QuoteView:
    """What it costs to start on these terms today. Raises `Refused` (`plan_not_offered`, `quantity`).

    Raises `PlanTerms.DoesNotExist` and `Account.DoesNotExist` too, like every quote. A quote changes nothing and is
    no fact of the book.
    """
    with within(organization):
        facts = facts_of(
            organization, act="start", account=account, terms=terms, quantity=quantity, today=copenhagen_day(at)
        )
        return store(organization, facts=facts, at=at)


def quote_change(
    organization: OrganizationId, *, account: UUID, subscription: UUID, terms: UUID, at: datetime
) -> QuoteView:
    """What it costs to move to these terms: an upgrade today, a downgrade at the renewal (SU-02).

    Raises `Refused` (`cancelled`, `ended`, `same_terms`, `already_scheduled`, `other_currency`, `plan_not_offered`)
    and `Subscription.DoesNotExist`.
    """
    with within(organization):
        facts = facts_of(
            organization,
            act="change",
            account=account,
            subscription=subscriptions.get(organization, account=account, subscription=subscription),
            terms=terms,
            today=copenhagen_day(at),
        )
        return store(organization, facts=facts, at=at)


def quote_cancel(organization: OrganizationId, *, account: UUID, subscription: UUID, at: datetime) -> QuoteView:
    """When the subscription would end (SU-04). Raises `Refused` (`already_cancelled`, `ended`)."""
    with within(organization):
        mine = subscriptions.get(organization, account=account, subscription=subscription)
        facts = facts_of(organization, act="cancel", account=account, subscription=mine, today=copenhagen_day(at))
        return store(organization, facts=facts, at=at)


def quote_reactivate(organization: OrganizationId, *, account: UUID, subscription: UUID, at: datetime) -> QuoteView:
    """What follows when the cancellation is taken back. Raises `Refused` (`not_cancelled`, `ended`, `end_reached`)."""
    with within(organization):
        mine = subscriptions.get(organization, account=account, subscription=subscription)
        facts = facts_of(organization, act="reactivate", account=account, subscription=mine, today=copenhagen_day(at))
        return store(organization, facts=facts, at=at)


def store(organization: OrganizationId, *, facts: Facts, at: datetime) -> QuoteView:
    """Compute the offer and keep it for half an hour, with the digest of what it was computed from."""
    made = offer(facts=facts)
    content = {
        "offer": offer_as_json(offer=made),
        "wanted": {"terms": str(facts.target.id) if facts.target else None, "quantity": facts.quantity},
    }
    with within(organization):
        row = Quote.objects.create(
            organization_id=organization,
            account_id=facts.account,
            subscription_id=made.subscription,
            act=facts.act,
            content=content,
            facts_digest=digest(facts=facts),
            created_at=at,
            valid_until=at + LIFE,
        )
    return offer_from_json(content=content["offer"], id=row.id, valid_until=row.valid_until)
