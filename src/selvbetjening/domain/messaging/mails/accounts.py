"""Mails that tell of changes to the account itself, so that nobody else makes them unseen (SEC-03)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language


def billing_details_changed(*, sender: Sender, language: Language, changed_at: datetime, path: str) -> Letter:
    """The billing details were changed. What they are now stands behind the login, not in the mail."""
    with override(language):
        return letter(
            "billing_details_changed",
            _("Your billing details have been changed"),
            Words(_("The billing details of your account were changed. They are used from the next invoice on.")),
            Facts([(_("Changed"), moment(changed_at, language))]),
            Words(_("If it was not you or a colleague, answer this mail at once."), "quiet"),
            *way(_("See your billing details"), sender, path),
            sender=sender,
            language=language,
        )


def recipient_added(*, sender: Sender, language: Language, name: str, added_at: datetime, path: str) -> Letter:
    """Somebody more gets the account's mail from now on. Goes to those who were there before."""
    with override(language):
        return letter(
            "recipient_added",
            _("One more person gets mail about your account"),
            Words(_("A recipient was added to your account.")),
            Facts([(_("Name"), plain(text=name)), (_("Added"), moment(added_at, language))]),
            Words(_("If it was not you or a colleague, answer this mail at once."), "quiet"),
            *way(_("See your account"), sender, path),
            sender=sender,
            language=language,
        )
