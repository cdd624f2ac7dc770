"""Refusals that explain themselves: code, words, who helps, the next step (BP-05, BP-78, BM-12). Never a bare 403."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from selvbetjening.domain.access import queries as access
from selvbetjening.kernel.formatting import format_day
from selvbetjening.kernel.redirects import safe_path
from selvbetjening.portals.business import support
from selvbetjening.portals.business.acting import Acting
from selvbetjening.portals.business.solutions import name_of
from selvbetjening.portals.business.words import MISSING, sentence, status_of, way_of
from selvbetjening.ui.components.values import language

#: Codes after which a member may still leave the company (BP-25).
MAY_LEAVE = ("LOGIN-06", "LOGIN-08", "LOGIN-09")


@dataclass(frozen=True)
class Help:
    """The card "Who can help me?" (BP-31): names where they may be seen, else how many there are."""

    managers: tuple[access.Helper, ...]
    message_url: str


@dataclass(frozen=True)
class NextStep:
    """One button of a refusal page."""

    text: str
    href: str


def refused(
    request: Any, code: str, *, decision: access.Decision | None = None, wanted: str = "", **values: object
) -> HttpResponse:
    """The page for a code of annex J. `values` fill its words; `decision` says what was missing and who can grant it.

    `wanted` is the path to go on to after another login. Raises KeyError for an unknown code.
    """
    acting: Acting | None = getattr(request, "acting", None)
    context = {
        "code": code,
        "words": _lacking(acting, code, decision) or sentence(code, **{**_known(acting, decision), **values}),
        "help": help_card(request) if way_of(code) in {"managers", "request", "apply"} else None,
        "steps": _steps(request, code, decision, wanted),
        "reference": getattr(request, "reference", ""),
        "ask_same": reverse("business:same_person", args=[acting.here]) if acting and code == "LOGIN-12" else "",
        "may_leave": acting is not None and acting.standing is not None and code in MAY_LEAVE,
        "phone": support.PHONE,
        "phone_abroad": support.PHONE_ABROAD,
    }
    return render(request, "business/refused.html", context, status=status_of(code))


def help_card(request: Any) -> Help | None:
    """Whom the visitor may turn to in the company that the page is about; None outside a company (BP-31)."""
    acting: Acting | None = getattr(request, "acting", None)
    if acting is None or acting.operator_reason:
        return None
    is_member = not acting.refused
    managers = access.helpers(acting.here, is_member=is_member)
    if acting.is_manager and len(managers) == 1:
        return None  # the only one, who would be told to ask herself
    return Help(managers, reverse("business:message", args=[acting.here]))


def _lacking(acting: Acting | None, code: str, decision: access.Decision | None) -> str:
    """What is missing, for a user who is in the solution and reaches too far; empty where the solution is missing."""
    if code != "ACC-01" or acting is None or acting.standing is None or decision is None or not decision.missing:
        return ""
    missing = decision.missing[0]
    if missing not in MISSING or not acting.standing.actions_in(missing.partition(".")[0]):
        return ""
    who = gettext("An Access Manager can let you.")
    return f"{MISSING[missing]} {who}"


def _known(acting: Acting | None, decision: access.Decision | None) -> dict[str, object]:
    """What the words of annex J may want to name."""
    known: dict[str, object] = {}
    if acting is not None:
        known["cvr"] = acting.organization.cvr
        if acting.standing is not None and acting.standing.membership.ends_on is not None:
            known["day"] = format_day(acting.standing.membership.ends_on, language())
    if decision is not None and decision.missing:
        solution = decision.missing[0].partition(".")[0]
        known["solution"] = gettext("the administration of users") if solution == "access" else name_of(solution)
    return known


def _steps(request: Any, code: str, decision: access.Decision | None, wanted: str) -> list[NextStep]:
    """What to press next."""
    acting: Acting | None = getattr(request, "acting", None)
    way = way_of(code)
    steps = []
    if way == "login":
        target = safe_path(wanted, "")
        query = "?" + urlencode({"next": target}) if target else ""
        steps.append(NextStep(gettext("Log in with MitID"), reverse("business:login") + query))
    if acting is not None and decision is not None and decision.request_kind == "request_access":
        solution = decision.missing[0].partition(".")[0]
        address = reverse("business:request_access", args=[acting.here])
        steps.append(NextStep(gettext("Ask for access"), f"{address}?{urlencode({'loesning': solution})}"))
    proven = getattr(request, "proven", None)
    if acting is not None and acting.refused in {"LOGIN-07", "LOGIN-12"} and proven is not None and proven.is_signatory:
        steps.append(
            NextStep(gettext("You may sign for the company"), reverse("business:succession", args=[acting.here]))
        )
    if way in {"apply", "guide"}:
        steps.append(NextStep(gettext("What it takes"), reverse("business:requirements")))
    if acting is not None and not acting.refused:
        steps.append(NextStep(gettext("To the front page"), reverse("business:front", args=[acting.here])))
    elif getattr(request, "proven", None) is not None:
        steps.append(NextStep(gettext("My companies"), reverse("business:companies")))
    return steps


def minutes_until(moment: datetime | None, *, at: datetime) -> int:
    """How many minutes there are to wait, one at least; 0 where nothing is waited for."""
    if moment is None:
        return 0
    return max(1, int((moment - at).total_seconds() // 60) + 1)
