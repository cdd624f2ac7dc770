"""Quote an act: compute what it will do and cost, and store that, so that exactly that can be confirmed (CM-02)."""

from datetime import datetime, timedelta
from uuid import UUID

from selvbetjening.domain.billing.actions.check_sale import check_sale
from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.queries.facts import Wish, facts_of
from selvbetjening.domain.billing.rules.facts import Facts, digest
from selvbetjening.domain.billing.rules.offers import offer
from selvbetjening.domain.billing.rules.quotes import QuoteView, offer_as_json, offer_from_json
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.ids import OrganizationId

LIFE = timedelta(minutes=30)
#: An expired quote still answers with a fresh one for so long; then it is forgotten.
KEPT = timedelta(days=1)


def quote_act(
    organization: OrganizationId, *, account: UUID, wish: Wish, at: datetime, subscription: UUID | None = None
) -> QuoteView:
    """Quote what is wished for, of this account's subscription where it is about one.

    Raises `Refused`, and `DoesNotExist` of terms, account and subscription.
    """
    with within(organization):
        mine = subscriptions.get(organization, account=account, subscription=subscription) if subscription else None
        today = copenhagen_day(at)
        facts = facts_of(organization, wish=wish, account=account, subscription=mine, today=today)
        return store_quote(organization, facts=facts, wish=wish, at=at)


def store_quote(organization: OrganizationId, *, facts: Facts, wish: Wish, at: datetime) -> QuoteView:
    """Compute the offer and keep it for half an hour, with the digest of what it was computed from."""
    made = offer(facts=facts)
    if wish.terms:
        check_sale(organization, account=facts.account, terms=wish.terms, at=at)
    content = {"offer": offer_as_json(offer=made), "wanted": wish.as_json()}
    with within(organization):
        # Each preview clears away the account's old ones, so that looking around leaves nothing behind.
        Quote.objects.filter(
            organization_id=organization, account_id=facts.account, used_at__isnull=True, valid_until__lt=at - KEPT
        ).delete()
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
