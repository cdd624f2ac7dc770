"""What happens to a subscription, told to those who want to know."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import override

from selvbetjening.domain.billing.events import ContractMade
from selvbetjening.domain.billing.queries.quotes import promised
from selvbetjening.domain.catalog import queries as catalog
from selvbetjening.domain.contracts.queries import of_terms
from selvbetjening.domain.contracts.rules.holding import price_on
from selvbetjening.domain.contracts.rules.own import priced_by
from selvbetjening.domain.history.queries import same_act
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.invoicing.events import InvoiceIssued
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.messaging.actions.write import write
from selvbetjening.domain.messaging.queries import sender
from selvbetjening.domain.organizations import queries as organizations
from selvbetjening.domain.organizations.permissions import REACTIVATE_SUBSCRIPTION
from selvbetjening.domain.subscriptions import events as subscribed
from selvbetjening.kernel.days import copenhagen_day
from selvbetjening.kernel.formatting import language_of
from selvbetjening.kernel.money import Money, percent_of
from selvbetjening.kernel.wording import gettext_noop
from selvbetjening.reactions.contracts import act_of, orderer, where_to_withdraw
from selvbetjening.reactions.post import day_in, id_in, mail, subscription_of
from selvbetjening.ui.components.intervals import how_often

#: Why a change could not be made on its day, for the company.
_FAILED = {
    "cancelled": gettext_noop("The subscription is cancelled."),
    "ended": gettext_noop("The subscription has ended."),
    "same_terms": gettext_noop("The subscription has these terms and this quantity already."),
    "seller_incomplete": gettext_noop(
        "The company's CVR number, name or address is missing, so nothing can be invoiced."
    ),
    "exchange_rate": gettext_noop("The rate of exchange is missing. Add it under Rules."),
    "quantity": gettext_noop("The terms are not sold in this quantity."),
    "quantity_minimum": gettext_noop("The quantity is below the least that the terms are sold in."),
    "quantity_maximum": gettext_noop("The quantity is above the most that the terms are sold in."),
    "quantity_step": gettext_noop("The terms are sold in steps; this quantity is between two of them."),
    "not_a_business": gettext_noop("The terms are sold to companies only."),
    "no_vat_number": gettext_noop("The terms need the account's VAT number."),
}


def welcome(event: Recorded) -> None:
    """A new subscription. One that came in from the company's files is no news to the customer."""
    if event.actor_kind == "import":
        return
    mine, ordered = subscription_of(event), catalog.terms(event.organization, terms=id_in(event, "terms"))
    contract = same_act(event.organization, event=event).get(ContractMade.name, {}).get("contract")
    mail(
        event,
        "subscription",
        mails.subscription_started,
        plan=ordered.plan.name,
        quantity=event.data["quantity"],
        starts_on=day_in(event, "starts_on"),
        total=_each_period(event, ordered, event.data["quantity"]),
        next_on=mine.renews_on,
        trial_ends_on=mine.trial_ends_on,
        committed_until=mine.committed_until,
        path=_path(mine),
        attachment=UUID(contract) if contract else None,
        and_to=orderer(event),
        withdraw=lambda language: where_to_withdraw(event.organization, contract=contract, language=language),
    )


def tell_change(event: Recorded) -> None:
    """A change that somebody made now. One that was planned was told when it was planned."""
    if event.actor_kind == "system":
        return
    mine = subscription_of(event)
    before, after = (catalog.terms(event.organization, terms=id_in(event, key)) for key in ("from_terms", "to_terms"))
    agreed = promised(event.organization, subscription=mine.id, terms=after.id, at=event.at)
    billed = same_act(event.organization, event=event).get(InvoiceIssued.name)
    charged = billed["total"] if billed else {"minor": 0, "currency": mine.terms.currency}
    mail(
        event,
        "subscription",
        mails.subscription_changed,
        plan_before=_named(before, event.data.get("from_quantity", event.data["quantity"])),
        plan=after.plan.name,
        plan_now=_named(after, event.data["quantity"]),
        quantity=event.data["quantity"],
        effective_on=day_in(event, "effective_on"),
        charged=agreed.charge_today if agreed else Money(charged["minor"], charged["currency"]),
        credited=agreed.credited if agreed else Money.zero(mine.terms.currency),
        next_on=mine.renews_on,
        total=_each_period(event, after, event.data["quantity"]),
        path=_path(mine),
    )


def tell_planned_change(event: Recorded) -> None:
    """SU-06: a change that waits for the next period. A new price was told already, and long before (CAN-6)."""
    if event.actor_kind == "system":
        return
    mine = subscription_of(event)
    after = catalog.terms(event.organization, terms=id_in(event, "to_terms"))
    mail(
        event,
        "subscription",
        mails.change_scheduled,
        plan_before=_named(mine.terms, mine.quantity),
        plan=after.plan.name,
        plan_now=_named(after, event.data["quantity"]),
        quantity=event.data["quantity"],
        effective_on=day_in(event, "effective_on"),
        total=_each_period(event, after, event.data["quantity"]),
        path=_path(mine),
    )


def tell_failed_change(event: Recorded) -> None:
    """To the company, whose change it was. One that has named no address reads it in its log."""
    owner, mine = organizations.get(event.organization), subscription_of(event)
    if not owner.email:
        return
    language, reason = language_of(owner.language), str(event.data["reason"])
    account = mine.account
    letter = mails.scheduled_change_failed(
        sender=sender(event.organization),
        language=language,
        customer=f"{account.name} ({account.code})",
        plan=catalog.terms(event.organization, terms=id_in(event, "to_terms")).plan.name(language),
        quantity=event.data["quantity"],
        effective_on=day_in(event, "effective_on"),
        reason=_FAILED.get(reason, reason),
    )
    write(
        event.organization, key=f"{event.id}:company", letter=letter, to=owner.email, language=language, at=event.at
    )  # fmt: skip


def tell_removed_change(event: Recorded) -> None:
    """Only when it was removed for its own sake; a cancellation or another change says it itself."""
    others = same_act(event.organization, event=event)
    if others.keys() & {"subscriptions.cancelled", "subscriptions.changed", "subscriptions.change_scheduled"}:
        return
    mine = subscription_of(event)
    mail(
        event,
        "subscription",
        mails.scheduled_change_removed,
        plan=mine.terms.plan.name,
        path=_path(mine),
    )


def give_receipt(event: Recorded) -> None:
    """XB-43, CAN-3: the receipt of a cancellation, at once, with its proof. A withdrawal's receipt is its own."""
    mine = subscription_of(event)
    act = act_of(event)
    if act and act.kind == "withdraw":
        return
    if event.actor_kind == "system":  # nobody of the account cancelled: its invoice could not be charged
        ends_on = day_in(event, "ends_on")
        plan = mine.terms.plan.name
        mail(event, "subscription", mails.ended_by_company, plan=plan, ends_on=ends_on, path=_path(mine))
        return
    agreed = promised(event.organization, subscription=mine.id, terms=mine.terms_id, at=event.at)
    mail(
        event,
        "subscription",
        mails.subscription_cancelled,
        plan=mine.terms.plan.name,
        received_at=act.submitted_at if act else event.at,
        ends_on=day_in(event, "ends_on"),
        may_undo=REACTIVATE_SUBSCRIPTION in organizations.get(event.organization).allowed_acts,
        rest=agreed.rest if agreed else None,
        path=_path(mine),
        attachment=act.id if act else None,
        and_to=act.receipt_address if act else "",
    )


def tell_reactivation(event: Recorded) -> None:
    """The cancellation was taken back."""
    mine = subscription_of(event)
    mail(
        event,
        "subscription",
        mails.subscription_reactivated,
        plan=mine.terms.plan.name,
        next_on=day_in(event, "renews_on"),
        total=_each_period(event, mine.terms, mine.quantity),
        path=_path(mine),
    )


def tell_end(event: Recorded) -> None:
    """The last day of a cancelled subscription is over."""
    mine = subscription_of(event)
    mail(
        event,
        "subscription",
        mails.subscription_ended,
        plan=mine.terms.plan.name,
        ended_on=day_in(event, "ended_on"),
        started_on=mine.started_on,
        path="/abonnementer/",
    )


def _path(subscription: Any) -> str:
    return f"/abonnementer/{subscription.id}/"


def _each_period(event: Recorded, terms: Any, quantity: int) -> Money:
    """What each later period costs incl. VAT: as the quote promised, discounts and all, else as the terms say."""
    mine = id_in(event, "subscription")
    agreed = promised(event.organization, subscription=mine, terms=terms.id, at=event.at)
    if agreed and agreed.next_total is not None:
        return agreed.next_total
    contracts = of_terms(event.organization, account=event.account, terms=terms.id) if event.account else ()
    held = subscription_of(event)
    by = priced_by(
        pricing=terms.pricing, contracts=contracts, own=held.own_price if held.terms_id == terms.id else None
    )
    net = price_on(pricing=by.pricing, quantity=quantity, contracts=by.contracts, day=copenhagen_day(event.at))
    return net + percent_of(net, terms.vat_basis_points)


def _named(terms: Any, quantity: int) -> Callable[[str], str]:
    """ "40 × Team, monthly": plan, quantity and interval, so that before and after can be told apart."""

    def words(language: str) -> str:
        with override(language):
            name, often = terms.plan.name(language), how_often(terms.interval)
        return f"{name}, {often.lower()}" if quantity == 1 else f"{quantity} × {name}, {often.lower()}"

    return words


SUBSCRIPTIONS = (
    (subscribed.SubscriptionStarted, welcome),
    (subscribed.SubscriptionChanged, tell_change),
    (subscribed.ChangeScheduled, tell_planned_change),
    (subscribed.ScheduledChangeRemoved, tell_removed_change),
    (subscribed.ScheduledChangeFailed, tell_failed_change),
    (subscribed.SubscriptionCancelled, give_receipt),
    (subscribed.SubscriptionReactivated, tell_reactivation),
    (subscribed.SubscriptionEnded, tell_end),
)
