"""Write an order down as a contract, with what was said and asked before, and its confirmation (ORD-1 to ORD-5)."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.documents.confirmation import Confirmed, confirmation_pdf, words_as_json
from selvbetjening.domain.billing.documents.letterhead import company_of
from selvbetjening.domain.billing.events import ContractMade
from selvbetjening.domain.billing.models import Contract
from selvbetjening.domain.billing.queries.contracts import kept_until
from selvbetjening.domain.billing.queries.orders import order_of
from selvbetjening.domain.billing.rules.law.declarations import Consents, contract_number
from selvbetjening.domain.billing.rules.law.ordering import TEXT_VERSION
from selvbetjening.domain.billing.rules.law.parties import party
from selvbetjening.domain.billing.rules.law.wording import Order, order_words
from selvbetjening.domain.billing.rules.quotes import Offer
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId, new_id


def record_contract(
    organization: OrganizationId,
    *,
    account: Account,
    subscription: UUID,
    offer: Offer,
    consents: Consents | None,
    actor: Actor,
    at: datetime,
) -> Contract:
    """Keep what was agreed in `offer`, in the transaction of the start, and make the confirmation that is mailed.

    Who the customer is before the law is frozen (PTY-1). Records `ContractMade`.
    """
    said = consents or Consents(language=account.language)
    speech = language_of(said.language)
    with within(organization):
        unknown_as = organizations.get(organization).choice("unknown_party_as")
        who = party(known=account.party_type, unknown_as=unknown_as)
        order = order_of(organization, offer=offer, party=who, language=speech, today=copenhagen_day(at))
        row = _stored(organization, account, subscription, order, said, at)
        fact = ContractMade(
            account=account.id, contract=row.id, subscription=subscription, content_hash=row.content_hash
        )
        record(organization, fact=fact, actor=actor, at=at)
    return row


def _stored(
    organization: OrganizationId, account: Account, subscription: UUID, order: Order, said: Consents, at: datetime
) -> Contract:
    words = order_words(order=order)
    made = Confirmed(
        number=contract_number(subscription=subscription),
        customer=account.name,
        made_at=at,
        asked_to_start=said.asked_to_start,
        said_adult=said.said_adult,
    )
    pdf = confirmation_pdf(order, words, made=made, company=company_of(organization))
    return Contract.objects.create(
        id=new_id(),
        organization_id=organization,
        account=account,
        subscription_id=subscription,
        party_type=order.party,
        language=order.language,
        contracted_at=at,
        starts_on=order.starts_on,
        asked_to_start=said.asked_to_start,
        said_adult=said.said_adult,
        text_version=TEXT_VERSION,
        withdrawal_exempt_reason=order.exempt_reason,
        words=words_as_json(words),
        content_hash=_digest(words_as_json(words), said, at),
        confirmation=pdf,
        confirmation_sha256=hashlib.sha256(pdf).hexdigest(),
        retain_until=kept_until(organization, at=at),
    )


def _digest(words: dict[str, str], said: Consents, at: datetime) -> str:
    content = {"words": words, "start": said.asked_to_start, "adult": said.said_adult, "at": at.isoformat()}
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
