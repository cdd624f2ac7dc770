"""The domain's codes in words: why an act was refused, and the way out; who somebody is before the law (PTY-1)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTY_TYPES: Final[dict[str, Promise]] = {
    "consumer": _("Private person"),
    "business": _("Company"),
    "public": _("Public institution"),
}

REFUSALS: Final[dict[str, Promise]] = {
    "cancelled": _("The subscription is cancelled. Take the cancellation back first, then you can change it."),
    "already_cancelled": _("The subscription is cancelled already. Nothing more needs to be done."),
    "not_cancelled": _("The subscription is not cancelled, so there is nothing to take back."),
    "ended": _("The subscription has ended. You can start a new one instead."),
    "end_reached": _("The subscription has reached its last day. You can start a new one instead."),
    "same_terms": _("The subscription is on these terms already."),
    "already_scheduled": _("This change is planned already."),
    "other_currency": _("The plan is in another currency. Cancel this subscription and order the other plan instead."),
    "plan_not_offered": _("The plan is not offered any more. Choose another one."),
    "change_invoiced": _("The planned change is on an invoice already. It can be changed again when it has happened."),
    "nothing_scheduled": _("There is no planned change any more."),
    "paused": _("The subscription is paused. Take it up again first."),
    "active": _("The subscription is running already."),
    "move_not_allowed": _("It is not possible to change to this plan from the one you have. Choose another one."),
    "cool_down": _("The subscription was changed a short while ago. Try again in some days."),
    "quantity_minimum": _("This is fewer than can be had. Choose a larger quantity."),
    "quantity_maximum": _("This is more than can be had. Choose a smaller quantity."),
    "quantity_step": _("It is not sold in this quantity. Choose one of the steps."),
    "starts_in_the_past": _("The first day has passed. Choose today or a later day."),
    "starts_too_late": _("The first day is more than ten years away. Choose an earlier day."),
    "committed": _("You are still bound to the subscription. Cancel it to its earliest last day instead."),
    "kind_not_offered": _("It cannot be cancelled in this way. Cancel it to its next renewal instead."),
    "not_begun": _("The subscription has not begun yet."),
    "not_paused": _("The subscription is not paused."),
    "not_ended": _("The subscription has not ended, so it cannot be started again."),
    "pause_until": _("Choose a later day: the pause must end after it has begun."),
    "pause_too_long": _("The pause is longer than is possible. Choose an earlier day."),
    "withdrawal_closed": _("The time to withdraw has passed. You can cancel the subscription instead."),
    "coupon_running": _("A discount is running already. Wait until it has ended."),
    "coupon_unknown": _("There is no such discount code. Check how it is spelt."),
    "coupon_not_yet": _("The discount code cannot be used yet."),
    "coupon_expired": _("The discount code cannot be used any more."),
    "coupon_had": _("You have used this discount code. It can be used once."),
    "coupon_used_up": _("The discount code has been used as many times as it may be."),
    "coupon_currency": _("The discount code is for another currency."),
    "unpaid": _("The subscription is paused until its invoice is paid. Pay it, and it goes on by itself."),
    "undo_closed": _("It is too late to undo this."),
    "seller_incomplete": _("The company cannot sell anything yet: its address or CVR number is missing. Write to it."),
    "account_archived": _("The company has closed your account for new subscriptions. Write to it."),
    "exchange_rate": _("The company cannot invoice in this currency yet. Choose a plan in another, or write to it."),
    "oss": _("We do not sell to private customers in other EU countries. If you have moved, write to us."),
    "oss_rate": _("This plan is not for your country: the VAT there is another. Choose another one."),
    "not_a_business": _("This plan is for companies only. Choose another one."),
    "no_vat_number": _("This plan needs your VAT number. Add it under your details, then come back."),
    "quantity": _("The quantity must be a whole number from 1 to 10,000."),
}
UNKNOWN: Final = _("It is not possible right now. Nothing was changed.")

#: Why an act takes effect when it does; the law's own codes carry the id of the rule in front.
REASONS: Final[dict[str, Promise]] = {
    "agreed.period": _("It runs to the end of the period that is charged."),
    "agreed.notice": _("The notice that was agreed has to run."),
    "agreed.binding": _("You are bound until then, as was agreed."),
    "agreed.today": _("It ends today."),
    "agreed.refund": _("It ends today, and the period that is running is paid back."),
    "agreed.not_begun": _("It has not begun, so it never begins."),
    "agreed.paused": _("It is paused, so there is nothing to wait for."),
    "CAN-1.binding": _("The law binds a consumer for six months at most."),
    "CAN-1.long_binding": _("You are bound until then: this kind of agreement may bind for longer."),
    "CAN-1.notice": _("The law gives a consumer a notice of one month at most."),
    "CAN-6.price_change": _("You may leave before the new price, whatever you are bound to."),
}


def why(code: str) -> Promise | None:
    """The sentence for a code of why it ends when it does; None for one that says nothing to the customer."""
    return REASONS.get(code)


def refusal(reason: str) -> Promise:
    """The sentence for a reason code; one that fits every act for a code that has none yet."""
    return REFUSALS.get(reason, UNKNOWN)
