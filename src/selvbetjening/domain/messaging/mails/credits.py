"""Mails about credit notes, and about money that goes back."""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money


def credit_note_issued(
    *, sender: Sender, language: Language, number: str, original: str, total: Money, left: bool, path: str
) -> Letter:
    """A credit note; its PDF goes with the mail. `left` says that something of it waits for the next invoice."""
    with override(language):
        amount = format_money(total, language)
        rows = [(_("Credit note"), number), (_("Amends invoice"), original), (_("Amount incl. VAT"), amount)]
        used = _("It paid what was open, and what is left is used on your next invoice by itself.")
        paid = _("It is used on what was open. You need not do anything.")
        return letter(
            "credit_note_issued",
            _("Credit note %(number)s from %(company)s") % {"number": number, "company": sender.name},
            Words(_("Here is a credit note. It is attached as a PDF.")),
            Facts(rows),
            Words(used if left else paid),
            *way(_("See the credit note"), sender, path),
            sender=sender,
            language=language,
            values={"number": number, "amount": amount},
        )


_WHY: Final[dict[str, Promise]] = {
    "asked": gettext_lazy("You asked for it."),
    "cancellation": gettext_lazy("Your last subscription is over, so no invoice can use it any more."),
}


def refund_opened(*, sender: Sender, language: Language, amount: Money, reason: str, due_on: date, path: str) -> Letter:
    """Money is paid back by a day (CAN-4, XB-22). `reason` is the refund's code."""
    with override(language):
        rows = [
            (_("You get back"), format_money(amount, language)),
            (_("At the latest"), format_day(due_on, language)),
        ]
        why = [Words(str(_WHY[reason]))] if reason in _WHY else []
        return letter(
            "refund_opened",
            _("%(company)s pays you back") % {"company": sender.name},
            Words(_("We pay back what stands to your credit.")),
            *why,
            Facts(rows),
            Words(_("Money is paid back by the means it was paid with, without a fee."), "quiet"),
            *way(_("See what stands to your credit"), sender, path),
            sender=sender,
            language=language,
        )
