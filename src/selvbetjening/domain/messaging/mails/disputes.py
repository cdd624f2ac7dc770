"""Mails about disputes: to the customer, and to the company itself (CM-06)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

_LONGEST_LINE = 120


def dispute_opened(
    *, sender: Sender, language: Language, number: str, line: str, amount: Money, answer_by_on: date, path: str
) -> Letter:
    """The customer's receipt."""
    with override(language):
        return letter(
            "dispute_opened",
            _("We have got your dispute of invoice %(number)s") % {"number": number},
            Words(_("While we look at it, you need not pay this amount, and we send no reminder of it.")),
            Facts(
                [
                    (_("Invoice"), number),
                    (_("It is about"), plain(text=line, longest=_LONGEST_LINE)),
                    (_("Amount incl. VAT"), format_money(amount, language)),
                    (_("You have our answer by"), format_day(answer_by_on, language)),
                ]
            ),
            Words(_("The rest of the invoice is to be paid as usual.")),
            *way(_("See your dispute"), sender, path),
            sender=sender,
            language=language,
        )


def dispute_answered(*, sender: Sender, language: Language, number: str, path: str) -> Letter:
    """The company wrote; the words stand in the portal."""
    with override(language):
        return letter(
            "dispute_answered",
            _("We have answered your dispute of invoice %(number)s") % {"number": number},
            Words(_("Log in to read our answer and to write back.")),
            *way(_("See your dispute"), sender, path),
            sender=sender,
            language=language,
        )


def dispute_accepted(*, sender: Sender, language: Language, number: str, amount: Money, path: str) -> Letter:
    """The company agreed."""
    with override(language):
        return letter(
            "dispute_accepted",
            _("You were right: invoice %(number)s") % {"number": number},
            Words(_("We have accepted your dispute. You get a credit note of the amount.")),
            Facts([(_("Invoice"), number), (_("Amount incl. VAT"), format_money(amount, language))]),
            *way(_("See the invoice"), sender, path),
            sender=sender,
            language=language,
        )


def dispute_partly_accepted(
    *, sender: Sender, language: Language, number: str, amount: Money, left: Money, new_due_on: date, path: str
) -> Letter:
    """The company agreed to a part; why not to all of it stands in the thread."""
    with override(language):
        return letter(
            "dispute_partly_accepted",
            _("You were partly right: invoice %(number)s") % {"number": number},
            Words(_("We have accepted a part of your dispute. You get a credit note of that part.")),
            Words(_("The rest is to be paid. You can read why in the portal.")),
            Facts(
                [
                    (_("Invoice"), number),
                    (_("Credited incl. VAT"), format_money(amount, language)),
                    (_("Of the dispute to be paid"), format_money(left, language)),
                    (_("Pay no later than"), format_day(new_due_on, language)),
                ]
            ),
            *way(_("See your dispute"), sender, path),
            sender=sender,
            language=language,
        )


def dispute_rejected(
    *, sender: Sender, language: Language, number: str, amount: Money, new_due_on: date, path: str
) -> Letter:
    """The company did not agree; why stands in the thread."""
    with override(language):
        parts: list[Part] = [
            Words(_("We have looked at your dispute and do not agree. You can read why in the portal.")),
            Facts(
                [
                    (_("Invoice"), number),
                    (_("Amount incl. VAT"), format_money(amount, language)),
                    (_("Pay no later than"), format_day(new_due_on, language)),
                ]
            ),
        ]
        return letter(
            "dispute_rejected",
            _("We have answered your dispute of invoice %(number)s") % {"number": number},
            *parts,
            *way(_("See your dispute"), sender, path),
            sender=sender,
            language=language,
        )


def dispute_waits(
    *, sender: Sender, language: Language, number: str, customer: str, answer_by_on: date, is_late: bool
) -> Letter:
    """To the company: a customer said or wrote something; `is_late` when the days to answer are over."""
    with override(language):
        subject = (
            _("Not answered in time: dispute of invoice %(number)s")
            if is_late
            else _("A customer disputes invoice %(number)s")
        )
        words = (
            _("The days to answer are over. Nothing of the amount is reminded or collected until you have answered.")
            if is_late
            else _("Nothing of the amount is reminded or collected until you have answered.")
        )
        return letter(
            "dispute_waits",
            subject % {"number": number},
            Words(words),
            Facts(
                [
                    (_("Customer"), plain(text=customer)),
                    (_("Invoice"), number),
                    (_("Answer by"), format_day(answer_by_on, language)),
                ]
            ),
            sender=sender,
            language=language,
        )
