"""The front page, and finding solutions (BP-10, BP-11)."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.kernel import clock
from selvbetjening.portals.business.asked import asked_words
from selvbetjening.portals.business.front.attention import waiting_for
from selvbetjening.portals.business.front.favourites import codes_of
from selvbetjening.portals.business.front.searching import matches
from selvbetjening.portals.business.front.snoozing import advice_of
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.refusing import help_card
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import cards
from selvbetjening.portals.gate import logged_in
from selvbetjening.portals.operation import operation, scanner_is_away


@logged_in
@require_safe
def front(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Favourites first, then what needs attention and the other solutions that one has; every block may be empty."""
    acting = request.acting
    chosen = codes_of(acting)
    mine = [card for card in cards(acting, favourites=chosen) if card.offered not in {"not_ours", "request"}]
    greyed = [card for card in cards(acting, favourites=chosen) if card.is_favourite and card.offered == "request"]
    context = {
        "favourites": sorted([card for card in mine if card.is_favourite] + greyed, key=lambda c: chosen.index(c.code)),
        "others": [card for card in mine if not card.is_favourite],
        "attention": waiting_for(acting),
        "is_new": not chosen,
        "help": help_card(request),
        "advice": advice_of(acting),
        "operation": operation(),
        "scanner_is_away": scanner_is_away(at=clock.now()),
    }
    return page(request, "business/front/front.html", title=gettext("Front page"), **context)


@logged_in
@require_safe
def find(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """Every solution with what it is to this visitor; `q` searches names, tasks and synonyms, æ as ae (BP-11)."""
    acting = request.acting
    asked = asked_words(request)
    every = cards(acting, favourites=codes_of(acting))
    found = [card for card in every if matches(asked, f"{card.name} {card.lead} {card.words}")]
    context = {"asked": asked, "cards": found, "every": every, "help": help_card(request)}
    return page(request, "business/front/find.html", title=gettext("Find solutions"), **context)
