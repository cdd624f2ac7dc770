"""Mails about payment cards: what could not be charged and what to do, and what was saved or disabled."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_LONGEST_INSTRUCTIONS = 200
Then = Literal["keep", "pause", "cancel", "none"]
#: What the company has chosen for when the last charge has failed.
_THEN: Final[dict[Then, Promise]] = {
    "keep": gettext_lazy("Your subscription goes on. If the invoice is not paid, we remind you as of any other."),
    "pause": gettext_lazy("Your subscription is paused until the invoice is paid. Then it goes on by itself."),
    "cancel": gettext_lazy("Your subscription is cancelled for the end of its period. You can still pay the invoice."),
    "none": gettext_lazy("If you pay by the day it is due, nothing more happens."),
}


def _due(language: Language, due_on: date, today: date) -> tuple[str, str]:
    """The day to pay by, as past where it is."""
    name = _("Was to be paid by") if due_on < today else _("To be paid by")
    return name, format_day(due_on, language)


def charge_failed(
    *,
    sender: Sender,
    language: Language,
    number: str,
    amount: Money,
    card: str,
    happened: str,
    to_do: str,
    next_on: date,
    due_on: date,
    today: date,
    path: str,
) -> Letter:
    """A charge failed and is tried again on `next_on`. `happened` and `to_do` are sentences (msgids)."""
    with override(language):
        rows = [(_("Invoice"), number), (_("Amount"), format_money(amount, language)), _due(language, due_on, today)]
        rows += [(_("Card"), plain(text=card))] if card else []
        again = _("We try again on %(day)s. You can also pay at once; then we do not try again.")
        return letter(
            "charge_failed",
            _("We could not take the payment of invoice %(number)s") % {"number": number},
            Words(f"{_(happened)} {_(to_do)}"),
            Facts([*rows, (_("Next try"), format_day(next_on, language))]),
            Words(again % {"day": format_day(next_on, language)}),
            *way(_("Pay or change card"), sender, path),
            sender=sender,
            language=language,
            values={"number": number, "day": format_day(next_on, language)},
        )


def charge_to_confirm(
    *,
    sender: Sender,
    language: Language,
    number: str,
    amount: Money,
    card: str,
    due_on: date,
    today: date,
    path: str,
) -> Letter:
    """The payer's bank wants her to confirm the payment; nothing is tried without her."""
    with override(language):
        rows = [(_("Invoice"), number), (_("Amount"), format_money(amount, language)), _due(language, due_on, today)]
        rows += [(_("Card"), plain(text=card))] if card else []
        return letter(
            "charge_to_confirm",
            _("Confirm the payment of invoice %(number)s") % {"number": number},
            Words(_("Your bank wants you to confirm this payment. Nothing is charged before you do.")),
            Facts(rows),
            *way(_("Confirm the payment"), sender, path),
            Words(_("Banks ask now and then, to be sure that it is you. Your card is fine."), "quiet"),
            sender=sender,
            language=language,
        )


def collection_given_up(
    *,
    sender: Sender,
    language: Language,
    number: str,
    amount: Money,
    card: str,
    happened: str,
    renews: bool,
    then: Then,
    instructions: str,
    due_on: date,
    today: date,
    path: str,
) -> Letter:
    """No more charges are tried: the invoice is to be paid by hand. `then` is what the company has chosen to follow.

    `renews`: a new card is what helps, and the page to pay on takes it; `card` is the one that has expired, where it
    is known.
    """
    with override(language):
        rows = [(_("Invoice"), number), (_("To pay"), format_money(amount, language)), _due(language, due_on, today)]
        rows += [(_("Card"), plain(text=card))] if card else []
        late = then == "none" and due_on < today
        parts: list[Part] = [
            Words(_(happened)),
            Words(_("We do not try to charge your card again. Please pay the invoice yourself.")),
            Facts(rows),
            Words(_("The day it was to be paid by is over, so pay it now.") if late else str(_THEN[then])),
        ]
        if told := plain(text=instructions, longest=_LONGEST_INSTRUCTIONS):
            parts.append(Words(told))
        return letter(
            "collection_given_up",
            _("Please pay invoice %(number)s yourself") % {"number": number},
            *parts,
            *way(_("Pay or change card") if renews else _("Pay the invoice"), sender, path),
            sender=sender,
            language=language,
        )


def card_expiring(
    *, sender: Sender, language: Language, card: str, expires_on: date, plans: Sequence[str], path: str
) -> Letter:
    """XB-41: a card that is charged expires. `expires_on` is the first day on which it cannot pay."""
    with override(language):
        rows = [(_("Card"), plain(text=card)), (_("Last day"), format_day(expires_on - timedelta(days=1), language))]
        rows += [(_("Pays"), ", ".join(plain(text=plan) for plan in plans))] if plans else []
        return letter(
            "card_expiring",
            _("Your card %(card)s expires soon") % {"card": plain(text=card)},
            Words(_("Add your new card before it expires, and your payments go on as they are used to.")),
            Facts(rows),
            *way(_("See your cards"), sender, path),
            sender=sender,
            language=language,
        )


def card_saved(
    *,
    sender: Sender,
    language: Language,
    card: str,
    by_itself: bool,
    plans: Sequence[str],
    is_default: bool,
    at_once: Sequence[tuple[str, Money]],
    by_hand: Sequence[tuple[str, Money, date]],
    pay_path: str,
    path: str,
) -> Letter:
    """A card was saved. `by_itself`: it is charged from now on; `plans` are what it pays (SB-32).

    `at_once` are invoices, number and amount, that it is charged for now; `by_hand`, with their days, those that it
    does not pay; `pay_path` is where these are paid.
    """
    with override(language):
        parts: list[Part] = [Words(_("The card is saved. We never see or keep its number."))]
        rows = [(_("Card"), plain(text=card))]
        if by_itself:
            rows.append((_("Charged by itself"), _("Yes, for what comes from now on")))
        if plans:
            rows.append((_("Pays"), ", ".join(plain(text=plan) for plan in plans)))
        rows.append((_("Charged first"), _("Yes") if is_default else _("No, another card is")))
        parts.append(Facts(rows))
        parts += [*_taken(language, at_once), *_left(language, by_hand)]
        if by_hand:
            parts += way(_("Pay now"), sender, pay_path if path else "")
        if by_itself:
            parts.append(Words(_("You can stop this at any time under Cards: there it is undone in one step.")))
        return letter(
            "card_saved",
            _("Your card %(card)s is saved") % {"card": plain(text=card)},
            *parts,
            *way(_("See your cards"), sender, path),
            sender=sender,
            language=language,
        )


def _taken(language: Language, at_once: Sequence[tuple[str, Money]]) -> list[Part]:
    """What the saved card is charged for now."""
    if not at_once:
        return [Words(_("Nothing is charged because the card was saved."))]
    invoice = _("Invoice %(number)s")
    rows = [(invoice % {"number": number}, format_money(owed, language)) for number, owed in at_once]
    return [Words(_("It is charged at once for what could not be charged before, as you were shown:")), Facts(rows)]


def _left(language: Language, by_hand: Sequence[tuple[str, Money, date]]) -> list[Part]:
    """What it does not pay."""
    if not by_hand:
        return []
    invoice, due = _("Invoice %(number)s"), _("%(amount)s, to be paid by %(day)s")
    rows = [
        (
            invoice % {"number": number},
            due % {"amount": format_money(owed, language), "day": format_day(on, language)},
        )
        for number, owed, on in by_hand
    ]
    return [Words(_("The card does not pay these, which you have already. Pay them yourself:")), Facts(rows)]


def card_disabled(*, sender: Sender, language: Language, card: str, by_us: bool, was_last: bool, path: str) -> Letter:
    """A card pays nothing any more. `by_us`: the payment company or we did it, not the customer."""
    with override(language):
        own = _("The card is disabled, and nothing is charged to it any more.")
        not_own = _("The payment company does not know the card any more, so nothing can be charged to it.")
        parts: list[Part] = [Words(not_own if by_us else own), Facts([(_("Card"), plain(text=card))])]
        if was_last:
            parts.append(Words(_("You have no other card saved. Add one, or pay your invoices in another way.")))
        return letter(
            "card_disabled",
            _("Your card %(card)s is disabled") % {"card": plain(text=card)},
            *parts,
            *way(_("See your cards"), sender, path),
            sender=sender,
            language=language,
        )


def ended_by_company(*, sender: Sender, language: Language, plan: str, ends_on: date, path: str) -> Letter:
    """The company cancels, because an invoice could not be charged. `ends_on` is the first day without it."""
    with override(language):
        return letter(
            "ended_by_company",
            _("%(plan)s ends because its invoice is not paid") % {"plan": plain(text=plan)},
            Words(_("We could not charge your card, so we have cancelled the subscription for the end of its period.")),
            Facts(
                [
                    (_("Subscription"), plain(text=plan)),
                    (_("Last day"), format_day(ends_on - timedelta(days=1), language)),
                ]
            ),
            Words(_("Is this a mistake? Pay the invoice and write to us, and we find a way.")),
            *way(_("See your subscription"), sender, path),
            sender=sender,
            language=language,
        )
