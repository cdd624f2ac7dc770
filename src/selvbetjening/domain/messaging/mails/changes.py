"""Mails about a change of plan or quantity: done, planned, and no longer planned."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money


def subscription_changed(
    *,
    sender: Sender,
    language: Language,
    plan_before: str,
    plan: str,
    quantity: int,
    effective_on: date,
    charged: Money,
    next_on: date,
    total: Money,
    path: str,
    plan_now: str = "",
    credited: Money | None = None,
) -> Letter:
    """A change that holds from now on. `charged` is what it cost now and `total` each later period, incl. VAT.

    `plan_now` names plan, quantity and interval; `credited` is what the change gave back, and then nothing was charged.
    """
    with override(language):
        return letter(
            "subscription_changed",
            _("Your subscription is now %(plan)s") % {"plan": plain(text=plan)},
            Words(_("Your subscription has been changed.")),
            Facts(
                [
                    (_("Before"), plain(text=plan_before)),
                    (_("Now"), plain(text=plan_now or plan)),
                    (_("Quantity"), str(quantity)),
                    (_("Holds from"), format_day(effective_on, language)),
                    _now(charged, credited, language),
                    (_("Next renewal"), format_day(next_on, language)),
                    (_("Price per period incl. VAT"), format_money(total, language)),
                ]
            ),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def change_scheduled(
    *,
    sender: Sender,
    language: Language,
    plan_before: str,
    plan: str,
    quantity: int,
    effective_on: date,
    total: Money,
    path: str,
    plan_now: str = "",
) -> Letter:
    """A change that takes effect on a later day; `total` is what each period costs from then on, incl. VAT."""
    with override(language):
        return letter(
            "change_scheduled",
            _("Your subscription changes on %(day)s") % {"day": format_day(effective_on, language)},
            Words(_("The change is planned. Until then everything stays as it is, and nothing is charged now.")),
            Facts(
                [
                    (_("Until then"), plain(text=plan_before)),
                    (_("After that"), plain(text=plan_now or plan)),
                    (_("Quantity"), str(quantity)),
                    (_("Holds from"), format_day(effective_on, language)),
                    (_("Price per period incl. VAT"), format_money(total, language)),
                ]
            ),
            *way(_("See or remove the change"), sender, path),
            sender=sender,
            language=language,
        )


def scheduled_change_failed(
    *, sender: Sender, language: Language, customer: str, plan: str, quantity: int, effective_on: date, reason: str
) -> Letter:
    """To the company: a change that was to happen on this day could not; `reason` is a sentence (msgid) or a code."""
    with override(language):
        return letter(
            "scheduled_change_failed",
            _("A planned change could not be made on %(day)s") % {"day": format_day(effective_on, language)},
            Words(_("The subscription goes on as it is. Mend what is in the way, and make the change again.")),
            Facts(
                [
                    (_("Customer"), plain(text=customer)),
                    (_("After that"), plain(text=plan)),
                    (_("Quantity"), str(quantity)),
                    (_("Reason"), plain(text=str(_(reason)))),
                ]
            ),
            sender=sender,
            language=language,
        )


def scheduled_change_removed(*, sender: Sender, language: Language, plan: str, path: str) -> Letter:
    """A planned change will not happen: the subscription stays `plan`."""
    with override(language):
        return letter(
            "scheduled_change_removed",
            _("Your subscription stays %(plan)s") % {"plan": plain(text=plan)},
            Words(_("The planned change has been removed. Your subscription continues as it is.")),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def _now(charged: Money, credited: Money | None, language: Language) -> tuple[str, str]:
    if credited is not None and not credited.is_zero:
        return _("To your good incl. VAT"), format_money(credited, language)
    return _("Charged now incl. VAT"), format_money(charged, language)
