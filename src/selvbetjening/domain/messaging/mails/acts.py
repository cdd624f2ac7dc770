"""Mails about a pause, a discount, and an act that was taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_ACTS: Final[Mapping[str, Promise]] = {
    "start": gettext_lazy("The order"),
    "resubscribe": gettext_lazy("The order"),
    "change": gettext_lazy("The change"),
    "cancel": gettext_lazy("The cancellation"),
    "reactivate": gettext_lazy("Taking the cancellation back"),
    "pause": gettext_lazy("The pause"),
    "resume": gettext_lazy("Taking the subscription up again"),
    "coupon": gettext_lazy("The discount code"),
}


def subscription_paused(
    *,
    sender: Sender,
    language: Language,
    plan: str,
    paused_on: date,
    resumes_on: date | None,
    path: str,
    credited: Money | None = None,
    until_paid: bool = False,
) -> Letter:
    """It rests from `paused_on` until `resumes_on`, None for as long as the customer likes.

    `credited` is what comes to the account's good for days that were charged, incl. VAT. `until_paid`: the company
    paused it because an invoice could not be charged.
    """
    with override(language):
        goes_on = format_day(resumes_on, language) if resumes_on else _("When you take it up again")
        goes_on = _("When the invoice is paid") if until_paid else goes_on
        back = [(_("To your good incl. VAT"), format_money(credited, language))] if credited and credited.minor else []
        return letter(
            "subscription_paused",
            _("%(plan)s is paused") % {"plan": plain(text=plan)},
            Words(_("Your subscription is paused, and costs nothing until it goes on.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Paused from"), format_day(paused_on, language)),
                    (_("Goes on"), goes_on),
                    *back,
                ]
            ),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def subscription_resumed(
    *, sender: Sender, language: Language, plan: str, resumed_on: date, next_on: date, path: str
) -> Letter:
    """A pause is over: it is charged again from `resumed_on` on, and renews on `next_on`."""
    with override(language):
        return letter(
            "subscription_resumed",
            _("%(plan)s goes on") % {"plan": plain(text=plan)},
            Words(_("The pause is over. Your subscription runs and is charged again.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Goes on"), format_day(resumed_on, language)),
                    (_("Next renewal"), format_day(next_on, language)),
                ]
            ),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def discount_given(
    *, sender: Sender, language: Language, plan: str, starts_on: date, path: str, ends_on: date | None = None
) -> Letter:
    """A discount code takes something off from `starts_on`, until, not including, `ends_on`; None for good."""
    with override(language):
        until = format_day(ends_on, language) if ends_on else _("No end")
        return letter(
            "discount_given",
            _("Your discount code for %(plan)s") % {"plan": plain(text=plan)},
            Words(_("Your discount code is used. It counts from the first day that is not invoiced yet.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Discount from"), format_day(starts_on, language)),
                    (_("Full price again from"), until),
                ]
            ),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def act_undone(*, sender: Sender, language: Language, plan: str, act: str, path: str) -> Letter:
    """CM-03: the latest act was taken back; `act` is a code of the engine's acts."""
    with override(language):
        return letter(
            "act_undone",
            _("Taken back: %(plan)s") % {"plan": plain(text=plan)},
            Words(_("Everything is as it was before. If it charged anything, that is credited.")),
            Facts([(_("Subscription"), plain(text=plan)), (_("Taken back"), str(_ACTS.get(act, act)))]),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )
