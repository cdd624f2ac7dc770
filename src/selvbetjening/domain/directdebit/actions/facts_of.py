"""What goes into the book about collections that were answered: each of our own, and every charge-back."""

from collections.abc import Iterable

from selvbetjening.domain.directdebit.actions.apply_answers import Applied
from selvbetjening.domain.directdebit.events import (
    CollectionCancelled,
    CollectionChargedBack,
    CollectionCompleted,
    CollectionRejected,
)
from selvbetjening.domain.directdebit.rules.answers import VERBS
from selvbetjening.kernel.facts import Fact
from selvbetjening.kernel.money import Money


def facts_of(*, applied: Iterable[Applied]) -> list[Fact]:
    """A fact for each of our own collections that was answered, so that a reaction can book it on its invoice.

    Of those that came in a file only charge-backs are told one by one: a company's file may hold a million.
    """
    return [fact for each in applied if (fact := _fact(each))]


def _fact(each: Applied) -> Fact | None:
    verb, moved = VERBS[each.code], Money(each.amount_minor, "DKK")
    if verb == "charge_back":
        return CollectionChargedBack(
            account=each.account, collection=each.collection, invoice=each.invoice, amount=moved, on=each.on,
            code=each.code,
        )  # fmt: skip
    if not each.is_ours:
        return None
    if verb == "complete":
        return CollectionCompleted(
            account=each.account, collection=each.collection, invoice=each.invoice, amount=moved, on=each.on,
            code=each.code,
        )  # fmt: skip
    asked = Money(each.asked_minor, "DKK")
    if verb == "reject":
        return CollectionRejected(
            account=each.account, collection=each.collection, invoice=each.invoice, amount=asked, on=each.on,
            code=each.code,
        )  # fmt: skip
    return CollectionCancelled(
        account=each.account, collection=each.collection, by="mandate", invoice=each.invoice, amount=asked, on=each.on,
        code=each.code,
    )  # fmt: skip
