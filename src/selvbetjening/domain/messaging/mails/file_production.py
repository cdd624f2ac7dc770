"""The mail about production of My File Transfer (BP-50)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language


def production_told(*, sender: Sender, language: Language, what: str, changed_at: datetime, path: str) -> Letter:
    """Real files were let in, or shut out; `what` is a sentence. Who did it stands in the portal (BP-77)."""
    with override(language):
        return letter(
            "production_told",
            _("My File Transfer: production of %(company)s") % {"company": sender.name},
            Words(what),
            Facts([(_("Company"), sender.name), (_("Changed"), moment(changed_at, language))]),
            *way(_("See production"), sender, path),
            Words(
                _("If it was none of you, close production at once, and look at who your Access Managers are."), "quiet"
            ),
            sender=sender,
            language=language,
        )
