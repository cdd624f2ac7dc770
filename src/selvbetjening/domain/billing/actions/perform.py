"""The acts behind a confirmed quote. The caller holds the locks and has checked that the offer still holds."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from uuid import UUID

from selvbetjening.domain.accounts.models import Account
from selvbetjening.domain.billing.actions.bill_due import bill_due
from selvbetjening.domain.billing.actions.issue_papers import issue_papers
from selvbetjening.domain.billing.actions.open_undo import open_undo
from selvbetjening.domain.billing.actions.record_contract import record_contract
from selvbetjening.domain.billing.actions.record_legal_act import record_legal_act
from selvbetjening.domain.billing.actions.refund_withdrawal import refund_withdrawal
from selvbetjening.domain.billing.models import Quote
from selvbetjening.domain.billing.queries.coupon_uses import has_used
from selvbetjening.domain.billing.rules.facts import DiscountFacts, Facts, ScheduledFacts, SubscriptionFacts
from selvbetjening.domain.billing.rules.law.declarations import Consents, Declaration, consents_of, declaration_of
from selvbetjening.domain.billing.rules.making import Decision
from selvbetjening.domain.billing.rules.quotes import Offer
from selvbetjening.domain.catalog.actions.give_back_coupon import give_back_coupon
from selvbetjening.domain.catalog.actions.redeem_coupon import redeem_coupon
from selvbetjening.domain.catalog.rules.coupons import CouponRefused
from selvbetjening.domain.subscriptions import events
from selvbetjening.domain.subscriptions.actions.amend import Standing, amend
from selvbetjening.domain.subscriptions.actions.discount import discount
from selvbetjening.domain.subscriptions.actions.drop_discounts import drop_discounts
from selvbetjening.domain.subscriptions.actions.note import note
from selvbetjening.domain.subscriptions.actions.remove_scheduled_change import remove_if_any
from selvbetjening.domain.subscriptions.actions.renew import end_many
from selvbetjening.domain.subscriptions.actions.schedule_change import schedule_change
from selvbetjening.domain.subscriptions.actions.set_method import set_method
from selvbetjening.domain.subscriptions.actions.start import start
from selvbetjening.domain.subscriptions.models import Subscription
from selvbetjening.domain.subscriptions.rules import Refused
from selvbetjening.domain.tenancy.within import within
from selvbetjening.kernel.actors import Actor
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.ids import OrganizationId

_VERBS = {"cancel": "cancel", "withdraw": "", "pause": "pause", "resume": "resume", "reactivate": "reactivate"}


def perform(
    organization: OrganizationId,
    *,
    facts: Facts,
    decision: Decision,
    subscription: Subscription | None,
    quote: Quote,
    actor: Actor,
    at: datetime,
    declared: Declaration | Consents | None = None,
) -> tuple[UUID, UUID | None]:
    """Do what the offer says and return the subscription, and the invoice if one was issued.

    The facts are read after everything due was billed. Records what the called actions record. Raises `Refused` when
    somebody else was first, with nothing changed.
    """
    offer, after = decision.offer, decision.after
    with within(organization):
        holder = Account.objects.get(organization_id=organization, id=facts.account)
        if subscription is None or offer.act == "resubscribe":
            made, invoice = _start(organization, holder, facts, after, quote, actor, at)
            record_contract(
                organization, account=holder, subscription=made.id, offer=offer,
                consents=consents_of(declared=declared), actor=actor, at=at,
            )  # fmt: skip
            open_undo(organization, quote=quote, subscription=made, before=None, extra={}, at=at)
            return made.id, invoice
        before, extra = Standing.of(subscription), _extra(organization, subscription, facts, after, offer, actor, at)
        _amend(organization, subscription, after, offer, actor, at)
        invoice = issue_papers(
            organization, holder=holder, subscription=subscription, facts=facts, decision=decision, quote=quote,
            actor=actor, at=at,
        )  # fmt: skip
        if offer.act in ("cancel", "withdraw") and not quote.content["wanted"].get("by_company"):
            _legal(organization, subscription, offer, facts, declared, actor, at)
        if after.ends_on and after.ends_on <= facts.today:
            end_many(organization, subscriptions=[subscription.id], today=facts.today, actor=actor, at=at)
        now = Subscription.objects.select_related("terms").get(organization_id=organization, id=subscription.id)
        open_undo(organization, quote=quote, subscription=now, before=before, extra=extra, at=at)
        return subscription.id, invoice


def _legal(
    organization: OrganizationId,
    subscription: Subscription,
    offer: Offer,
    facts: Facts,
    declared: Declaration | Consents | None,
    actor: Actor,
    at: datetime,
) -> None:
    """An end is a legal act with a receipt; a withdrawal also pays back (CM-04, WDR-7)."""
    record_legal_act(
        organization,
        kind="withdraw" if offer.act == "withdraw" else "cancel",
        subscription=subscription,
        declaration=declaration_of(declared=declared),
        effective_on=offer.effective_on,
        refund=None if offer.credited.is_zero and offer.act == "cancel" else offer.credited,
        reasons=offer.legal,
        actor=actor,
        at=at,
    )
    if offer.act == "withdraw":
        for coupon in drop_discounts(organization, subscription=subscription.id):
            give_back_coupon(organization, coupon=coupon, actor=actor, at=at)
        refund_withdrawal(organization, account=facts.account, noticed_on=facts.today, actor=actor, at=at)


def _start(
    organization: OrganizationId,
    holder: Account,
    facts: Facts,
    after: SubscriptionFacts,
    quote: Quote,
    actor: Actor,
    at: datetime,
) -> tuple[Subscription, UUID | None]:
    """The method before the first invoice: that is already collected by it."""
    made = start(
        organization,
        account=holder.id,
        terms=after.terms.id,
        quantity=after.quantity,
        starts_on=after.begun_on,
        trial_days=(after.trial_ends_on - after.begun_on).days if after.trial_ends_on else 0,
        backward=after.terms.backward,
        committed_until=after.committed_until,
        contracted_on=facts.today,
        own_price_minor=after.own_price_minor,
        actor=actor,
        at=at,
    )
    # It may name people: the subscription has it from here on, the quote no longer (GDP-4).
    if noted := quote.content["wanted"].pop("noted", None):
        note(organization, subscription=made.id, noted=noted, actor=actor, at=at)
    if method := quote.content["wanted"].get("method", ""):
        set_method(organization, account=holder.id, method=method, only=[made.id], actor=actor, at=at)
    for given in after.discounts:
        _discount(organization, holder.id, made.id, given, facts, actor, at)
    billed = bill_due(
        organization, accounts=[holder], today=facts.today, actor=actor, at=at, only=made.id, early=False
    )  # what the offer said; the next period is the run's, however early it is invoiced
    made.refresh_from_db()
    return made, billed.invoices[0] if billed.invoices else None


def _amend(
    organization: OrganizationId,
    subscription: Subscription,
    after: SubscriptionFacts,
    offer: Offer,
    actor: Actor,
    at: datetime,
) -> None:
    standing = Standing(
        terms_id=after.terms.id,
        **{one.name: getattr(after, one.name) for one in fields(Standing) if one.name != "terms_id"},
    )
    verb = _VERBS.get(offer.act, "")
    if offer.act == "withdraw" and subscription.state != "cancelled":
        verb = "cancel"
    facts = _facts(subscription, after, offer)
    amend(
        organization, subscription=subscription, standing=standing, verb=verb, facts=facts, actor=actor, at=at
    )  # fmt: skip


def _extra(
    organization: OrganizationId,
    subscription: Subscription,
    facts: Facts,
    after: SubscriptionFacts,
    offer: Offer,
    actor: Actor,
    at: datetime,
) -> dict[str, str | None]:
    """What the act does beside the subscription's own row: plans and discounts made and taken away."""
    before, extra = facts.subscription, dict[str, str | None]()
    planned = before.scheduled if before else None
    if planned and (after.scheduled is None or after.scheduled.id != planned.id):
        remove_if_any(organization, subscription=subscription, actor=actor, at=at)
        extra["removed"] = str(planned.id)
    if after.scheduled and (planned is None or after.scheduled.id != planned.id):
        made = schedule_change(
            organization,
            subscription=subscription,
            terms=after.scheduled.terms.id,
            quantity=after.scheduled.quantity,
            effective_on=after.scheduled.effective_on,
            own_price_minor=_brought(after.scheduled, after),
            at_day=after.scheduled.at_day,
            actor=actor,
            at=at,
        )
        extra["planned"] = str(made)
    if offer.act == "coupon":
        given = _discount(organization, facts.account, subscription.id, after.discounts[-1], facts, actor, at)
        extra["discount"] = str(given)
    return extra


def _brought(planned: ScheduledFacts, after: SubscriptionFacts) -> int | None:
    """The price of its own that a planned change brings along to other terms."""
    return None if planned.terms.id == after.terms.id else planned.terms.own_price_minor


def _discount(
    organization: OrganizationId,
    account: UUID,
    subscription: UUID,
    given: DiscountFacts,
    facts: Facts,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Use the coupon, and give what it gives."""
    if given.coupon is None or facts.coupon is None:
        raise ValueError("a discount of an act comes from a coupon")
    terms = facts.target or (facts.subscription.terms if facts.subscription else None)
    try:
        redeem_coupon(
            organization, coupon=given.coupon, today=facts.today, currency=terms.currency if terms else "",
            actor=actor, at=at,
        )  # fmt: skip
    except CouponRefused as refused:
        raise Refused(refused.reason) from None
    if not facts.coupon.repeats and has_used(organization, account=account, coupon=given.coupon):
        raise Refused("coupon_had")  # the other of two at once: the coupon is locked now
    return discount(
        organization,
        account=account,
        subscription=subscription,
        coupon=given.coupon,
        percent_basis_points=given.percent_basis_points,
        amount_minor=given.amount.minor if given.amount else None,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        actor=actor,
        at=at,
    ).id


def _facts(subscription: Subscription, after: SubscriptionFacts, offer: Offer) -> Sequence[Fact]:
    """What the book says of the act."""
    of = {"account": subscription.account_id, "subscription": subscription.id}
    match offer.act:
        case "cancel":
            return [events.SubscriptionCancelled(**of, ends_on=offer.effective_on, kind=offer.kind)]
        case "withdraw":
            return [events.SubscriptionWithdrawn(**of, ends_on=offer.effective_on)]
        case "reactivate":
            return [events.SubscriptionReactivated(**of, renews_on=after.renews_on)]
        case "resume":
            return [events.SubscriptionResumed(**of, resumed_on=offer.effective_on, renews_on=after.renews_on)]
        case "pause":
            return [events.SubscriptionPaused(**of, paused_on=offer.effective_on, resumes_on=after.paused_until)]
        case "change" if offer.timing == "now":
            return [
                events.SubscriptionChanged(
                    **of,
                    from_terms=subscription.terms_id,
                    to_terms=after.terms.id,
                    quantity=after.quantity,
                    effective_on=offer.effective_on,
                    from_quantity=subscription.quantity,
                )
            ]
    return []
