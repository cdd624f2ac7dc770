"""Mails about a mandate that somebody asked for: that it was, that it was taken back, and that it was refused."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language, format_day


def mandate_asked(
    *,
    sender: Sender,
    language: Language,
    by_company: bool,
    account: str,
    registered_on: date,
    undo_until: datetime,
    path: str,
) -> Letter:
    """A mandate is asked for; `account` is the bank account, covered, or empty. `by_company`: not by its own hand."""
    with override(language):
        rows = [(_("Creditor"), sender.name)]
        rows += [(_("Bank account"), account)] if account else []
        rows += [
            (_("Active about"), format_day(registered_on, language)),
            (_("Can be taken back until"), moment(undo_until, language)),
        ]
        who = _("We have signed you up for Betalingsservice, as you have agreed with us.")
        return letter(
            "mandate_asked",
            _("You are being signed up for Betalingsservice"),
            Words(who if by_company else _("You have asked to pay through Betalingsservice.")),
            Facts(rows),
            Words(
                _(
                    "The first invoice that is taken is the first one that you get after the agreement is active: it"
                    " says so. Until then you pay as before."
                )
            ),
            Words(_("Do you know nothing of this? Then write to us at once, and tell your bank.")),
            *way(_("See how you pay"), sender, path),
            sender=sender,
            language=language,
        )


def mandate_undone(*, sender: Sender, language: Language, path: str) -> Letter:
    """A mandate that was asked for is taken back."""
    with override(language):
        return letter(
            "mandate_undone",
            _("You are not being signed up for Betalingsservice"),
            Words(_("The sign-up was taken back before it went out. You pay your invoices as before.")),
            *way(_("See how you pay"), sender, path),
            sender=sender,
            language=language,
        )


def mandate_refused(*, sender: Sender, language: Language, reason: str, path: str) -> Letter:
    """Betalingsservice did not register the mandate; `reason` is its own, in words."""
    with override(language):
        return letter(
            "mandate_refused",
            _("You could not be signed up for Betalingsservice"),
            Words(_("Betalingsservice says why: %(reason)s") % {"reason": reason}),
            Words(_("You pay your invoices as before. Try again with the right numbers, or sign up in your bank.")),
            *way(_("See how you pay"), sender, path),
            sender=sender,
            language=language,
        )
