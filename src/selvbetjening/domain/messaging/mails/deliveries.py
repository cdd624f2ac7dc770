"""Mails about files: what became of one that was sent, one that waits for somebody, and one that can be fetched."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language


def _file(sender: Sender, file: str, number: int) -> list[tuple[str, str]]:
    return [
        (_("Company"), sender.name),
        (_("File"), plain(text=file, longest=200)),
        (_("Delivery number"), str(number)),
    ]


def delivery_told(
    *,
    sender: Sender,
    language: Language,
    file: str,
    number: int,
    what: str,
    accepted: int,
    refused: int,
    until: datetime | None,
    is_test: bool,
    path: str,
) -> Letter:
    """The receipt by mail (BP-46): what happened to a file; `what` is the sentence of the receipt.

    No payer, customer number or amount is in it; the signed receipt and the errors are behind the button.
    """
    with override(language):
        rows = _file(sender, file, number)
        rows += [(_("Environment"), _("Test"))] if is_test else []
        rows += [(_("Accepted"), str(accepted))] if accepted else []
        rows += [(_("Refused"), str(refused))] if refused else []
        rows += [(_("Not later than"), moment(until, language))] if until else []
        return letter(
            "delivery_told",
            _("Receipt for delivery %(number)s") % {"number": number},
            Words(what),
            Facts(rows),
            *way(_("See the delivery and its receipt"), sender, path),
            Words(_("The receipt in the portal is signed and is what counts."), "quiet"),
            sender=sender,
            language=language,
        )


def delivery_waits(
    *, sender: Sender, language: Language, file: str, number: int, what: str, deadline: datetime | None, path: str
) -> Letter:
    """A file waits for this reader: to approve it, or to say whether it is a duplicate (BM-04, BP-47)."""
    with override(language):
        rows = _file(sender, file, number)
        rows += [(_("Deadline"), moment(deadline, language))] if deadline else []
        return letter(
            "delivery_waits",
            _("Delivery %(number)s waits for you") % {"number": number},
            Words(what),
            Facts(rows),
            *way(_("See the delivery"), sender, path),
            Words(_("Nothing is sent on before somebody has decided."), "quiet"),
            sender=sender,
            language=language,
        )


def files_ready(*, sender: Sender, language: Language, names: list[str], path: str) -> Letter:
    """Files lie ready to be fetched (BP-48)."""
    with override(language):
        count = len(names)
        shown = [(_("File"), plain(text=name, longest=200)) for name in names[:10]]
        return letter(
            "files_ready",
            ngettext("%(count)s file is ready for you", "%(count)s files are ready for you", count) % {"count": count},
            Words(_("You can fetch it in the portal or over SFTP.")),
            Facts([(_("Company"), sender.name), *shown]),
            *way(_("Fetch files"), sender, path),
            sender=sender,
            language=language,
        )
