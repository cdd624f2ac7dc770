"""Mails about credit notes."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language, format_money
from selvbetjening.kernel.money import Money


def credit_note_issued(
    *, sender: Sender, language: Language, number: str, original: str, total: Money | None, left: bool, path: str
) -> Letter:
    """A credit note; its PDF goes with the mail. `left` says that something of it waits for the next invoice.

    None for `total` leaves the amount out (GDP-5).
    """
    with override(language):
        rows = [(_("Credit note"), number), (_("Amends invoice"), original)]
        if total is not None:
            rows.append((_("Amount incl. VAT"), format_money(total, language)))
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
        )
