"""Mails about files: what became of one that was sent, one that waits for somebody, and one that can be fetched."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from selvbetjening.domain.messaging.mails.letter import Facts, Words, letter, moment, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender, plain
from selvbetjening.kernel.formatting import Language, format_day, format_money
from selvbetjening.kernel.money import Money

#: So many faults stand in a mail; all of them stand on the page.
_FAULTS: Final = 10


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of the file: at which line, in which field, what is wrong and how to mend it, in the mail's language."""

    line: int
    position: int
    words: str
    field: str = ""


def _file(sender: Sender, file: str, number: int) -> list[tuple[str, str]]:
    return [
        (_("Company"), sender.name),
        (_("File"), plain(text=file, longest=200)),
        (_("Delivery number"), str(number)),
    ]


def delivery_told(
    *, sender: Sender, language: Language, file: str, number: int, what: str, todo: str, accepted: int, refused: int,
    days: Sequence[tuple[date, int]], uncollected: int, faults: Sequence[Fault], fault_count: int,
    until: datetime | None, is_test: bool, path: str, deadline: datetime | None = None, total: Money | None = None,
    why: str = "",
) -> Letter:  # fmt: skip
    """The receipt by mail (BP-46): what happened to a file. `what` and `todo` are the sentences of the receipt.

    `days` are payment days with their number of collections, `uncollected` how many of those nobody pays, for want
    of a mandate; `total` is what the file collects, `deadline` the one it is held against, `why` what a yes is asked
    for, in a sentence; `faults` are the first ones of `fault_count`. No payer, customer number or single amount is in
    it; the signed receipt and every error are behind the button.
    """
    with override(language):
        rows = _file(sender, file, number)
        rows += [(_("Environment"), _("Test"))] if is_test else []
        rows += _counted(accepted, refused) + _weight(total, deadline, language)
        rows += [(_("Collections on %(day)s") % {"day": format_day(day, language)}, str(n)) for day, n in days]
        rows += [(_("Not later than"), moment(until, language))] if until else []
        return letter(
            "delivery_told",
            _("Receipt for delivery %(number)s") % {"number": number},
            Words(what),
            *([Words(why)] if why else []),
            *([Words(todo)] if todo else []),
            *_uncollected(uncollected, sum(count for _day, count in days)),
            Facts(rows),
            *_faults(faults, fault_count),
            *way(_("See the delivery and its receipt"), sender, path),
            Words(_("The receipt in the portal is signed and is what counts."), "quiet"),
            sender=sender,
            language=language,
        )


def _counted(accepted: int, refused: int) -> list[tuple[str, str]]:
    words = {pgettext("file", "Accepted"): accepted, pgettext("collections of a file", "Refused"): refused}
    return [(name, str(count)) for name, count in words.items() if count]


def _weight(total: Money | None, deadline: datetime | None, language: Language) -> list[tuple[str, str]]:
    """What a decision about the file is about: kroner, and by when."""
    rows = [(_("Total to collect"), format_money(total, language))] if total is not None else []
    return rows + ([(_("Deadline"), moment(deadline, language))] if deadline else [])


def _uncollected(count: int, asked: int) -> list[Words]:
    if not count:
        return []
    words = ngettext(
        "%(count)s of %(asked)s collections has no mandate and is not collected.",
        "%(count)s of %(asked)s collections have no mandate and are not collected.",
        count,
    )
    return [Words(words % {"count": count, "asked": asked})]


def _faults(faults: Sequence[Fault], count: int) -> list[Words | Facts]:
    if not faults:
        return []
    title = _("Line %(line)s, position %(position)s")
    shown = [
        (title % {"line": one.line, "position": one.position} + (f" ({one.field})" if one.field else ""), one.words)
        for one in faults[:_FAULTS]
    ]
    parts: list[Words | Facts] = [Words(_("Errors")), Facts(shown)]
    if count > len(shown):
        rest = count - len(shown)
        parts.append(Words(ngettext("… and %(count)s more", "… and %(count)s more", rest) % {"count": rest}, "quiet"))
    return parts


def upload_incomplete(
    *, sender: Sender, language: Language, file: str, what: str, todo: str, until: datetime, path: str
) -> Letter:
    """A file was closed before its end and is no delivery (BP-44, BP-46)."""
    with override(language):
        rows = [(_("Company"), sender.name), (_("File"), plain(text=file, longest=200))]
        return letter(
            "upload_incomplete",
            _("A file was not delivered: its end is missing"),
            Words(what),
            Words(todo),
            Facts([*rows, (_("Not later than"), moment(until, language))]),
            *way(_("Send files"), sender, path),
            sender=sender,
            language=language,
        )


def delivery_waits(
    *, sender: Sender, language: Language, file: str, number: int, what: str, deadline: datetime | None, path: str,
    total: Money | None = None, why: str = "",
) -> Letter:  # fmt: skip
    """A file waits for this reader: to approve it, or to say whether it is a duplicate (BM-04, BP-47).

    `total` is what it collects, `why` says the reasons of the company's rules.
    """
    with override(language):
        rows = [*_file(sender, file, number), *_weight(total, deadline, language)]
        return letter(
            "delivery_waits",
            _("Delivery %(number)s waits for you") % {"number": number},
            Words(what),
            *([Words(why)] if why else []),
            Facts(rows),
            *way(_("See the delivery"), sender, path),
            Words(_("Nothing is sent on before somebody has decided."), "quiet"),
            sender=sender,
            language=language,
        )


def orders_wait(
    *, sender: Sender, language: Language, pbs_number: str, registered: int, ended: int, path: str
) -> Letter:
    """Orders about mandates wait for this reader's yes (BM-04)."""
    with override(language):
        rows = [(_("Company"), sender.name), (_("PBS number"), pbs_number)]
        rows += [(_("Mandates to register"), str(registered))] if registered else []
        rows += [(_("Mandates to end"), str(ended))] if ended else []
        return letter(
            "orders_wait",
            _("Orders about mandates wait for your approval"),
            Words(_("A colleague has asked for them. They go out to Betalingsservice when you have approved them.")),
            Facts(rows),
            *way(_("See the orders"), sender, path),
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
