"""Why a file waits for somebody's yes, in words: the same on the page, in receipt K2 and in mails (BM-04)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from selvbetjening.kernel.formatting import Language, format_count, format_money
from selvbetjening.kernel.money import Money


def reason_words(*, reasons: Iterable[Mapping[str, Any]], language: Language) -> list[str]:
    """A few words for each reason (`rules.approval.Reason` as data), such as "12 new payers of 40"."""
    with override(language):
        return [_with_number(_one(reason, language), reason["pbs_number"]) for reason in reasons]


def why_words(*, words: Sequence[str], language: Language) -> str:
    """The reasons in one sentence, as receipt K2 and mails have it; empty where there is none."""
    with override(language):
        return _("Why: %(reasons)s.") % {"reasons": "; ".join(words)} if words else ""


def _one(reason: Mapping[str, Any], language: Language) -> str:
    value, of = reason["value"], reason["of"]
    match reason["code"]:
        case "amount":
            return _("a total of %(amount)s") % {"amount": format_money(Money(value, "DKK"), language)}
        case "count":
            words = ngettext("%(count)s collection", "%(count)s collections", value)
            return words % {"count": format_count(value)}
        case "amount_added":
            words = _("a total of %(amount)s together with files of the last 24 hours that nobody approved")
            return words % {"amount": format_money(Money(value, "DKK"), language)}
        case "count_added":
            words = ngettext(
                "%(count)s collection together with files of the last 24 hours that nobody approved",
                "%(count)s collections together with files of the last 24 hours that nobody approved",
                value,
            )
            return words % {"count": format_count(value)}
        case "new_payers":
            words = ngettext("%(count)s new payer of %(of)s", "%(count)s new payers of %(of)s", value)
            return words % {"count": format_count(value), "of": format_count(of)}
        case "account":
            return _("the first file since the account was changed")
        case "mandates":
            words = ngettext("%(count)s change of mandates", "%(count)s changes of mandates", value)
            return words % {"count": format_count(value)}
        case "answers":
            return _("answers from Betalingsservice, which book payments")
    return _("every file wants approval")


def _with_number(words: str, pbs_number: str) -> str:
    return _("%(why)s (PBS no. %(number)s)") % {"why": words, "number": pbs_number} if pbs_number else words
