"""What looks mistyped in the numbers of a corrected invoice: said before it is issued, for it is issued only once."""

from collections.abc import Callable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selvbetjening.domain.accounts.rules.numbers import doubtful_cvr, doubtful_ean, doubtful_vat_number

_ASKED: Final[Mapping[str, Callable[[str], str]]] = {
    "cvr": lambda typed: doubtful_cvr(cvr=typed),
    "ean": lambda typed: doubtful_ean(ean=typed),
    "vat_number": lambda typed: doubtful_vat_number(vat_number=typed),
}
_WORDS: Final[Mapping[str, Promise]] = {
    "cvr_check_digit": _("The CVR number does not look right. Check it for typing mistakes."),
    "cvr_form": _("A CVR number has 8 digits. Check it for typing mistakes."),
    "ean_check_digit": _("The EAN number does not look right. Check it for typing mistakes."),
    "ean_form": _("An EAN number has 13 digits. Check it for typing mistakes."),
    "vat_number_form": _("A VAT number starts with two letters, such as SE123456789001. Check it for typing mistakes."),
}


def doubts(*, before: Mapping[str, str], wanted: Mapping[str, str], public: bool) -> list[str]:
    """The same doubts as on the details page (XB-27), of the numbers that differ from those on the invoice.

    They warn and never refuse: whoever sends the same numbers again gets the invoice. A public body's EAN number
    is left out: a wrong one is refused (PTY-3).
    """
    changed = {name: wanted[name].strip() for name in _ASKED if name in wanted and wanted[name].strip() != before[name]}
    if public:
        changed.pop("ean", None)
    codes = [_ASKED[name](typed) for name, typed in changed.items()]
    return [str(_WORDS[code]) for code in codes if code]


def numbers(*, wanted: Mapping[str, str]) -> str:
    """The numbers as one text, so that a second yes is known to be to the same ones."""
    return " ".join(wanted.get(name, "").strip() or "-" for name in _ASKED)
