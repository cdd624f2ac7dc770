"""The acts behind a confirmed quote. The caller holds the locks and has checked that the offer still holds."""

from datetime import date, datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.bill_due import bill_due
from selvbetjening.domain.billing.actions.record_contract import record_contract
from selvbetjening.domain.billing.actions.record_legal_act import record_legal_act
from selvbetjening.domain.billing.rules.facts import Facts
from selvbetjening.domain.billing.rules.law.declarations import Consents, Declaration, consents_of, declaration_of
from selvbetjening.domain.billing.rules.quotes import Offer, QuoteLine
from selvbetjening.domain.invoicing.actions.issue import Draft, issue
from selvbetjening.domain.invoicing.rules import DraftLine
from selvbetjening.domain.subscriptions import queries as subscriptions
from selvbetjening.domain.subscriptions.actions.cancel import cancel
from selvbetjening.domain.subscriptions.actions.change_terms import change_terms
from selvbetjening.domain.subscriptions.actions.reactivate import reactivate
from selvbetjening.domain.subscriptions.actions.schedule_change import schedule_change
from selvbetjening.domain.subscriptions.actions.start import start
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import SYSTEM, Actor
from selvbetjening.kernel.ids import OrganizationId


def perform(
    organization: OrganizationId,
    *,
    facts: Facts,
    offer: Offer,
    subscription: Subscription | None,
    actor: Actor,
    at: datetime,
    declared: Declaration | Consents | None = None,
) -> tuple[UUID, UUID | None]:
    """Do what the offer says and return the subscription, and the invoice if one was issued.

    What the billing run has not come to yet today is billed first, on an invoice of its own: the offer was made as if
    it had been. Records what the called actions record.
    """
    with within(organization):
        holder = Account.objects.get(organization_id=organization, id=facts.account)
        if subscription is None:
            done = _start(organization, holder, offer, facts.today, actor, at)
            record_contract(
                organization, account=holder, subscription=done[0], offer=offer, consents=consents_of(declared),
                actor=actor, at=at,
            )  # fmt: skip
            return done
        if subscription.renews_on <= facts.today:
            bill_due(organization, accounts=[holder], today=facts.today, actor=SYSTEM, at=at, only=subscription.id)
            subscription = subscriptions.locked(organization, account=holder.id, subscription=subscription.id)
        match offer.act:
            case "cancel":
                ends_on = cancel(organization, subscription=subscription, today=facts.today, actor=actor, at=at)
                record_legal_act(
                    organization, kind="cancel", subscription=subscription, declaration=declaration_of(declared),
                    effective_on=ends_on, refund=None, reasons=(), actor=actor, at=at,
                )  # fmt: skip
            case "reactivate":
                reactivate(organization, subscription=subscription, today=facts.today, actor=actor, at=at)
            case _:
                return subscription.id, _change(organization, holder, subscription, offer, facts.today, actor, at)
        return subscription.id, None


def _start(
    organization: OrganizationId, holder: Account, offer: Offer, today: date, actor: Actor, at: datetime
) -> tuple[UUID, UUID | None]:
    made = start(
        organization,
        account=holder.id,
        terms=offer.terms,
        quantity=offer.quantity,
        starts_on=today,
        actor=actor,
        at=at,
    )
    billed = bill_due(organization, accounts=[holder], today=today, actor=actor, at=at, only=made.id)
    return made.id, billed.invoices[0] if billed.invoices else None


def _change(
    organization: OrganizationId,
    holder: Account,
    subscription: Subscription,
    offer: Offer,
    today: date,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    if offer.timing != "now":
        schedule_change(
            organization,
            subscription=subscription,
            terms=offer.terms,
            effective_on=offer.effective_on,
            actor=actor,
            at=at,
        )
        return None
    change_terms(organization, subscription=subscription, terms=offer.terms, today=today, actor=actor, at=at)
    if offer.charge_today.is_zero:
        return None
    lines = [_line(line, subscription.id, holder.language) for line in offer.lines]
    draft = Draft(holder, offer.charge_today.currency, lines)
    return issue(organization, drafts=[draft], issued_on=today, actor=actor, at=at)[0].invoice


def _line(line: QuoteLine, subscription: UUID, language: str) -> DraftLine:
    return DraftLine(
        subscription,
        line.text_en if language == "en" else line.text_da,
        line.starts_on,
        line.ends_on,
        line.quantity,
        line.unit_price.minor,
        line.net.minor,
        line.vat_basis_points,
    )
