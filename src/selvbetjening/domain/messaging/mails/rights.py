"""Mails about one's own data: a file is ready, somebody was erased, the log's last hash."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language, format_day

_KEPT: Final[dict[str, Promise]] = {
    "invoices": gettext_lazy("Invoices and payments"),
    "credit_notes": gettext_lazy("Credit notes"),
    "contracts": gettext_lazy("Contracts and their confirmations"),
    "legal_acts": gettext_lazy("Cancellations and withdrawals with their receipts"),
}


def export_ready(*, sender: Sender, language: Language, ready_at: datetime, expires_at: datetime, path: str) -> Letter:
    """The file with everything that is kept about the account can be fetched for a day (XB-39). No data in the mail."""
    with override(language):
        return letter(
            "export_ready",
            _("Your data are ready"),
            Words(_("The file with everything that is kept about your account is ready. Log in to fetch it.")),
            Facts([(_("Made"), moment(ready_at, language)), (_("Can be fetched until"), moment(expires_at, language))]),
            *way(_("Fetch my data"), sender, path),
            Words(_("If it was not you who asked for it, write to us at once."), "quiet"),
            sender=sender,
            language=language,
        )


def card_wanted(*, sender: Sender, language: Language, path: str) -> Letter:
    """The account came from another system, and its saved card did not (CM-13)."""
    with override(language):
        return letter(
            "card_wanted",
            _("Save your payment card again"),
            Words(
                _(
                    "Your account has moved to a new system. Your subscriptions go on, but a saved payment card "
                    "cannot move with it. Until you save one again, you get invoices."
                )
            ),
            *way(_("Save a payment card"), sender, path),
            sender=sender,
            language=language,
        )


def person_erased(
    *,
    sender: Sender,
    language: Language,
    erased_at: datetime,
    kept: Sequence[tuple[str, int, date]],
    whole_account: bool,
) -> Letter:
    """The last mail to somebody: what was erased, what must stay, until when, and why (GDP-4)."""
    with override(language):
        gone = (
            _("We have erased your account: names, addresses, logins, mails and the names in the log.")
            if whole_account
            else _("We have erased you: name, address, logins, mails and your name in the log.")
        )
        return letter(
            "person_erased",
            _("Your data have been erased"),
            Words(gone),
            Facts([(_("Erased"), moment(erased_at, language))]),
            *_what_stays(kept, language),
            Words(_("This is our last mail to you. You can always complain to the Danish Data Protection Agency.")),
            sender=sender,
            language=language,
        )


def log_anchor(*, sender: Sender, language: Language, seq: int, anchor: str, path: str) -> Letter:
    """The last hash of the account's log (CM-10): whoever keeps the mail can see later what was changed."""
    with override(language):
        return letter(
            "log_anchor",
            _("Your log up to entry %(seq)s") % {"seq": seq},
            Words(_("You asked for this mail. Keep it: with it you can see later that nothing before it was changed.")),
            Facts([(_("Entry"), str(seq)), (_("Hash"), anchor)]),
            *way(_("Check the log"), sender, path),
            Words(_("You can stop these mails on the same page."), "quiet"),
            sender=sender,
            language=language,
        )


def _what_stays(kept: Sequence[tuple[str, int, date]], language: Language) -> tuple[Part, ...]:
    if not kept:
        return (Words(_("Nothing has to be kept.")),)
    rows = [
        (f"{_KEPT.get(what, what)} ({count})", _("until %(day)s") % {"day": format_day(until, language)})
        for what, count, until in kept
    ]
    why = _(
        "The Danish Bookkeeping Act demands that invoices and what proves them are kept for five years. "
        "This has to stay, and is erased when that is over:"
    )
    return (Words(why), Facts(rows))
