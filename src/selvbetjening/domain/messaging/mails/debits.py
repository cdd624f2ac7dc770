"""Mails about Betalingsservice: a mandate that began or ended, and what became of collections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

Follows = Literal["debit", "card", "same", "public"]
Outcome = Literal["rejected", "cancelled", "unpaid", "charged_back", "unanswered"]

#: More than these are counted only.
SHOWN: Final = 10
_LONGEST_INSTRUCTIONS: Final = 200
#: No reason comes with these, and none is made up (U21).
_HAPPENED: Final[dict[str, Promise]] = {
    "rejected": gettext_lazy(
        "The payment was refused before it was made: by you, or by your bank. Betalingsservice does not say why."
    ),
    "cancelled": gettext_lazy("Your agreement with Betalingsservice ended before the payment was made."),
    "unpaid": gettext_lazy("The payment slip that Betalingsservice sent was not paid on its day."),
    "charged_back": gettext_lazy(
        "The payment was taken back after it was made: by you, or by your bank. Betalingsservice does not say why."
    ),
    "unanswered": gettext_lazy(
        "Nobody has told us that the payment was made. Look in your bank first: if the amount was taken, write to us"
        " instead of paying."
    ),
}
_SHORT: Final[dict[str, Promise]] = {
    "rejected": gettext_lazy("refused"),
    "cancelled": gettext_lazy("the mandate had ended"),
    "unpaid": gettext_lazy("the slip was not paid"),
    "charged_back": gettext_lazy("taken back after payment"),
    "unanswered": gettext_lazy("nobody answered"),
}
_FOLLOWS: Final[dict[str, Promise]] = {
    "debit": gettext_lazy(
        "From now on your invoices are paid through Betalingsservice. You find each amount on your payment overview"
        " before it is taken. Invoices that you have already got you pay as they say."
    ),
    "card": gettext_lazy(
        "You pay by card, and go on doing so: nothing has been changed. If you want to pay through Betalingsservice"
        " instead, write to us."
    ),
    "same": gettext_lazy("Your invoices are paid through Betalingsservice, as before."),
    "public": gettext_lazy("You get e-invoices and pay them as they say: nothing has been changed."),
}


def mandate_linked(
    *, sender: Sender, language: Language, follows: Follows, pbs_number: str, group: str, customer: str, path: str
) -> Letter:
    """The customer signed up for Betalingsservice; `follows` says what that changes (`rules.debits.Follows`)."""
    with override(language):
        rows = [(_("PBS number"), pbs_number), (_("Debtor group"), group), (_("Customer number"), customer)]
        return letter(
            "mandate_linked",
            _("Your agreement with Betalingsservice is active"),
            Words(str(_FOLLOWS[follows])),
            Facts(rows),
            Words(_("You can end the agreement in your bank, or in the Betalingsservice app."), "quiet"),
            *way(_("See how you pay"), sender, path),
            sender=sender,
            language=language,
        )


def mandate_left(*, sender: Sender, language: Language, paid_by_it: bool, path: str) -> Letter:
    """The customer's mandate ended; `paid_by_it`: invoices are paid by hand from now on."""
    with override(language):
        now = _(
            "From now on you pay your invoices yourself, as they say. What stands on your payment overview already may"
            " still be taken; if it is not, we write to you."
        )
        return letter(
            "mandate_left",
            _("Your agreement with Betalingsservice has ended"),
            Words(now if paid_by_it else _("How you pay your invoices is not changed by it.")),
            Words(_("You can sign up again whenever you want."), "quiet"),
            *way(_("See how you pay"), sender, path),
            sender=sender,
            language=language,
        )


def debit_asked(
    *,
    sender: Sender,
    language: Language,
    number: str,
    amount: Money,
    pays_on: date,
    is_late: bool,
    path: str,
    failed: bool = False,
) -> Letter:
    """An invoice is taken on another day, or with another amount, than was said before; `failed`: once more."""
    with override(language):
        day = format_day(pays_on, language)
        rows = [
            (_("Invoice"), number),
            (_("Amount"), format_money(amount, language)),
            (_("Taken through Betalingsservice on"), day),
        ]
        why = _why_then(is_late=is_late, failed=failed)
        return letter(
            "debit_asked",
            _("Invoice %(number)s is taken on %(day)s") % {"number": number, "day": day},
            Words(why),
            Facts(rows),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
            values={"number": number, "amount": rows[1][1], "day": day},
        )


def _why_then(*, is_late: bool, failed: bool) -> str:
    if failed:
        return _(
            "Betalingsservice did not pay the invoice the first time, so we ask for it once more. You do not have to do"
            " anything: you find the amount on your payment overview before it is taken."
        )
    if is_late:
        return _("It was too late for Betalingsservice to take it on the day it is due. That costs you nothing.")
    return _("This is what counts now, instead of what we wrote before.")


def debit_not_asked(
    *, sender: Sender, language: Language, number: str, amount: Money, due_on: date, instructions: str, path: str
) -> Letter:
    """An invoice that was to be taken through Betalingsservice is to be paid by hand."""
    with override(language):
        day = format_day(due_on, language)
        rows = [(_("Invoice"), number), (_("Amount"), format_money(amount, language)), (_("Pay no later than"), day)]
        return letter(
            "debit_not_asked",
            _("Please pay invoice %(number)s yourself") % {"number": number},
            Words(_("This invoice is not taken through Betalingsservice. Please pay it yourself, as it says.")),
            Facts(rows),
            *_told(instructions),
            *way(_("Pay"), sender, path),
            sender=sender,
            language=language,
            values={"number": number, "amount": rows[1][1], "day": day},
        )


def debit_failed(
    *,
    sender: Sender,
    language: Language,
    number: str,
    amount: Money,
    outcome: Outcome,
    due_on: date,
    today: date,
    instructions: str,
    path: str,
) -> Letter:
    """The money of an invoice did not come, or left again; `outcome` is a state of `billing.lifecycle.FAILED_DEBIT`."""
    with override(language):
        by = (_("Was to be paid by") if due_on < today else _("To be paid by"), format_day(due_on, language))
        rows = [(_("Invoice"), number), (_("To pay"), format_money(amount, language)), by]
        to_do = _("Please pay the invoice yourself. If we ask Betalingsservice for it again, we write to you.")
        return letter(
            "debit_failed",
            _("Invoice %(number)s was not paid through Betalingsservice") % {"number": number},
            Words(f"{_HAPPENED[outcome]} {to_do}"),
            Facts(rows),
            *_told(instructions),
            *way(_("Pay"), sender, path),
            sender=sender,
            language=language,
            values={"number": number, "amount": rows[1][1], "day": by[1]},
        )


@dataclass(frozen=True, slots=True)
class FailedDebit:
    """One of the company's: the invoice's number, how much, and how it failed."""

    number: str
    amount: Money
    outcome: Outcome


def debits_failed(
    *, sender: Sender, language: Language, failed: Sequence[FailedDebit], without_account: int, path: str
) -> Letter:
    """To the company: what Betalingsservice did not collect, and how many mandates belong to no account."""
    with override(language):
        count = len(failed)
        rows = [
            (_("Invoice"), " · ".join([each.number, format_money(each.amount, language), str(_SHORT[each.outcome])]))
            for each in failed[:SHOWN]
        ]
        parts: list[Part] = [
            Words(_("The invoices are open again. The customers are told, and are reminded as your settings say.")),
            Facts(rows),
        ]
        if more := len(failed[SHOWN:]):
            parts.append(Words(ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}))
        if without_account:
            words = ngettext(
                "%(count)s mandate belongs to no customer yet: say whose it is.",
                "%(count)s mandates belong to no customer yet: say whose they are.",
                without_account,
            )
            parts.append(Words(words % {"count": without_account}))
        subject = ngettext(
            "Betalingsservice did not collect an invoice", "Betalingsservice did not collect %(count)s invoices", count
        )
        return letter(
            "debits_failed",
            subject % {"count": count},
            *parts,
            Words(_("You get one mail an hour at most, with everything that is new."), "quiet"),
            *way(_("See what waits"), sender, path),
            sender=sender,
            language=language,
        )


def _told(instructions: str) -> list[Part]:
    told = plain(text=instructions, longest=_LONGEST_INSTRUCTIONS)
    return [Words(told)] if told else []
