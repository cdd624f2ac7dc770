"""The mail before the SFTP server shows another key (BM-09)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language, format_day


def host_key_told(
    *,
    sender: Sender,
    language: Language,
    what: str,
    name: str,
    server: str,
    fingerprint: str,
    starts_on: date,
    path: str,
) -> Letter:
    """The user's program has only met the key that goes; `fingerprint` is that of the one that comes on `starts_on`."""
    with override(language):
        rows = [
            (_("Company"), sender.name), (_("SFTP user"), name), (_("Server"), server),
            (_("From"), format_day(starts_on, language)), (_("The new key's fingerprint"), fingerprint),
        ]  # fmt: skip
        return letter(
            "host_key_told",
            _("Our SFTP server gets a new key on %(day)s") % {"day": format_day(starts_on, language)},
            Words(what),
            Facts(rows),
            Words(
                _(
                    "Put the new key into your program before that day; both are in use until then. Fetch known_hosts,"
                    " or compare the fingerprint the next time that your program asks."
                )
            ),
            *way(_("See the server's keys"), sender, path),
            Words(_("Log in and compare with the page. Never take a key that only a mail tells of."), "quiet"),
            sender=sender,
            language=language,
        )
