"""Write a cancellation or withdrawal down as evidence, with its receipt, in the transaction of the act (CM-04)."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account, Recipient
from selvbetjening.domain.billing.documents.letterhead import VERIFY_PATH, company_of
from selvbetjening.domain.billing.documents.receipt import receipt_pdf
from selvbetjening.domain.billing.events import LegalActRecorded
from selvbetjening.domain.billing.models import LegalAct
from selvbetjening.domain.billing.queries.contracts import kept_until
from selvbetjening.domain.billing.rules.law.declarations import (
    ActContent,
    Declaration,
    Kind,
    code_of,
    content_hash,
    contract_number,
)
from selvbetjening.domain.billing.rules.law.withdrawal import time_of_notice
from selvbetjening.domain.history.actions.record import record
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.ids import OrganizationId, new_id
from selvbetjening.kernel.law import RULE_VERSION
from selvbetjening.kernel.money import Money

#: What is written down where the customer pressed a button and wrote no words of their own, Danish and English.
_STATEMENTS = {
    "cancel": ("Jeg opsiger abonnementet på {plan}.", "I cancel the subscription to {plan}."),
    "withdraw": ("Jeg fortryder aftalen om {plan}.", "I withdraw from the contract for {plan}."),
}


def record_legal_act(
    organization: OrganizationId,
    *,
    kind: Kind,
    subscription: Subscription,
    declaration: Declaration | None,
    effective_on: date,
    refund: Money | None,
    reasons: Sequence[str],
    actor: Actor,
    at: datetime,
) -> LegalAct:
    """Keep the declaration, its digest and its receipt; the subscription comes with its terms and plan.

    `effective_on` is the first day without the service, `refund` what is paid back incl. VAT. A recipient's name and
    address stand for what the declaration leaves out. Records `LegalActRecorded`. Raises `Unlawful` for a submission
    after `at` (WDR-5).
    """
    with within(organization):
        holder = Account.objects.get(organization_id=organization, id=subscription.account_id)
        content = _content(
            organization, holder, subscription, kind, declaration or Declaration(), effective_on, refund,
            tuple(reasons), actor, at,
        )  # fmt: skip
        made = _stored(organization, holder, subscription, content)
        fact = LegalActRecorded(
            account=holder.id, legal_act=made.id, subscription=subscription.id, kind=kind, channel=content.channel,
            effective_on=effective_on, content_hash=made.content_hash,
        )  # fmt: skip
        record(organization, fact=fact, actor=actor, at=at)
    return made


def _content(
    organization: OrganizationId,
    holder: Account,
    subscription: Subscription,
    kind: Kind,
    declared: Declaration,
    effective_on: date,
    refund: Money | None,
    reasons: tuple[str, ...],
    actor: Actor,
    at: datetime,
) -> ActContent:
    person = _person(organization, actor)
    speech = language_of(holder.language)
    said = _STATEMENTS[kind][1 if speech == "en" else 0].format(plan=subscription.terms.plan.name(speech))
    return ActContent(
        id=new_id(),
        organization=organization,
        account=holder.id,
        contract=subscription.id,
        kind=kind,
        actor_kind=actor.kind,
        actor_id=actor.id,
        channel=declared.channel,
        name=(declared.name or (person.name if person else "") or holder.name)[:120],
        receipt_address=declared.receipt_address or (person.email if person else ""),
        statement=(declared.statement or said)[:2000],
        language=speech,
        submitted_at=time_of_notice(submitted_at=declared.submitted_at or at, processed_at=at),
        recorded_at=at,
        effective_on=effective_on,
        refund=refund,
        reasons=reasons,
        rule_version=RULE_VERSION,
    )


def _person(organization: OrganizationId, actor: Actor) -> Recipient | None:
    if actor.kind != "recipient":
        return None
    try:
        known = UUID(actor.id)
    except ValueError:  # a guest acts under the number of a link
        return None
    return Recipient.objects.filter(organization_id=organization, id=known).first()


def _stored(organization: OrganizationId, holder: Account, subscription: Subscription, content: ActContent) -> LegalAct:
    digest = content_hash(content=content)
    pdf = receipt_pdf(
        content,
        company=company_of(organization),
        plan=subscription.terms.plan.name(content.language),
        number=contract_number(subscription=subscription.id, code=subscription.code),
        verify_url=organizations.portal_origin(organization) + VERIFY_PATH,
    )
    refund = content.refund
    return LegalAct.objects.create(
        id=content.id,
        organization_id=organization,
        account=holder,
        subscription_id=subscription.id,
        kind=content.kind,
        actor_kind=content.actor_kind,
        actor_id=content.actor_id,
        channel=content.channel,
        name=content.name,
        receipt_address=content.receipt_address,
        statement=content.statement,
        language=content.language,
        submitted_at=content.submitted_at,
        recorded_at=content.recorded_at,
        effective_on=content.effective_on,
        refund_minor=refund.minor if refund else None,
        currency=refund.currency if refund else subscription.terms.currency,
        reasons=list(content.reasons),
        rule_version=content.rule_version,
        content_hash=digest,
        code=code_of(digest=digest),
        receipt=pdf,
        receipt_sha256=hashlib.sha256(pdf).hexdigest(),
        retain_until=kept_until(organization, at=content.recorded_at),
    )
