"""Issue what an act comes to: an invoice, or credit notes and an invoice; and note what was given back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.models import GivenBack, Quote
from selvbetjening.domain.billing.queries.debit_terms import debit_of
from selvbetjening.domain.billing.rules.facts import Facts
from selvbetjening.domain.billing.rules.lines import draft_line
from selvbetjening.domain.billing.rules.making import Decision
from selvbetjening.domain.billing.rules.particulars import wanted_from
from selvbetjening.domain.billing.rules.quotes import QuoteLine
from selvbetjening.domain.invoicing.actions.credit import Credit, credit
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.organizations.models import Organization
from selvbetjening.domain.payments.actions.use_credit import use_credit
from selvbetjening.domain.payments.queries.chargeable import ways_to_pay
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.ids import OrganizationId

#: Why a credit note was issued, in Danish and in English.
REASONS: Final = {
    "change": ("Abonnementet er ændret", "The subscription was changed"),
    "cancel": ("Abonnementet er opsagt", "The subscription was cancelled"),
    "withdraw": ("Aftalen er fortrudt", "The contract was withdrawn from"),
    "pause": ("Abonnementet er sat på pause", "The subscription was paused"),
}


def issue_papers(
    organization: OrganizationId,
    *,
    holder: Account,
    subscription: Subscription,
    facts: Facts,
    decision: Decision,
    quote: Quote,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    """Issue the act's papers and return the invoice, if there is one; what stands to the good pays at once.

    Records what the called actions record.
    """
    offer, invoice = decision.offer, None
    if offer.papers == "none":
        return None
    with within(organization):
        lines = [line for line in offer.lines if offer.papers == "invoice" or line.kind == "charge"]
        if offer.papers == "credit":
            _credit(organization, holder, facts, list(offer.credit), actor, at)
        if lines:
            drafted = [draft_line(line=line, subscription=subscription.id, language=holder.language) for line in lines]
            charged = _by_card(organization, holder, subscription, offer.net.currency, facts)
            debit = debit_of(
                organization, account=holder, currency=offer.net.currency, methods=[subscription.collection_method],
                by_card=charged, today=facts.today,
            )  # fmt: skip
            said = wanted_from(noted=subscription.noted).particulars
            draft = Draft(holder, offer.net.currency, drafted, charged, debit, said)
            due = offer.first_due_on or facts.due_on
            invoice = issue(organization, drafts=[draft], issued_on=facts.today, actor=actor, at=at, due_on=due)[
                0
            ].invoice
        _note(organization, subscription, facts, decision, quote)
        if offer.act != "withdraw":  # what is withdrawn from is paid back (WDR-7)
            first = [invoice] if invoice else []
            use_credit(organization, account=holder.id, actor=actor, at=at, first=first)
    return invoice


def _by_card(
    organization: OrganizationId, holder: Account, subscription: Subscription, currency: str, facts: Facts
) -> bool:
    """Whether the subscription's invoice is charged to a card."""
    owner, method = Organization.objects.get(id=organization), subscription.collection_method
    ways = ways_to_pay(organization, owner=owner, accounts=[holder], methods=[method], today=facts.today)
    return ways.by_card(account=holder, method=method, currency=currency)


def _credit(
    organization: OrganizationId, holder: Account, facts: Facts, lines: list[QuoteLine], actor: Actor, at: datetime
) -> None:
    english = holder.language == "en"
    wanted = [
        Credit(
            invoice_line=line.credits_line,
            net_minor=-line.net.minor,
            text=line.text_en if english else line.text_da,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
        for line in lines
        if line.credits_line
    ]
    da, en = REASONS.get(facts.act, REASONS["change"])
    if wanted:
        credit(organization, account=holder.id, lines=wanted, reason=en if english else da, actor=actor, at=at)


def _note(
    organization: OrganizationId, subscription: Subscription, facts: Facts, decision: Decision, quote: Quote
) -> None:
    """From which day on each line stands for nothing any more."""
    if decision.back_from is None or facts.subscription is None:
        return
    taken = {line.credits_line: -line.net.minor for line in decision.offer.credit}
    GivenBack.objects.bulk_create(
        GivenBack(
            organization_id=organization,
            subscription_id=subscription.id,
            invoice_line_id=line.line,
            quote=quote,
            from_on=max(line.starts_on, decision.back_from),
            net_minor=taken.get(line.line, 0),
        )
        for charged in facts.subscription.charged
        for line in charged.lines
        if line.ends_on > decision.back_from
    )
