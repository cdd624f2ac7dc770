"""The mail about an account's file for another side (CM-13)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language


def move_told(
    *, sender: Sender, language: Language, what: str, changed_at: datetime, until: datetime | None, path: str
) -> Letter:
    """The file was asked for, is ready until `until`, or could not be made; `what` is a sentence (BP-77).

    Neither the account nor who asked is named: both stand in the portal.
    """
    with override(language):
        facts = [(_("Company"), sender.name), (_("When"), moment(changed_at, language))]
        if until is not None:
            facts.append((_("Can be fetched until"), moment(until, language)))
        return letter(
            "move_told",
            _("%(company)s: an account moves") % {"company": sender.name},
            Words(what),
            Facts(facts),
            *way(_("See the move"), sender, path),
            Words(_("If it was none of you, call us at once, and look at who your Access Managers are."), "quiet"),
            sender=sender,
            language=language,
        )
