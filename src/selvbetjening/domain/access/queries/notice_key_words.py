"""What notices and mails say of SFTP users and their keys (BP-42): the same to the holder and to the managers."""

from typing import Final

from selvbetjening.domain.identity import events
from selvbetjening.kernel.wording import gettext_noop

KEYS: Final[dict[str, str]] = {
    events.SshAccountOpened.name: gettext_noop("An SFTP user was opened."),
    events.SshAccountClosed.name: gettext_noop("An SFTP user was closed. Its keys open nothing any more."),
    events.SshKeyAdded.name: gettext_noop("An SFTP user got a new key."),
    "pending": gettext_noop("A new key was sent as a file. It opens nothing before its SFTP user's holder says yes."),
    events.SshKeyConfirmed.name: gettext_noop("A key of an SFTP user was confirmed, and opens from now on."),
    events.SshKeyDisabled.name: gettext_noop("A key of an SFTP user was switched off."),
    events.SshKeyEnabled.name: gettext_noop("A key of an SFTP user was switched on again."),
    events.SshKeyRemoved.name: gettext_noop("A key was taken from an SFTP user. It never opens again."),
    events.SshHabitsChosen.name: gettext_noop("How the program of an SFTP user behaves was set anew."),
    events.SshResponsibleGone.name: gettext_noop(
        "Nobody is responsible for a machine's SFTP user any more. It works on for 14 days: choose somebody."
    ),
    events.SshResponsibleChosen.name: gettext_noop("Somebody became responsible for a machine's SFTP user."),
}
