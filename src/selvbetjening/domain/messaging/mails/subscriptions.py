"""Mails about a subscription's life: begun, cancelled, taken up again, ended."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money


def subscription_started(
    *,
    sender: Sender,
    language: Language,
    plan: str,
    quantity: int,
    starts_on: date,
    total: Money,
    next_on: date,
    path: str,
    withdraw: str = "",
    trial_ends_on: date | None = None,
    committed_until: date | None = None,
) -> Letter:
    """A subscription has begun. `total` is what each period costs, incl. VAT; `next_on` the next renewal.

    `trial_ends_on` is the first day that costs, `committed_until` the first day without a binding; None without them.
    `withdraw` tells where the withdrawal function is, empty where there is no such right (WDR-6). The confirmation
    of the contract goes with the mail (ORD-4).
    """
    with override(language):
        return letter(
            "subscription_started",
            _("Welcome to %(plan)s") % {"plan": plain(text=plan)},
            Words(_("Your subscription has been created.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Quantity"), str(quantity)),
                    (_("Starts"), format_day(starts_on, language)),
                    *_lasting(trial_ends_on, committed_until, language),
                    (_("Price per period incl. VAT"), format_money(total, language)),
                    (_("Next renewal"), format_day(next_on, language)),
                ]
            ),
            *((Words(withdraw),) if withdraw else ()),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def subscription_cancelled(
    *,
    sender: Sender,
    language: Language,
    plan: str,
    received_at: datetime,
    ends_on: date,
    path: str,
    may_undo: bool = True,
    rest: Money | None = None,
) -> Letter:
    """The receipt of a cancellation: what, when it was received, when it ends, and how to undo it (XB-43).

    `ends_on` is the first day without the subscription; `may_undo` whether the company lets customers take it back.
    `rest` is what is still charged until then, incl. VAT: a binding, or a period that is charged when it is over.
    """
    with override(language):
        return letter(
            "subscription_cancelled",
            _("Receipt: you have cancelled %(plan)s") % {"plan": plain(text=plan)},
            Words(_("We have received your cancellation. This mail is your receipt.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Cancellation received"), moment(received_at, language)),
                    (_("Last day"), format_day(ends_on - timedelta(days=1), language)),
                ]
            ),
            Words(_until_then(rest, language)),
            *_undo(sender, path, may_undo),
            sender=sender,
            language=language,
        )


def subscription_reactivated(
    *, sender: Sender, language: Language, plan: str, next_on: date, total: Money, path: str
) -> Letter:
    """A cancellation was taken back: the subscription goes on and costs `total` incl. VAT on `next_on`."""
    with override(language):
        return letter(
            "subscription_reactivated",
            _("%(plan)s continues") % {"plan": plain(text=plan)},
            Words(_("The cancellation has been taken back. Your subscription continues as before.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Next renewal"), format_day(next_on, language)),
                    (_("Price per period incl. VAT"), format_money(total, language)),
                ]
            ),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )


def subscription_ended(
    *, sender: Sender, language: Language, plan: str, ended_on: date, path: str, started_on: date | None = None
) -> Letter:
    """The last day is over. `ended_on` is the first day without the subscription; one that never ran has no last."""
    with override(language):
        last_day = [(_("Last day"), format_day(ended_on - timedelta(days=1), language))]
        return letter(
            "subscription_ended",
            _("%(plan)s has ended") % {"plan": plain(text=plan)},
            Words(_("Your subscription has ended, and nothing more is charged for it.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    *(last_day if started_on is None or ended_on > started_on else []),
                ]
            ),
            Words(_("You can still see and download your invoices.")),
            *way(_("See your subscriptions"), sender, path),
            sender=sender,
            language=language,
        )


def _lasting(trial_ends_on: date | None, committed_until: date | None, language: Language) -> list[tuple[str, str]]:
    lasting = ((_("Free until and including"), trial_ends_on), (_("Bound until and including"), committed_until))
    return [(head, format_day(day - timedelta(days=1), language)) for head, day in lasting if day]


def _until_then(rest: Money | None, language: Language) -> str:
    if rest is None or not rest.minor:
        return _("You can use the subscription until it ends. It is not renewed, and nothing more is charged.")
    words = _("You can use the subscription until it ends. Until then %(amount)s incl. VAT is charged as agreed.")
    return words % {"amount": format_money(rest, language)}


def _undo(sender: Sender, path: str, may_undo: bool) -> tuple[Part, ...]:
    if not may_undo or not path:
        return way(_("See your subscription"), sender, path)
    return (
        Words(_("Have you changed your mind? You can take the cancellation back until the day it ends:")),
        *way(_("See or undo the cancellation"), sender, path),
    )
