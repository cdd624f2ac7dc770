"""What a new card takes of the open invoices, in sentences: said before it is saved, and after."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from selvbetjening.domain.billing.queries.new_card import NewCard, Open
from selvbetjening.kernel.formatting import format_day, format_money
from selvbetjening.kernel.money import Money, sum_money
from selvbetjening.ui.components.values import language


def open_words(*, takes: NewCard, paying: bool) -> list[str]:
    """Charged at once, charged on its day, not charged at all. `paying`: beside what is paid on the same page."""
    said = [_at_once(takes.at_once, paying)]
    if takes.planned:
        on = _("%(invoice)s on %(day)s")
        said.append(
            _("The card is charged on its day for what is to be paid by card already: %(invoices)s.")
            % {"invoices": _listed(takes.planned, on)}
        )
    if takes.by_hand:
        due = _("%(invoice)s, due %(day)s")
        said.append(
            _("The card does not pay these, so pay them yourself: %(invoices)s.")
            % {"invoices": _listed(takes.by_hand, due)}
        )
    return said


def sums(found: Sequence[Open]) -> str:
    """What they come to, one sum for each currency."""
    currencies = dict.fromkeys(each.amount.currency for each in found)
    whole: list[Money] = [
        sum_money([each.amount for each in found if each.amount.currency == code], currency=code) for code in currencies
    ]
    return " + ".join(format_money(each, language()) for each in whole)


def _at_once(found: Sequence[Open], paying: bool) -> str:
    if not found and paying:
        return _("Nothing but what you pay here is charged when the card is saved.")
    if not found:
        return _("Nothing is charged when the card is saved.")
    words = _(
        "When the card is saved, it is charged at once for what could not be charged before: "
        "%(invoices)s. In all %(total)s."
    )
    return words % {"invoices": _listed(found, "%(invoice)s"), "total": sums(found)}


def _listed(found: Sequence[Open], form: str) -> str:
    """Each with number and amount, none left out: nobody agrees to what is not shown."""
    one = _("invoice %(number)s, %(amount)s")
    return "; ".join(
        form
        % {
            "invoice": one % {"number": each.number, "amount": format_money(each.amount, language())},
            "day": format_day(each.on, language()),
        }
        for each in found
    )
