"""Whether the page of the cards is there for a visitor."""

from typing import Final

from selvbetjening.domain.organizations import permissions
from selvbetjening.domain.payments.queries.cards import has_cards
from selvbetjening.portals.customer.visitor import Visitor

ABOUT_CARDS: Final = (permissions.ADD_CARD, permissions.DISABLE_CARD, permissions.SET_DEFAULT_CARD)


def has_page(visitor: Visitor) -> bool:
    """For who may do something with cards, and for the others where there is a card to look at: then one query."""
    if any(visitor.may(code) for code in ABOUT_CARDS):
        return True
    return has_cards(visitor.organization, account=visitor.account.id)
