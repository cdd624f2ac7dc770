"""The catalogue in the reader's language, with what each solution is to this visitor (BP-11, BP-84)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.permissions import SELVBETJENING
from selvbetjening.domain.access.rules.catalogue import SOLUTIONS
from selvbetjening.portals.business.acting import Acting
from selvbetjening.ui.components.values import language

Offered = Literal["open", "soon", "request", "not_ours", "disturbed", "moved"]


@dataclass(frozen=True)
class Card:
    """A solution as the front page and the search show it. `href` is empty where there is nothing to open."""

    code: str
    name: str
    lead: str
    words: str
    icon: str
    offered: Offered
    href: str
    is_favourite: bool = False
    ends_on: object = None
    opens_later: bool = False


def name_of(code: str) -> str:
    """A solution's name; the code itself for an unknown one."""
    for listed in SOLUTIONS:
        if listed.code == code:
            return listed.name_en if language() == "en" else listed.name_da
    return code


def choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Solutions to choose among, in their order; one whose pages are not built says so where it is chosen."""
    later = {row.code for row in access.all_solutions() if not row.url_name and not row.moved_to}
    words = gettext("opens later")
    return [(code, f"{name_of(code)} ({words})" if code in later else name_of(code)) for code in codes]


def cards(acting: Acting, *, favourites: list[str]) -> list[Card]:
    """Every solution of the catalogue in its order."""
    english = language() == "en"
    found = []
    for row in access.all_solutions():
        offered, href = _offered(acting, row)
        found.append(
            Card(
                code=row.code,
                name=row.name_en if english else row.name_da,
                lead=row.lead_en if english else row.lead_da,
                words=f"{row.words_da} {row.words_en} {row.name_da} {row.name_en}",
                icon=row.icon,
                offered=offered,
                href=href,
                is_favourite=row.code in favourites,
                opens_later=not row.url_name and not row.moved_to,
            )
        )
    return found


def _offered(acting: Acting, row: access.Solution) -> tuple[Offered, str]:
    """What the card says and where it leads, as the company's agreement and the visitor's grants stand now."""
    standing = acting.standing
    if standing is None:
        has, mine = True, row.code == SELVBETJENING
    else:
        has, mine = row.code in standing.solutions, bool(standing.actions_in(row.code))
    if not has:
        return "not_ours", reverse("business:requirements")
    if not mine:
        return "request", f"{reverse('business:request_access', args=[acting.here])}?loesning={row.code}"
    if row.moved_to:
        return "moved", row.moved_to
    address = _address(row.url_name, acting)
    if not address:
        return "soon", ""
    return ("disturbed" if row.state == "disturbed" else "open"), address


def _address(url_name: str, acting: Acting) -> str:
    try:
        return reverse(url_name, args=[acting.here]) if url_name else ""
    except NoReverseMatch:
        return ""
