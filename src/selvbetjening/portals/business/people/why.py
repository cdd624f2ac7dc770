""" "Vis hvorfor": what a user may do and why not, by the same decision that the pages ask (BM-12)."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from selvbetjening.domain.access import queries as access
from selvbetjening.domain.access.permissions import ACTIONS, MANAGE
from selvbetjening.domain.access.queries.standing import standing_of
from selvbetjening.portals.business.pages import page
from selvbetjening.portals.business.people.member import found
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.business.words import ACTIONS as ACTION_WORDS
from selvbetjening.portals.business.words import sentence
from selvbetjening.portals.gate import requires


@dataclass(frozen=True)
class Answer:
    """One action of one solution: yes, or the code with its words."""

    solution: str
    action: str
    allowed: bool
    code: str
    words: str


@requires(MANAGE)
@require_safe
def why(request: CompanyRequest, organization: UUID, member: UUID) -> HttpResponse:
    """Every action of every solution for this user, decided now."""
    row, acting = found(request, member), request.acting
    standing = standing_of(acting.here, membership=row.id, today=acting.today)
    answers = []
    for solution, actions in ACTIONS.items():
        for action in actions:
            decision = access.may(standing=standing, permission=f"{solution}.{action}", is_operator=False)
            words = "" if decision else sentence(decision.code, solution=name_of(solution), day=row.ends_on or "")
            label = str(ACTION_WORDS[action])
            answers.append(Answer(name_of(solution), label, decision.allowed, decision.code, words))
    title = gettext("What may %(name)s do, and why?") % {"name": row.name}
    return page(request, "business/people/why.html", title=title, answers=answers, row=row)
