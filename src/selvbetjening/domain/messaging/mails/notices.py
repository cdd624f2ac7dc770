"""Mails that gather: a day's notices, and the week's advice to Access Managers (BP-77, BP-30)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from selvbetjening.domain.messaging.mails.letter import Button, Facts, Words, letter, moment
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language

#: A longer list is read in the portal.
LONGEST = 20


def notices_collected(
    *, sender: Sender, language: Language, count: int, rows: Sequence[tuple[datetime, str]], path: str
) -> Letter:
    """A day's notices in one mail (BP-77): when, and a sentence. They name nobody; the portal does.

    `count` notices are told in `rows`: the same sentence stands once, with its latest time.
    """
    with override(language):
        subject = ngettext("%(count)d notification from %(company)s", "%(count)d notifications from %(company)s", count)
        more = len(rows) - LONGEST
        rest = ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more} if more > 0 else ""
        return letter(
            "notices_collected",
            subject % {"count": count, "company": sender.name},
            Facts([(moment(at, language), words) for at, words in rows[:LONGEST]]),
            *([Words(rest)] if rest else []),
            Button(_("See the notifications"), sender.url(path)),
            sender=sender,
            language=language,
        )


def managers_advised(
    *, sender: Sender, language: Language, advice: Sequence[str], numbers: Sequence[tuple[str, str]], path: str
) -> Letter:
    """What Access Managers should do about who has access, each week until it is done or put off (BP-30)."""
    with override(language):
        return letter(
            "managers_advised",
            _("Advice about the Access Managers of %(company)s") % {"company": sender.name},
            *[Words(each) for each in advice],
            *([Facts(numbers)] if numbers else []),
            Button(_("Look at it, or put it off"), sender.url(path)),
            Words(_("On the front page you can put the advice off for 90 days."), "quiet"),
            sender=sender,
            language=language,
        )
