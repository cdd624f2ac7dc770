"""What a gateway told that did not fit, and invoices that were paid and are not any more: somebody decides."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from selvbetjening.domain.access.permissions import SELVBETJENING_MONEY
from selvbetjening.domain.payments.actions.pause_collection import Decision, decide_pause
from selvbetjening.domain.payments.actions.resolve_fact import resolve_fact
from selvbetjening.domain.payments.queries.alarms import chargebacks, open_alarms, open_pauses, resolved_alarms
from selvbetjening.domain.payments.queries.gateways import NAMES
from selvbetjening.domain.payments.rules import Refused
from selvbetjening.kernel import clock
from selvbetjening.portals.business.pages import page, saved
from selvbetjening.portals.business.requests import CompanyRequest
from selvbetjening.portals.business.selvbetjening.settings.forms import ResolveForm
from selvbetjening.portals.business.selvbetjening.settings.gateway_words import CHARGEBACKS, FACTS, PARKED, PAUSES
from selvbetjening.portals.gate import requires
from selvbetjening.portals.refusal_words import refusal


@requires(SELVBETJENING_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def alarms(request: CompanyRequest, organization: UUID) -> HttpResponse:
    """What was asked and what came, to be resolved with a note; invoices that rest, to be decided; chargebacks."""
    here = request.acting.here
    if request.method == "POST" and _acted(request):
        return saved(request, request.path)
    context = {
        "rows": [
            (each, NAMES[each.fact.gateway_account.gateway], FACTS[each.fact.kind], _why(each.fact.reason))
            for each in open_alarms(here)
        ],
        "done": [(fact, FACTS[fact.kind], _why(fact.reason)) for fact in resolved_alarms(here)],
        "pauses": [(each, PAUSES[each.reason]) for each in open_pauses(here)],
        "chargebacks": [(each, CHARGEBACKS[each.state]) for each in chargebacks(here)],
    }
    title = gettext("Alarms of card payments")
    return page(request, "business/selvbetjening/settings/alarms.html", title=title, **context)


def _why(reason: str) -> str:
    return str(PARKED.get(reason, reason))


def _acted(request: CompanyRequest) -> bool:
    here, who, at = request.acting.here, request.acting.actor, clock.now()
    try:
        if "fact" in request.POST:
            form = ResolveForm(request.POST)
            if not form.is_valid():
                messages.error(request, gettext("Write what you found and did, with at most 200 characters."))
                return False
            fact = UUID(request.POST["fact"])
            resolve_fact(here, fact=fact, note=form.cleaned_data["note"], actor=who, at=at)
            return True
        decision = request.POST.get("decision", "")
        if decision not in ("collect", "settled"):
            raise Http404
        pause = UUID(request.POST.get("pause", ""))
        decide_pause(here, pause=pause, decision=cast(Decision, decision), actor=who, at=at)
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refusal(refused.reason)))
        return False
    return True
