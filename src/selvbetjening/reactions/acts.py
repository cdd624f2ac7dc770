"""A pause, a discount, an act that was taken back, told to those who want to know."""

from selvbetjening.domain.billing.queries.quotes import promised
from selvbetjening.domain.history.queries import same_act
from selvbetjening.domain.history.subscribers import Recorded
from selvbetjening.domain.messaging import mails
from selvbetjening.domain.subscriptions import events as subscribed
from selvbetjening.reactions.post import day_in, mail, subscription_of


def tell_pause(event: Recorded) -> None:
    """XB-12: it rests, and until when; with what comes back of days that were charged."""
    mine = subscription_of(event)
    agreed = promised(event.organization, subscription=mine.id, terms=mine.terms_id, at=event.at)
    mail(
        event,
        "subscription",
        mails.subscription_paused,
        plan=mine.terms.plan.name,
        paused_on=day_in(event, "paused_on"),
        resumes_on=day_in(event, "resumes_on") if event.data.get("resumes_on") else None,
        credited=agreed.credited if agreed else None,
        until_paid=event.actor_kind == "system",
        path=f"/abonnementer/{mine.id}/",
    )


def tell_resumption(event: Recorded) -> None:
    """It runs again, taken up by the customer or by itself on its day."""
    mine = subscription_of(event)
    mail(
        event,
        "subscription",
        mails.subscription_resumed,
        plan=mine.terms.plan.name,
        resumed_on=day_in(event, "resumed_on"),
        next_on=day_in(event, "renews_on"),
        path=f"/abonnementer/{mine.id}/",
    )


def tell_discount(event: Recorded) -> None:
    """A discount code that was used on a running subscription; one of an order stands in its confirmation."""
    if subscribed.SubscriptionStarted.name in same_act(event.organization, event=event):
        return
    mine = subscription_of(event)
    mail(
        event,
        "subscription",
        mails.discount_given,
        plan=mine.terms.plan.name,
        starts_on=day_in(event, "starts_on"),
        ends_on=day_in(event, "ends_on") if event.data.get("ends_on") else None,
        path=f"/abonnementer/{mine.id}/",
    )


def tell_undoing(event: Recorded) -> None:
    """CM-03: what was done last holds no more."""
    mine = subscription_of(event)
    mail(
        event,
        "subscription",
        mails.act_undone,
        plan=mine.terms.plan.name,
        act=event.data["act"],
        path=f"/abonnementer/{mine.id}/",
    )


SUBSCRIPTIONS = (
    (subscribed.SubscriptionPaused, tell_pause),
    (subscribed.SubscriptionResumed, tell_resumption),
    (subscribed.SubscriptionDiscounted, tell_discount),
    (subscribed.ActUndone, tell_undoing),
)
