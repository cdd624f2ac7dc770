"""The mail about an SFTP user or its keys (BP-42)."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language


def sftp_told(
    *,
    sender: Sender,
    language: Language,
    what: str,
    name: str,
    label: str,
    fingerprint: str,
    changed_at: datetime,
    path: str,
) -> Letter:
    """An SFTP user or one of its keys was changed; `what` is a sentence, `label` and `fingerprint` are the key's;
    without a fingerprint `label` is the SFTP user's.

    Whoever did not do it must be able to stop it at once. No person's name is in it (BP-77).
    """
    with override(language):
        rows = [(_("Company"), sender.name), (_("SFTP user"), name)]
        rows += [(_("Key") if fingerprint else _("Name"), plain(text=label, longest=80))] if label else []
        rows += [(_("Fingerprint"), fingerprint)] if fingerprint else []
        return letter(
            "sftp_told",
            _("SFTP user %(name)s was changed") % {"name": name},
            Words(what),
            Facts([*rows, (_("Changed"), moment(changed_at, language))]),
            *way(_("See SFTP users and keys"), sender, path),
            Words(_("If it was none of you, switch the key off or end the SFTP user at once."), "quiet"),
            sender=sender,
            language=language,
        )
