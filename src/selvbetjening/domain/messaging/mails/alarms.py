"""To the company: what waits for it of its card payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from selvbetjening.domain.messaging.mails.letter import Facts, Part, Words, letter, way
from selvbetjening.domain.messaging.rules.letters import Letter, Sender
from selvbetjening.kernel.formatting import Language, format_money
from selvbetjening.kernel.money import Money

#: More than these are counted only.
SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of them: the gateway or the invoice's number, how much where that is known, and our reference."""

    name: str
    amount: Money | None
    reference: str = ""


def card_alarms(
    *, sender: Sender, language: Language, parked: Sequence[Waiting], chargebacks: Sequence[Waiting], path: str
) -> Letter:
    """`parked`: told by a gateway and not booked; `chargebacks`: payments that the payers' banks took back."""
    with override(language):
        count = len(parked) + len(chargebacks)
        parts: list[Part] = []
        if chargebacks:
            parts += [Words(_taken_back()), Facts([_row(each, _("Invoice"), language) for each in chargebacks[:SHOWN]])]
        if parked:
            parts += [Words(_unfit()), Facts([_row(each, _("Gateway"), language) for each in parked[:SHOWN]])]
        if more := len(parked[SHOWN:]) + len(chargebacks[SHOWN:]):
            parts.append(Words(ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}))
        parts.append(Words(_("You get one mail an hour at most, with everything that is new."), "quiet"))
        subject = ngettext("A card payment needs you", "%(count)s card payments need you", count) % {"count": count}
        return letter(
            "card_alarms", subject, *parts, *way(_("See what waits"), sender, path), sender=sender, language=language
        )


def _taken_back() -> str:
    return _(
        "The payer's bank took money back. Answer at the gateway before its deadline if you do not agree. The invoice"
        " is unpaid again and rests: it is neither charged nor reminded until you decide what happens to it."
    )


def _unfit() -> str:
    return _(
        "A gateway told something that does not fit what we asked for. Nothing was booked. Look at it at the gateway,"
        " put it right, and note on the page what you did."
    )


def _row(each: Waiting, name: str, language: Language) -> tuple[str, str]:
    told = [each.name, format_money(each.amount, language) if each.amount else "", each.reference]
    return name, " · ".join(word for word in told if word)
