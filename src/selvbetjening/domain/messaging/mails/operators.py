"""To the operators of the installation: what of it needs them."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language

_OF_SIGNATURES = {"old", "none"}


def scanner_away(*, sender: Sender, language: Language, code: str, since: datetime, path: str) -> Letter:
    """The virus scanner does not answer, so files wait; or its signatures are too old (SEC-83). `code` says which."""
    with override(language):
        is_old = code in _OF_SIGNATURES
        return letter(
            "scanner_away",
            _("The virus scanner's signatures are too old") if is_old else _("The virus scanner is away"),
            *(Words(words) for words in _what(code)),
            Facts([(_("Since"), moment(since, language)), (_("Code"), code)]),
            *way(_("See how things stand"), sender, path),
            Words(_("You get one more mail when it is over, and none in between."), "quiet"),
            sender=sender,
            language=language,
        )  # fmt: skip


def _what(code: str) -> tuple[str, str]:
    """What follows from it, and what to do."""
    if code in _OF_SIGNATURES:
        return (
            _("Files are scanned, but new malware may not be found."),
            _("Look at why freshclam does not fetch new signatures, and restart clamd when it has."),
        )
    waits = _("Every file that a company sends is received and waits: nothing passes without a verdict.")
    if code == "too_large":
        return (
            _("A file is larger than the scanner takes, so it has no verdict and waits."),
            _("Raise StreamMaxLength of clamd to 2 GB, and restart it. The file goes on by itself."),
        )
    return waits, _("Look at clamd and at CLAMAV_ADDRESS. The files go on by themselves when it answers.")


def scanner_back(
    *, sender: Sender, language: Language, code: str, since: datetime, until: datetime, path: str
) -> Letter:
    """What was told of is over: the scanner answers, or its signatures are new (SEC-83)."""
    with override(language):
        is_new = code in _OF_SIGNATURES
        return letter(
            "scanner_back",
            _("The virus scanner's signatures are new again") if is_new else _("The virus scanner is back"),
            Words(_("Files are scanned as usual. Nothing is to be done.")),
            Facts([(_("Since"), moment(since, language)), (_("Over"), moment(until, language))]),
            *way(_("See how things stand"), sender, path),
            sender=sender,
            language=language,
        )
