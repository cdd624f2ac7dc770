"""Mails about who acts for an account: invitations, changes of address, bookkeepers, and why no login mail came."""

from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from selvbetjening.domain.messaging.mails.letter import Button, Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.mails.login import CODE
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day

_REASONS: Final[dict[str, Promise]] = {
    "recipient_barred": gettext_lazy("Your access has been closed. Answer this mail if you think it is a mistake."),
    "duplicate_email": gettext_lazy(
        "Your address stands in more than one place with us, so we cannot tell which account you mean. "
        "Answer this mail, and we will put it right."
    ),
}
_CLOSED: Final = gettext_lazy("Self-service is closed at the moment. Answer this mail if there is something you need.")


def login_explained(*, sender: Sender, language: Language, reason: str, asked_at: datetime) -> Letter:
    """Why a known address got no login link (XB-45). `reason` is a code of LG-02."""
    with override(language):
        return letter(
            "login_explained",
            _("Why you got no login link from %(company)s") % {"company": sender.name},
            Words(_("You asked for a login link, and we could not send one.")),
            Words(str(_REASONS.get(reason, _CLOSED))),
            Words(_("It was asked for on %(moment)s.") % {"moment": moment(asked_at, language)}, "quiet"),
            Words(_("If it was not you, you need not do anything."), "quiet"),
            sender=sender,
            language=language,
        )


def recipient_invited(*, sender: Sender, language: Language, name: str, account: str, path: str) -> Letter:
    """Somebody is asked whether they want to be on an account. `path` holds the token's place."""
    with override(language):
        return letter(
            "recipient_invited",
            _("You are invited to an account with %(company)s") % {"company": sender.name},
            Words(
                _("%(name)s wants to put you on an account, so that you get its mail and can log in.")
                % {"name": plain(text=name)}
            ),
            Facts([(_("Account"), plain(text=account))]),
            Button(_("See the invitation"), sender.url(path)),
            Words(_("The link works for three days. Nothing happens before you have said yes."), "quiet"),
            sender=sender,
            language=language,
        )


def email_change_old(*, sender: Sender, language: Language, asked_at: datetime) -> Letter:
    """The present mailbox is asked whether another one may take its place (XB-38)."""
    with override(language):
        return letter(
            "email_change_old",
            _("Is your login address to be changed?"),
            Words(_("Somebody who is logged in as you wants another e-mail address to log in with.")),
            Words(_("If it is you, type this code on the page:")),
            Words(CODE, "code"),
            Facts([(pgettext("when somebody asked", "Asked for"), moment(asked_at, language))]),
            Words(
                _(
                    "If it is not you, do not pass the code on. Log in and choose “Log out everywhere”, "
                    "or answer this mail."
                ),
            ),
            sender=sender,
            language=language,
        )


def email_change_new(*, sender: Sender, language: Language, asked_at: datetime) -> Letter:
    """The new mailbox is asked whether it wants to be a login address (XB-38)."""
    with override(language):
        return letter(
            "email_change_new",
            _("Confirm your new login address"),
            Words(
                _("Somebody wants to log in to %(company)s with this address from now on.") % {"company": sender.name}
            ),
            Words(_("If it is you, type this code on the page:")),
            Words(CODE, "code"),
            Facts([(pgettext("when somebody asked", "Asked for"), moment(asked_at, language))]),
            Words(_("If it is not you, you need not do anything."), "quiet"),
            sender=sender,
            language=language,
        )


def email_changed(*, sender: Sender, language: Language, changed_at: datetime) -> Letter:
    """Both mailboxes hear that the login address is another one now (SEC-03)."""
    with override(language):
        return letter(
            "email_changed",
            _("Your login address has been changed"),
            Words(_("The e-mail address for your login was changed. The former one cannot be used any more.")),
            Facts([(_("Changed"), moment(changed_at, language))]),
            Words(_("If it was not you, answer this mail at once."), "quiet"),
            sender=sender,
            language=language,
        )


def people_changed(*, sender: Sender, language: Language, what: str, changed_at: datetime, path: str) -> Letter:
    """Who may act for the account has changed (SEC-03). `what` is a sentence without anybody's address."""
    with override(language):
        return letter(
            "people_changed",
            _("Something was changed about who acts for your account"),
            Words(what),
            Facts([(_("Changed"), moment(changed_at, language))]),
            Words(_("If it was not you or a colleague, answer this mail at once."), "quiet"),
            *way(_("See your account"), sender, path),
            sender=sender,
            language=language,
        )


def accountant_invited(
    *, sender: Sender, language: Language, account: str, ends_on: date, address: str
) -> Letter:  # fmt: skip
    """A bookkeeper may read an account (CM-08). `address` is that of the bookkeepers' own page."""
    with override(language):
        return letter(
            "accountant_invited",
            _("You can fetch the invoices of %(account)s") % {"account": plain(text=account)},
            Words(
                _(
                    "You have been given access as a bookkeeper. You log in with this e-mail address, "
                    "and see every account that you have been given in one place."
                )
            ),
            Facts(
                [
                    (_("Account"), plain(text=account)),
                    (_("With"), sender.name),
                    (_("Last day"), format_day(ends_on, language)),
                ]
            ),
            Button(_("See the invoices"), address),
            sender=sender,
            language=language,
        )


def accountant_expiring(
    *, sender: Sender, language: Language, account: str, ends_on: date, address: str
) -> Letter:  # fmt: skip
    """A bookkeeper's access ends soon (CM-08)."""
    with override(language):
        return letter(
            "accountant_expiring",
            _("Your access to %(account)s ends soon") % {"account": plain(text=account)},
            Words(_("Fetch what you need before the last day, or ask the owner of the account to give you more time.")),
            Facts([(_("With"), sender.name), (_("Last day"), format_day(ends_on, language))]),
            Button(_("See the invoices"), address),
            sender=sender,
            language=language,
        )
